"""Hostile sources, one by one: each gives one clear sentence, soon and in little memory, and the others are read."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from sayso.article import Article
from sayso.sources import Failure, open_source
from sayso.sources.fetching.fetcher import Fetcher, Limits
from tests.serving import Answer, Site, redirect, serving
from tests.sources.samples import PARAGRAPHS, story
from tests.sources.test_opening import parquet, warc

GOOD = "The mayor of Ostwick denied it."


def bomb(size: int, inside: bytes = b" ") -> bytes:
    return gzip.compress(inside * (size // len(inside)), 9)


def truncated_warc(folder: Path) -> Path:
    path = folder / "m.warc.gz"
    path.write_bytes(warc(*((f"https://a.example/{n}", story(number=n)) for n in range(3)))[:-100])
    return path


def corrupt_parquet(folder: Path) -> Path:
    path = parquet(folder / "m.parquet", text=["Oona said it."] * 100)
    data = bytearray(path.read_bytes())
    data[-40:-12] = b"\xff" * 28
    path.write_bytes(bytes(data))
    return path


def written(name: str, data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return write


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
FILES = {
    "a text that is a gzip bomb": (written("m.txt.gz", bomb(2**28)), "decompression bomb"),
    "a page that is a gzip bomb": (written("m.html.gz", bomb(2**28, b"<p>a</p>")), "its page is larger than 8 MiB"),
    "records that are a gzip bomb": (written("m.jsonl.gz", bomb(2**28, b'{"text": "')), "decompression bomb"),
    "an archive that is a gzip bomb": (written("m.warc.gz", bomb(2**28, b"WARC/1.0\r\n")), "damaged"),
    "a feed that is an entity bomb": (
        written("m.rss", ENTITIES + b"<rss version='2.0'><channel><title>&c;</title></channel></rss>"),
        "it declares entities of its own",
    ),
    "a sitemap that is an entity bomb": (
        written("m.xml", ENTITIES + b"<urlset><url><loc>&c;</loc></url></urlset>"),
        "it declares entities of its own",
    ),
    "a corrupt Parquet table": (corrupt_parquet, "it is damaged, or no Parquet table: get the file again"),
    "a Parquet table that is none": (written("m.parquet", b"PAR1" + b"\0" * 100), "it is damaged, or no Parquet table"),
    "a PDF that is none": (written("m.pdf", b"%PDF-1.7\n" + b"\xff" * 500), "it is damaged, or no PDF document"),
    "a text of no encoding": (written("m.txt", bytes(range(256)) * 40), "it holds binary data"),
    "a page of too many tags": (written("m.html", b"<html><body>" + b"<div>" * 100_000), "its page has more than"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_one_sentence_and_the_others_are_read(name: str, tmp_path: Path) -> None:
    make, told = FILES[name]
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    make(tmp_path)
    (tmp_path / "z.txt").write_text(GOOD, encoding="utf-8")
    began = time.process_time()
    first, failure, last = open_source(tmp_path)
    assert (first, last) == (Article(GOOD, f"{tmp_path.name}/a"), Article(GOOD, f"{tmp_path.name}/z"))
    assert isinstance(failure, Failure)
    assert told in failure.reason
    assert "\n" not in failure.reason
    assert time.process_time() - began < 10


def test_what_a_truncated_archive_has_is_read_and_then_told(tmp_path: Path) -> None:
    truncated_warc(tmp_path)
    (tmp_path / "z.txt").write_text(GOOD, encoding="utf-8")
    *articles, failure, last = open_source(tmp_path)
    assert last == Article(GOOD, f"{tmp_path.name}/z")
    assert [type(item) for item in articles] == [Article, Article]
    assert isinstance(failure, Failure)
    assert "cut off" in failure.reason
    assert failure.reason.endswith("get the file again")


def test_a_gzip_bomb_is_not_inflated_into_memory(tmp_path: Path) -> None:
    path = written("m.txt.gz", bomb(2**28))(tmp_path)
    tracemalloc.start()
    assert isinstance(next(open_source(path)), Failure)
    assert tracemalloc.get_traced_memory()[1] < 2**28
    tracemalloc.stop()


def endless(piece: bytes, kind: str = "text/html") -> Callable[[BaseHTTPRequestHandler], Answer | None]:
    """Send the same for as long as it is taken, up to a gigabyte."""

    def send(handler: BaseHTTPRequestHandler) -> Answer | None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.end_headers()
        chunk = piece * (2**16 // len(piece))
        for _ in range(2**30 // len(chunk)):
            handler.wfile.write(chunk)
        return None

    return send


def answers(site: Site) -> dict[str, tuple[object, str]]:
    packed = Answer(bomb(2**28, b"<p>a</p>"), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    large = Answer(b"<html>", headers={"Content-Length": str(2**30)})
    feed = endless(b'<?xml version="1.0"?><rss><channel><item>', "application/rss+xml")
    return {
        "a page of a gigabyte": (endless(b"<p>" + PARAGRAPHS[0].encode() + b"</p>"), "its page is larger than 8 MiB"),
        "a page without any end of a line": (endless(b"a", "text/plain"), "larger than 64 MiB"),
        "a page that says it is a gigabyte": (large, "larger than 64 MiB"),
        "an endless feed": (feed, "larger than"),
        "a page that is a gzip bomb": (packed, "its page is larger than 8 MiB"),
        "a redirect to itself": (redirect("/bad"), "it redirects in a circle"),
        "a redirect that never ends": (redirect("/0"), "it redirects more than 5 times"),
        "a redirect to a file": (redirect("file:///etc/passwd"), "http"),
        "a silent server": (site.hang, "its host said nothing for 0.5 s"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "a page of a gigabyte",
        "a page without any end of a line",
        "a page that says it is a gigabyte",
        "an endless feed",
        "a page that is a gzip bomb",
        "a redirect to itself",
        "a redirect that never ends",
        "a redirect to a file",
        "a silent server",
    ],
)
def test_a_hostile_server_is_one_sentence(name: str) -> None:
    with serving({}) as site:
        route, told = answers(site)[name]
        site.routes["/bad"] = route  # type: ignore[assignment]  # an answer, or what makes one
        site.routes |= {f"/{n}": redirect(f"/{n + 1}") for n in range(9)}
        fetcher = Fetcher(allow_private=True, delay=0.0, limits=Limits(read=0.5, total=20.0))
        (failure,) = open_source(site.url("/bad"), fetcher=fetcher)
        assert isinstance(failure, Failure)
        assert told in failure.reason, failure.reason
        assert failure.where == site.url("/bad")


def test_a_redirect_to_loopback_is_refused_where_only_public_addresses_are_fetched_from() -> None:
    with serving({"/": Answer(story())}) as site:
        port = site.port
        public = {"news.example": ["127.0.0.1"]}  # as a name that someone points at this machine

        def resolve(host: str, port: int) -> list[str]:
            return public[host]

        fetcher = Fetcher(delay=0.0, resolve=resolve)
        (failure,) = open_source(f"http://news.example:{port}/", fetcher=fetcher)
        assert isinstance(failure, Failure)
        assert "only public addresses are fetched from" in failure.reason
        assert site.asked == []


def test_one_hostile_article_of_a_feed_does_not_stop_the_others() -> None:
    with serving({"/1": Answer(story(number=1)), "/3": Answer(story(number=3)), "/2": endless(b"<p>a</p>")}) as site:
        items = "".join(f"<item><link>{site.url(f'/{n}')}</link></item>" for n in (1, 2, 3))
        site.routes["/feed"] = Answer(f"<rss version='2.0'><channel>{items}</channel></rss>")
        found = list(open_source(site.url("/feed"), fetcher=Fetcher(allow_private=True, delay=0.0)))
        assert [type(item) for item in found] == [Article, Failure, Article]


def test_a_feed_in_the_encoding_that_its_server_tells_is_read_so() -> None:
    feed = (
        "<rss version='2.0'><channel><title>Р</title><item><title>Дамба</title><link>/a</link></item></channel></rss>"
    )
    header = {"Content-Type": "application/rss+xml; charset=windows-1251"}
    page = "<html><article>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + "</article></html>"
    with serving({"/feed": Answer(feed.encode("cp1251"), headers=header), "/a": Answer(page)}) as site:
        (found,) = open_source(site.url("/feed"), fetcher=Fetcher(allow_private=True, delay=0))
    assert isinstance(found, Article)
    assert found.title == "Дамба"


def test_a_record_with_a_day_that_no_float_can_hold_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(f'{{"content": "{GOOD}", "date": {"1" * 400}}}\n{{"content": "The other one."}}\n')
    assert all(isinstance(found, Article) for found in open_source(path))
