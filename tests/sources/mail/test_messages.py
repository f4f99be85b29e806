"""Mail: press releases from single messages and mailboxes, whatever their form, with attachments left alone."""

from __future__ import annotations

import base64
import gzip
import io
import quopri
import time
import tracemalloc
from collections.abc import Iterable
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.article import Article
from sayso.sources.common import Facts, Failure
from sayso.sources.mail import messages as mail
from sayso.sources.mail.messages import read_mail
from sayso.sources.mail.senders import Sender

TEXT = (
    "The mayor of Ostwick, Jane Rook, denied on Tuesday that the bridge over the Lenn was unsafe, and accused its "
    "critics of spreading fear among the people who cross it every day.\n\n“Nonsense,” she said – of the report.\n"
)


def message(text: str = TEXT, **headers: str) -> EmailMessage:
    made = EmailMessage()
    known = {
        "From": "Harrow City Council <press@harrow.example>",
        "Subject": "Council denies that the bridge is unsafe",
        "Date": "Tue, 03 Mar 2026 23:30:00 -0500",
        "Message-ID": "<1234@harrow.example>",
    }
    for name, value in (known | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        made[name] = value
    made.set_content(text)
    return made


def read(data: bytes | EmailMessage) -> list[Article | Failure]:
    return list(read_mail(io.BytesIO(data if isinstance(data, bytes) else data.as_bytes()), "mail", Facts()))


def text_of(data: bytes | EmailMessage) -> str:
    (found,) = read(data)
    assert isinstance(found, Article), found
    return found.text


def mailbox(messages: Iterable[bytes]) -> bytes:
    return b"".join(b"From press@x.example Tue Mar  3 23:30:00 2026\n" + each + b"\n\n" for each in messages)


def test_a_message_is_an_article_with_what_its_headers_tell(tmp_path: Path) -> None:
    path = tmp_path / "release.eml"
    path.write_bytes(message().as_bytes())
    assert list(read_mail(path, str(path), Facts())) == [
        Article(
            TEXT.strip(), "1234@harrow.example", "Harrow City Council", date(2026, 3, 3),
            "Council denies that the bridge is unsafe",
        )
    ]  # fmt: skip


def test_what_the_caller_knows_comes_first() -> None:
    (found,) = read_mail(io.BytesIO(message().as_bytes()), "mail", Facts("NPA", date(2026, 1, 1), "Bridge"))
    assert isinstance(found, Article)
    assert (found.outlet, found.published, found.title) == ("NPA", date(2026, 1, 1), "Bridge")


@pytest.mark.parametrize(
    ("header", "outlet", "author"),
    [
        ("Harrow City Council <press@harrow.example>", "Harrow City Council", None),
        ("Jane Rook <jane.rook@harrow.example>", "harrow.example", "Jane Rook"),
        ("Jane Rook <jrook77@gmail.com>", None, "Jane Rook"),
        ('"Jane Rook | City of Harrow" <jane@harrow.example>', "City of Harrow", "Jane Rook"),
        ('"Jane Rook, Harrow Institute" <jane@harrow.example>', "Harrow Institute", "Jane Rook"),
        ("Jane Rook (Ministry of Transport) <jane@gov.example>", "Ministry of Transport", "Jane Rook"),
        ("Press Office <press@news.harrow.example>", "harrow.example", None),
        ("press@harrow.example", "harrow.example", None),
        ("=?utf-8?q?B=C3=BCro_der_Stadt?= <info@harrow.example>", "Büro der Stadt", None),
        ("", None, None),
        ("<<<>>>,,,(((", None, None),
    ],
)
def test_who_sent_it_is_the_outlet_or_the_author(header: str, outlet: str | None, author: str | None) -> None:
    raw = f"From: {header}\nSubject: s\n\n{TEXT}".encode()
    (found,) = read(raw)
    assert isinstance(found, Article)
    assert (found.outlet, found.author) == (outlet, author)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Fwd: RE: Bridge", "Bridge"),
        ("=?iso-8859-1?q?Br=FCcke_gesperrt?=", "Brücke gesperrt"),
        ("A subject\n that goes on", "A subject that goes on"),
        ("=?utf-8?b?broken", "=?utf-8?b?broken"),
        ("", None),
    ],
)
def test_the_subject_is_the_title(subject: str, title: str | None) -> None:
    (found,) = read(f"Subject: {subject}\n\n{TEXT}".encode())
    assert isinstance(found, Article)
    assert found.title == title


@pytest.mark.parametrize("written", ["", "yesterday", "Tue, 99 Mar 2026", "2026-31-31", "=?utf-8?q?x?="])
def test_a_date_that_is_none_is_left_open(written: str) -> None:
    (found,) = read(f"Date: {written}\n\nThe mayor spoke.".encode())
    assert found == Article("The mayor spoke.")


