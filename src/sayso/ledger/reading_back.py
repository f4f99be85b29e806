"""An article's reading out of a ledger, as it was read and with everything that persons corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.ledger import rows
from sayso.ledger.schema import appearances, mentions, sides, speakers, statements, times
from sayso.statement import Reading


def reading_back(connection: Connection, article: Mapping[str, Any]) -> Reading:
    """Return the reading of an article, without the statements that were rejected.

    Args:
        article: its row.
    """
    met = sorted(_parts(connection, appearances, article), key=lambda row: (len(row["label"]), row["label"]))
    said = [row for row in _parts(connection, statements, article, "id") if row["status"] != "rejected"]
    labels: dict[Any, Any] = {row["id"]: row["label"] for row in said}
    claims = _claims(connection, article["id"])
    for row in said:
        row["claims"] = claims.get(row["id"], ())
        row["within"] = labels.get(row["within_id"])
        for who in ("speaker", "addressee"):
            row[f"{who}_label"] = _label(connection, row[f"{who}_id"], row[f"{who}_label"], met)
    found_times = _parts(connection, times, article, "start")
    return rows.reading_of(article, said, met, found_times, _parts(connection, mentions, article, "start", "end"))


def _claims(connection: Connection, article: int) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return by statement the claims on which an article's statements take a side."""
    asked = sa.select(sides.c.statement_id, sides.c.claim_id, sides.c.side)
    asked = asked.join(statements, statements.c.id == sides.c.statement_id).where(statements.c.article_id == article)
    return {id: ((str(claim), side),) for id, claim, side in connection.execute(asked)}


def _parts(connection: Connection, table: sa.Table, article: Mapping[str, Any], *order: str) -> list[rows.Row]:
    asked = sa.select(table).where(table.c.article_id == article["id"])
    return [dict(row) for row in connection.execute(asked.order_by(*(table.c[name] for name in order))).mappings()]


def _label(connection: Connection, speaker: int | None, label: str | None, met: list[rows.Row]) -> str | None:
    """Return the label of a speaker in the article: the one that was read, or that of whom a person put there."""
    if speaker is None:
        return None
    known = [row["label"] for row in met if row["speaker_id"] == speaker]
    if label in known or known:
        return label if label in known else str(known[0])
    row = connection.execute(sa.select(speakers).where(speakers.c.id == speaker)).mappings().one()
    about = {key: row[key] for key in ("name", "type", "role", "affiliation")}
    met.append({**about, "label": f"p{len(met) + 1}", "speaker_id": speaker, "mentions": "[]"})
    return str(met[-1]["label"])
