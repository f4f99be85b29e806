"""Statements: found by words, by meaning, by who and when; and one by its number."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any

from fastapi import APIRouter, Query

from sayso.web.api import models
from sayso.web.api.asking import Number, Opened, Optional, Part, Text, Wanted
from sayso.web.api.problems import Route, answered, described

router = APIRouter(route_class=Route, tags=["statements"], responses=described(422))
_MISSING = described(404)


@router.get("/statements", response_model=models.Page[models.Statement])
def search(
    ledger: Opened,
    part: Part,
    filters: Wanted,
    q: Annotated[Text, Query(description="words; those in double quotes must stand together")] = None,
    by_meaning: Annotated[bool, Query(description="find those, too, that say the like in other words")] = True,
) -> Any:
    """Find statements, the best first; without words, all that the filters let through, the latest first."""
    found = ledger.search(q or "", filters, limit=part.limit, offset=part.offset, by_meaning=by_meaning)
    return part.page(found.entries, found.more)


@router.get("/timeline", response_model=models.Page[models.Statement])
def timeline(ledger: Opened, part: Part, filters: Wanted) -> Any:
    """List statements by the day on which they were made, the earliest first."""
    found = ledger.timeline(filters, limit=part.limit, offset=part.offset)
    return part.page(found.entries, found.more)


@router.get("/facets", response_model=models.Facets)
def facets(ledger: Opened, filters: Wanted, most: Annotated[int, Query(ge=1, le=50)] = 8) -> Any:
    """Count acts, speakers and outlets of the statements that the filters let through."""
    found = ledger.facets(filters, most=most)

    def counted(pairs: tuple[tuple[str, int], ...]) -> list[models.Count]:
        return [models.Count(value=value, count=count) for value, count in pairs]

    acts, speakers, outlets = counted(found.acts), counted(found.speakers), counted(found.outlets)
    return models.Facets(acts=acts, speakers=speakers, outlets=outlets, counted=found.counted, all=found.all)


@router.get("/statements/{number}", response_model=models.Shown, responses=_MISSING)
def statement(ledger: Opened, number: Number) -> Any:
    """Show one statement where it stands, with its corrections and the claims that it is on."""
    with answered(404):
        shown = ledger.show(number)
    told = {field.name: getattr(shown, field.name) for field in fields(shown)}
    sides = [models.OnClaim(claim=claim, side=side) for claim, side in ledger.sides(number)]
    return told | {"claims": sides}


@router.get("/corrections", response_model=models.Page[models.Correction])
def corrections(ledger: Opened, part: Part, statement: Optional = None) -> Any:
    """List what persons corrected, the latest first."""
    made = ledger.corrections(statement)[::-1]
    return part.page(made[part.offset : part.offset + part.limit + 1])


@router.get("/history", response_model=models.Page[models.Deed])
def history(ledger: Opened, part: Part) -> Any:
    """List all that persons did, corrections and decisions, the latest first."""
    return part.page(ledger.deeds(limit=part.limit + 1, offset=part.offset))


@router.get("/quotations", response_model=models.Page[models.Repeated], tags=["claims"])
def quotations(
    ledger: Opened,
    part: Part,
    filters: Wanted,
    altered: Annotated[bool, Query(description="only those whose words differ, beyond typography")] = False,
) -> Any:
    """List the quotations that two articles print, those that differ most first."""
    found = ledger.quotations(filters, altered=altered, limit=part.limit + 1, offset=part.offset)
    return part.page(found)
