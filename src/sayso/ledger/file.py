"""A ledger's file: opened, read and written in transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.ledger import nearness, rows
from sayso.ledger.adding import now
from sayso.ledger.opening import open_engine, told
from sayso.ledger.schema import vectors


class LedgerFile:
    """One SQLite file of statements; see `Ledger`, which is what to use."""

    def __init__(self, path: str | Path, *, read_only: bool = False, must_exist: bool = False) -> None:
        self.path = Path(path)
        self._engine = open_engine(self.path, must_exist=read_only or must_exist)
        self._index: tuple[int, nearness.Index] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def _meanings(self, connection: Connection) -> nearness.Index:
        """Return the index of meanings, made anew when statements were added."""
        last = connection.execute(sa.select(sa.func.max(vectors.c.statement_id))).scalar() or 0
        if self._index is None or self._index[0] != last:
            self._index = last, nearness.Index(connection)
        return self._index[1]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(self.path), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection


def told_by(author: str, note: str | None) -> rows.Row:
    """Return who says something, when, and why, as the tables keep it."""
    return {"author": author, "at": now(), "note": note}
