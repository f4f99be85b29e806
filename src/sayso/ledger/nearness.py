"""Statements that are about what a text is about: the nearest by the vectors of their contents.

The search goes by one bit a dimension first, over all statements at once, and weighs the best of these by their whole
vectors. Bits lie in blocks, so that a million statements' are there in a moment; those not yet in one are read singly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from sayso.ledger.schema import blocks, insert_rows, vectors
from sayso.reader.meaning import WIDTH, Vectors, codes_of

BLOCK = 8192
"""Statements of a block."""
_WEIGHED = 600
"""Statements whose whole vectors are looked at, for each one that is asked for up to a hundred."""


def write_vectors(connection: Connection, ids: Sequence[int], found: Vectors) -> None:
    """Keep the vectors of statements."""
    rows = [{"statement_id": id, "vector": row.tobytes()} for id, row in zip(ids, found, strict=True)]
    insert_rows(connection, vectors, rows)


def pack(connection: Connection) -> int:
    """Gather vectors that are in no block into blocks, whole ones only, and return how many blocks were made."""
    made = 0
    while True:
        rows = _loose(connection, BLOCK)
        if len(rows) < BLOCK:
            return made
        ids = np.array([row[0] for row in rows], np.int64)
        codes = codes_of(_vectors_of(rows))
        values = {"last_id": int(ids[-1]), "ids": ids.tobytes(), "codes": codes.tobytes()}
        connection.execute(sa.insert(blocks).values(**values))
        made += 1


class Index:
    """The bits of all statements, as they were when it was made."""

    def __init__(self, connection: Connection) -> None:
        kept = connection.execute(sa.select(blocks.c.ids, blocks.c.codes).order_by(blocks.c.last_id)).all()
        rows = _loose(connection, None)
        ids = [np.frombuffer(row[0], np.int64) for row in kept] + [np.array([row[0] for row in rows], np.int64)]
        codes = [np.frombuffer(row[1], np.uint64).reshape(-1, WIDTH // 64) for row in kept]
        self.ids = np.concatenate(ids)
        self._codes = np.ascontiguousarray(np.concatenate([*codes, codes_of(_vectors_of(rows))]).T)

    def near(self, connection: Connection, asked: Vectors, count: int) -> list[tuple[int, float]]:
        """Return the ids of the nearest statements with their likeness, from -1 to 1, the nearest first.

        Args:
            asked: [256].
        """
        if not len(self.ids) or not asked.any():
            return []
        apart = np.zeros(len(self.ids), np.uint8)
        for mine, theirs in zip(codes_of(asked[None])[0], self._codes, strict=True):
            apart += np.bitwise_count(theirs ^ mine)
        counts = np.bincount(apart, minlength=WIDTH + 1).cumsum()
        furthest = int(np.searchsorted(counts, min(len(apart), max(_WEIGHED, 6 * count))))
        picked = self.ids[apart <= furthest]  # by counting: a partial sort takes ten times as long
        likeness = {id: float(v @ asked.astype(np.int32)) / 127**2 for id, v in _vectors(connection, picked)}
        return sorted(likeness.items(), key=lambda item: (-item[1], item[0]))[:count]


def _vectors(connection: Connection, ids: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int32]]]:
    found = []
    for first in range(0, len(ids), 900):
        some = ids[first : first + 900].tolist()
        asked = sa.select(vectors.c.statement_id, vectors.c.vector).where(vectors.c.statement_id.in_(some))
        found += [(row[0], np.frombuffer(row[1], np.int8).astype(np.int32)) for row in connection.execute(asked)]
    return found


def _loose(connection: Connection, most: int | None) -> Sequence[tuple[int, bytes]]:
    """Return the vectors that are in no block, in the order of their ids."""
    last = sa.select(sa.func.coalesce(sa.func.max(blocks.c.last_id), 0)).scalar_subquery()
    asked = sa.select(vectors.c.statement_id, vectors.c.vector).where(vectors.c.statement_id > last)
    found = connection.execute(asked.order_by(vectors.c.statement_id).limit(most))
    return [(id, vector) for id, vector in found]


def _vectors_of(rows: Sequence[tuple[int, bytes]]) -> Vectors:
    return np.frombuffer(b"".join(row[1] for row in rows), np.int8).reshape(-1, WIDTH)