def test_the_plain_text_comes_before_html_and_attachments_are_left_alone() -> None:
    made = message()
    made.add_alternative("<html><body><p>The HTML of it</p></body></html>", subtype="html")
    made.add_attachment(b"%PDF-1.7 text", maintype="application", subtype="pdf", filename="../../etc/release.pdf")
    made.add_attachment("A text that is attached.", filename="notes.txt")
    assert text_of(made) == TEXT.strip()


def test_html_is_read_where_there_is_no_plain_text_worth_the_name() -> None:
    made = message("Please open this message in a browser.")
    paragraphs = "".join(f"<p>{part} And &ldquo;so&rdquo; on.</p>" for part in TEXT.split("\n\n"))
    made.add_alternative(
        f"<html><style>p {{}}</style><body>{paragraphs}<script>x()</script></body></html>", subtype="html"
    )
    text = text_of(made)
    assert "denied on Tuesday that the bridge over the Lenn was unsafe" in text
    assert "“so”" in text
    assert "x()" not in text
    assert "browser" not in text


def test_html_laid_out_in_tables_is_read_whole() -> None:
    cells = "".join(f"<table><tr><td>Statement {n}: the mayor denied it.</td></tr></table>" for n in range(5))
    text = text_of(f"Content-Type: text/html; charset=utf-8\n\n<body>{cells}</body>".encode())
    assert text.split("\n\n") == [f"Statement {n}: the mayor denied it." for n in range(5)]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-15", "utf-16", "x-unknown", "us-ascii", ""])
@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
def test_charsets_and_transfer_encodings_are_undone(charset: str, coding: str) -> None:
    text = "The café’s owner said “no”." if charset != "iso-8859-15" else "The café's owner said no."
    data = text.encode("utf-8" if charset in ("x-unknown", "us-ascii", "") else charset)
    if coding == "8bit" and charset == "utf-16":
        return  # which no mail program sends
    encoded = data
    if coding != "8bit":
        encoded = quopri.encodestring(data) if coding == "quoted-printable" else base64.encodebytes(data)
    declared = f"; charset={charset}" if charset else ""
    head = f"Content-Type: text/plain{declared}\nContent-Transfer-Encoding: {coding}\n\n"
    assert text_of(head.encode() + encoded) == text


@pytest.mark.parametrize("charset", ["punycode", "idna", "hex", "rot13", "unicode_internal"])
def test_a_charset_that_no_text_is_in_is_not_believed(charset: str) -> None:
    text = "The mayor denied it. " * 20_000
    assert text_of(f"Content-Type: text/plain; charset={charset}\n\n{text}".encode()).startswith("The mayor denied it.")


def test_flowed_text_is_joined() -> None:
    raw = (
        "Content-Type: text/plain; format=flowed\n\nThe mayor denied \nthat the bridge \nwas unsafe.\n\n"
        " From here on it is another.\n> quoted \n> too\n-- \nJane Rook\nPress officer\n"
    )
    assert text_of(raw.encode()) == (
        "The mayor denied that the bridge was unsafe.\n\nFrom here on it is another.\n> quoted too"
    )


def test_lines_broken_to_fit_a_width_are_joined() -> None:
    raw = """Subject: s

HARROW CITY COUNCIL
Press release

The mayor of Ostwick, Jane Rook, denied on Tuesday that the bridge over
the Lenn was unsafe, and accused its critics of spreading fear among the
people who cross it every day to reach their work.

Points to note:
- The bridge was built in 1931 and has been looked at every year.
- It carries nine thousand people a day.
"""
    assert text_of(raw.encode()).split("\n") == [
        "HARROW CITY COUNCIL",
        "Press release",
        "",
        "The mayor of Ostwick, Jane Rook, denied on Tuesday that the bridge over the Lenn was unsafe, and accused its "
        "critics of spreading fear among the people who cross it every day to reach their work.",
        "",
        "Points to note:",
        "- The bridge was built in 1931 and has been looked at every year.",
        "- It carries nine thousand people a day.",
    ]


def test_a_mailbox_gives_one_article_a_message() -> None:
    parts = [message(f"Statement {n}. {TEXT}", Message_ID=f"<{n}@x>").as_bytes() for n in range(3)]
    found = read(mailbox(parts))
    assert [item.id for item in found if isinstance(item, Article)] == ["0@x", "1@x", "2@x"]
    assert read(gzip.compress(mailbox(parts))) == found


def test_a_line_that_begins_with_from_ends_no_message() -> None:
    body = b"Subject: s\n\nFirst.\n\nFrom now on she is mayor.\n\n>From her own words.\n>>From afar.\nLast."
    (found,) = read(mailbox([body]))
    assert isinstance(found, Article)
    assert found.text == "First.\n\nFrom now on she is mayor.\n\nFrom her own words.\n>From afar.\nLast."


