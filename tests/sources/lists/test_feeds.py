"""Feeds of all kinds, and what may be found in their place."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.sources.common import Failure
from sayso.sources.lists.feeds import MOST, Feed, read_feed

URL = "https://harrow.example/news/feed.xml"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Harrow Ledger</title><link>https://harrow.example/</link><language>en-gb</language>
<item><title>Dam <b>held</b>, says engineer</title><link>/2031/dam</link><dc:creator>Ilse Marrow</dc:creator>
<pubDate>Tue, 04 Mar 2031 23:30:00 -0500</pubDate><description>The dam &lt;i&gt;held&lt;/i&gt;.</description>
<content:encoded><![CDATA[<p>The dam held, the engineer said.</p>]]></content:encoded></item>
<item><guid isPermaLink="true">https://harrow.example/2031/ferry</guid><pubDate>no day at all</pubDate></item>
<item><title>No link</title></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Ostwick &amp;amp; District</title>
<entry><title>Mayor resigns</title><link rel="alternate" href="mayor"/><id>tag:1</id>
<author><name>Bo Tench</name></author>
<published>2031-03-01T08:00:00+02:00</published><updated>2031-03-02T09:30:00Z</updated><summary>She resigned.</summary>
</entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>Old wire</title></channel>
<item rdf:about="y"><title>Grain ban</title><link>https://old.example/grain</link></item></rdf:RDF>"""


def feed(data: str | bytes, **options: str) -> Feed:
    found = read_feed(data.encode() if isinstance(data, str) else data, "the feed", URL, **options)
    assert isinstance(found, Feed), found
    return found


def reason(data: str | bytes) -> str:
    found = read_feed(data.encode() if isinstance(data, str) else data, "the feed", URL)
    assert isinstance(found, Failure), found
    assert found.where == "the feed"
    return found.reason


def test_an_rss_feed_gives_its_entries() -> None:
    found = feed(RSS)
    assert (found.title, found.link, found.language) == ("The Harrow Ledger", "https://harrow.example/", "en-gb")
    first, second, third = found.entries
    assert (first.link, first.title, first.author) == (
        "https://harrow.example/2031/dam", "Dam held, says engineer", "Ilse Marrow",
    )  # fmt: skip
    assert first.published == datetime(2031, 3, 5, 4, 30, tzinfo=UTC)
    assert (first.modified, first.content) == (None, "<p>The dam held, the engineer said.</p>")
    assert (second.link, second.published) == ("https://harrow.example/2031/ferry", None)
    assert third.link is None


def test_an_atom_feed_gives_its_entries() -> None:
    found = feed(ATOM)
    assert found.title == "Ostwick & District"
    (entry,) = found.entries
    assert (entry.link, entry.author, entry.summary) == (
        "https://harrow.example/news/mayor", "Bo Tench", "She resigned.",
    )  # fmt: skip
    assert entry.published == datetime(2031, 3, 1, 6, 0, tzinfo=UTC)
    assert entry.modified == datetime(2031, 3, 2, 9, 30, tzinfo=UTC)


def test_a_feed_of_rss_1_gives_its_entries() -> None:
    assert [entry.link for entry in feed(RDF).entries] == ["https://old.example/grain"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_feed_in_any_encoding_that_it_declares_is_read(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    data = f"<?xml version='1.0' encoding='{name}'?><rss version='2.0'><channel><title>Café Süd</title></channel></rss>"
    assert feed(data.encode(encoding)).title == "Café Süd"


def test_the_encoding_that_came_with_it_comes_first() -> None:
    data = "<rss version='2.0'><channel><title>Süd</title></channel></rss>".encode("iso-8859-1")
    assert feed(data, charset="iso-8859-1").title == "Süd"


def test_a_feed_that_declares_a_wrong_encoding_is_read_as_far_as_it_goes() -> None:
    data = "<?xml version='1.0' encoding='ascii'?>" + RSS.partition("?>")[2].replace("Dam", "Dämme")
    assert len(feed(data).entries) == 3


def test_a_feed_that_is_broken_is_read_as_far_as_it_goes() -> None:
    found = feed(RSS[: RSS.index("<item><title>No link")])
    assert [entry.link for entry in found.entries][:1] == ["https://harrow.example/2031/dam"]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "data",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel><title>&l9;</title></channel></rss>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;]><rss><channel/></rss>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_entities_are_refused_before_anything_is_parsed(data: str, encoding: str) -> None:
    began = time.monotonic()
    assert reason(data.encode(encoding)) == "it declares entities of its own, as entity bombs do: it is left alone"
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "it is empty"),
        (b"   \n", "it is empty"),
        (b"The mayor denied it.", "it is no feed: check the address"),
        (b"\x00\x01\x02\xff" * 50, "it is no feed: check the address"),
        (b"{}", "it is no feed: check the address"),
        (b"<opml/>", "it is no feed: check the address"),
        (b"<!doctype html><html><body>Hello</body></html>", "it is a web page and no feed"),
        (
            b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
            "it is a web page, and its feed is https://harrow.example/rss: name that",
        ),
        (b"<feed>" + b" " * 17 * 2**20, "it is larger than 16 MiB"),
        (b"\n" * 2_000_000 + b"<rss/>", "it is no feed: check the address"),
        (b"<rss>" + b"<a/>" * 1_100_000, "it has more than 1,000,000 tags"),
        (b"<rss>" + b"<item>" * 300_000, "it is no well-formed XML"),
    ],
)
def test_what_is_no_feed_is_one_sentence(data: bytes, told: str) -> None:
    assert reason(data).startswith(told)


