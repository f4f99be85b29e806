"""The page of a speaker: their roles over time, what they said, whom they speak to, and their disputes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sayso.ledger import Ledger
from sayso.ledger.finding import Filters
from sayso.statement import Act
from sayso.web.api.asking import Number
from sayso.web.drawing.networks import network
from sayso.web.opened import ledger_of, settings_of
from sayso.web.rendering import render

router = APIRouter()
_SAID = 30


@router.get("/speaker/{number}", response_class=HTMLResponse)
def speaker(request: Request, number: Number, ledger: Annotated[Ledger, Depends(ledger_of)], act: str = "") -> Response:
    """Show a speaker; for one who was found to be another, that other one."""
    profile = ledger.profile(number, statements=_SAID)
    if profile.speaker.id != number:
        return RedirectResponse(f"{settings_of(request).base_path}/speaker/{profile.speaker.id}", status_code=301)
    said = profile.said
    if act in set(Act):
        page = ledger.search("", Filters(speaker=profile.speaker.name, act=Act(act)), limit=200)
        said = tuple(entry for entry in page.entries if entry.speaker_id == number)[:_SAID]
    return render(
        request,
        "speaker.html",
        profile=profile,
        said=said,
        act=act if act in set(Act) else "",
        network=network(ledger.ties(number)),
        disputes=ledger.disputes_of(number, limit=8),
        most=max(profile.acts.values(), default=1),
    )
