"""What a ledger answers with: speakers and statements as values, out of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.ledger.schema import aliases, articles, speakers, statements
from sayso.ledger.schema import doubts as doubts_table
from sayso.statement import Act, SpeakerType


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """Somebody who speaks in a ledger's articles."""

    id: int
    name: str  # the fullest that is known
    type: SpeakerType
    role: str | None
    affiliation: str | None
    country: str | None
    aliases: tuple[str, ...]  # every name that articles use, the most used first
    statements: int  # handed to them


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two speakers who may be one."""

    speaker: KnownSpeaker
    other: KnownSpeaker  # who was met earlier
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement of a ledger, with what is needed to show it."""

    id: int
    label: str  # s1, s2, ... in its article
    speaker: str | None  # name
    speaker_id: int | None
    source: str | None  # in the article's words
    cue: str | None
    content: str
    act: Act
    negated: bool
    addressee: str | None  # name
    made: str | None  # EDTF
    confidence: float
    article: int
    outlet: str | None
    published: str | None  # YYYY-MM-DD
    title: str | None
    url: str | None


def speaker(connection: Connection, number: int) -> KnownSpeaker | None:
    """Return a speaker by their number, None where there is none; for one who was found to be another, that other."""
    row = connection.execute(sa.select(speakers).where(speakers.c.id == number)).mappings().first()
    if row is None:
        return None
    if row["merged_into"] is not None:
        return speaker(connection, row["merged_into"])
    called = sa.select(aliases.c.name).where(aliases.c.speaker_id == number)
    names = connection.execute(called.order_by(aliases.c.articles.desc(), aliases.c.name)).scalars().all()
    count = sa.select(sa.func.count()).select_from(statements).where(statements.c.speaker_id == number)
    return KnownSpeaker(
        row["id"],
        row["name"],
        SpeakerType(row["type"]),
        row["role"],
        row["affiliation"],
        row["country"],
        tuple(names),
        connection.execute(count).scalar_one(),
    )


def doubts(connection: Connection, number: int | None = None) -> list[Doubt]:
    """Return the pairs of speakers that nobody has decided on, in the order in which they were met.

    Args:
        number: only those with this speaker.
    """
    asked = sa.select(doubts_table).order_by(doubts_table.c.speaker_id, doubts_table.c.other_id)
    if number is not None:
        asked = asked.where((doubts_table.c.speaker_id == number) | (doubts_table.c.other_id == number))
    found = []
    for row in connection.execute(asked).mappings().all():
        one, other = speaker(connection, row["speaker_id"]), speaker(connection, row["other_id"])
        if one and other and one.id != other.id:
            found.append(Doubt(one, other, row["reason"]))
    return found


_addressees = speakers.alias("addressees")
ENTRY = (
    sa.select(
        statements.c.id,
        statements.c.label,
        speakers.c.name.label("speaker"),
        statements.c.speaker_id,
        statements.c.source,
        statements.c.cue,
        statements.c.content,
        statements.c.act,
        statements.c.negated,
        _addressees.c.name.label("addressee"),
        statements.c.made,
        statements.c.confidence,
        statements.c.article_id.label("article"),
        articles.c.outlet,
        articles.c.published,
        articles.c.title,
        articles.c.url,
    )
    .select_from(statements)
    .join(articles, articles.c.id == statements.c.article_id)
    .outerjoin(speakers, speakers.c.id == statements.c.speaker_id)
    .outerjoin(_addressees, _addressees.c.id == statements.c.addressee_id)
)
"""What to select for an `Entry`."""


def entry(row: Mapping[Any, Any]) -> Entry:
    """Return the entry that a row of `ENTRY` holds."""
    return Entry(**{**row, "act": Act(row["act"]), "negated": bool(row["negated"])})
