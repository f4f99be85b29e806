"""`Watcher`: asks what is due, fetches what is new, and goes on so until it is stopped, or until nothing is due."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sayso.errors import SourceError
from sayso.exports.arrange import one_line
from sayso.ledger import Ledger
from sayso.ledger.watching import Counts, Fetch, Journal
from sayso.sources.fetching.fetcher import Fetcher
from sayso.sources.fetching.robots import Robots
from sayso.watch.happenings import Happening, What
from sayso.watch.links import plain_link
from sayso.watch.looking import look
from sayso.watch.pace import Pace
from sayso.watch.polling import poll
from sayso.watch.queues import Queues, Task
from sayso.watch.tools import ReadArticle, ReadPage, Tools, read_page_shipped, utc_now

_IDLE = 5.0  # seconds after which the journal is asked again at the latest
_REFILL = 0.2  # seconds between two questions to the journal while nothing happens
_PACKED = 500  # articles after which the ledger is packed


class Watcher:
    """Watches feeds, lists of feeds and sitemaps for a ledger. It is used in a `with` statement.

    Args:
        path: the ledger's file; it is made where there is none.
        sources: the URLs of what is watched.
        read_article: turns an article into its reading, such as `Reader().read`; threads call it, several at once.
        fetcher: fetches everything; the watcher closes it when it is stopped.
        pace: how often things are done.
        connections: how many pages are fetched and read at once.
        tell: is called with whatever happens, one at a time.
        read_page: turns a page into an article.
        clock: tells the time, in UTC.
        seed: of the chance by which pauses vary.

    Raises:
        SourceError: one of the sources is no URL that can be fetched.
        LedgerError: the file is no ledger, or cannot be opened.
    """

    def __init__(
        self,
        path: Path,
        sources: Iterable[str],
        read_article: ReadArticle,
        *,
        fetcher: Fetcher,
        pace: Pace | None = None,
        connections: int = 8,
        tell: Callable[[Happening], None] = lambda _: None,
        read_page: ReadPage = read_page_shipped,
        clock: Callable[[], datetime] = utc_now,
        seed: int | None = None,
    ) -> None:
        urls = _plain_sources(sources)
        ledger = Ledger(path)
        self._tools = Tools(
            ledger, Journal(path), fetcher, Robots(fetcher), read_page, read_article, pace or Pace(), clock,
            random.Random(seed),
        )  # fmt: skip
        self._connections = connections
        self._queues = Queues(fetcher.turns, connections)
        self._tell = tell
        self._roots: Sequence[int] = self._tools.journal.begin(urls, clock(), self._tools.pace.every)
        self._under_way: dict[Future[Happening | None], Task] = {}
        self._asked: set[int] | None = None  # sources that were asked in this round, of which there is but one
        self._unpacked = 0
        self._ask_at = 0.0  # on the monotonic clock: when the journal is asked again at the earliest

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tools.fetcher.close()
        self._tools.journal.close()
        self._tools.ledger.close()

    def run(self, *, once: bool = False) -> None:
        """Watch until `stop` is called.

        Args:
            once: ask each source once, fetch what is due, and return.

        Raises:
            SaysoError: the ledger cannot be written, or the weights are missing; everything told of before is safe.
        """
        if once:
            self._asked = set()
        with ThreadPoolExecutor(self._connections, thread_name_prefix="sayso-watch") as pool:
            try:
                while not self._tools.stopping.is_set():
                    none_due = self._fill()
                    self._hand_out(pool)
                    if once and none_due and not self._under_way and not len(self._queues):
                        break
                    self._wait()
            except BaseException:
                self.stop()
                raise
            finally:
                for future in list(self._under_way):
                    future.cancel()
        self._finish()

    def stop(self) -> None:
        """Have `run` return soon: what is under way is cut off, and done again the next time."""
        self._tools.stopping.set()
        # Not at once: this may be a signal's handler, and locks are held that closing asks for.
        threading.Thread(target=self._tools.fetcher.close, name="sayso-stop", daemon=True).start()

    def counts(self) -> Counts:
        """Count what is watched and what became of it."""
        return self._tools.journal.counts(self._roots)

    def under_way(self) -> list[str]:
        """Return the URLs that are being fetched or read."""
        return [task.url for task in list(self._under_way.values())]

    def _fill(self) -> bool:
        """Ask the journal for tasks where there are few left; tell whether it has none that is due."""
        if len(self._queues) >= 4 * self._connections or time.monotonic() < self._ask_at:
            return False
        tools, first = self._tools, self._ask_at == 0
        with tools.writing:
            whatever = first and self._asked is not None
            sources = tools.journal.due_sources(self._roots, tools.clock(), whatever=whatever)
            links = tools.journal.due_fetches(self._roots, tools.clock())
        if self._asked is not None:
            sources = [source for source in sources if source.id not in self._asked]
            self._asked.update(source.id for source in sources)
        taken = self._queues.put([*sources, *links])
        self._ask_at = time.monotonic() + (0 if taken else _REFILL)
        return not taken

    def _hand_out(self, pool: ThreadPoolExecutor) -> None:
        while len(self._under_way) < self._connections and (task := self._queues.take()) is not None:
            future = pool.submit(_do, task, self._tools)
            self._under_way[future] = task

    def _wait(self) -> None:
        """Wait for something to be over, or for something to be due."""
        if not self._under_way and not len(self._queues):
            self._pack()
            self._tools.stopping.wait(self._idle())
            return
        pause = _IDLE
        if len(self._under_way) < self._connections:
            soonest = self._queues.soonest()
            pause = min(pause, _REFILL if soonest is None else max(soonest, 0.01))
        if self._under_way:
            done, _ = wait(self._under_way, timeout=pause, return_when=FIRST_COMPLETED)
            for future in done:
                self._over(future)
        else:
            self._tools.stopping.wait(pause)

    def _idle(self) -> float:
        """Return the seconds until something is due, at most a few: other processes write to the journal, too."""
        if self._asked is not None:
            return max(self._ask_at - time.monotonic(), 0.01)
        next_at = self._tools.journal.next_at(self._roots)
        left = (next_at - self._tools.clock()).total_seconds() if next_at else _IDLE
        return min(max(left, _REFILL), _IDLE)

    def _over(self, future: Future[Happening | None]) -> None:
        task = self._under_way.pop(future)
        self._queues.done(task)
        if not future.cancelled() and (happening := future.result()) is not None:
            if happening.what in (What.NEW, What.CHANGED):
                self._unpacked += 1
                if self._unpacked >= _PACKED:
                    self._pack()
            self._tell(happening)

    def _pack(self) -> None:
        """Make what was added quick to search."""
        if self._unpacked:
            with self._tools.writing:
                self._tools.ledger.pack()
            self._unpacked = 0

    def _finish(self) -> None:
        """Tell of what was over in the end, once no thread works any more."""
        for future in list(self._under_way):
            self._over(future)
        self._pack()


def _do(task: Task, tools: Tools) -> Happening | None:
    if tools.stopping.is_set():
        return None
    return look(task, tools) if isinstance(task, Fetch) else poll(task, tools)


def _plain_sources(sources: Iterable[str]) -> list[str]:
    urls: dict[str, None] = {}
    for source in sources:
        link = plain_link(source)
        if link is None:
            raise SourceError(f"{one_line(source)}: it is no http or https URL that can be watched: check it")
        urls[link[0]] = None
    return list(urls)
