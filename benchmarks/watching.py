"""Watch a local server, be killed in the middle, and count what is in the ledger in the end.

Usage:

    python -m benchmarks.watching [--feeds 50] [--items 5000] [--kills 2]
    python -m benchmarks.watching --real [--feeds 10] [--items 500]

A server on loopback has feeds, RSS and Atom, with articles of which two in a hundred are broken (not there, an error of
the server's, cut off, empty, a decompression bomb, a circle of redirects) and one in a hundred never answers. A watcher
looks once, in a process of its own; it is killed at random instants and begun again. By default its reader finds
nothing, so that watching alone is measured; with `--real` it is the command `sayso watch`, with extraction and reader.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.ledger import varied

ROOT = Path(__file__).parent.parent
BROKEN = ("missing", "error", "cut off", "empty", "bomb", "circle")
_HANGS = 60.0  # seconds for which a hanging article keeps silent
_DAYS = "Mon, 02 Mar 2026 10:{:02}:{:02} GMT"


@dataclass
class Site:
    """What the server has, and what it was asked for."""

    feeds: int
    items: int
    texts: Sequence[str]
    bomb: bytes = field(default_factory=lambda: gzip.compress(bytes(300 * 2**20)))
    asked: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def fate(self, number: int) -> str:
        """Return what becomes of an article: `good`, `hangs`, or one of `BROKEN`."""
        if number % 50 == 7:
            return BROKEN[number // 50 % len(BROKEN)]
        return "hangs" if number % 100 == 13 else "good"

    def numbers(self, feed: int) -> range:
        """Return the articles of a feed."""
        return range(feed, self.items, self.feeds)

    def good(self) -> set[str]:
        """Return the paths of the articles that can be had."""
        return {f"/article/{number}" for number in range(self.items) if self.fate(number) == "good"}

    def page(self, number: int) -> bytes:
        """Return an article's page."""
        title, *rest = f"Report {number}\n{self.texts[number % len(self.texts)]}".split("\n")
        body = "".join(f"<p>{line}</p>" for line in rest if line.strip())
        head = f"<head><title>{title}</title></head>"
        return f"<html>{head}<body><article><h1>{title}</h1>{body}</article></body></html>".encode()

    def feed(self, number: int) -> bytes:
        """Return a feed: RSS, every third one Atom."""
        if number % 3 == 0:
            entries = "".join(
                f"<entry><title>Report {n}</title><link href='/article/{n}'/><id>urn:{n}</id>"
                f"<updated>2026-03-02T10:00:00Z</updated></entry>"
                for n in self.numbers(number)
            )
            return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Feed {number}</title>{entries}</feed>".encode()
        entries = "".join(
            f"<item><title>Report {n}</title><link>/article/{n}</link>"
            f"<pubDate>{_DAYS.format(n % 60, n % 59)}</pubDate></item>"
            for n in self.numbers(number)
        )
        return f"<rss version='2.0'><channel><title>Feed {number}</title>{entries}</channel></rss>".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers as its site's articles are fated to."""

    site: Site

    def do_GET(self) -> None:
        """Answer for a feed or an article."""
        self.site.asked[self.path] += 1
        kind, _, number = self.path.strip("/").partition("/")
        if kind == "feed":
            tag = f'"{number}-{self.site.items}"'
            if self.headers.get("If-None-Match") == tag:
                self.answer(304, b"", {"ETag": tag})
            else:
                self.answer(200, self.site.feed(int(number)), {"ETag": tag, "Content-Type": "application/xml"})
        elif kind == "article":
            self.article(int(number))
        else:
            self.answer(404, b"")

    def article(self, number: int) -> None:
        """Answer for an article."""
        match self.site.fate(number):
            case "good":
                self.answer(200, self.site.page(number))
            case "hangs":
                self.site.over.wait(_HANGS)
            case "missing":
                self.answer(404, b"no such article")
            case "error":
                self.answer(500, b"out of order")
            case "cut off":
                self.answer(200, self.site.page(number)[:200], {"Content-Length": "9000"})
            case "empty":
                self.answer(200, b"<html><body></body></html>")
            case "bomb":
                self.answer(200, self.site.bomb, {"Content-Encoding": "gzip"})
            case _:
                self.answer(302, b"", {"Location": self.path})

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Send an answer."""
        known = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | (headers or {})
        self.send_response(status)
        for name, value in known.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """Serves many at once."""

    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Keep quiet: whoever asked was killed."""


