"""The file of accounts: who may come in, with what role, who is signed in, and who changed what.

It is a SQLite file of its own beside the ledger, so that a ledger can be handed on without anybody's password.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import AccessError
from sayso.web.access.person import Person, Role

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 12
"""Characters of a password: NIST SP 800-63B asks for eight at least, and for fifteen where nothing else guards."""
MOST = 1024  # characters of a password that are worth hashing
_NAME = re.compile(r"[^\W_][\w.@ '’-]{0,62}[\w.]|[^\W_]")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, role TEXT NOT NULL, password TEXT NOT NULL,
    added_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
    id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key TEXT NOT NULL UNIQUE, former TEXT, csrf TEXT NOT NULL, began REAL NOT NULL, seen REAL NOT NULL,
    turned REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_former ON sessions (former);
CREATE INDEX IF NOT EXISTS sessions_account ON sessions (account_id);
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, path TEXT NOT NULL,
    status INTEGER NOT NULL, address TEXT NOT NULL
);
PRAGMA user_version = 1;
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may come in."""

    id: int
    name: str
    role: Role
    added_at: str  # UTC

    @property
    def person(self) -> Person:
        """Return them as routes know them."""
        return Person(self.name, self.role)


@dataclass(frozen=True, slots=True)
class Done:
    """Something that somebody did, or was refused."""

    id: int
    at: str  # UTC
    who: str
    what: str  # in words where the page told, else the request's method
    path: str
    status: int  # of HTTP
    address: str  # that it came from


class Accounts:
    """A file of accounts.

    Args:
        path: the file; it is made, for its owner's eyes only, where there is none.
        must_exist: it must be there already.

    Raises:
        AccessError: the file is none of accounts, or cannot be opened.
    """

    def __init__(self, path: Path, *, must_exist: bool = False) -> None:
        self.path = path
        if must_exist and not path.is_file():
            raise AccessError(f"{path}: there is no such file of accounts; `sayso accounts {path} add NAME` makes one")
        try:
            if not path.exists():
                path.touch(mode=0o600)
            with self.opened() as connection:
                self._check(connection)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_SCHEMA)
        except OSError as error:
            raise AccessError(f"{path}: {error.strerror or error}") from error

    def _check(self, connection: sqlite3.Connection) -> None:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if (names and "accounts" not in names) or version > 1:
            raise AccessError(f"{self.path}: this is no file of accounts that this version of sayso knows")

    def add(self, name: str, role: Role, password: str) -> Account:
        """Let somebody in.

        Raises:
            AccessError: the name or the password will not do, or the name is taken.
        """
        if not _NAME.fullmatch(name):
            raise AccessError(
                f"{name!r} will not do as a name: up to 64 letters, digits and . - @, without a line break"
            )
        kept = hashed(password, name)
        try:
            with self.opened() as connection:
                values = (name, role.value, kept, now())
                asked = "INSERT INTO accounts (name, role, password, added_at) VALUES (?, ?, ?, ?) RETURNING id"
                (id,) = connection.execute(asked, values).fetchone()
        except sqlite3.IntegrityError:
            raise AccessError(f"there is an account of {name!r} already") from None
        return Account(id, name, role, values[3])

    def all(self) -> list[Account]:
        """Return all accounts, by name."""
        with self.opened() as connection:
            found = connection.execute("SELECT id, name, role, added_at FROM accounts ORDER BY name COLLATE NOCASE")
            return [Account(id, name, Role(role), at) for id, name, role, at in found]

    def remove(self, name: str) -> None:
        """Let somebody in no longer; whoever is signed in under the name is signed out.

        Raises:
            AccessError: there is no such account.
        """
        with self.opened() as connection:
            if not connection.execute("DELETE FROM accounts WHERE name = ?", (name,)).rowcount:
                raise AccessError(f"there is no account of {name!r}")

    def set_password(self, name: str, password: str) -> None:
        """Give somebody another password, and sign them out everywhere.

        Raises:
            AccessError: there is no such account, or the password will not do.
        """
        kept = hashed(password, name)
        with self.opened() as connection:
            changed = "UPDATE accounts SET password = ? WHERE name = ? RETURNING id"
            row = connection.execute(changed, (kept, name)).fetchone()
            if row is None:
                raise AccessError(f"there is no account of {name!r}")
            connection.execute("DELETE FROM sessions WHERE account_id = ?", row)

    def check(self, name: str, password: str) -> Account | None:
        """Return the account that a name and a password open, None where they open none.

        It takes as long for a name that nobody has, so that nobody learns which names there are.
        """
        with self.opened() as connection:
            asked = "SELECT id, name, role, added_at, password FROM accounts WHERE name = ?"
            row = connection.execute(asked, (name,)).fetchone()
        right = _fits(row[4] if row else _nobodys(), password)
        if row is None or not right:
            return None
        if _hasher().check_needs_rehash(row[4]):
            with self.opened() as connection:
                values = (_hasher().hash(password), row[0], row[4])
                connection.execute("UPDATE accounts SET password = ? WHERE id = ? AND password = ?", values)
        return Account(row[0], row[1], Role(row[2]), row[3])

    def write_down(self, who: str, what: str, path: str, status: int, address: str) -> None:
        """Keep what somebody did, or was refused."""
        with self.opened() as connection:
            values = (now(), who[:80], what[:400], path[:400], status, address)
            asked = "INSERT INTO audit (at, who, what, path, status, address) VALUES (?, ?, ?, ?, ?, ?)"
            connection.execute(asked, values)

    def done(self, *, limit: int = 100, before: int | None = None) -> list[Done]:
        """Return what was done, the latest first.

        Args:
            limit: how many.
            before: only what was done before this one, by its number.
        """
        with self.opened() as connection:
            asked = "SELECT id, at, who, what, path, status, address FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?"
            return [Done(*row) for row in connection.execute(asked, (before or 1 << 62, limit))]

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction; connections are cheap, and none is shared between threads."""
        try:
            with closing(sqlite3.connect(self.path, timeout=10)) as connection, connection:
                connection.execute("PRAGMA foreign_keys = ON")
                yield connection
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise AccessError(f"{self.path}: {error}") from error


def hashed(password: str, name: str) -> str:
    """Return what is kept of a password.

    Raises:
        AccessError: it is too short or too long, or is the name.
    """
    if not LEAST <= len(password) <= MOST:
        raise AccessError(f"a password needs at least {LEAST} characters, and at most {MOST}")
    if password.casefold().strip() == name.casefold() or len(set(password)) < 4:
        raise AccessError("this password is too easy to guess")
    return _hasher().hash(password)


def now() -> str:
    """Return the time in UTC, as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise AccessError("accounts need more than the core: pip install 'sayso[web]'") from error
    return PasswordHasher()  # Argon2id, as RFC 9106 recommends where memory is short


@cache
def _nobodys() -> str:
    """Return a hash that no password fits."""
    return _hasher().hash("\0nobody's")


def _fits(kept: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return len(password) <= MOST and _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
