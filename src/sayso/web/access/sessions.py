"""Who is signed in: sessions, of which the file keeps hashes only, and whose ids turn as time goes by."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sayso.web.access.accounts import Account, Accounts
from sayso.web.access.person import Role

IDLE = 12 * 3600.0  # seconds after which somebody who does nothing is signed out
LONGEST = 14 * 86400.0  # seconds after which everybody is
TURN = 900.0  # seconds after which a session gets a new id
_OVERLAP = 60.0  # seconds for which the former id still holds, for requests that are under way
_SEEN = 60.0  # seconds between two notes that somebody is there


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in."""

    account: Account
    csrf: str  # what the forms of this session carry
    fresh: str | None = None  # the new id to be sent to the browser


class Sessions:
    """The sessions that a file of accounts keeps.

    Args:
        accounts: the file.
        clock: tells the time in seconds.
    """

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.time) -> None:
        self._accounts, self._clock = accounts, clock

    def begin(self, account: Account) -> str:
        """Sign somebody in, and return the id that their browser is to send."""
        key, at = secrets.token_urlsafe(32), self._clock()
        with self._accounts.opened() as connection:
            connection.execute("DELETE FROM sessions WHERE seen < ? OR began < ?", (at - IDLE, at - LONGEST))
            values = (account.id, _hash(key), secrets.token_urlsafe(32), at, at, at)
            asked = "INSERT INTO sessions (account_id, key, csrf, began, seen, turned) VALUES (?, ?, ?, ?, ?, ?)"
            connection.execute(asked, values)
        return key

    def find(self, key: str) -> Session | None:
        """Return whose session an id is, None where it is nobody's any more.

        An id that has turned and is used again long after was copied by somebody: the session ends for both.
        """
        at, kept = self._clock(), _hash(key)
        asked = (
            "SELECT s.id, s.key, s.csrf, s.seen, s.turned, a.id, a.name, a.role, a.added_at FROM sessions AS s "
            "JOIN accounts AS a ON a.id = s.account_id WHERE (s.key = ? OR s.former = ?) AND s.seen > ? AND s.began > ?"
        )
        with self._accounts.opened() as connection:
            row = connection.execute(asked, (kept, kept, at - IDLE, at - LONGEST)).fetchone()
            if row is None:
                return None
            id, now, csrf, seen, turned, *who = row
            if now != kept and at - turned > _OVERLAP:
                connection.execute("DELETE FROM sessions WHERE id = ?", (id,))
                return None
            fresh = None
            if now == kept and at - turned > TURN:
                fresh = secrets.token_urlsafe(32)
                values = (_hash(fresh), kept, at, at, id, kept)
                turn = "UPDATE sessions SET key = ?, former = ?, turned = ?, seen = ? WHERE id = ? AND key = ?"
                if not connection.execute(turn, values).rowcount:
                    fresh = None  # another request of the same browser was faster
            elif at - seen > _SEEN:
                connection.execute("UPDATE sessions SET seen = ? WHERE id = ?", (at, id))
        return Session(Account(who[0], who[1], Role(who[2]), who[3]), csrf, fresh)

    def end(self, key: str) -> None:
        """Sign out whoever has an id."""
        with self._accounts.opened() as connection:
            connection.execute("DELETE FROM sessions WHERE key = ? OR former = ?", (_hash(key),) * 2)

    def end_others(self, account: Account, key: str) -> None:
        """Sign somebody out everywhere but where they have this id."""
        with self._accounts.opened() as connection:
            values = (account.id, _hash(key))
            connection.execute("DELETE FROM sessions WHERE account_id = ? AND key <> ?", values)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
