"""Finding statements: by their words, by what they are about, and by who, what, where and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.ledger.answers import ENTRY, Entry, entry
from sayso.ledger.nearness import Index
from sayso.ledger.schema import aliases, articles, statements
from sayso.reader.meaning import shipped_meaning
from sayso.reader.speakers.entities import normal
from sayso.statement import Act

_LATEST = 6_000
"""Statements with the words that are ranked: those added last, where there are more."""
_RANKED = 300
"""Statements of either kind of search that are put together."""
_DAMPING = 60.0
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009)."""
_LEAST_LIKENESS = 0.35
"""Of a statement that is found by its meaning alone."""
_WORDS = re.compile(r'"([^"]+)"|([^\W_]+(?:[’\'-][^\W_]+)*)')


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements are wanted."""

    speaker: str | None = None  # a name, or a part of it
    act: Act | None = None
    negated: bool | None = None
    outlet: str | None = None
    since: date | None = None  # made then or later; for one without a day, its article's counts
    until: date | None = None
    about: str | None = None  # words of the content
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the statements that were found."""

    entries: tuple[Entry, ...]
    more: bool  # there are further ones behind these


def search(connection: Connection, query: str, filters: Filters, limit: int, offset: int, index: Index | None) -> Page:
    """Return the statements that fit best, those that share words and those that share the meaning ranked together.

    Args:
        query: words; those in double quotes must stand together. Empty: all that the filters let through, the latest
            first.
        index: of all statements' meanings; None looks for words alone.
    """
    if not query.strip():
        return _latest(connection, filters, limit, offset)
    places: dict[int, float] = {}
    lists = [_by_words(connection, query, filters)]
    if index is not None and '"' not in query:
        lists.append(_by_meaning(connection, query, filters, index))
    for found in lists:
        for rank, id in enumerate(found):
            places[id] = places.get(id, 0.0) + 1 / (_DAMPING + rank)
    ordered = sorted(places, key=lambda id: (-places[id], id))
    wanted = ordered[offset : offset + limit]
    return Page(_entries(connection, wanted), len(ordered) > offset + limit)


def speakers_named(connection: Connection, name: str) -> list[int]:
    """Return the numbers of the speakers who go by a name or have its words in theirs, whole matches first."""
    words = normal(name).split()
    if not words:
        return []
    exact = sa.select(aliases.c.speaker_id).where(aliases.c.normal == " ".join(words))
    found = list(dict.fromkeys(connection.execute(exact).scalars()))
    likes = [aliases.c.normal.contains(word, autoescape=True) for word in words]
    part = sa.select(aliases.c.speaker_id, sa.func.sum(aliases.c.articles)).where(*likes)
    ranked = part.group_by(aliases.c.speaker_id).order_by(sa.func.sum(aliases.c.articles).desc()).limit(200)
    return list(dict.fromkeys([*found, *(row[0] for row in connection.execute(ranked))]))


def words_of(query: str) -> str:
    """Return a query in the full-text index's own words: each must be there, those in quotes together."""
    return " ".join(f'"{match[1] or match[2]}"' for match in _WORDS.finditer(query))


def conditions(connection: Connection, filters: Filters) -> list[sa.ColumnElement[bool]]:
    """Return what statements, joined with their articles, must meet."""
    found: list[sa.ColumnElement[bool]] = [articles.c.latest, statements.c.status != "rejected"]
    if filters.speaker is not None:
        found.append(statements.c.speaker_id.in_(speakers_named(connection, filters.speaker)))
    if filters.act is not None:
        found.append(statements.c.act == filters.act.value)
    if filters.negated is not None:
        found.append(statements.c.negated == filters.negated)
    if filters.outlet is not None:
        found.append(sa.func.lower(articles.c.outlet) == filters.outlet.lower())
    if filters.since is not None:
        found.append(sa.func.coalesce(statements.c.made_to, articles.c.published) >= filters.since.isoformat())
    if filters.until is not None:
        found.append(sa.func.coalesce(statements.c.made_from, articles.c.published) <= filters.until.isoformat())
    if filters.about is not None:
        found.append(statements.c.id.in_(_matching(f"{{content}} : ({words_of(filters.about)})")))
    if filters.article is not None:
        found.append(statements.c.article_id == filters.article)
    return found


def _matching(match: str) -> sa.Select[Any]:
    """Return a selection of the latest statements that the full-text index finds."""
    found = sa.text(
        "SELECT rowid FROM statements_text WHERE statements_text MATCH :about ORDER BY rowid DESC LIMIT :most"
    )
    bound = found.bindparams(about=match, most=_LATEST).columns(sa.column("rowid", sa.Integer))
    return sa.select(bound.subquery().c.rowid)


def _by_words(connection: Connection, query: str, filters: Filters) -> Sequence[int]:
    match = words_of(query)
    if not match:
        return []
    texts = (
        sa.text(
            "SELECT rowid, bm25(statements_text, 1.0, 0.4) AS score FROM statements_text "
            "WHERE statements_text MATCH :match ORDER BY rowid DESC LIMIT :most"
        )
        .bindparams(match=match, most=_LATEST)
        .columns(sa.column("rowid", sa.Integer), sa.column("score", sa.Float))
        .subquery()
    )
    asked = (
        sa.select(statements.c.id)
        .select_from(texts)
        .join(statements, statements.c.id == texts.c.rowid)
        .join(articles, articles.c.id == statements.c.article_id)
        .where(*conditions(connection, filters))
        .order_by(texts.c.score, statements.c.id.desc())
        .limit(_RANKED)
    )
    return connection.execute(asked).scalars().all()


def _by_meaning(connection: Connection, query: str, filters: Filters, index: Index) -> list[int]:
    near = index.near(connection, shipped_meaning().of([query])[0], _RANKED)
    likely = [id for id, likeness in near if likeness >= _LEAST_LIKENESS]
    asked = (
        sa.select(statements.c.id)
        .join(articles, articles.c.id == statements.c.article_id)
        .where(statements.c.id.in_(likely), *conditions(connection, filters))
    )
    allowed = set(connection.execute(asked).scalars())
    return [id for id in likely if id in allowed]


def _latest(connection: Connection, filters: Filters, limit: int, offset: int) -> Page:
    asked = ENTRY.where(*conditions(connection, filters)).order_by(statements.c.id.desc())
    rows = connection.execute(asked.limit(limit + 1).offset(offset)).mappings().all()
    return Page(tuple(entry(row) for row in rows[:limit]), len(rows) > limit)


def _entries(connection: Connection, ids: Sequence[int]) -> tuple[Entry, ...]:
    rows = connection.execute(ENTRY.where(statements.c.id.in_(ids))).mappings().all()
    found = {row["id"]: entry(row) for row in rows}
    return tuple(found[id] for id in ids if id in found)


def timeline(connection: Connection, filters: Filters, limit: int, offset: int) -> Page:
    """Return the statements that the filters let through, the earliest first, and those without a day last."""
    day = sa.func.coalesce(statements.c.made_from, statements.c.made_to, articles.c.published)
    asked = ENTRY.where(*conditions(connection, filters)).order_by(day.is_(None), day, statements.c.id)
    rows = connection.execute(asked.limit(limit + 1).offset(offset)).mappings().all()
    return Page(tuple(entry(row) for row in rows[:limit]), len(rows) > limit)
