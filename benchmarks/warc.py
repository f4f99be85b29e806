"""Measure what it costs to read a web archive into statements: time, memory, and whether every article came out right.

Usage:

    python -m benchmarks.warc [--mib 16] [--plain] [--archive FILE] [--threads 2] [--processes 1]

An archive of `--mib` MiB (its records, before they are compressed) is made of invented pages from fourteen invented
sites, see `sites.py`, among requests, pages that are gone, pictures, front pages and revisits, as a crawler keeps them.
With `--archive` it is kept, and not made again if it is there.

The archive is then read three times, each time in a process of its own that is held to two cores: its records alone;
with its articles found; and with their statements read as well, as `sayso read` does. What a step costs is the
difference in CPU time. Memory is that of all processes together, counting what they share once (PSS); Linux only. What
came out is compared with what was put in: title, day and text must be the very same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from typing import Any, BinaryIO
from uuid import UUID

from benchmarks.sites import SITES
from benchmarks.speed import machine, table
from sayso.article import Article
from sayso.sources.common import Facts

_OTHER = (
    ("404 Not Found", "text/html", b"<html><body><h1>Not found</h1></body></html>"),
    ("200 OK", "image/jpeg", bytes(range(256)) * 60),
    ("301 Moved Permanently", "text/html", b""),
    ("200 OK", "application/json", b'{"status": "ok"}'),
)
_EVERY = 12  # pages after which something else comes
_SAMPLE_SECONDS = 0.5
_STEPS = ("records", "articles", "statements")


def main() -> None:
    """Parse the command line, or do the one step that this process was begun for."""
    args = _options()
    if args.step:
        print(json.dumps(_measured(args.step, args.archive, args.threads, args.processes)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        archive = args.archive or Path(scratch) / ("invented.warc" if args.plain else "invented.warc.gz")
        if not archive.exists():
            made = time.perf_counter()
            count = write(archive, args.mib * 2**20, plain=args.plain)
            print(f"Made {archive.name}: {count:,} articles in {time.perf_counter() - made:.0f} s", flush=True)
        print(f"{machine()}\n{archive.stat().st_size / 2**20:.0f} MiB on disk\n", flush=True)
        _report([_run(step, archive, args) for step in _STEPS])


def write(path: Path, size: int, *, plain: bool = False, seed: int = 6) -> int:
    """Write an archive of `size` bytes of records or a few more, and beside it what must come out.

    Returns:
        How many articles there are in it.
    """
    chance = random.Random(seed)
    written = count = 0
    with path.open("wb") as out, _stories(path).open("w", encoding="utf-8") as stories:
        written += _put(out, _record("warcinfo", "", b"software: benchmarks.warc\r\n"), plain)
        for site in cycle(SITES):
            if written >= size:
                return count
            story = site.story(count, chance)
            body = site.page(story, chance)
            request = _record("request", story.url, f"GET / HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode())
            response = _response(story.url, "200 OK", f"text/html; charset={site.charset}", body)
            written += _put(out, request, plain) + _put(out, response, plain)
            stories.write(json.dumps([story.url, story.title, str(story.published), story.paragraphs]) + "\n")
            count += 1
            if count % _EVERY == 0:
                other = _response(f"https://{site.host}/other/{count}", *chance.choice(_OTHER))
                front = _response(f"https://{site.host}/", "200 OK", "text/html; charset=utf-8", site.front(chance))
                revisit = _record("revisit", story.url, b"HTTP/1.1 200 OK\r\n\r\n")
                written += sum(_put(out, record, plain) for record in (other, front, revisit))
    raise AssertionError("there is always another site")


def _stories(archive: Path) -> Path:
    return archive.with_name(archive.name + ".stories.jsonl")


def _put(out: BinaryIO, record: bytes, plain: bool) -> int:
    out.write(record if plain else gzip.compress(record, 6))
    return len(record)


def _response(url: str, status: str, content_type: str, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nServer: invented\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return _record("response", url, head.encode() + body)


def _record(kind: str, url: str, block: bytes) -> bytes:
    identity = UUID(int=random.Random(block).getrandbits(128), version=4)
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-11-20T12:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:{identity}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _run(step: str, archive: Path, args: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.warc", "--step", step, "--archive", str(archive)]
    command += ["--threads", str(args.threads), "--processes", str(args.processes)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{step}: {done.stderr.strip() or done.returncode}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"{step}: {figures['wall']:.0f} s", flush=True)
    return figures


def _measured(step: str, archive: Path, threads: int, processes: int) -> dict[str, Any]:
    """Do one step, and return what it took and found."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:2]))
    do = {"records": _read_records, "articles": _read_articles, "statements": _read_statements}[step]
    memory = _Memory()
    wall = time.perf_counter()
    with archive.open("rb") as stream:
        found = do(stream, threads, processes, archive)
    found |= {"wall": time.perf_counter() - wall, "halves": memory.end()}
    spent = os.times()
    return found | {"cpu": spent.user + spent.system + spent.children_user + spent.children_system}


