"""PDF documents: the text that is in them, in paragraphs, and one sentence where there is none to be had."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from sayso.article import Article
from sayso.sources.common import Facts, Failure
from sayso.sources.pdf import document as pdf
from sayso.sources.pdf.document import read_pdf

Placed = tuple[float, float, float, str]  # x, y, size, text

BODY = (
    "The mayor of Ostwick, Jane Rook, denied on Tuesday that the old bridge over",
    "the Lenn was unsafe, and accused its critics of spreading fear among the peo-",
    "ple who cross it every day to reach their work.",
)


def document(pages: Iterable[Sequence[Placed]], *, title: str = "", author: str = "", compress: bool = True) -> bytes:
    """Return a PDF document with these lines on its pages."""
    drawn = [_content(lines, compress) for lines in pages]
    count = len(drawn)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Title({title})/Author({author})>>".encode(),
    ]
    for n, content in enumerate(drawn):
        resources = b"/Resources<</Font<</F 3 0 R>>>>"
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%b/Contents %d 0 R>>" % (resources, 6 + 2 * n),
            content,
        ]
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n")
    places = []
    for number, item in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, item))
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table))
    out.write(b"trailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def _content(lines: Sequence[Placed], compress: bool) -> bytes:
    shown = b"".join(
        b"BT /F %g Tf 1 0 0 1 %g %g Tm (%b) Tj ET\n"
        % (size, x, y, text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"))
        for x, y, size, text in lines
    )
    data = zlib.compress(shown) if compress else shown
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), b"/Filter/FlateDecode" if compress else b"", data)


def column(
    texts: Iterable[str], *, top: float = 700, x: float = 72, size: float = 11, leading: float = 14
) -> list[Placed]:
    return [(x, top - n * leading, size, text) for n, text in enumerate(texts)]


def read(data: bytes) -> Article | Failure:
    return read_pdf(data, "release.pdf", Facts(), "release")


def paragraphs(data: bytes) -> list[str]:
    found = read(data)
    assert isinstance(found, Article), found
    return found.text.split("\n\n")


def reason(data: bytes) -> str:
    found = read(data)
    assert isinstance(found, Failure), found
    assert (found.where, found.id) == ("release.pdf", "release")
    return found.reason


def test_lines_are_joined_into_paragraphs_and_broken_words_made_whole() -> None:
    lines = column(BODY) + column(
        ["“Nonsense,” she said – of the report that the union had shown.", "Nobody answered."], top=630
    )
    assert paragraphs(document([lines])) == [
        "The mayor of Ostwick, Jane Rook, denied on Tuesday that the old bridge over the Lenn was unsafe, and accused "
        "its critics of spreading fear among the people who cross it every day to reach their work.",
        "“Nonsense,” she said – of the report that the union had shown. Nobody answered.",
    ]


def test_the_headline_in_larger_type_is_the_title_and_no_part_of_the_text() -> None:
    lines = [
        (72.0, 780.0, 9.0, "PRESS RELEASE"),
        *column(["Council denies that the", "bridge is unsafe"], top=750, size=20, leading=24),
    ]
    found = read(document([lines + column(BODY)], title="Microsoft Word - release_v3_FINAL.docx", author="jrook"))
    assert isinstance(found, Article)
    assert (found.title, found.author) == ("Council denies that the bridge is unsafe", None)
    assert found.text.startswith("PRESS RELEASE\n\nThe mayor of Ostwick")


def test_the_title_and_author_that_a_document_declares_are_taken_where_there_is_no_headline() -> None:
    found = read(document([column(BODY)], title="Council denies that the bridge is unsafe", author="Ada Vale"))
    assert isinstance(found, Article)
    assert (found.title, found.author) == ("Council denies that the bridge is unsafe", "Ada Vale")


def test_what_the_caller_knows_comes_first_then_the_dateline() -> None:
    data = document(
        [column(["OSTWICK, 3 March 2026 (NPA) – The mayor of Ostwick denied it, and went on to deny more."])]
    )
    found = read_pdf(data, "x", Facts(outlet="Harrow Ledger"))
    assert isinstance(found, Article)
    assert (found.outlet, found.published) == ("Harrow Ledger", date(2026, 3, 3))


def test_running_heads_and_page_numbers_are_left_out_and_paragraphs_go_on_over_pages() -> None:
    def page(number: int, texts: Iterable[str]) -> list[Placed]:
        head = [(72.0, 800.0, 8.0, "Harrow City Council · Press release"), (72.0, 40.0, 8.0, f"Page {number} of 3")]
        return [head[0], *column(texts), head[1]]

    first = ["The mayor denied on Tuesday that the bridge was unsafe, and she went on"]
    second = ["to accuse its critics of spreading fear among those who cross it daily.", "She left at noon."]
    third = ["The union answered within the hour and asked to see what the city has."]
    assert paragraphs(document([page(1, first), page(2, second), page(3, third)])) == [
        "The mayor denied on Tuesday that the bridge was unsafe, and she went on to accuse its critics of spreading "
        "fear among those who cross it daily. She left at noon.",
        "The union answered within the hour and asked to see what the city has.",
    ]


def test_an_encrypted_document_that_anybody_may_read_is_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(document([column(BODY)]))))
    writer.encrypt(user_password="", owner_password="secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert paragraphs(out.getvalue())[0].startswith("The mayor of Ostwick")


def test_a_document_locked_with_a_password_is_one_failure() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(document([column(BODY)]))))
    writer.encrypt(user_password="secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert reason(out.getvalue()) == "it is locked with a password: open it in a reader and print it to a new file"


def test_pictures_of_pages_are_told_from_empty_pages() -> None:
    picture = document([[]]).replace(b"/Font<</F 3 0 R>>", b"/XObject<</I 7 0 R>>")
    image = (
        b"7 0 obj\n<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>"
        b"stream\n0\nendstream\nendobj\n"
    )
    picture = picture.replace(b"xref\n0 7", image + b"xref\n0 7")
    assert reason(picture) == (
        "its pages are pictures without text: have a program for text recognition (OCR) read them first"
    )
    assert reason(document([[]])) == (
        "there is no text in it: have a program for text recognition (OCR) read it first if it shows any"
    )


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"not a document", b"%PDF-1.4\n" + bytes(1000), document([column(BODY)])[:300]]
)
def test_a_damaged_document_is_one_failure(data: bytes) -> None:
    assert reason(data) == "it is damaged, or no PDF document: get the file again"


def test_an_empty_file_is_one_failure() -> None:
    assert reason(b"") == "it is empty: there is no article in it"


def test_a_document_with_too_many_pages_is_one_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    assert reason(document([column(BODY)] * 3)).startswith("it has more than 300 pages: ")


@pytest.mark.parametrize("name", ["SECONDS", "_MOST_BYTES"])
def test_a_document_that_takes_too_long_is_one_failure(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, name, 0)
    assert reason(document([column(BODY)])) == "it takes too long to read: print the pages of the article to a new file"


def test_a_page_that_draws_itself_is_one_answer() -> None:
    form = (
        b"7 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>/Length 5>>"
        b"stream\n/X Do\nendstream\nendobj\n"
    )
    data = document([column(BODY)]).replace(b"/Font<</F 3 0 R>>", b"/Font<</F 3 0 R>>/XObject<</X 7 0 R>>")
    assert isinstance(read(data.replace(b"xref\n0 7", form + b"xref\n0 7")), Article | Failure)


def test_pypdf_keeps_its_complaints_to_itself(capfd: pytest.CaptureFixture[str]) -> None:
    read(document([column(BODY)]).replace(b"startxref", b"startxxxx"))
    assert capfd.readouterr() == ("", "")


WHOLE = document([column(BODY)] * 2, compress=False)
PIECES = [
    b"/Kids[5 0 R 2 0 R]",
    b"/Length 99999999",
    b"2 0 R",
    b"<<",
    b">>",
    b"/FlateDecode",
    b"-1",
    b"[",
    b"stream",
    b"/Count 99999999",
]


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_any_damage_gives_an_article_or_a_failure(chance: random.Random) -> None:
    data = bytearray(WHOLE)
    for _ in range(chance.randrange(1, 5)):
        place = chance.randrange(len(data))
        data[place : place + chance.randrange(20)] = chance.choice(PIECES)
    assert isinstance(read(bytes(data)), Article | Failure)
