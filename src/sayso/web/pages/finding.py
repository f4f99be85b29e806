"""The pages that find: search with its facets and exports, and the timeline of a topic."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, replace
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from sayso.ledger import Ledger
from sayso.ledger.answers import Entry
from sayso.ledger.finding import words_of
from sayso.web.asked import PAGE, Asked, asked_of
from sayso.web.opened import ledger_of
from sayso.web.rendering import render

router = APIRouter()
Opened = Annotated[Ledger, Depends(ledger_of)]
_EXPORTED = 1_000  # statements
_DAYS = 60  # statements on a page of the timeline
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@router.get("/search")
def search(request: Request, ledger: Opened) -> HTMLResponse:
    """Show the statements that fit, with what they have in common; speakers and claims, too, on the first page."""
    asked = asked_of(request)
    found = ledger.search(asked.q, asked.filters, limit=PAGE, offset=asked.offset, by_meaning=not asked.words)
    first = bool(asked.q) and asked.page == 1
    about = asked.q if words_of(asked.q) else None
    return render(
        request,
        "search.html",
        asked=asked,
        query=asked.q,
        found=found,
        facets=ledger.facets(replace(asked.filters, about=about)),
        speakers=ledger.speakers_named(asked.q, limit=4) if first else [],
        claims=ledger.claims_about(asked.q, limit=3) if first and not asked.narrowed else [],
    )


@router.get("/search.csv")
def as_csv(request: Request, ledger: Opened) -> Response:
    """Give what is found as a table."""
    written = io.StringIO()
    rows = [asdict(entry) for entry in _all(ledger, asked_of(request))]
    writer = csv.DictWriter(written, list(Entry.__dataclass_fields__))
    writer.writeheader()
    writer.writerows({name: _tame(value) for name, value in row.items()} for row in rows)
    return _file(written.getvalue().encode("utf-8", "replace"), "text/csv; charset=utf-8", "statements.csv")


@router.get("/search.json")
def as_json(request: Request, ledger: Opened) -> Response:
    """Give what is found as JSON lines."""
    lines = [json.dumps(asdict(entry)) + "\n" for entry in _all(ledger, asked_of(request))]
    return _file("".join(lines).encode(), "application/x-ndjson", "statements.jsonl")


@router.get("/timeline")
def timeline(request: Request, ledger: Opened) -> HTMLResponse:
    """Show statements by the days on which they were made."""
    asked = asked_of(request)
    about = asked.q if words_of(asked.q) else None
    wanted = replace(asked.filters, about=about)
    found = ledger.timeline(wanted, limit=_DAYS, offset=(asked.page - 1) * _DAYS)
    days = [(day, list(entries)) for day, entries in groupby(found.entries, _day_of)]
    return render(request, "timeline.html", asked=asked, days=days, more=found.more, facets=ledger.facets(wanted))


def _all(ledger: Ledger, asked: Asked) -> tuple[Entry, ...]:
    return ledger.search(asked.q, asked.filters, limit=_EXPORTED, by_meaning=not asked.words).entries


def _day_of(entry: Entry) -> str:
    return (entry.made or entry.published or "").split("/")[0].split("T")[0]


def _tame(value: object) -> object:
    """Return a cell that no program of tables takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _file(data: bytes, kind: str, name: str) -> Response:
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
