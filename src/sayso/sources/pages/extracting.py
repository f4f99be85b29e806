"""Finding the articles of many pages, in processes of their own once there are many; pages go in, articles come out.

Extraction is the costly part of reading an archive, and Python runs one thread at a time. A process also keeps what a
hostile page does to a parser away from everything else: one that ends or takes too long costs that page only.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Timer
from typing import Any, Protocol

from sayso.article import Article
from sayso.sources.common import Facts, Failure

MANY = 16
"""Pages read here before processes are begun: a second's work, and one takes as long to get ready."""
MOST = 8
"""Processes at most; each holds the libraries, some 100 MiB."""
SECONDS = 60.0
"""How long one page may take in a process of its own; an ordinary one takes hundredths of a second."""

_CODE = "import sys; sys.path[:] = {path!r}; from sayso.sources.pages.extracting import serve; serve()"
_ENDED = (OSError, EOFError, pickle.UnpicklingError)


class ReadPage(Protocol):
    """What makes an article of a page, as `sayso.sources.pages.page.read_page` does."""

    def __call__(
        self, data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None
    ) -> Article | Failure:
        """Return the article of one page, or why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """One page on its way to becoming an article."""

    data: bytes
    where: str  # what to call it in a failure
    facts: Facts
    url: str | None = None
    content_type: str | None = None  # with its charset, as the server gave it

    def read(self, read_page: ReadPage | None) -> Article | Failure:
        """Return its article, found by `read_page` or, without one, by `sayso.sources.pages.page.read_page`."""
        read = read_page or _read_page()
        return read(self.data, self.where, self.facts, url=self.url, content_type=self.content_type)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page."""

    found: Article | Failure
    lost: bool = False  # whether it took a process with it, so that nobody knows what it holds


def processes_for(cores: int | None) -> int:
    """Return how many processes to extract in on so many cores, while the rest of them read."""
    return min(MOST, (cores or 1) // 2)


def extract(
    pages: Iterable[Page | Failure], read_page: ReadPage | None = None, *, processes: int | None = None
) -> Iterator[Outcome | Failure]:
    """Yield what becomes of each page, in their order; failures among the pages go through as they are.

    Pages are taken only as fast as outcomes are; a few pages a process are held at once.

    Args:
        pages: the pages, made as they are asked for.
        read_page: what makes an article of one; without it, `sayso.sources.pages.page.read_page`.
        processes: how many processes there may be, 0 for all to be done here; without it, half as many as there are
            cores. Where none can be begun, or `read_page` cannot be sent to one, all is done here.
    """
    most = processes_for(os.cpu_count()) if processes is None else processes
    given = iter(pages)
    yield from _extract_here(given, read_page, MANY if most else None)
    crew = _crew(most, read_page)
    if crew is None:
        yield from _extract_here(given, read_page, None)
        return
    with ThreadPoolExecutor(most, thread_name_prefix="sayso-extract") as pool:
        waiting: deque[Future[Outcome] | Failure] = deque()
        try:
            for page in given:
                waiting.append(page if isinstance(page, Failure) else pool.submit(crew.read, page))
                if len(waiting) > 2 * most:
                    yield _outcome(waiting.popleft())
            while waiting:
                yield _outcome(waiting.popleft())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            crew.end()


def _extract_here(
    pages: Iterator[Page | Failure], read_page: ReadPage | None, most: int | None
) -> Iterator[Outcome | Failure]:
    """Do `most` pages, or all of them, in this process."""
    done = 0
    while most is None or done < most:
        page = next(pages, None)
        if page is None:
            return
        yield page if isinstance(page, Failure) else Outcome(page.read(read_page))
        done += 1


def _outcome(waiting: Future[Outcome] | Failure) -> Outcome | Failure:
    return waiting if isinstance(waiting, Failure) else waiting.result()


def _read_page() -> ReadPage:
    from sayso.sources.pages.page import read_page

    return read_page


class _Process:
    """One process that extracts, begun and ready.

    Raises:
        OSError, EOFError, pickle.UnpicklingError: it cannot be begun, or ended before it was ready.
    """

    def __init__(self, read_page: ReadPage | None) -> None:
        command = [sys.executable, "-c", _CODE.format(path=sys.path)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        try:
            self._ask(read_page)  # it answers when it has loaded all that it needs
        except _ENDED:
            self.end()
            raise

    def read(self, page: Page) -> Article | Failure:
        """Return the article of a page.

        Raises:
            OSError, EOFError, pickle.UnpicklingError: the process ended meanwhile, or took too long and was ended.
        """
        found: Article | Failure = self._ask(page)
        return found

    def end(self) -> None:
        """End it, whatever it is doing; it keeps nothing that could be lost."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was not yet sent is lost
                pipe.close()

    def _ask(self, question: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        clock = Timer(SECONDS, self._process.kill)
        clock.daemon = True
        clock.start()
        try:
            pickle.dump(question, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
            return pickle.load(self._process.stdout)
        finally:
            clock.cancel()


class _Crew:
    """Processes that extract, each begun when it is first needed and again after a page has ended it."""

    def __init__(self, most: int, read_page: ReadPage | None) -> None:
        self._read_page = read_page
        self._idle: SimpleQueue[_Process | None] = SimpleQueue()  # None: one that is yet to be begun
        self._all: set[_Process] = set()
        self._can_begin = True
        self._ended = False
        for _ in range(most):
            self._idle.put(None)

    def read(self, page: Page) -> Outcome:
        """Return what becomes of a page; as many threads may ask as there are processes."""
        process = self._idle.get()
        try:
            process = process or self._begin()
            if process is None:
                return Outcome(page.read(self._read_page))
            return Outcome(process.read(page))
        except _ENDED:
            if process is not None:
                process.end()
                self._all.discard(process)
            process = None
            return Outcome(Failure(page.where, None, _LOST), lost=True)
        finally:
            self._idle.put(process)

    def end(self) -> None:
        """End all processes."""
        self._ended = True
        for process in tuple(self._all):
            process.end()

    def _begin(self) -> _Process | None:
        if not self._can_begin:
            return None
        try:
            process = _Process(self._read_page)
        except _ENDED:  # the system has too many, or `read_page` is nowhere that another process finds it
            self._can_begin = False
            return None
        self._all.add(process)
        if self._ended:
            process.end()
        return process


_LOST = f"its page ended the program that read it, or took longer than {SECONDS:.0f} seconds: leave it out"


def _crew(most: int, read_page: ReadPage | None) -> _Crew | None:
    """Return a crew, or None where processes are of no use."""
    if not most or not sys.executable or getattr(sys, "frozen", False):
        return None
    try:
        pickle.dumps(read_page)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
    return _Crew(most, read_page)


def serve() -> None:
    """Read the pages that come on standard input until it ends: what a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not come between the answers
    given = sys.stdin.buffer
    read_page: ReadPage = pickle.load(given) or _read_page()
    pickle.dump(None, answers)
    answers.flush()
    while True:
        try:
            page: Page = pickle.load(given)
        except EOFError:
            return
        pickle.dump(page.read(read_page), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
