"""The front page, and the lists: disputes, articles, speakers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from sayso.exports.arrange import FAMILY_OF, Family
from sayso.ledger import Ledger
from sayso.statement import Act
from sayso.web.asked import PAGE, asked_of, page_of
from sayso.web.opened import ledger_of
from sayso.web.rendering import render

router = APIRouter()
Opened = Annotated[Ledger, Depends(ledger_of)]


@router.get("/")
def front(request: Request, ledger: Opened) -> HTMLResponse:
    """Show what moved last, and what is new."""
    return render(
        request,
        "front.html",
        disputes=ledger.disputes(limit=4),
        articles=ledger.articles(limit=8),
        speakers=ledger.speakers(limit=10),
    )


@router.get("/disputes")
def disputes(request: Request, ledger: Opened) -> HTMLResponse:
    """Show the claims that some affirm and others deny."""
    asked = asked_of(request)
    found = ledger.disputes(asked.filters, limit=PAGE + 1, offset=asked.offset)
    return render(request, "disputes.html", disputes=found[:PAGE], asked=asked, more=len(found) > PAGE)


@router.get("/articles")
def articles(request: Request, ledger: Opened) -> HTMLResponse:
    """Show the articles, the newest first."""
    asked = asked_of(request)
    filters = asked.filters
    found = ledger.articles(
        outlet=filters.outlet, since=filters.since, until=filters.until, limit=PAGE + 1, offset=asked.offset
    )
    return render(request, "articles.html", articles=found[:PAGE], asked=asked, more=len(found) > PAGE)


@router.get("/speakers")
def speakers(request: Request, ledger: Opened) -> HTMLResponse:
    """Show who speaks, those who speak most first; or those with some name."""
    asked, page = asked_of(request), page_of(request)
    named = bool(asked.q)
    found = ledger.speakers_named(asked.q, limit=60) if named else ledger.speakers(limit=61, offset=(page - 1) * 60)
    more = len(found) > 60
    return render(request, "speakers.html", speakers=found[:60], asked=asked, more=more)


@router.get("/help")
def help_page(request: Request) -> HTMLResponse:
    """Tell how to read these pages."""
    families = [[act for act in Act if FAMILY_OF[act] is family] for family in Family]
    return render(request, "help.html", families=families)
