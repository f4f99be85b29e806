"""Who somebody is in a ledger, and one statement in its article: what `sayso who` and `sayso show` tell."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.article import Span, paragraphs
from sayso.ledger import rows
from sayso.ledger.answers import ENTRY, Entry, KnownSpeaker, entry, speaker
from sayso.ledger.corrections import Correction, made
from sayso.ledger.schema import appearances, articles, speakers, statements
from sayso.statement import Act


@dataclass(frozen=True, slots=True)
class Role:
    """What a speaker was called in articles of some time."""

    role: str | None
    affiliation: str | None
    first: str | None  # YYYY-MM-DD of the earliest article, and of the latest
    last: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class Profile:
    """Who somebody is, what they did with words, and to whom."""

    speaker: KnownSpeaker
    roles: tuple[Role, ...]  # the earliest first
    acts: dict[Act, int]  # how many statements of each, the most first
    towards: tuple[tuple[Act, str, int], ...]  # whom they accuse, ask, praise, ..., and how often
    said: tuple[Entry, ...]  # the latest first
    heard: tuple[Entry, ...]  # addressed to them, the latest first


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement where it stands."""

    entry: Entry
    before: str  # the paragraphs around the statement: what stands before it in them,
    words: str  # the stretch from its first to its last word,
    after: str  # and what stands behind it
    within: tuple[Entry, ...]  # the statements that it stands within, the innermost first
    inner: tuple[Entry, ...]  # the statements that stand directly within it
    corrections: tuple[Correction, ...]  # what persons corrected of it, with what the model had read


def profile(connection: Connection, number: int, count: int) -> Profile | None:
    """Return a speaker's profile, with so many of the latest statements; None where there is no such speaker."""
    who = speaker(connection, number)
    if who is None:
        return None
    mine = (statements.c.speaker_id == who.id) & (statements.c.status != "rejected")
    acts = sa.select(statements.c.act, sa.func.count()).where(mine).group_by(statements.c.act)
    counted = connection.execute(acts.order_by(sa.func.count().desc(), statements.c.act)).all()
    others = (
        sa.select(statements.c.act, speakers.c.name, sa.func.count())
        .join(speakers, speakers.c.id == statements.c.addressee_id)
        .where(mine)
        .group_by(statements.c.act, speakers.c.id)
        .order_by(sa.func.count().desc(), speakers.c.name)
        .limit(20)
    )
    return Profile(
        who,
        _roles(connection, who.id),
        {Act(act): number for act, number in counted},
        tuple((Act(act), name, number) for act, name, number in connection.execute(others)),
        _latest(connection, statements.c.speaker_id == who.id, count),
        _latest(connection, statements.c.addressee_id == who.id, count),
    )


def shown(connection: Connection, number: int) -> Shown | None:
    """Return one statement in its article, None where there is no such statement."""
    row = connection.execute(ENTRY.where(statements.c.id == number)).mappings().first()
    if row is None:
        return None
    asked = sa.select(articles.c.text, *_spans()).join(statements, statements.c.article_id == articles.c.id)
    kept = connection.execute(asked.where(statements.c.id == number)).mappings().one()
    spans = [span for column in ("source_spans", "cue_spans", "content_spans") for span in rows.spans_of(kept[column])]
    before, words, after = _around(rows.text_of(kept["text"]), spans)
    return Shown(
        entry(row),
        before,
        words,
        after,
        _outer(connection, number),
        _inner(connection, number),
        tuple(made(connection, statement=number)),
    )


def _spans() -> tuple[sa.Column[str], ...]:
    c = statements.c
    return c.source_spans, c.cue_spans, c.content_spans


def _around(text: str, spans: list[Span]) -> tuple[str, str, str]:
    """Cut the paragraphs that a statement stands in at its first and at its last word."""
    start, end = min((s.start for s in spans), default=0), max((s.end for s in spans), default=0)
    held = [p for p in paragraphs(text) if p.start < end and p.end > start] or [Span(start, end)]
    first, last = min(held[0].start, start), max(held[-1].end, end)
    return text[first:start], text[start:end], text[end:last]


def _roles(connection: Connection, number: int) -> tuple[Role, ...]:
    a = appearances.c
    asked = (
        sa.select(
            a.role,
            a.affiliation,
            sa.func.min(articles.c.published),
            sa.func.max(articles.c.published),
            sa.func.count(sa.distinct(articles.c.id)),
        )
        .join(articles, articles.c.id == a.article_id)
        .where((a.speaker_id == number) & sa.or_(a.role.is_not(None), a.affiliation.is_not(None)))
        .group_by(a.role, a.affiliation)
        .order_by(sa.func.min(articles.c.published), a.role)
    )
    return tuple(Role(*row) for row in connection.execute(asked))


def _latest(connection: Connection, whose: sa.ColumnElement[bool], count: int) -> tuple[Entry, ...]:
    day = sa.func.coalesce(statements.c.made_from, articles.c.published, "")
    asked = ENTRY.where(whose, articles.c.latest, statements.c.status != "rejected")
    found = connection.execute(asked.order_by(day.desc(), statements.c.id.desc()).limit(count)).mappings()
    return tuple(entry(row) for row in found)


def _outer(connection: Connection, number: int) -> tuple[Entry, ...]:
    found: list[Entry] = []
    at = connection.execute(sa.select(statements.c.within_id).where(statements.c.id == number)).scalar()
    while at is not None and at not in [e.id for e in found]:
        found.append(entry(connection.execute(ENTRY.where(statements.c.id == at)).mappings().one()))
        at = connection.execute(sa.select(statements.c.within_id).where(statements.c.id == at)).scalar()
    return tuple(found)


def _inner(connection: Connection, number: int) -> tuple[Entry, ...]:
    asked = ENTRY.where(statements.c.within_id == number, statements.c.status != "rejected").order_by(statements.c.id)
    return tuple(entry(row) for row in connection.execute(asked).mappings())
