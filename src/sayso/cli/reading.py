"""What `sayso read` does: from paths to articles to readings to output, one by one, with failures told at the end."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.article import Article
from sayso.cli.given import Given
from sayso.cli.inbox import Inbox
from sayso.cli.progress import Bar
from sayso.cli.remarks import Remarks
from sayso.exports.arrange import narrowed
from sayso.statement import Reading

if TYPE_CHECKING:
    from sayso.reader import Reader


@dataclass(frozen=True, slots=True)
class Job:
    """What `sayso read` was asked to do."""

    paths: tuple[str, ...]  # files, folders, or - for standard input
    as_json: bool = False
    page: Path | None = None  # where the HTML page goes
    given: Given = field(default_factory=Given)
    min_confidence: float = 0.0
    with_source: bool = False
    threads: int | None = None


def run(job: Job) -> int:
    """Do `job` and return the exit code: 1 when anything failed, else 0.

    Raises:
        SaysoError: nothing can be read at all, as when the weights are missing.
    """
    from sayso.reader import Reader

    write = _write_json if job.as_json else _Listing()
    kept: list[Reading] = []
    remarks = Remarks()
    with Bar(job.paths) as bar:
        inbox = Inbox(job.paths, bar, "sayso read", job.given)
        try:
            with closing(_readings(Reader(threads=job.threads), bar.taking(inbox))) as readings:
                for reading in readings:
                    bar.done()
                    remarks.note(reading)
                    shown = narrowed(reading, min_confidence=job.min_confidence, with_source=job.with_source)
                    with bar.aside():
                        write(shown)
                    if job.page:
                        kept.append(shown)
            if job.page and (kept or not inbox.failures):
                _write_page(job.page, kept)
        finally:
            bar.stop()
            inbox.tell()
            remarks.tell()
    return 1 if inbox.failures else 0


def _readings(reader: Reader, articles: Iterable[Article]) -> Generator[Reading, None, None]:
    """Make sure that what `read_many` holds can be closed, whatever kind of iterator it is."""
    yield from reader.read_many(articles)


class _Listing:
    """Prints readings for people, with a rule between two of them; in colour only on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(highlight=False, markup=False, emoji=False)
        self._any = False

    def __call__(self, reading: Reading) -> None:
        from sayso.cli.terminal import render

        with self._console.capture() as capture:
            if self._any:
                self._console.print("", "─" * 3, "", sep="\n", style="dim")
            self._console.print(render(reading))
        self._any = True
        lines = (line.rstrip(" ") for line in capture.get().split("\n"))  # rich fills lines up with spaces
        _write("\n".join(lines), sys.stdout.encoding or "utf-8")


def _write_json(reading: Reading) -> None:
    from sayso.exports.json import dump

    _write(dump(reading) + "\n", "utf-8")


def _write(text: str, encoding: str) -> None:
    """Write to standard output at once; a character that it cannot show becomes a question mark."""
    sys.stdout.buffer.write(text.encode(encoding, "replace"))
    sys.stdout.buffer.flush()


def _write_page(page: Path, readings: list[Reading]) -> None:
    """Write the page beside its place first, so that a page that was there stays whole until this one is."""
    from sayso.exports.html import html_page

    handle, name = tempfile.mkstemp(prefix=f".{page.name}.", suffix=".part", dir=page.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(html_page(readings))
        Path(name).chmod(_mode_of(page))
        Path(name).replace(page)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _mode_of(page: Path) -> int:
    """Return the permissions the page has, or those that a new file would get: a temporary one is private."""
    with suppress(OSError):
        return page.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
