"""Speakers: who goes by a name, who they are, and which of them may be one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from sayso.ledger.profiles import Profile
from sayso.web.api import models
from sayso.web.api.asking import Number, Opened, Part, Text
from sayso.web.api.problems import Route, answered, described

router = APIRouter(route_class=Route, tags=["speakers"], responses=described(422))
_MISSING = described(404)


@router.get("/speakers", response_model=models.Page[models.Speaker])
def speakers(
    ledger: Opened, part: Part, name: Annotated[Text, Query(description="a name, or a part of one")] = None
) -> Any:
    """Find who goes by a name, the most likely first; without a name, those with the most statements first."""
    if not name:
        return part.page(ledger.speakers(limit=part.limit + 1, offset=part.offset))
    return part.page(ledger.speakers_named(name, limit=part.offset + part.limit + 1)[part.offset :])


@router.get("/speakers/{number}", response_model=models.Profile, responses=_MISSING)
def speaker(
    ledger: Opened,
    number: Number,
    statements: Annotated[int, Query(ge=0, le=100, description="how many of their latest")] = 10,
) -> Any:
    """Tell who somebody is: roles over time, what they said, and to whom."""
    with answered(404):
        return told(ledger.profile(number, statements=statements))


@router.get("/speakers/{number}/disputes", response_model=list[models.Claim], responses=_MISSING)
def disputes(ledger: Opened, number: Number) -> Any:
    """List the disputes in which somebody is heard, the latest first."""
    with answered(404):
        return ledger.disputes_of(ledger.speaker(number).id)


@router.get("/speakers/{number}/ties", response_model=list[models.Tie], responses=_MISSING)
def ties(ledger: Opened, number: Number) -> Any:
    """List whom somebody accuses, asks, praises and so on, and who does so to them."""
    with answered(404):
        return ledger.ties(ledger.speaker(number).id)


@router.get("/doubts", response_model=models.Page[models.Doubt])
def doubts(ledger: Opened, part: Part) -> Any:
    """List the pairs of speakers of whom a person must tell whether they are one."""
    return part.page(ledger.doubts()[part.offset : part.offset + part.limit + 1])


def told(profile: Profile) -> models.Profile:
    """Return a profile as the API has it."""
    return models.Profile(
        speaker=models.Speaker.model_validate(profile.speaker),
        roles=[models.Role.model_validate(role) for role in profile.roles],
        acts=profile.acts,
        towards=[models.Towards(act=act, name=name, times=times) for act, name, times in profile.towards],
        said=[models.Statement.model_validate(entry) for entry in profile.said],
        heard=[models.Statement.model_validate(entry) for entry in profile.heard],
    )
