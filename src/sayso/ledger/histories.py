"""What became of articles: what their later versions changed, and which of them are reprints of one origin."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.ledger.answers import ENTRY, Entry, entry
from sayso.ledger.schema import articles, changes, statements
from sayso.ledger.versions import Kind


@dataclass(frozen=True, slots=True)
class Headline:
    """An article in short."""

    id: int
    title: str | None
    outlet: str | None
    published: str | None  # YYYY-MM-DD
    url: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What a later version of an article changed of one statement."""

    article: Headline  # the later version
    version: int
    kind: Kind
    earlier: Entry | None
    later: Entry | None


@dataclass(frozen=True, slots=True)
class Group:
    """An article and what goes back to it."""

    origin: Headline
    reprints: tuple[tuple[Headline, float], ...]  # with the share of text in common, the earliest first


def changed(connection: Connection, article: int | None, limit: int) -> list[Changed]:
    """Return the latest changes, of all articles or of one with all its versions."""
    asked = sa.select(changes, articles.c.version).join(articles, articles.c.id == changes.c.article_id)
    if article is not None:
        same = sa.select(articles.c.identity).where(articles.c.id == article).scalar_subquery()
        asked = asked.where(articles.c.identity == same)
    found = connection.execute(asked.order_by(changes.c.id.desc()).limit(limit)).mappings().all()
    return [
        Changed(
            _headline(connection, row["article_id"]),
            row["version"],
            Kind(row["kind"]),
            _entry(connection, row["earlier_id"]),
            _entry(connection, row["later_id"]),
        )
        for row in found
    ]


def groups(connection: Connection, limit: int) -> list[Group]:
    """Return the articles that others go back to, those with the most reprints first."""
    a = articles.c
    origins = (
        sa.select(a.origin_id)
        .where(a.origin_id.is_not(None) & a.latest)
        .group_by(a.origin_id)
        .order_by(sa.func.count().desc(), a.origin_id)
        .limit(limit)
    )
    found = []
    for origin in connection.execute(origins).scalars().all():
        copies = sa.select(a.id, a.shared).where((a.origin_id == origin) & a.latest).order_by(a.published, a.id)
        kept = [(_headline(connection, id), shared or 0.0) for id, shared in connection.execute(copies).all()]
        found.append(Group(_headline(connection, origin), tuple(kept)))
    return found


def _headline(connection: Connection, article: int) -> Headline:
    a = articles.c
    asked = sa.select(a.id, a.title, a.outlet, a.published, a.url).where(a.id == article)
    return Headline(**connection.execute(asked).mappings().one())


def _entry(connection: Connection, statement: int | None) -> Entry | None:
    if statement is None:
        return None
    row = connection.execute(ENTRY.where(statements.c.id == statement)).mappings().first()
    return entry(row) if row else None
