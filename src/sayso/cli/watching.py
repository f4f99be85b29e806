"""What `sayso watch` does: it builds a watcher, shows what happens, and stops it cleanly."""

from __future__ import annotations

import io
import json
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from sayso.article import Article
from sayso.errors import SourceError
from sayso.exports.arrange import one_line

if TYPE_CHECKING:
    from sayso.reader import Reader
    from sayso.sources.fetching.fetcher import Fetcher
    from sayso.statement import Reading
    from sayso.watch import Happening, Watcher

_MOST_TOLD = 1000  # failures that are told at the end
_TOLD_WHILE = ("new", "changed", "failed")  # what a person is told of while it goes on


@dataclass(frozen=True, slots=True)
class Job:
    """What `sayso watch` was asked to do; times in seconds."""

    ledger: Path
    sources: tuple[str, ...]
    once: bool = False
    every: float = 900.0
    look_again: float = 259_200.0
    sitemap_days: float = 7.0
    connections: int = 8
    delay: float = 1.0
    agent: str | None = None
    contact: str | None = None
    proxy: str | None = None
    allow_private: bool = False
    as_json: bool = False


@dataclass(slots=True)
class Told:
    """Tells what happens, line by line, and counts it."""

    as_json: bool
    keep: bool  # failures, for the end
    counts: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    failures: list[str] = field(default_factory=list)

    def __call__(self, happening: Happening) -> None:
        """Tell of one thing."""
        what = happening.what.value
        self.counts[what] += 1
        self.statements += happening.statements
        if what == "failed" and self.keep and len(self.failures) < _MOST_TOLD:
            self.failures.append(f"{one_line(happening.url)}: {one_line(happening.reason or '')}. {_again(happening)}")
        if self.as_json:
            print(json.dumps(_object(happening), ensure_ascii=True), flush=True)
        elif what in _TOLD_WHILE and not (what == "failed" and self.keep):
            print(_line(happening), flush=True)

    def tell(self, ledger: Path) -> None:
        """Tell of all that happened, at the end."""
        stream = sys.stderr if self.as_json else sys.stdout
        new, changed, failed = (self.counts[what] for what in ("new", "changed", "failed"))
        parts = [f"{new:,} article{'' if new == 1 else 's'} added"]
        parts += [f"{changed:,} had changed"] if changed else []
        parts += [f"{failed:,} failed"] if failed else []
        print(f"{ledger}: {', '.join(parts)}; {self.statements:,} new statements.", file=stream, flush=True)
        if self.failures:
            print(f"sayso: {failed:,} could not be had:", file=sys.stderr)
        for failure in self.failures:
            print(f"  {failure}", file=sys.stderr)


def run(job: Job) -> int:
    """Watch, and return the exit code: once, 1 when anything failed; 0 when it was stopped.

    Raises:
        SaysoError: a source is none, the ledger cannot be opened or written, or the weights are missing.
    """
    try:
        from sayso.watch import Pace, Watcher
        from sayso.watch.named import named_sources
    except ImportError as error:
        raise SourceError("`sayso watch` needs more than the core: pip install 'sayso[watch]'") from error

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a title in letters that the terminal lacks must not end a watch
            stream.reconfigure(errors="backslashreplace")
    told = Told(job.as_json, keep=job.once)
    pace = Pace(every=job.every, young=job.look_again, sitemap_days=job.sitemap_days)
    watcher = Watcher(
        job.ledger, named_sources(job.sources), _Reading(), fetcher=_fetcher(job), pace=pace,
        connections=job.connections, tell=told,
    )  # fmt: skip
    with watcher, _stopped_by_signals(watcher.stop) as signals, _display(job, watcher, told):
        watcher.run(once=job.once)
    told.tell(job.ledger)
    if signals and job.once:
        return 128 + signals[0]
    return 1 if job.once and told.counts["failed"] else 0


class _Reading:
    """Reads articles; the weights are loaded with the first one, and not at all where there is no news."""

    def __init__(self) -> None:
        self._reader: Reader | None = None
        self._lock = threading.Lock()

    def __call__(self, article: Article) -> Reading:
        with self._lock:
            if self._reader is None:
                from sayso.reader import Reader

                self._reader = Reader(threads=1)
        return self._reader.read(article)


def _fetcher(job: Job) -> Fetcher:
    from sayso.sources.fetching.answers import AGENT
    from sayso.sources.fetching.fetcher import Fetcher

    return Fetcher(
        allow_private=job.allow_private,
        connections=job.connections,
        delay=job.delay,
        proxy=job.proxy,
        agent=job.agent or AGENT,
        contact=job.contact,
    )


@contextmanager
def _stopped_by_signals(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Stop cleanly on Ctrl-C and SIGTERM; a second Ctrl-C interrupts at once. Yields the signals that came."""
    came: list[int] = []

    def handle(number: int, frame: FrameType | None) -> None:
        if came:
            raise KeyboardInterrupt
        came.append(number)
        stop()

    if threading.current_thread() is not threading.main_thread():
        yield came
        return
    with ExitStack() as stack:
        for number in (signal.SIGINT, signal.SIGTERM):
            stack.callback(signal.signal, number, signal.signal(number, handle))
        yield came


@contextmanager
def _display(job: Job, watcher: Watcher, told: Told) -> Iterator[None]:
    """Show how the watch stands, on standard error, and only on a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from sayso.cli.watch_status import Status

    with Status(job.ledger, watcher, told.counts):
        yield


def _line(happening: Happening) -> str:
    name = one_line(happening.title or "")[:200]
    named = f"{name} · {one_line(happening.url)}" if name else one_line(happening.url)
    match happening.what.value:
        case "failed":
            return f"failed   {named}: {one_line(happening.reason or '')}. {_again(happening)}"
        case what:
            count = happening.statements
            return f"{what:8} {named} ({count} statement{'' if count == 1 else 's'})"


def _again(happening: Happening) -> str:
    if happening.again is None:
        return "Given up."
    return f"Tried again after {happening.again.astimezone():%Y-%m-%d %H:%M}."


def _object(happening: Happening) -> dict[str, object]:
    return {
        "what": happening.what.value,
        "source": happening.source,
        "url": happening.url,
        "title": happening.title,
        "links": happening.links,
        "article": happening.article,
        "statements": happening.statements,
        "reason": happening.reason,
        "again": happening.again.isoformat(timespec="seconds") if happening.again else None,
    }
