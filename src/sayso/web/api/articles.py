"""Articles: what the ledger holds of them, their text, and what their versions changed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from sayso.exports.json import dump
from sayso.web.api import models
from sayso.web.api.asking import Day, Number, Opened, Part, Text
from sayso.web.api.problems import Route, answered, described

router = APIRouter(route_class=Route, tags=["articles"], responses=described(422))
_MISSING = described(404)


@router.get("/articles", response_model=models.Page[models.Article])
def articles(
    ledger: Opened, part: Part, outlet: Text = None, since: Day | None = None, until: Day | None = None
) -> Any:
    """List the articles, each in its latest version, those added last first."""
    found = ledger.articles(outlet=outlet, since=since, until=until, limit=part.limit + 1, offset=part.offset)
    return part.page(found)


@router.get("/articles/{number}", response_model=models.WholeArticle, responses=_MISSING)
def article(ledger: Opened, number: Number) -> Any:
    """Read the text of an article, with what is known about it."""
    with answered(404):
        return ledger.article(number)


@router.get("/articles/{number}/statements", response_model=list[models.Placed], responses=_MISSING)
def placed(ledger: Opened, number: Number, rejected: bool = False) -> Any:
    """List an article's statements in text order, with where their words stand in its text."""
    with answered(404):
        return ledger.placed(number, rejected=rejected)


@router.get("/articles/{number}/reading", responses=_MISSING, response_model=dict[str, Any])
def reading(ledger: Opened, number: Number) -> Response:
    """Return an article's reading as `sayso read --json` writes it, to be taken in by `sayso import`."""
    with answered(404):
        return Response(dump(ledger.reading(number)), media_type="application/json")


@router.get("/articles/{number}/changes", response_model=list[models.Changed], responses=_MISSING)
def changed(ledger: Opened, number: Number) -> Any:
    """List what the versions of an article changed of its statements, the latest first."""
    with answered(404):
        ledger.article(number)
        return ledger.changes(number, limit=200)


@router.get("/changes", response_model=models.Page[models.Changed])
def changes(ledger: Opened, part: Part) -> Any:
    """List what later versions changed of all articles' statements, the latest first."""
    return part.page(ledger.changes(limit=part.offset + part.limit + 1)[part.offset :])


@router.get("/reprints", response_model=models.Page[models.Group])
def reprints(ledger: Opened, part: Part) -> Any:
    """List the articles that others go back to, those with the most reprints first."""
    groups = ledger.reprints(limit=part.offset + part.limit + 1)[part.offset :]
    return part.page(
        [
            models.Group(
                origin=models.Headline.model_validate(group.origin),
                reprints=[
                    models.Reprint(article=models.Headline.model_validate(copy), shared=shared)
                    for copy, shared in group.reprints
                ],
            )
            for group in groups
        ]
    )
