"""Lists of feeds and sitemaps, and what may be found in their place."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.sources.common import Failure
from sayso.sources.lists.listings import MOST, Link, Listing, moment, read_opml, read_sitemap

URL = "https://harrow.example/lists/all.xml"

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Papers of the coast</title></head><body>
<outline text="North"><outline type="rss" text="Ledger" title="The Harrow Ledger" xmlUrl="https://harrow.example/rss"/>
<outline text="Ostwick" xmlurl="/ostwick"/></outline>
<outline text="again" xmlUrl="https://harrow.example/rss"/><outline text="no feed" htmlUrl="https://x.example/"/>
</body></opml>"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://harrow.example/dam.jpg</image:loc><image:title>A photo</image:title></image:image>
<loc> https://harrow.example/dam </loc><lastmod>2031-03-05T10:00:00+01:00</lastmod>
<news:news><news:publication><news:name>The Harrow Ledger</news:name><news:language>en</news:language>
</news:publication>
<news:publication_date>2031-03-04</news:publication_date><news:title>Dam held</news:title></news:news></url>
<url><loc>/ferry</loc><lastmod>2031-03</lastmod></url><url><loc>/ferry</loc></url><url><lastmod>2031</lastmod></url>
</urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://harrow.example/march.xml.gz</loc><lastmod>2031-03-01</lastmod></sitemap>
<sitemap><loc>https://harrow.example/april.xml.gz</loc></sitemap></sitemapindex>"""


def sitemap(data: str | bytes) -> Listing:
    found = read_sitemap(data.encode() if isinstance(data, str) else data, "the sitemap", URL)
    assert isinstance(found, Listing), found
    return found


def test_a_list_of_feeds_gives_each_once() -> None:
    found = read_opml(OPML.encode(), "the list", URL)
    assert isinstance(found, Listing)
    assert found.title == "Papers of the coast"
    assert found.feeds == (
        Link("https://harrow.example/rss", "The Harrow Ledger"),
        Link("https://harrow.example/ostwick", "Ostwick"),
    )


def test_a_news_sitemap_gives_titles_and_days_and_no_pictures() -> None:
    dam, ferry = sitemap(SITEMAP).pages
    assert dam == Link(
        "https://harrow.example/dam",
        "Dam held",
        datetime(2031, 3, 4, tzinfo=UTC),
        datetime(2031, 3, 5, 9, tzinfo=UTC),
        "The Harrow Ledger",
        "en",
    )
    assert ferry == Link("https://harrow.example/ferry", modified=datetime(2031, 3, 1, tzinfo=UTC))


def test_an_index_gives_its_sitemaps() -> None:
    found = sitemap(INDEX)
    assert [link.url for link in found.sitemaps] == [
        "https://harrow.example/march.xml.gz",
        "https://harrow.example/april.xml.gz",
    ]
    assert found.pages == ()


def test_a_compressed_sitemap_is_read() -> None:
    assert sitemap(gzip.compress(SITEMAP.encode())) == sitemap(SITEMAP)


def test_a_sitemap_may_be_plain_text() -> None:
    found = sitemap("\ufeffhttps://harrow.example/a\r\n\nhttps://harrow.example/b\nhttps://harrow.example/a\n")
    assert [link.url for link in found.pages] == ["https://harrow.example/a", "https://harrow.example/b"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_sitemap_in_any_encoding_is_read(encoding: str) -> None:
    data = SITEMAP.replace('encoding="UTF-8"', "").encode(encoding)
    assert len(sitemap(data).pages) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2031", datetime(2031, 1, 1, tzinfo=UTC)),
        ("2031-03", datetime(2031, 3, 1, tzinfo=UTC)),
        ("2031-03-04", datetime(2031, 3, 4, tzinfo=UTC)),
        ("2031-03-04T10:00Z", datetime(2031, 3, 4, 10, tzinfo=UTC)),
        ("2031-03-04T23:00:00.5-05:00", datetime(2031, 3, 5, 4, 0, 0, 500_000, tzinfo=UTC)),
        ("2031-03-04 10:00:00", datetime(2031, 3, 4, 10, tzinfo=UTC)),
        ("2031-13-04", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_days_are_read_as_sitemaps_write_them(text: str | None, told: datetime | None) -> None:
    assert moment(text) == told


def test_no_more_links_are_taken_than_a_sitemap_may_have() -> None:
    urls = "".join(f"<url><loc>/{n}</loc></url>" for n in range(MOST + 10))
    assert len(sitemap(f"<urlset>{urls}</urlset>").pages) == MOST


BOMB = (
    '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<urlset><url><loc>&b;</loc></url></urlset>"
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "it is empty"),
        (b"The mayor denied it.", "it is not a sitemap: check the address"),
        (b"<rss/>", "it is not a sitemap: check the address"),
        (b"<urlset><url><loc>/a</loc></url>", "it is no well-formed XML (Premature end"),
        (b"<urlset>" + b"<a>" * 1000, "it is no well-formed XML (Excessive depth"),
        (BOMB.encode(), "it declares entities of its own"),
        (BOMB.encode("utf-16"), "it declares entities of its own"),
        (gzip.compress(BOMB.encode()), "it declares entities of its own"),
        (gzip.compress(SITEMAP.encode())[:-30], "its gzip data is cut off"),
        (gzip.compress(bytes(70 * 2**20)), "it holds more than 64 MiB"),
    ],
)
def test_what_is_no_sitemap_is_one_sentence(data: bytes, told: str) -> None:
    began = time.monotonic()
    found = read_sitemap(data, "the sitemap", URL)
    assert isinstance(found, Failure)
    assert found.reason.startswith(told)
    assert time.monotonic() - began < 5


def test_entities_of_other_documents_are_never_loaded() -> None:
    data = '<!DOCTYPE urlset SYSTEM "http://127.0.0.1:9/x.dtd"><urlset><url><loc>/a</loc></url></urlset>'
    assert [link.url for link in sitemap(data).pages] == ["https://harrow.example/a"]


def test_a_document_of_nothing_but_elements_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.sources.lists.listings._MOST_ELEMENTS", 1000)
    found = read_sitemap(b"<urlset>" + b"<a/>" * 5000 + b"</urlset>", "it")
    assert isinstance(found, Failure)
    assert "more than 1,000 elements" in found.reason


def test_what_is_no_list_of_feeds_is_told() -> None:
    for data, told in ((b"<html/>", "it is not a list of feeds"), (b"<opml><body>", "it is no well-formed XML")):
        found = read_opml(data, "the list")
        assert isinstance(found, Failure)
        assert found.reason.startswith(told)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"<urlset>{text}".encode()))
def test_whatever_comes_is_a_listing_or_a_failure(data: bytes) -> None:
    assert isinstance(read_sitemap(data, "it", URL), Listing | Failure)
    assert isinstance(read_opml(data, "it", URL), Listing | Failure)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_tag_of_thousands_of_attributes_is_refused(encoding: str) -> None:
    begun = time.monotonic()
    attributes = " ".join(f"a{n}='x'" for n in range(40_000))
    found = read_opml(f"<opml><outline {attributes}/></opml>".encode(encoding), "list")
    assert isinstance(found, Failure)
    assert found.reason == "a tag of it has thousands of attributes: it is made to do harm"
    assert time.monotonic() - begun < 3
