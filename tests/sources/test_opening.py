"""One way in for every kind: files, folders, pipes, addresses of the web and object stores, and whatever lies there."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

import sayso
from sayso.article import Article
from sayso.sources import Columns, Failure, open_source
from sayso.sources.fetching.fetcher import Fetcher
from tests.serving import Answer, Site, redirect, serving
from tests.sources.samples import PARAGRAPHS, page, story

TEXT = "\n\n".join(PARAGRAPHS)


def articles_of(source: str | Path, **options: object) -> list[Article]:
    found = list(open_source(source, **options))  # type: ignore[arg-type]  # whatever a test gives
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def failure_of(source: str | Path, **options: object) -> Failure:
    (found,) = open_source(source, **options)  # type: ignore[arg-type]  # as above
    assert isinstance(found, Failure), found
    return found


def web(url: str) -> list[Article | Failure]:
    return list(open_source(url, fetcher=Fetcher(allow_private=True, delay=0.0)))


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({}) as under_way:
        yield under_way


def csv(*rows: str) -> bytes:
    return "\n".join(("id,title,text", *rows)).encode()


def parquet(path: Path, **columns: list[str]) -> Path:
    from pyarrow import parquet as file
    from pyarrow import table

    file.write_table(table(columns), path)
    return path


def warc(*pages: tuple[str, str]) -> bytes:
    parts = []
    for url, html in pages:
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        head += "Content-Type: application/http; msgtype=response\r\n"
        head += f"WARC-Date: 2031-03-14T08:00:00Z\r\nContent-Length: {len(body)}\r\n\r\n"
        parts.append(gzip.compress(head.encode() + body + b"\r\n\r\n"))
    return b"".join(parts)


def mail(subject: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Harbour Board <press@harbour.example>", subject
    message["Date"] = "Fri, 14 Mar 2031 08:00:00 +0000"
    message.set_content(TEXT)
    return bytes(message)


def fill(folder: Path) -> Path:
    """Fill a folder with one article of each kind, and with what is none."""
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.html").write_text(story(), encoding="utf-8")
    (folder / "c.jsonl").write_text(json.dumps({"id": "c", "text": "Oona said it."}), encoding="utf-8")
    (folder / "d.csv").write_bytes(csv("d,Harbour,Oona said it again."))
    parquet(folder / "e.parquet", id=["e"], text=["Oona said it once more."])
    (folder / "f.warc.gz").write_bytes(warc(("https://ostwickpost.example/f", story(number=6))))
    (folder / "g.eml").write_bytes(mail("Harbour open"))
    (folder / "h.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def test_a_folder_stands_for_its_files_of_all_kinds(tmp_path: Path) -> None:
    found = articles_of(fill(tmp_path))
    assert [article.text[:14] for article in found] == [
        "The mayor of O", "Bridge 0 stays", "Oona said it.", "Oona said it a", "Oona said it o", "Bridge 6 stays",
        "The mayor of O", "The mayor of O",
    ]  # fmt: skip
    here = tmp_path.name
    assert [article.id for article in found][:5] == [f"{here}/a", f"{here}/b", "c", "d", "e"]
    assert found[-1].id == f"{tmp_path.name}/h"


def test_articles_come_out_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(csv(*(f"{n},T,Oona said {n}." for n in range(100_000))))
    articles = open_source(path)
    assert next(articles) == Article("Oona said 0.", "0", title="T")
    path.write_bytes(b"")  # no more than some of it has been read
    assert len(list(articles)) < 99_999


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_what_is_compressed_is_told_by_what_is_in_it(tmp_path: Path, pack: object) -> None:
    path = tmp_path / "dump"
    path.write_bytes(pack(csv("n1,Harbour,Oona said it.")))  # type: ignore[operator]  # a compressor
    assert articles_of(path) == [Article("Oona said it.", "n1", title="Harbour")]


def test_columns_may_be_named_for_every_kind_of_table(tmp_path: Path) -> None:
    columns = Columns(text="leitwort", id="nummer")
    (tmp_path / "a.csv").write_bytes(b"nummer;leitwort\n1;Oona said it.\n")
    (tmp_path / "b.jsonl").write_bytes(b'{"nummer": "1", "leitwort": "Oona said it."}\n')
    parquet(tmp_path / "c.parquet", nummer=["1"], leitwort=["Oona said it."])
    assert articles_of(tmp_path, columns=columns) == [Article("Oona said it.", "1")] * 3


PIPED = [story().encode(), csv("n1,T,Oona said it."), warc(("https://a.example/1", story())), mail("Open")]


@pytest.mark.parametrize("data", PIPED)
def test_every_stream_can_come_through_a_pipe(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert len(articles_of("-")) == 1


def test_a_json_file_that_is_not_one_of_lines_is_told(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text('[\n {"text": "a"}\n]', encoding="utf-8")
    assert failure_of(path).reason == 'it is JSON, but not an object a line: write {"text": …} on each line'


def test_the_facade_opens_sources(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert list(sayso.open(tmp_path / "a.txt", outlet="NPA")) == [Article(TEXT, "a", "NPA")]


def test_a_page_is_read_from_the_web(site: Site) -> None:
    site.routes |= {"/old": redirect("/bridge"), "/bridge": Answer(story())}
    (article,) = web(site.url("/old"))
    assert isinstance(article, Article)
    assert (article.url, article.title) == (site.url("/bridge"), "Mayor denies bridge 0 is unsafe")


@pytest.mark.parametrize(
    ("path", "data", "count"),
    [
        ("/news.csv", csv("n1,T,Oona said it."), 1),
        ("/a.warc.gz", warc(("https://a.example/1", story())), 1),
        ("/story", TEXT.encode(), 1),
    ],
)
def test_other_kinds_are_read_from_the_web(site: Site, path: str, data: bytes, count: int) -> None:
    site.routes[path] = Answer(data, headers={"Content-Type": "application/octet-stream"})
    assert [type(item) for item in web(site.url(path))] == [Article] * count


def test_a_parquet_table_is_read_from_the_web(site: Site, tmp_path: Path) -> None:
    site.routes["/t"] = Answer(parquet(tmp_path / "t", id=["1"], text=["Oona said it."]).read_bytes())
    assert web(site.url("/t")) == [Article("Oona said it.", "1")]


def test_private_addresses_are_refused_unless_allowed(site: Site) -> None:
    site.routes["/bridge"] = Answer(story())
    assert "--allow-private" in failure_of(site.url("/bridge")).reason
    assert site.asked == []
    assert len(articles_of(site.url("/bridge"), allow_private=True)) == 1


def feed(site: Site, *items: str) -> Answer:
    entries = "".join(
        f"<item><title>Title {item}</title><link>{site.url(item)}</link>"
        "<pubDate>Fri, 14 Mar 2031 08:00:00 GMT</pubDate></item>"
        for item in items
    )
    return Answer(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Ostwick Post</title>{entries}</channel></rss>',
        headers={"Content-Type": "application/rss+xml"},
    )


def test_the_articles_of_a_feed_are_fetched_and_a_bad_one_is_one_failure(site: Site) -> None:
    plain = page(f"<article><h1>Harbour</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article>")
    site.routes |= {"/1": Answer(story(number=1)), "/2": Answer("no", 404), "/3": Answer(plain)}
    site.routes["/feed"] = feed(site, "/1", "/2", "/3", "/1")
    one, two, three = web(site.url("/feed"))
    assert isinstance(one, Article) and isinstance(two, Failure) and isinstance(three, Article)
    assert one.title == "Mayor denies bridge 1 is unsafe"
    assert two.where == site.url("/2")
    assert (three.title, three.outlet, str(three.published)) == ("Harbour", "127.0.0.1", "2031-03-14")
    assert site.count("/1") == 1


def test_an_article_that_a_feed_has_whole_is_read_there_where_its_page_is_gone(site: Site) -> None:
    content = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in PARAGRAPHS * 2)
    site.routes["/feed"] = Answer(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Post</title><item>'
        f"<title>Bridge &amp; ferry</title><link>{site.url('/gone')}</link><content:encoded>{content}</content:encoded>"
        "</item></channel></rss>"
    )
    (article,) = web(site.url("/feed"))
    assert isinstance(article, Article)
    assert (article.title, article.outlet, article.url) == ("Bridge & ferry", "Post", site.url("/gone"))
    assert article.text.startswith(PARAGRAPHS[0])


def test_a_list_of_feeds_and_a_sitemap_lead_to_their_articles(site: Site, tmp_path: Path) -> None:
    site.routes |= {f"/{n}": Answer(story(number=n)) for n in range(1, 5)}
    site.routes["/feed"] = feed(site, "/1", "/2")
    site.routes["/gone"] = Answer("no", 410)
    locs = "".join(f"<url><loc>{site.url(f'/{n}')}</loc></url>" for n in (3, 4))
    site.routes["/map.xml"] = Answer(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>')
    index = f"<sitemap><loc>{site.url('/map.xml')}</loc></sitemap>"
    site.routes["/index.xml"] = Answer(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{index}</sitemapindex>'
    )
    opml = tmp_path / "feeds.opml"
    outlines = "".join(f'<outline type="rss" xmlUrl="{site.url(path)}"/>' for path in ("/feed", "/gone"))
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    one, two, gone = web_file(opml)
    assert [getattr(item, "title", None) for item in (one, two)] == [
        f"Mayor denies bridge {n} is unsafe" for n in (1, 2)
    ]
    assert isinstance(gone, Failure) and gone.where == site.url("/gone")
    assert [getattr(item, "title", None) for item in web(site.url("/index.xml"))] == [
        "Mayor denies bridge 3 is unsafe", "Mayor denies bridge 4 is unsafe",
    ]  # fmt: skip


def web_file(path: Path) -> list[Article | Failure]:
    return list(open_source(path, fetcher=Fetcher(allow_private=True, delay=0.0)))


def test_links_are_fetched_as_articles_are_asked_for(site: Site) -> None:
    site.routes |= {f"/{n}": Answer(story(number=n)) for n in range(1, 5)}
    site.routes["/feed"] = feed(site, *(f"/{n}" for n in range(1, 5)))
    articles = open_source(site.url("/feed"), fetcher=Fetcher(allow_private=True, delay=0.0))
    next(articles)
    assert site.asked == ["/feed", "/1"]


def test_object_stores_and_archives_are_opened_through_fsspec(tmp_path: Path) -> None:
    import fsspec

    with fsspec.open("memory://press/bridge.html", "wb") as stream:
        stream.write(story().encode())
    with fsspec.open("memory://press/more/ferry.txt", "wb") as stream:
        stream.write(TEXT.encode())
    parquet(tmp_path / "t.parquet", id=["1"], text=["Oona said it."])
    with fsspec.open("memory://tables/t.parquet", "wb") as stream:
        stream.write((tmp_path / "t.parquet").read_bytes())
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("in/ferry.txt", TEXT)
    assert [article.id for article in articles_of("memory://press/bridge.html")] == ["bridge"]
    assert [article.id for article in articles_of("memory://press")] == ["bridge", "ferry"]
    assert [article.id for article in articles_of("memory://press/*.html")] == ["bridge"]
    assert articles_of("memory://tables/t.parquet") == [Article("Oona said it.", "1")]
    assert [article.id for article in articles_of(f"zip://in/ferry.txt::{tmp_path}/all.zip")] == ["ferry"]
    assert [article.id for article in articles_of(f"file://{tmp_path}/t.parquet")] == ["1"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("memory://nowhere/story.txt", "there is no such file: check the path"),
        ("memory://nowhere/*.txt", "there is no file there that may hold articles: check the address"),
        ("gopher://old.example/story.txt", "it cannot be opened: Protocol not known: gopher"),
        (
            "zip://a.txt::http://127.0.0.1/a.zip",
            "an address of the web within another one is not opened: get the file, and name it",
        ),
        ("http://", "it names no host: check the URL"),
    ],
)
def test_an_address_that_cannot_be_opened_is_one_failure(source: str, reason: str) -> None:
    assert failure_of(source).reason.startswith(reason)


def test_a_store_whose_package_is_missing_is_told() -> None:
    assert failure_of("s3://bucket/a.txt").reason.startswith("opening s3:// addresses needs another package: ")


@pytest.mark.parametrize("module", ["trafilatura", "lxml", "urllib3", "fsspec", "feedparser"])
def test_without_the_extra_one_sentence_tells_how_to_get_it(module: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(story(), encoding="utf-8")
    (tmp_path / "b.rss").write_text('<rss version="2.0"><channel/></rss>', encoding="utf-8")
    source = {"urllib3": "http://a.example/", "fsspec": "memory://a/b"}.get(module, str(tmp_path / "a.html"))
    source = str(tmp_path / "b.rss") if module == "feedparser" else source
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        f"from sayso.sources import open_source\nprint(*open_source({source!r}), sep='\\n')"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1
    assert "needs more than the core: pip install 'sayso[sources]'" in done.stdout