def test_of_a_feed_without_end_the_first_entries_are_taken() -> None:
    items = "".join(f"<item><link>https://h.example/{n}</link></item>" for n in range(MOST + 50))
    found = feed(f"<rss version='2.0'><channel>{items}</channel></rss>")
    assert len(found.entries) == MOST


def test_markup_that_nests_without_end_ends() -> None:
    began = time.monotonic()
    read_feed(b"<rss version='2.0'><channel>" + b"<a>" * 100_000, "it", URL)
    read_feed(b"<rss version='2.0'><channel>" + b"<!" * 200_000, "it", URL)
    read_feed(b"<rss version='2.0'><channel><title>" + b"&" * 200_000, "it", URL)
    assert time.monotonic() - began < 5


@given(
    st.binary(max_size=400) | st.text(max_size=300).map(lambda text: f"<rss><channel>{text}".encode("utf-8", "replace"))
)
def test_whatever_comes_is_a_feed_or_a_failure(data: bytes) -> None:
    assert isinstance(read_feed(data, "it", URL), Feed | Failure)


LONG = "#" + "9" * 5000 + ";"


@pytest.mark.parametrize("title", [f"A &{LONG} B", f"A &amp;{LONG} B", f"<![CDATA[A &{LONG} B]]>"])
def test_a_character_of_thousands_of_digits_costs_no_entry(title: str) -> None:
    items = f"<item><title>{title}</title></item><item><title>ok</title><link>https://a.example/ok</link></item>"
    feed = read_feed(f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode(), "feed")
    assert isinstance(feed, Feed)
    assert [entry.title for entry in feed.entries] == ["A \ufffd B", "ok"]


@pytest.mark.parametrize(
    ("encoding", "opened"),
    [
        ("utf-7", "+ADwAIQ-ENTITY"),
        ("unicode_escape", r"\x3c!ENTITY"),
        ("raw_unicode_escape", r"\u003c!ENTITY"),
        ("hz", "<!EN~\nTITY"),
        ("iso2022_jp", "<!EN\x1b(BTITY"),
    ],
)
@pytest.mark.parametrize("in_header", [True, False])
def test_entities_in_the_clothes_of_an_encoding_are_refused(encoding: str, opened: str, in_header: bool) -> None:
    head = "" if in_header else f"<?xml version='1.0' encoding='{encoding}'?>"
    data = (
        f"{head}<!DOCTYPE rss [{opened} a 'haha'>]>\n<rss version='2.0'><channel><title>T</title>"
        "<item><title>&a;&a;</title></item></channel></rss>"
    )
    found = read_feed(data.encode(), "feed", charset=encoding if in_header else None)
    assert isinstance(found, Failure)
    assert "entities" in found.reason


def test_a_tag_of_thousands_of_attributes_is_refused() -> None:
    begun = time.monotonic()
    attributes = " ".join(f"a{n}='x'" for n in range(20_000))
    found = read_feed(f"<rss version='2.0'><channel><title {attributes}>T</title></channel></rss>".encode(), "feed")
    assert isinstance(found, Failure)
    assert found.reason == "a tag of it has thousands of attributes: it is made to do harm"
    assert time.monotonic() - begun < 3
