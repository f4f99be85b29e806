"""What a watcher tells of as it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """What happened."""

    ASKED = "asked"  # a source was asked, and answered
    NEW = "new"  # an article was added
    CHANGED = "changed"  # a later version of an article was added
    SAME = "same"  # an article was there already, or has not changed
    FAILED = "failed"  # a source or a link could not be had


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened."""

    what: What
    url: str
    title: str | None = None
    links: int = 0  # new ones, of a source
    article: int | None = None  # its number in the ledger
    statements: int = 0
    reason: str | None = None  # one sentence that goes on from the URL
    again: datetime | None = None  # when it is tried again; None where it was given up
    source: bool = False  # it is about a feed, a list or a sitemap
