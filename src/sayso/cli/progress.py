"""A progress bar for long readings: on standard error, only on a terminal, only after two seconds."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sayso.article import Article

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 2.0  # seconds before the bar appears
T = TypeVar("T")


def counted(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Pass items on as they come, with a bar where that takes longer than two seconds."""
    began = time.monotonic()
    progress: Progress | None = None
    wanted = sys.stderr is not None and sys.stderr.isatty()
    try:
        for number, item in enumerate(items, 1):
            if wanted and progress is None and time.monotonic() - began > _PATIENCE:
                progress = _counting(what, total)
            if progress is not None:
                rate = number / (time.monotonic() - began)
                progress.update(progress.task_ids[0], completed=number, rate=rate)
            yield item
    finally:
        if progress is not None:
            progress.stop()


def _counting(what: str, total: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = [
        TextColumn(what),
        BarColumn(bar_width=30),
        TextColumn("{task.completed} of {task.total} articles, {task.fields[rate]:.1f} a second"),
        TimeRemainingColumn(),
    ]
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task(what, total=total, rate=0.0)
    progress.start()
    return progress


class Bar:
    """Shows how far a job is; measured in the bytes of its articles, which tell more than their number.

    Args:
        paths: all that will be read; where their size is not known beforehand, no time left is shown.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._wanted = sys.stderr is not None and sys.stderr.isatty()
        self._began = time.monotonic()
        self._weights: deque[int] = deque()
        self._articles = 0
        self._bytes = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def taking(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Pass articles on that are about to be read; readings are `done` in the same order."""
        for article in articles:
            if self._wanted:
                self._weights.append(len(article.text.encode("utf-8", "replace")))
            yield article

    def done(self) -> None:
        """Note that one more article has been read."""
        if not self._wanted:
            return
        self._articles += 1
        self._bytes += self._weights.popleft()
        if self._progress is None and time.monotonic() - self._began > _PATIENCE:
            self._start()
        if self._progress is not None and self._task is not None:
            rate = self._articles / (time.monotonic() - self._began)
            self._progress.update(self._task, completed=self._bytes, articles=self._articles, rate=rate)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Clear the bar away while something else is written, where both share the terminal."""
        if self._progress is None or not sys.stdout.isatty():
            yield
            return
        self._progress.stop()
        yield
        self._progress.start()

    def stop(self) -> None:
        """Clear the bar away for good."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
        self._wanted = False

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        total = _size(self._paths)
        columns = [
            TextColumn("Reading"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[articles]} articles, {task.fields[rate]:.1f} a second"),
            *([TextColumn("·"), TimeRemainingColumn(), TextColumn("left")] if total else []),
        ]
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("", total=total, articles=self._articles, rate=0.0)
        self._progress.start()


def _size(paths: Sequence[str]) -> int | None:
    """Return how many bytes there are to read, or None where that cannot be known."""
    if any(path == "-" or "://" in path for path in paths):
        return None
    return sum(map(_size_of, map(Path, paths)))


def _size_of(path: Path) -> int:
    if path.is_dir():
        from sayso.sources.folder import files_in

        return sum(_size_of(file) for file in files_in(path) if isinstance(file, Path))
    try:
        return path.stat().st_size
    except OSError:  # it will be told as a failure
        return 0