def _read_records(stream: BinaryIO, threads: int, processes: int, archive: Path) -> dict[str, Any]:
    from sayso.sources.archives.warc import Tally, read_warc

    tally = Tally()
    nothing = sum(1 for _ in read_warc(stream, archive.name, Facts(), read_page=_no_page, processes=0, tally=tally))
    return {"pages": tally.pages, "records": tally.records, "found": nothing}


def _no_page(
    data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None
) -> Article:
    return _NOTHING


_NOTHING = Article("Nothing was looked for.")


def _articles(stream: BinaryIO, processes: int, archive: Path, seen: Counter[str]) -> Iterator[Article]:
    """Yield the articles, and count in `seen` how they compare with what was put in."""
    from sayso.sources.archives.warc import read_warc

    with _stories(archive).open(encoding="utf-8") as stories:
        for found in read_warc(stream, archive.name, Facts(), processes=processes):
            if not isinstance(found, Article):
                seen["failures"] += 1
                continue
            _compare(found, stories, seen)
            yield found
        seen["missed"] += sum(1 for _ in stories)


def _compare(found: Article, stories: Iterator[str], seen: Counter[str]) -> None:
    """Compare an article with its story, which is the next of all but those that were missed."""
    if (found.url or "").endswith("/"):
        seen["front pages"] += 1
        return
    for line in stories:
        url, title, day, paragraphs = json.loads(line)
        if url == found.url:
            seen["articles"] += 1
            seen["title"] += found.title == title
            seen["day"] += str(found.published) == day
            right = found.text == "\n\n".join(paragraphs)
            seen["text"] += right
            seen["all"] += right and found.title == title and str(found.published) == day
            if not right:
                seen[f"text wrong: {url.split('/')[2]}"] += 1
            return
        seen["missed"] += 1


def _read_articles(stream: BinaryIO, threads: int, processes: int, archive: Path) -> dict[str, Any]:
    seen: Counter[str] = Counter()
    words = sum(len(article.text.split()) for article in _articles(stream, processes, archive, seen))
    return {"seen": seen, "words": words}


def _read_statements(stream: BinaryIO, threads: int, processes: int, archive: Path) -> dict[str, Any]:
    from sayso import Reader

    seen: Counter[str] = Counter()
    reader = Reader(threads=threads)
    statements = sum(
        len(reading.statements) for reading in reader.read_many(_articles(stream, processes, archive, seen))
    )
    return {"seen": seen, "statements": statements}


class _Memory:
    """Looks again and again how much memory this process and its children hold."""

    def __init__(self) -> None:
        self._held: list[float] = []
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> tuple[float, float]:
        """Return the most MiB held in the first half of the time, and in the second."""
        self._over.set()
        self._thread.join()
        half = len(self._held) // 2
        return max(self._held[: half + 1]), max(self._held[half:])

    def _look(self) -> None:
        while True:
            self._held.append(sum(map(_held_by, _family(os.getpid()))) / 2**10)
            if self._over.wait(_SAMPLE_SECONDS):
                return


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    try:
        for tasks in Path(f"/proc/{pid}/task").iterdir():
            for child in (tasks / "children").read_text().split():
                yield from _family(int(child))
    except OSError:  # it has ended, or this is not Linux
        return


def _held_by(pid: int) -> int:
    """Return the KiB that a process holds, its part of what it shares among them."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def _report(steps: list[dict[str, Any]]) -> None:
    records, articles, statements = steps
    costs = [records["cpu"], articles["cpu"] - records["cpu"], statements["cpu"] - articles["cpu"]]
    pages = records["pages"]
    rows = [
        (step, f"{cost:.1f}", f"{cost / statements['cpu']:.1%}", f"{1000 * cost / pages:.1f}", f"{figures['wall']:.0f}",
         *(f"{peak:.0f}" for peak in figures["halves"]))
        for step, cost, figures in zip(_STEPS, costs, steps, strict=True)
    ]  # fmt: skip
    head = ["step", "CPU s", "share", "ms a page", "wall s, all so far", "peak MiB, 1st half", "2nd half"]
    print(f"\n{table(head, rows)}\n")
    seen = statements["seen"]
    print(f"{records['records']:,} records, {pages:,} pages; {seen['articles']:,} articles, {seen['missed']:,} missed")
    print(f"{articles['words']:,} words, {statements['statements']:,} statements, {seen.get('failures', 0)} failures")
    right = ", ".join(f"{what} {seen[what] / max(1, seen['articles']):.2%}" for what in ("title", "day", "text", "all"))
    print(f"Right: {right}; front pages taken for articles: {seen.get('front pages', 0)}")
    print(*(f"{what}: {count}" for what, count in seen.items() if what.startswith("text wrong")), sep="\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mib", type=int, default=16, help="MiB of records in the archive (16)")
    parser.add_argument("--plain", action="store_true", help="do not compress the archive")
    parser.add_argument("--archive", type=Path, help="where to keep the archive, or one that was kept")
    parser.add_argument("--threads", type=int, default=2, help="threads that read statements (2)")
    parser.add_argument("--processes", type=int, default=1, help="processes that find articles (1)")
    parser.add_argument("--step", choices=_STEPS, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
