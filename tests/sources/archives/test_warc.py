"""Web archives: the articles among the pages that a crawler kept, whatever else is in them and however they end."""

from __future__ import annotations

import gzip
import io
import random
import zlib
from datetime import date

import fsspec
import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.article import Article
from sayso.sources.archives import warc
from sayso.sources.archives.warc import Tally, read_warc
from sayso.sources.common import Facts, Failure
from sayso.sources.pages.page import NO_EXTRA

OK = "HTTP/1.1 200 OK"
HTML = {"Content-Type": "text/html; charset=utf-8"}
CUT = "the archive is cut off here: what came before has been read, get the file again for the rest"
DAMAGED = "the archive is damaged here: what came before has been read, get the file again for the rest"


def page(name: str) -> bytes:
    """Return the page of an article, as news sites make them."""
    said = " ".join(f"{name} told reporters on day {n} that the bridge over the Lenn was safe." for n in range(8))
    return f"""<!DOCTYPE html><html lang="en"><head><title>{name} defends the bridge | Ostwick Post</title>
        <meta property="og:type" content="article"><meta property="og:title" content="{name} defends the bridge">
        <meta property="article:published_time" content="2026-03-03T09:00:00Z"></head>
        <body><nav><a href="/">Home</a></nav>
        <article><h1>{name} defends the bridge</h1><p>{said}</p><p>“Nonsense,” said {name} – of the critics.</p>
        <p>{said}</p></article></body></html>""".encode()


