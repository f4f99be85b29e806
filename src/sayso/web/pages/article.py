"""The page of an article: its text with its statements marked in it, and their list; and its versions compared."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from sayso.ledger import Ledger
from sayso.statement import Act
from sayso.web.api.asking import Number
from sayso.web.comparing import compared
from sayso.web.marked import marked
from sayso.web.opened import ledger_of, settings_of
from sayso.web.rendering import render

router = APIRouter()
Opened = Annotated[Ledger, Depends(ledger_of)]


@router.get("/article/{number}")
def article(request: Request, number: Number, ledger: Opened) -> HTMLResponse:
    """Show an article, with all its statements or those of some acts."""
    whole, placed = ledger.article(number), ledger.placed(number)
    acts = [act for act in request.query_params.getlist("act") if act in set(Act)]
    reprinted = ledger.article(whole.article.origin_id).article if whole.article.origin_id else None
    return render(
        request,
        "article.html",
        whole=whole,
        article=whole.article,
        view=marked(whole, placed, acts),
        acts=acts,
        reprinted=reprinted,
    )


@router.get("/article/{number}/versions")
def versions(
    request: Request, number: Number, ledger: Opened, other: Annotated[int | None, Query(ge=1, le=10**15)] = None
) -> HTMLResponse:
    """Show two versions of an article side by side, and what changed of its statements."""
    later = ledger.article(number)
    known = later.versions
    if len(known) < 2:
        told = "There is only one version of this article."
        return render(request, "error.html", status=404, title="Nothing to compare", told=told)
    at = known.index(number)
    before = other if other in known and other != number else known[at - 1] if at else known[-1]
    earlier = ledger.article(before)
    if earlier.article.version > later.article.version:
        earlier, later = later, earlier
    return render(
        request,
        "versions.html",
        later=later,
        earlier=earlier,
        rows=compared(earlier.text, later.text),
        changes=[change for change in ledger.changes(number) if change.version == later.article.version],
    )


@router.get("/statement/{number}")
def statement(request: Request, number: Number, ledger: Opened) -> RedirectResponse:
    """Go to where a statement stands."""
    entry = ledger.show(number).entry
    return RedirectResponse(f"{settings_of(request).base_path}/article/{entry.article}#{entry.label}", status_code=302)
