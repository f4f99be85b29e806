"""The page of a claim: both sides, when who said what, on whose word, and what became of quotations."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from sayso.ledger import Ledger
from sayso.ledger.disputes import Claim, Side, traced
from sayso.ledger.finding import Filters
from sayso.ledger.quotations import Repeated
from sayso.web.api.asking import Number
from sayso.web.drawing.days import line_of_days
from sayso.web.drawing.trees import drawn
from sayso.web.opened import ledger_of
from sayso.web.rendering import render

router = APIRouter()
_MOST_SPEAKERS = 12  # of a claim whose quotations are compared


@router.get("/claim/{number}")
def claim(request: Request, number: Number, ledger: Annotated[Ledger, Depends(ledger_of)]) -> HTMLResponse:
    """Show a claim."""
    found = ledger.claim(number)
    trace = traced(found)
    return render(
        request,
        "claim.html",
        claim=found,
        here=str(request.url.replace(query="", fragment="")),
        sides=[(side, found.on(side)) for side in Side],
        days=line_of_days(found.voices),
        trees=[(Side.AFFIRM, drawn(trace.affirmed)), (Side.DENY, drawn(trace.denied))],
        altered=_altered(ledger, found),
    )


def _altered(ledger: Ledger, claim: Claim) -> list[Repeated]:
    """Return quotations of the claim that two articles print with other words."""
    on = {voice.entry.id for voice in claim.voices}
    names = dict.fromkeys(voice.entry.speaker for voice in claim.voices if voice.entry.speaker)
    if claim.articles < 2:
        return []
    found = {}
    for name in list(names)[:_MOST_SPEAKERS]:
        for pair in ledger.quotations(Filters(speaker=name), altered=True):
            if pair.one.entry.id in on or pair.other.entry.id in on:
                found[pair.one.entry.id, pair.other.entry.id] = pair
    return list(found.values())