def record(
    body: bytes,
    url: str = "https://post.example/bridge",
    *,
    kind: str = "response",
    status: str = OK,
    headers: dict[str, str] | None = None,
    fields: dict[str, str] | None = None,
) -> bytes:
    """Return one record of an archive."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in (HTML if headers is None else headers).items())
    block = body if kind == "resource" else f"{status}\r\n{lines}\r\n".encode() + body
    known = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2026-11-02T10:00:00Z",
        "WARC-Record-ID": "<urn:uuid:0f8d3c1e-0000-4000-8000-000000000001>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in (known | (fields or {})).items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def read(data: bytes, facts: Facts | None = None, tally: Tally | None = None) -> list[Article | Failure]:
    return list(read_warc(io.BytesIO(data), "crawl.warc", facts or Facts(), processes=0, tally=tally))


def titles(found: list[Article | Failure]) -> list[str | None]:
    return [item.title if isinstance(item, Article) else item.reason for item in found]


WARCINFO = record(b"software: a crawler\r\n", kind="warcinfo")
REQUEST = record(b"", kind="request", status="GET /bridge HTTP/1.1")
ROOK, VALE, IBEN = (record(page(name), f"https://post.example/{name}") for name in ("Rook", "Vale", "Iben"))


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_each_page_of_an_article_is_an_article(packed: bool) -> None:
    parts = [WARCINFO, REQUEST, ROOK, record(b"", kind="metadata"), VALE]
    tally = Tally()
    found = read(b"".join(map(gzip.compress, parts)) if packed else b"".join(parts), tally=tally)
    assert titles(found) == ["Rook defends the bridge", "Vale defends the bridge"]
    assert (tally.records, tally.pages, tally.articles) == (5, 2, 2)
    (first, _) = found
    assert isinstance(first, Article)
    assert "“Nonsense,” said Rook – of the critics." in first.text
    assert first.url == "https://post.example/Rook"


def test_the_page_tells_when_it_was_published_not_the_archive() -> None:
    undated = page("Rook").replace(b' content="2026-03-03T09:00:00Z"', b"")
    found = read(record(page("Rook")) + record(undated, "https://post.example/undated"))
    assert [item.published for item in found if isinstance(item, Article)] == [date(2026, 3, 3), None]


def test_what_the_caller_knows_comes_before_what_pages_say() -> None:
    (found,) = read(ROOK, Facts(outlet="NPA", published=date(2026, 1, 1)))
    assert isinstance(found, Article)
    assert (found.outlet, found.published) == ("NPA", date(2026, 1, 1))


@pytest.mark.parametrize(
    "other",
    [
        record(page("Vale"), status="HTTP/1.1 404 Not Found"),
        record(page("Vale"), status="HTTP/1.1 301 Moved", headers=HTML | {"Location": "/"}),
        record(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        record(b"\x89PNG", kind="resource", fields={"Content-Type": "image/png"}),
        record(b"{}", kind="metadata"),
        record(b"No response at all", status="gopher", headers={}),
        record(page("Vale"), kind="revisit"),
        record(page("Vale"), kind="conversion", fields={"Content-Type": "text/plain"}),
        record(b"10 20 30 40", "dns:post.example", kind="resource", fields={"Content-Type": "text/dns"}),
        record(page("Vale"), kind="none-that-is-known"),
        record(b""),
    ],
)
def test_what_is_no_page_is_passed_over(other: bytes) -> None:
    assert titles(read(ROOK + other + IBEN)) == ["Rook defends the bridge", "Iben defends the bridge"]


def test_revisits_are_counted() -> None:
    tally = Tally()
    read(ROOK + record(b"", kind="revisit") * 3, tally=tally)
    assert tally.revisits == 3


def test_a_page_kept_as_a_resource_is_read() -> None:
    (found,) = read(record(page("Rook"), kind="resource", fields={"Content-Type": "text/html"}))
    assert titles([found]) == ["Rook defends the bridge"]


def test_pages_without_an_article_are_counted_and_passed_over() -> None:
    teaser = b"<div><h2><a href=/%d>Mayor says %d bridges are safe</a></h2><p>What she said, in short.</p></div>"
    front = (
        b"<html><title>Ostwick Post</title><main>" + b"".join(teaser % (n, n) for n in range(30)) + b"</main></html>"
    )
    tally = Tally()
    assert titles(read(record(front) + ROOK + record(front), tally=tally)) == ["Rook defends the bridge"]
    assert (tally.pages, tally.without_article) == (3, 2)


def chunked(body: bytes, size: int = 100) -> bytes:
    cuts = [body[n : n + size] for n in range(0, len(body), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(cut), cut) for cut in cuts) + b"0\r\n\r\n"


def brotli(body: bytes) -> bytes:
    out = io.BytesIO()
    with BrotliWriter(out) as writer:
        writer.write(body)
    return out.getvalue()


def zstd(body: bytes) -> bytes:
    out = io.BytesIO()
    with ZstdWriter(out) as writer:
        writer.write(body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(page("Rook")), {"Transfer-Encoding": "chunked"}),
        (gzip.compress(page("Rook")), {"Content-Encoding": "gzip"}),
        (zlib.compress(page("Rook")), {"Content-Encoding": "deflate"}),
        (zlib.compress(page("Rook"))[2:-4], {"Content-Encoding": "deflate"}),
        (brotli(page("Rook")), {"Content-Encoding": "br"}),
        (zstd(page("Rook")), {"Content-Encoding": "ZSTD"}),
        (chunked(gzip.compress(page("Rook"))), {"Content-Encoding": "x-gzip", "Transfer-Encoding": "chunked"}),
        (gzip.compress(gzip.compress(page("Rook"))), {"Content-Encoding": "gzip, gzip"}),
        (page("Rook"), {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}),
        (page("Rook"), {"Content-Encoding": "br"}),
        (page("Rook"), {"Content-Encoding": "something-new"}),
        (gzip.compress(page("Rook") + b" " * 9000)[:-9], {"Content-Encoding": "gzip"}),
    ],
)
def test_bodies_are_decoded_as_far_as_their_headers_are_true(body: bytes, headers: dict[str, str]) -> None:
    assert titles(read(record(body, headers=HTML | headers))) == ["Rook defends the bridge"]


@pytest.mark.parametrize(
    "headers", [{"Content-Type": "text/html; charset=windows-1252"}, {"Content-Type": "text/html"}, {}]
)
def test_the_charset_is_that_of_the_header_or_of_the_page(headers: dict[str, str]) -> None:
    body = page("Rook").decode().replace("<head>", '<head><meta charset="windows-1252">').encode("cp1252")
    (found,) = read(record(body, headers=headers))
    assert isinstance(found, Article)
    assert "“Nonsense,” said Rook – of the critics." in found.text


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n",
        b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\n",
        b"HTTP/1.0 200 \r\nContent-Type:\r\n text/html\r\nno colon here\r\n\xff\xfe: \xe9\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_heads_are_read_as_leniently_as_browsers_do(head: bytes) -> None:
    data = head + page("Rook")
    whole = record(data, kind="resource", fields={"WARC-Type": "response"})
    assert titles(read(whole)) == ["Rook defends the bridge"]


def test_a_page_of_which_the_archive_kept_a_part_says_so() -> None:
    (found,) = read(record(page("Rook"), fields={"WARC-Truncated": "length"}))
    assert isinstance(found, Article)
    assert found.warning == "the archive kept only the beginning of its page"


def test_a_page_that_is_too_large_is_one_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "PAGE_LIMIT", 100_000)
    too_large = Failure("crawl.warc record 2", None, "its page is larger than 8 MiB: no article is as long as that")
    assert read(ROOK + record(page("Vale") + b" " * 200_000) + IBEN)[1] == too_large
    bomb = record(gzip.compress(page("Vale") + bytes(10**7)), headers=HTML | {"Content-Encoding": "gzip"})
    found = read(ROOK + bomb + IBEN)
    assert [type(item) for item in found] == [Article, Failure, Article]
    assert found[1].where == "crawl.warc record 2"  # type: ignore[union-attr]


def test_something_large_that_is_no_page_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "PAGE_LIMIT", 100_000)
    film = record(bytes(500_000), headers={"Content-Type": "video/mp4"})
    assert titles(read(film + ROOK)) == ["Rook defends the bridge"]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_truncated_archive_gives_what_is_whole_and_then_one_failure(packed: bool) -> None:
    pack = gzip.compress if packed else bytes
    data = pack(ROOK) + pack(VALE)
    first, failure = read(data[:-200])
    assert titles([first]) == ["Rook defends the bridge"]
    assert isinstance(failure, Failure)
    assert failure.where == "crawl.warc record 2"
    assert failure.reason == ("its gzip data is cut off: get the file again" if packed else CUT)


def test_wherever_an_archive_is_cut_off_it_is_told() -> None:
    short = record(b"<p>short</p>")
    for cut in range(1, len(short) - 4):
        first, *rest = read_warc(io.BytesIO(short + short[:cut]), "crawl.warc", Facts(), read_page=stub, processes=0)
        assert isinstance(first, Article)
        assert [item.reason in (CUT, DAMAGED) for item in rest if isinstance(item, Failure)] == [True], cut


@pytest.mark.parametrize(
    "damage",
    [
        b"rubbish between the records\r\n" * 9,
        b"\0" * 300,
        record(page("Vale"), fields={"Content-Length": "100"}),
        b"WARC/1.0\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
    ],
)
def test_a_damaged_archive_gives_what_came_before_and_then_one_failure(damage: bytes) -> None:
    first, *rest = read(ROOK + damage + IBEN)
    assert titles([first]) == ["Rook defends the bridge"]
    assert [item.reason for item in rest if isinstance(item, Failure)] == [DAMAGED]


def test_a_record_that_claims_to_be_longer_than_the_archive_is_told() -> None:
    huge = record(page("Vale"), fields={"Content-Length": str(10**15)})
    assert titles(read(ROOK + huge + IBEN)) == ["Rook defends the bridge", CUT]


def test_a_bomb_in_the_shape_of_an_archive_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.sources.archives.bounded.FREE", 2**20)
    zeros = bytes(20 * 2**20)
    data = gzip.compress(record(zeros, headers={"Content-Type": "video/mp4"}), 9)
    first, failure = read(gzip.compress(ROOK) + data)
    assert titles([first]) == ["Rook defends the bridge"]
    assert isinstance(failure, Failure)
    assert "decompression bomb" in failure.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "there is no record in it: get the file again"),
        (b"Not an archive at all.\n" * 20, "it is no web archive, or damaged from its start: get the file again"),
        (
            WARCINFO + REQUEST,
            "there is no web page among its records (2): name an archive that holds HTML responses",
        ),
        (
            record(b"<html><body><p>Hello</p></body></html>") * 2,
            "there is no article in any of its web pages (2): name an archive of news pages",
        ),
    ],
)
def test_an_archive_without_any_article_is_one_failure(data: bytes, reason: str) -> None:
    assert read(data) == [Failure("crawl.warc", None, reason)]


def test_an_archive_is_read_from_a_pipe_and_only_as_far_as_asked() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            super().__init__()
            self.data = io.BytesIO(b"".join(record(page(f"Rook{n}")) for n in range(400)))

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            data = self.data.read(min(1000, len(buffer)))
            buffer[: len(data)] = data
            return len(data)

    pipe = Pipe()
    articles = read_warc(pipe, "standard input", Facts(), processes=0)  # type: ignore[arg-type]
    assert titles([next(articles)]) == ["Rook0 defends the bridge"]
    assert pipe.data.tell() < 300_000


def test_an_archive_in_an_object_store_is_read() -> None:
    with fsspec.open("memory://crawl.warc.gz", "wb") as out:
        out.write(gzip.compress(ROOK) + gzip.compress(VALE))
    with fsspec.open("memory://crawl.warc.gz", "rb") as stream:
        found = list(read_warc(stream, "crawl.warc.gz", Facts(), processes=0))
    assert titles(found) == ["Rook defends the bridge", "Vale defends the bridge"]


def test_an_error_of_the_stream_is_told_after_what_came_before() -> None:
    class Breaking(io.BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            data = super().read1(size)
            if not data:
                raise OSError(5, "Input/output error")
            return data

    found = list(read_warc(Breaking(ROOK + VALE[:500]), "crawl.warc", Facts(), processes=0))
    assert titles(found) == ["Rook defends the bridge", "it cannot be read: Input/output error"]


def stub(data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None) -> Article:
    return Article(f"{len(data)} bytes of {content_type}", url=url)


def test_another_reader_of_pages_may_be_given() -> None:
    found = list(read_warc(io.BytesIO(ROOK), "x", Facts(), read_page=stub, processes=0))
    assert found == [Article(f"{len(page('Rook'))} bytes of text/html; charset=utf-8", url="https://post.example/Rook")]


def test_what_is_missing_to_read_pages_is_told_once() -> None:
    def without(
        data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None
    ) -> Failure:
        return Failure(where, None, NO_EXTRA)

    found = list(read_warc(io.BytesIO(ROOK * 3), "crawl.warc", Facts(), read_page=without, processes=0))
    assert found == [Failure("crawl.warc", None, NO_EXTRA)]


BASE = record(b"<p>one</p>") + record(b"<p>two</p>", status=OK) + record(b"<p>three</p>")
PIECES = [
    b"\r\n",
    b"WARC/1.0",
    b"Content-Length: ",
    b"-1",
    b"99999999999999999999",
    b"\xff\xfe",
    b"\0",
    b":",
    b"HTTP/1.1 ",
    b" ",
]


@given(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=300)
def test_any_damage_gives_articles_and_failures_only(chance: random.Random, packed: bool) -> None:
    data = bytearray(BASE)
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(data))
        data[place : place + chance.randrange(20)] = chance.choice(PIECES)
    whole = gzip.compress(bytes(data)) if packed else bytes(data)
    for item in read_warc(io.BytesIO(whole), "x", Facts(), read_page=stub, processes=0):
        assert isinstance(item, Article | Failure)
