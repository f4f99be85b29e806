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
from sayso.ledger import claiming, grouping, people, reprints, rows
from sayso.ledger.corrections import carry_over
from sayso.ledger.nearness import write_vectors
from sayso.ledger.schema import appearances, articles, changes, insert_rows, mentions, run, statements, times, vectors
from sayso.ledger.versions import compare
from sayso.reader.meaning import shipped_meaning
from sayso.statement import Reading

_LAST = sa.select(sa.func.max(statements.c.id))
_LATEST = sa.select(articles.c.id, articles.c.version, articles.c.text_hash).where(
    (articles.c.identity == sa.bindparam("identity_given")) & articles.c.latest
)


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
    reprints.note(connection, {**row, "id": id}, reading.article.text, latest["id"] if latest else None)
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
    first = 1 + (run(connection, _LAST).scalar() or 0)
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
        insert_rows(connection, table, values)
    write_vectors(connection, [row["id"] for row in said], shipped_meaning().of([row["content"] for row in said]))


def replace_reading(connection: Connection, article: int, reading: Reading) -> int:
    """Put a new reading of the same text in the place of an article's, and return how many statements it has.

    Corrections are carried over to the statements that stand where the corrected ones stood.
    """
    asked = sa.select(statements).where(statements.c.article_id == article).order_by(statements.c.id)
    before = [dict(row) for row in connection.execute(asked).mappings()]
    for table in (appearances, times, mentions):
        connection.execute(sa.delete(table).where(table.c.article_id == article))
    write_parts(connection, article, reading)
    last = before[-1]["id"] if before else 0
    after = [dict(row) for row in connection.execute(asked.where(statements.c.id > last)).mappings()]
    kept = {*carry_over(connection, before, after), *claiming.carry_over(connection, before, after)}
    gone = [row["id"] for row in before if row["id"] not in kept]
    _forget(connection, article, gone)
    grouping.regroup(connection, [row["id"] for row in after])
    row = rows.article_row(reading, 1, now())
    values = {key: row[key] for key in ("language", "model", "warnings")}
    connection.execute(sa.update(articles).where(articles.c.id == article).values(**values))
    earlier = _version_before(connection, article)
    if earlier is not None:
        _note_changes(connection, earlier, article)
    return len(after)


def _forget(connection: Connection, article: int, gone: Sequence[int]) -> None:
    """Remove statements, and what was written down of them."""
    connection.execute(sa.delete(changes).where(changes.c.article_id == article))
    claiming.forget(connection, article, gone)
    for first in range(0, len(gone), 500):
        some = gone[first : first + 500]
        connection.execute(sa.delete(vectors).where(vectors.c.statement_id.in_(some)))
        connection.execute(sa.update(statements).where(statements.c.within_id.in_(some)).values(within_id=None))
        connection.execute(sa.delete(statements).where(statements.c.id.in_(some)))


def _version_before(connection: Connection, article: int) -> int | None:
    row = connection.execute(sa.select(articles).where(articles.c.id == article)).mappings().one()
    earlier = (articles.c.identity == row["identity"]) & (articles.c.version == row["version"] - 1)
    return connection.execute(sa.select(articles.c.id).where(earlier)).scalar()


def now() -> str:
    """Return the time, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _latest(connection: Connection, identity: str) -> Mapping[str, Any] | None:
    row = run(connection, _LATEST, {"identity_given": identity}).mappings().first()
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
