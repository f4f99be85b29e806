"""What every kind of source shares: the facts known about an article, failures, and the bound on sizes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from sayso.article import Article
from sayso.sources.habits.dateline import dateline
from sayso.sources.habits.signs import habits

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
    """What is known about an article apart from its text; the fields mean what those of an `Article` do."""

    outlet: str | None = None
    published: date | None = None
    title: str | None = None
    url: str | None = None
    author: str | None = None
    modified: date | None = None
    language: str | None = None
    credit: str | None = None
    correction: str | None = None
    warning: str | None = None

    def or_else(self, others: Facts) -> Facts:
        """Return these facts, and those of `others` where these are silent."""
        return Facts(*(getattr(self, field.name) or getattr(others, field.name) for field in fields(Facts)))


def article_of(text: str, id: str, facts: Facts) -> Article:
    """Make an article; its dateline, credits and signature fill in what `facts` leave open.

    Raises:
        TextError: the text has no character but white space.
    """
    line, habit = dateline(text), habits(text)
    told = Facts(line.outlet, line.published, author=habit.author, credit=habit.credit, correction=habit.correction)
    known = facts.or_else(told)
    return Article(text, id, **{field.name: getattr(known, field.name) for field in fields(Facts)})
