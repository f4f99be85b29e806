"""What requests may tell: numbers, pages, filters and days, each within its bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator

from sayso.ledger import Ledger
from sayso.ledger.finding import Filters
from sayso.statement import Act
from sayso.web.api.models import Page
from sayso.web.opened import ledger_of, settings_of

_HIGHEST = 2**53 - 1  # what every JSON parser keeps exact, and SQLite too
_DEEPEST = 10_000  # who wants more exports the ledger
_LONGEST = 500


def _day(value: Any) -> Any:
    """Refuse what is a day only to a parser that takes seconds since 1970, too.

    Raises:
        ValueError: it is not written as a day.
    """
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("write a day as YYYY-MM-DD")
    return value


Number = Annotated[int, Path(ge=1, le=_HIGHEST, description="number in the ledger")]
Optional = Annotated[int | None, Query(ge=1, le=_HIGHEST)]
Opened = Annotated[Ledger, Depends(ledger_of)]
Text = Annotated[str | None, Query(max_length=_LONGEST)]
Day = Annotated[date, BeforeValidator(_day)]
Needed = Annotated[str, Query(min_length=1, max_length=_LONGEST)]


@dataclass(frozen=True, slots=True)
class Some:
    """Which part of what is found is wanted."""

    limit: int
    offset: int
    request: Request

    def page(self, found: Sequence[Any], more: bool | None = None) -> Page[Any]:
        """Return a page with the address of the next one.

        Args:
            found: those wanted; with one more than `limit`, where `more` is not told.
            more: there are further ones.
        """
        further = len(found) > self.limit if more is None else more
        at = self.offset + self.limit
        next = None
        if further and at <= _DEEPEST:
            query = self.request.url.include_query_params(limit=self.limit, offset=at).query
            next = f"{settings_of(self.request).base_path}{self.request.url.path}?{query}"
        return Page[Any](items=list(found[: self.limit]), more=further, next=next)


def some(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=100, description="how many")] = 20,
    offset: Annotated[int, Query(ge=0, le=_DEEPEST, description="behind so many")] = 0,
) -> Some:
    """Return which part is wanted."""
    return Some(limit, offset, request)


def filters(
    speaker: Annotated[Text, Query(description="a name, or a part of it")] = None,
    act: Act | None = None,
    negated: bool | None = None,
    outlet: Text = None,
    since: Annotated[Day | None, Query(description="made then or later")] = None,
    until: Annotated[Day | None, Query(description="made then or earlier")] = None,
    about: Annotated[Text, Query(description="words of the content")] = None,
    article: Annotated[Optional, Query(description="the number of an article")] = None,
) -> Filters:
    """Return which statements are wanted."""
    about = about if about and any(c.isalnum() for c in about) else None  # else the index has nothing to look for
    return Filters(speaker, act, negated, outlet, since, until, about, article)


Part = Annotated[Some, Depends(some)]
Wanted = Annotated[Filters, Depends(filters)]
