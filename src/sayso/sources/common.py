"""What every kind of source shares: the facts known about an article, failures, and the bound on sizes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sayso.article import Article
from sayso.sources.dateline import dateline

SIZE_LIMIT = 64 * 2**20
"""Most bytes of one text file or one record; about fifty novels."""

TOO_LARGE = f"it is larger than {SIZE_LIMIT // 2**20} MiB: cut it into single articles"


@dataclass(frozen=True, slots=True)
class Failure:
    """One article that could not be had; it stands in the stream in the article's place."""

    where: str  # what was being read: a path, "news.jsonl line 7", or "standard input"
    id: str | None  # the article's id, where that much was known
    reason: str  # one sentence that goes on from `where`, and tells what to do

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an article apart from its text."""

    outlet: str | None = None
    published: date | None = None
    title: str | None = None
    url: str | None = None

    def or_else(self, others: Facts) -> Facts:
        """Return these facts, and those of `others` where these are silent."""
        return Facts(
            self.outlet or others.outlet,
            self.published or others.published,
            self.title or others.title,
            self.url or others.url,
        )


def article_of(text: str, id: str, facts: Facts) -> Article:
    """Make an article; its dateline fills in what `facts` leave open.

    Raises:
        TextError: the text has no character but white space.
    """
    line = dateline(text)
    known = facts.or_else(Facts(line.outlet, line.published))
    return Article(text, id=id, outlet=known.outlet, published=known.published, title=known.title, url=known.url)
