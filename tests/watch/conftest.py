"""What the tests of watching share: a paper on loopback, and a watcher with a clock that is set by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from sayso.article import Article
from sayso.sources.common import Facts, Failure
from sayso.sources.fetching.fetcher import Fetcher, Limits
from sayso.statement import Reading
from sayso.watch import Happening, Pace, Watcher, What
from tests.serving import Answer, Site, serving

LIMITS = Limits(connect=3.0, read=1.0, total=3.0)  # a busy machine is slow to answer


def rss(*links: str, title: str = "The Harrow Ledger", extra: str = "") -> str:
    """Return a feed with some links, titled by their last part."""
    items = "".join(
        f"<item><title>About {link.split('/')[-1]}</title><link>{link}</link>{extra}</item>" for link in links
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


def page(text: str, canonical: str = "") -> Answer:
    """Return an article's page as `read_page` below reads it."""
    return Answer(f"<link rel=canonical href='{canonical}'><p>{text}</p>")


def read_page(
    data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None
) -> Article | Failure:
    """Read the simplest of pages; some words trip it up."""
    text = data.decode()
    if "trip up" in text:
        raise RecursionError
    found = re.search(r"<p>(.+)</p>", text, re.DOTALL)
    if found is None:
        return Failure(where, None, "no article was found on its page")
    canonical = re.search(r"canonical href='([^']+)'", text)
    return Article(found[1], url=canonical[1] if canonical else url)


def read_article(article: Article) -> Reading:
    """Read an article without weights: nothing is found in it."""
    return Reading(article, (), model="none/1")


@dataclass
class Desk:
    """A watcher that is begun anew for each look, as cron does, and what happened."""

    path: Path
    site: Site
    now: datetime = datetime(2031, 3, 4, 12, tzinfo=UTC)
    pace: Pace = field(default_factory=lambda: Pace(every=900))
    happened: list[Happening] = field(default_factory=list)

    def watcher(self, *paths: str, read: Callable[[Article], Reading] = read_article) -> Watcher:
        fetcher = Fetcher(allow_private=True, delay=0, limits=LIMITS)
        return Watcher(
            self.path, [self.site.url(path) for path in paths], read, fetcher=fetcher, pace=self.pace,
            tell=self.happened.append, read_page=read_page, clock=lambda: self.now, seed=1,
        )  # fmt: skip

    def look(self, *paths: str) -> list[Happening]:
        """Look once, and return what happened."""
        self.happened.clear()
        with self.watcher(*paths) as watcher:
            watcher.run(once=True)
        return list(self.happened)

    def pass_time(self, **time: float) -> None:
        self.now += timedelta(**time)

    def articles(self) -> dict[str, list[str]]:
        """Return the texts of each article in the ledger, by its path, in the order of their versions."""
        from sayso.ledger import Ledger

        found: dict[str, list[str]] = {}
        with Ledger(self.path) as ledger:
            for reading in ledger.readings():
                found.setdefault(str(reading.article.url).removeprefix(self.site.url("")), []).append(
                    reading.article.text
                )
        return found

    def whats(self, what: What) -> list[str]:
        return sorted(h.url.removeprefix(self.site.url("")) for h in self.happened if h.what is what)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({}) as site:
        yield site


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Desk:
    return Desk(tmp_path / "news.db", site)


def conditional(body: str, tag: str) -> Callable[[BaseHTTPRequestHandler], Answer]:
    """Return a route that sends its body only to who does not have it yet."""

    def route(handler: BaseHTTPRequestHandler) -> Answer:
        known = handler.headers.get("If-None-Match") == tag
        return Answer("" if known else body, 304 if known else 200, {"ETag": tag})

    return route
