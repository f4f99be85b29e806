"""Opening a ledger's file: it is made, checked, and brought to the schema of this version."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sayso.errors import LedgerError

REVISION = "0004"
"""The schema of this version: the last step in `migrations/versions`."""
APPLICATION = 0x53415953  # "SAYS": told by `file` and by us
_PATIENCE = 60.0  # seconds to wait for another process that writes


def open_engine(path: Path, *, must_exist: bool = False) -> Engine:
    """Open a ledger, and make it where there is none.

    Raises:
        LedgerError: the file is no ledger, is of a newer schema, or cannot be opened.
    """
    if must_exist and not path.exists():
        raise LedgerError(f"{path}: there is no such ledger; `sayso add {path} SOURCE` makes one")
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: there is no folder {path.parent} to keep it in; make it first")
    engine = sa.create_engine(
        "sqlite://", creator=lambda: _connect(path), poolclass=sa.pool.QueuePool, pool_size=4, max_overflow=8
    )
    sa.event.listen(engine, "begin", _begin)
    try:
        with told(path):
            _bring_up(engine, path)
    except LedgerError:
        engine.dispose()
        raise
    return engine


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the database says of a file into one sentence for a person.

    Raises:
        LedgerError: the database could not do what it was asked.
    """
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        raise LedgerError(f"{path}: {_why(str(getattr(error, 'orig', error)))}") from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL nothing is lost when a process dies
    connection.execute("PRAGMA wal_autocheckpoint = 8000")  # pages: one that changes often is copied home less often
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _begin(connection: Connection) -> None:
    """Begin to write at once where writing is meant, so that two writers queue up rather than fail."""
    write = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _bring_up(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        known = _revision(connection, path)
    if known == REVISION:
        return
    if known is not None and known > REVISION:
        raise LedgerError(f"{path}: a newer version of sayso made this ledger (schema {known}); update sayso to use it")
    _write_ahead(path)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if _revision(connection, path) != REVISION:  # another process may have been faster
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            _migrate(connection)


def _write_ahead(path: Path) -> None:
    """Have the file written ahead; SQLite does not wait by itself here while another process looks at the new file."""
    deadline = time.monotonic() + _PATIENCE
    with closing(_connect(path)) as raw:
        while True:
            try:
                raw.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)


def _revision(connection: Connection, path: Path) -> str | None:
    """Return the schema's revision, None for an empty file.

    Raises:
        LedgerError: the file is a database of something else.
    """
    names = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names:
        return None
    application = connection.exec_driver_sql("PRAGMA application_id").scalar()
    if application != APPLICATION or "alembic_version" not in names:
        raise LedgerError(f"{path}: this is a database, but no ledger of sayso's; name another file")
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _why(message: str) -> str:
    """Return what to tell of an error of SQLite's, with the way out."""
    for words, told in (
        ("file is not a database", "this is no ledger, nor any SQLite database; name another file"),
        ("readonly", "it may not be written; change its permissions, or copy it to where you may write"),
        ("read-only", "it may not be written; change its permissions, or copy it to where you may write"),
        ("locked", "another program has kept it locked for a minute; close that program and try again"),
        ("full", "the disk is full; nothing was lost, free some space and run the command again"),
        ("unable to open", "it cannot be opened; check the path and its permissions"),
        ("disk i/o", "the disk cannot be read or written; check it and run the command again"),
        ("malformed", "the file is damaged; restore it from a copy"),
    ):
        if words in message.lower():
            return told
    return f"the database says: {message}"
