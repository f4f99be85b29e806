"""What the address of a page asks for: filters, and the addresses that go on from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from fastapi import Request

from sayso.ledger.finding import Filters
from sayso.statement import Act

PAGE = 20
_LAST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Which statements a page shows."""

    q: str = ""
    speaker: str = ""
    act: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""
    words: str = ""  # "1": found by their words alone
    page: int = 1

    @property
    def filters(self) -> Filters:
        """What the ledger understands of it."""
        return Filters(
            speaker=self.speaker or None,
            act=Act(self.act) if self.act in set(Act) else None,
            outlet=self.outlet or None,
            since=_day(self.since),
            until=_day(self.until),
        )

    @property
    def offset(self) -> int:
        """How many statements stand before the page's first."""
        return (self.page - 1) * PAGE

    @property
    def narrowed(self) -> list[tuple[str, str]]:
        """What narrows the search: names and values, as they are shown."""
        names = ("speaker", "act", "outlet", "since", "until")
        return [(name, value) for name in names if (value := getattr(self, name))]

    def to(self, **changed: str | int) -> str:
        """Return the query of the address that asks for the same but for what is changed; of the first page."""
        other = replace(self, **({"page": 1} | changed))  # type: ignore[arg-type]
        told = {name: getattr(other, name) for name in self.__dataclass_fields__}
        kept = {name: value for name, value in told.items() if value and (name, value) != ("page", 1)}
        return "?" + urlencode(kept)


def asked_of(request: Request) -> Asked:
    """Return what a request asks for; what cannot be understood is left out."""
    given = request.query_params
    kept = {
        name: given.get(name, "").strip()[:500] for name in ("q", "speaker", "act", "outlet", "since", "until", "words")
    }
    if kept["act"] not in set(Act):
        kept["act"] = ""
    for name in ("since", "until"):
        if _day(kept[name]) is None:
            kept[name] = ""
    return Asked(**kept, page=page_of(request))


def page_of(request: Request) -> int:
    """Return which page of several is asked for, from 1."""
    given = request.query_params.get("page", "1")
    return min(max(int(given), 1), _LAST_PAGE) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
