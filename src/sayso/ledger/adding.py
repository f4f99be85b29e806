"""Adding a reading to a ledger, whole or not at all, and once: the same article twice is one.

An article is the same where its URL (or its id) is. The same text changes nothing; another text becomes its next
version, and what that changed of its statements is written down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.article import Article
from sayso.ledger import people, reprints, rows
from sayso.ledger.nearness import write_vectors
from sayso.ledger.schema import appearances, articles, changes, mentions, statements, times
from sayso.ledger.versions import compare
from sayso.reader.meaning import shipped_meaning
from sayso.statement import Reading

_LAST = sa.select(sa.func.max(statements.c.id))


class Outcome(StrEnum):
    """What became of an article that was added."""

    NEW = "new"
    SAME = "same"  # it was there already
    CHANGED = "changed"  # it was there with another text


@dataclass(frozen=True, slots=True)
class Added:
    """One article as it was added."""

    article: int  # its number in the ledger
    outcome: Outcome
    statements: int
    identity: str  # its URL, or its id


def known(connection: Connection, article: Article) -> int | None:
    """Return the number of an article that is there with the same text, None where it is not."""
    latest = _latest(connection, rows.identity_of(article))
    return latest["id"] if latest and latest["text_hash"] == rows.text_hash(article.text) else None


def add(connection: Connection, reading: Reading) -> Added:
    """Add a reading; the connection's transaction makes it whole."""
    identity = rows.identity_of(reading.article)
    latest = _latest(connection, identity)
    if latest is not None and latest["text_hash"] == rows.text_hash(reading.article.text):
        return Added(latest["id"], Outcome.SAME, 0, identity)
    version = 1 if latest is None else latest["version"] + 1
    if latest is not None:
        connection.execute(sa.update(articles).where(articles.c.id == latest["id"]).values(latest=False))
    row = rows.article_row(reading, version, now())
    inserted = connection.execute(sa.insert(articles).values(**row))
    assert inserted.inserted_primary_key is not None
    id = int(inserted.inserted_primary_key[0])
    write_parts(connection, id, reading)
    reprints.note(connection, {**row, "id": id}, reading.article.text)
    if latest is not None:
        _note_changes(connection, latest["id"], id)
    outcome = Outcome.NEW if latest is None else Outcome.CHANGED
    return Added(id, outcome, len(reading.statements), identity)


def write_parts(connection: Connection, article: int, reading: Reading) -> None:
    """Write what was read of an article: its speakers, statements, times and mentions."""
    who: dict[str | None, int | None] = {None: None}
    found = []
    registry = people.Registry(connection)
    for speaker in reading.speakers:
        row = rows.appearance_row(speaker)
        who[speaker.id] = registry.settle(row)
        found.append(row | {"article_id": article, "speaker_id": who[speaker.id]})
    registry.write()
    first = 1 + (connection.execute(_LAST).scalar() or 0)
    ids: dict[str | None, int | None] = {s.id: first + n for n, s in enumerate(reading.statements)}
    said = [
        rows.statement_row(statement, reading)
        | {
            "id": ids[statement.id],
            "article_id": article,
            "speaker_id": who.get(statement.speaker),
            "addressee_id": who.get(statement.addressee),
            "within_id": ids.get(statement.within),
        }
        for statement in reading.statements
    ]
    parts = (
        (appearances, found),
        (statements, said),
        (times, [row | {"article_id": article} for row in rows.time_rows(reading)]),
        (mentions, [row | {"article_id": article} for row in rows.mention_rows(reading)]),
    )
    for table, values in parts:
        if values:
            connection.execute(sa.insert(table), values)
    write_vectors(connection, [row["id"] for row in said], shipped_meaning().of([row["content"] for row in said]))


def now() -> str:
    """Return the time, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _latest(connection: Connection, identity: str) -> Mapping[str, Any] | None:
    asked = sa.select(articles.c.id, articles.c.version, articles.c.text_hash).where(
        (articles.c.identity == identity) & articles.c.latest
    )
    row = connection.execute(asked).mappings().first()
    return dict(row) if row else None


def _note_changes(connection: Connection, earlier: int, later: int) -> None:
    found = compare(_said(connection, earlier), _said(connection, later))
    values = [
        {"article_id": later, "kind": change.kind.value, "earlier_id": change.earlier, "later_id": change.later}
        for change in found
    ]
    if values:
        connection.execute(sa.insert(changes), values)


def _said(connection: Connection, article: int) -> Sequence[Mapping[str, Any]]:
    s = statements.c
    asked = sa.select(s.id, s.source, s.cue, s.content, s.act).where(s.article_id == article).order_by(s.id)
    return [dict(row) for row in connection.execute(asked).mappings()]