def serve(site: Site) -> ThreadingHTTPServer:
    """Serve a site on loopback."""
    server = Server(("127.0.0.1", 0), type("SiteHandler", (Handler,), {"site": site}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def watch_once(path: Path, sources: Sequence[str]) -> None:
    """Look once, with a reader that finds nothing."""
    import re

    from sayso.article import Article
    from sayso.sources.common import Facts, Failure
    from sayso.sources.fetching.fetcher import Fetcher, Limits
    from sayso.statement import Reading
    from sayso.watch import Watcher

    def read_page(
        data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None
    ) -> Article | Failure:
        lines = re.findall(r"<p>(.*?)</p>", data.decode("utf-8", "replace"))
        return Article("\n".join(lines), url=url) if lines else Failure(where, None, "it has no text")

    def read(article: Article) -> Reading:
        return Reading(article, (), model="none/1")

    fetcher = Fetcher(allow_private=True, delay=0.0, connections=16, limits=Limits(read=2.0, total=10.0))
    with Watcher(path, sources, read, fetcher=fetcher, read_page=read_page, connections=16) as watcher:
        watcher.run(once=True)


def measure(folder: Path, site: Site, kills: int, *, real: bool) -> None:
    """Watch, be killed, go on, and print what came of it."""
    server = serve(site)
    urls = [f"http://127.0.0.1:{server.server_port}/feed/{n}" for n in range(site.feeds)]
    path, names = folder / "watched.db", folder / "feeds.txt"
    names.write_text("\n".join(urls), "utf8")
    command = [sys.executable, "-m", "benchmarks.watching", "--watch", str(path), str(names)]
    if real:
        command = [sys.executable, "-m", "sayso", "watch", str(path), str(names), "--once", "--allow-private"]
        command += ["--per-host-delay", "0", "--connections", "16"]
    rng, good, began = random.Random(4), len(site.good()), time.perf_counter()
    for kill in range(1, kills + 1):
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        enough = good * kill / (kills + 1)
        while running.poll() is None and _added(path) < enough:
            time.sleep(0.05)
        time.sleep(rng.uniform(0, 0.2))
        running.kill()
        running.wait()
        print(f"killed with {_added(path):,} of {good:,} articles added, after {time.perf_counter() - began:.1f} s")
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    took = time.perf_counter() - began
    site.over.set()
    server.shutdown()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"the last run left with {done.returncode}; all runs took {took:.1f} s, {good / took:.1f} articles a second,")
    print(f"{used.ru_utime + used.ru_stime:.1f} s of CPU time, at most {used.ru_maxrss / 1024:.0f} MiB of memory")
    check(path, site)


def check(path: Path, site: Site) -> None:
    """Compare the ledger with what the server had."""
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT url, version FROM articles").fetchall()
        states = connection.execute("SELECT state, count(*) FROM fetches GROUP BY state ORDER BY state").fetchall()
        reasons = connection.execute("SELECT reason, count(*) FROM fetches WHERE tries > 0 GROUP BY reason").fetchall()
    times = Counter("/" + url.split("/", 3)[3] for url, _ in rows)
    once = sum(1 for path in site.good() if times[path] == 1)
    print(f"{once:,} of {len(site.good()):,} good articles are in the ledger exactly once;", end=" ")
    print(f"{len(rows) - once:,} other rows; {sum(1 for _, version in rows if version > 1):,} later versions")
    again = sum(count - 1 for path, count in site.asked.items() if path in site.good())
    print(f"{again:,} pages were fetched again after a kill; the journal: {dict(states)}")
    for reason, count in sorted(reasons, key=lambda row: -row[1]):
        print(f"    {count:4} {reason}")
    assert once == len(site.good()) == len(rows)


def _added(path: Path) -> int:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:  # it is not there yet
        return 0


def main() -> None:
    """Parse the command line, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, help="50, with --real 10")
    parser.add_argument("--items", type=int, help="5,000, with --real 500")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--real", action="store_true", help="extract and read as `sayso watch` does")
    parser.add_argument("--watch", nargs=2, type=Path, metavar=("LEDGER", "FEEDS"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.watch:
        watch_once(args.watch[0], args.watch[1].read_text("utf8").split())
        return
    texts = [article.text for article in varied(200)]
    site = Site(args.feeds or (10 if args.real else 50), args.items or (500 if args.real else 5000), texts)
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), site, args.kills, real=args.real)


if __name__ == "__main__":
    main()
