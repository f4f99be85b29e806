"""What the steps of a watch work with."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sayso.article import Article
from sayso.ledger import Ledger
from sayso.ledger.watching import Journal, stamp
from sayso.sources.common import Facts, Failure
from sayso.sources.fetching.fetcher import Fetcher
from sayso.sources.fetching.robots import Robots
from sayso.sources.fetching.turns import PATIENCE
from sayso.statement import Reading
from sayso.watch.pace import Pace


class ReadPage(Protocol):
    """Turns a page as it was fetched into an article."""

    def __call__(
        self, data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None
    ) -> Article | Failure:
        """Return the article, or why there is none."""


ReadArticle = Callable[[Article], Reading]
"""Turns an article into its reading; several threads may call it at once."""


@dataclass(slots=True)
class Tools:
    """What the steps of a watch work with; threads share it."""

    ledger: Ledger
    journal: Journal
    fetcher: Fetcher
    robots: Robots
    read_page: ReadPage
    read_article: ReadArticle
    pace: Pace
    clock: Callable[[], datetime]
    rng: random.Random = field(default_factory=random.Random)
    writing: threading.Lock = field(default_factory=threading.Lock)  # so that threads queue up before the file's lock
    stopping: threading.Event = field(default_factory=threading.Event)

    def interrupted(self, host: str) -> bool:
        """Tell whether a fetch ended for reasons of ours: it was stopped, or its host is to be left alone for now."""
        return self.stopping.is_set() or self.fetcher.turns.left(host) > PATIENCE

    def later(self, seconds: float) -> datetime:
        """Return the time in so many seconds."""
        return self.clock() + timedelta(seconds=seconds)

    def stamped(self, seconds: float | None = 0.0) -> str | None:
        """Return the time in so many seconds, as the journal has it; None for none."""
        return None if seconds is None else stamp(self.later(seconds))


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def read_page_shipped(
    data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None
) -> Article | Failure:
    """Read a page as `sayso.sources` does; what that needs is loaded with the first one."""
    from sayso.sources.pages.page import read_page

    return read_page(data, where, facts, url=url, content_type=content_type)
