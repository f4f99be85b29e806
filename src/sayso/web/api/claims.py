"""Claims: what is disputed, who is on either side, and on whose word."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from sayso.web.api import models
from sayso.web.api.asking import Needed, Number, Opened, Part, Wanted
from sayso.web.api.problems import Route, answered, described

router = APIRouter(route_class=Route, tags=["claims"], responses=described(422))
_MISSING = described(404)


@router.get("/disputes", response_model=models.Page[models.Claim])
def disputes(
    ledger: Opened,
    part: Part,
    filters: Wanted,
    min_origins: Annotated[int, Query(ge=1, le=1000, description="independent sources of both sides")] = 1,
    one_sided: Annotated[bool, Query(description="claims that nobody denies, too")] = False,
) -> Any:
    """List the claims that some affirm and others deny, those that moved last first."""
    found = ledger.disputes(
        filters, min_origins=min_origins, limit=part.limit + 1, offset=part.offset, one_sided=one_sided
    )
    return part.page(found)


@router.get("/claims", response_model=list[models.Claim])
def about(
    ledger: Opened,
    about: Annotated[Needed, Query(description="words that its statements fit")],
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Any:
    """Find the claims whose statements fit some words best, by words and by meaning."""
    return ledger.claims_about(about, limit=limit)


@router.get("/claims/{number}", response_model=models.Claim, responses=_MISSING)
def claim(ledger: Opened, number: Number) -> Any:
    """Show a claim with every statement that affirms or denies it."""
    with answered(404):
        return ledger.claim(number)


@router.get("/claims/{number}/trace", response_model=models.Trace, responses=_MISSING)
def trace(ledger: Opened, number: Number) -> Any:
    """Tell on whose word a claim is affirmed and denied, from the first known sources to the outlets."""
    with answered(404):
        return ledger.trace(number)