def test_bad_messages_are_failures_between_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "SIZE_LIMIT", 10_000)
    first, last = (message(f"{n} {TEXT}", Message_ID=f"<{n}@x>").as_bytes() for n in ("first", "last"))
    attached = message("", Message_ID="<attached@x>")
    attached.add_attachment(b"%PDF", maintype="application", subtype="pdf")
    locked = b"Content-Type: multipart/encrypted; boundary=b\nMessage-ID: <locked@x>\n\n--b\n\nx\n--b--"
    huge = b"Subject: huge\n\n" + b"word word\n" * 2000
    assert [str(item) if isinstance(item, Failure) else item.id for item in read(
        mailbox([first, attached.as_bytes(), huge, locked, first, last])
    )] == [
        "first@x",
        "mail message 2: there is no text in it, but for attachments: save those and name them",
        "mail message 3: it is larger than 64 MiB: save its text without the attachments",
        "mail message 4: it is encrypted: open it in your mail program and save its text",
        "mail message 5: it is message 1 once more: leave it out",
        "last@x",
    ]  # fmt: skip


def test_a_mailbox_is_read_only_as_far_as_is_asked() -> None:
    source = io.BytesIO(mailbox([message().as_bytes()] * 1000))
    assert isinstance(next(read_mail(source, "mail", Facts())), Article)
    assert source.tell() < 100_000


def test_an_empty_message_is_one_failure() -> None:
    assert read(b" \n") == [Failure("mail", None, "it is empty: there is no article in it")]


def test_a_message_that_is_too_large_is_one_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "SIZE_LIMIT", 1000)
    (failure,) = read(message(TEXT * 20))
    assert isinstance(failure, Failure)
    assert failure.reason == "it is larger than 64 MiB: save its text without the attachments"


def test_a_mailbox_that_is_cut_off_gives_what_is_whole() -> None:
    data = gzip.compress(mailbox([message().as_bytes()]) + bytes(100_000))
    assert read(data[:-4])[-1] == Failure("mail", None, "its gzip data is cut off: get the file again")


def nested(depth: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))


@pytest.mark.parametrize(
    "hostile",
    [
        nested(5000) + b"\nhi",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000,
        b"Content-Type: text/plain" + b";" * 100_000 + b"\n\n",
        b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\n",
        b"From: " + b"(" * 100_000 + b"\n\n",
        b"From: " + b"a@b, " * 50_000 + b"\n\n",
    ],
)
def test_hostile_messages_cost_little_and_give_an_answer(hostile: bytes) -> None:
    (found,) = read(hostile)
    assert isinstance(found, Failure)


HEADERS = st.sampled_from([
    b"From: ", b"Subject: ", b"Date: ", b"Content-Type: ", b"Content-Transfer-Encoding: base64\n", b"Message-ID: ",
    b"Content-Type: multipart/alternative; boundary=x\n\n--x\n", b"\n--x\n", b"text/html; charset=", b"\n\n",
    b"=?utf-8?q?", b"format=flowed", b"<", b">", b"\"", b"From a 10:00\n",
])  # fmt: skip


@given(st.lists(HEADERS | st.binary(max_size=12), max_size=14).map(b"".join))
@settings(max_examples=300)
def test_any_bytes_give_articles_and_failures_only(data: bytes) -> None:
    for item in read(data):
        assert isinstance(item, Article | Failure)


def html_mail(html: str) -> bytes:
    head = "From: A <a@b.example>\nSubject: s\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
    return (head + html + "\n").encode()


def test_a_character_of_thousands_of_digits_ends_no_mailbox() -> None:
    found = read(mailbox([html_mail(f"<p>The dam held &#{'9' * 5000}; and stood.</p>"), message().as_bytes()]))
    assert [isinstance(one, Article) for one in found] == [True, True]
    assert "The dam held \ufffd and stood." in found[0].text  # type: ignore[union-attr]


def test_a_message_that_trips_the_library_up_is_one_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(header: str, *_: object) -> Sender:
        if "trip" in header:
            raise IndexError
        return Sender()

    monkeypatch.setattr("sayso.sources.mail.messages.sender_of", trip)
    found = read(mailbox([message(From="trip@x.example").as_bytes(), message().as_bytes()]))
    assert [isinstance(one, Article) for one in found] == [False, True]
    assert "it cannot be read (IndexError)" in str(found[0])


@pytest.mark.parametrize("tag", ["<a ", "<!--", '<a b="', "</a ", "<![CDATA[", "<script>", "<a b='\"", "<p"])
def test_tags_that_never_end_do_not_slow_a_message_down(tag: str) -> None:
    begun = time.monotonic()
    read(html_mail("<p>The dam held, said the mayor of the town.</p>" + tag * 20_000))
    assert time.monotonic() - begun < 10  # it was forty and more


def test_a_mailbox_of_short_lines_takes_no_more_memory_than_it_has_bytes() -> None:
    data = mailbox([b"Subject: s\nFrom: a@b.example\n\n" + b"ab\n" * 2**21])
    tracemalloc.start()
    try:
        read(data)
        assert tracemalloc.get_traced_memory()[1] < 6 * len(data)
    finally:
        tracemalloc.stop()
