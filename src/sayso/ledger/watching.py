"""The journal of a watch, in the ledger's own file: what is watched, what was found there, and what became of it.

Each step is one transaction, so that whatever is killed goes on where it was: a feed's new links are written together
with the mark by which the feed is asked for later news, and a link is waiting until its article is in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy.engine import Connection

from sayso.ledger.file import LedgerFile
from sayso.ledger.schema import metadata

watched = Table(
    "watched",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", String, nullable=False, unique=True),
    Column("kind", String),  # feed, list or sitemap, once it was fetched
    Column("title", String),
    Column("listed_in", Integer, ForeignKey("watched.id")),  # the list or index that it stands in
    Column("depth", Integer, nullable=False),  # how many lists lead to it
    Column("etag", String),  # by which the server is asked for what is new
    Column("last_modified", String),
    Column("checked_at", String),  # UTC: when it was last there
    Column("next_at", String, nullable=False),  # UTC: when it is asked again
    Column("failures", Integer, nullable=False),  # since it was last there
    Column("reason", String),  # of the last failure
    Index("watched_listed", "listed_in"),
)

fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", String, nullable=False, unique=True),
    Column("host", String, nullable=False),
    Column("watched_id", Integer, ForeignKey("watched.id"), nullable=False),  # where the link was found last
    Column("title", String),  # the rest as the feed or sitemap has it
    Column("author", String),
    Column("outlet", String),
    Column("published", String),  # UTC
    Column("modified", String),  # UTC
    Column("found_at", String, nullable=False),  # UTC
    Column("state", String, nullable=False),  # waiting, added or given up
    Column("next_at", String),  # UTC: when it is fetched next; none: not any more
    Column("tries", Integer, nullable=False),  # that failed, since the last that did not
    Column("reason", String),  # of the last failure
    Column("etag", String),
    Column("last_modified", String),
    Column("article_id", Integer, ForeignKey("articles.id")),  # that it became
    Index("fetches_next", "next_at"),
)

_W, _F = watched.c, fetches.c
_PER_HOST = 50  # links of one host that are handed out at a time, so that none crowds out the others
_AT_A_TIME = 1000
_IN_PART = 400  # values of one question


class State(StrEnum):
    """What became of a link."""

    WAITING = "waiting"  # for its first fetch, or for another try
    ADDED = "added"  # its article is in the ledger
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Watched:
    """Something that is watched: a feed, a list of feeds, or a sitemap."""

    id: int
    url: str
    kind: str | None
    title: str | None
    depth: int
    etag: str | None
    last_modified: str | None
    failures: int


@dataclass(frozen=True, slots=True)
class Fetch:
    """A link that is to be fetched."""

    id: int
    url: str
    host: str
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    modified: str | None
    found_at: str
    state: str
    tries: int
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A link as it stands in a feed or a sitemap."""

    url: str
    host: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How a watch stands."""

    sources: int
    failing: int  # sources that failed the last time
    waiting: int  # links
    added: int
    given_up: int
    next_at: str | None  # when the next thing is due


class Journal(LedgerFile):
    """The journal of a ledger's file.

    Raises:
        LedgerError: the file is no ledger, or cannot be opened.
    """

    def begin(self, urls: Iterable[str], now: datetime, every: float) -> list[int]:
        """Watch some URLs, and return their numbers; what is known of them stays known.

        Args:
            every: seconds after which a source is asked again; what waits longer without having failed waits no more.
        """
        numbers = []
        with self._writing() as connection:
            for url in urls:
                number = _number(connection, url)
                if number is None:
                    number = _insert(connection, {"url": url, "depth": 0, "next_at": stamp(now), "failures": 0})
                numbers.append(number)
            connection.execute(sa.update(watched).where(_W.id.in_(numbers)).values(depth=0))
            latest = stamp(datetime.fromtimestamp(now.timestamp() + every, UTC))
            late = _W.id.in_(_tree(numbers)) & (_W.failures == 0) & (_W.next_at > latest)
            connection.execute(sa.update(watched).where(late).values(next_at=latest))
        return numbers

    def due_sources(self, roots: Sequence[int], now: datetime, *, whatever: bool = False) -> list[Watched]:
        """Return what is to be asked now of the sources and of what they list, the longest due first.

        Args:
            whatever: all that did not fail the last time, too.
        """
        due = _W.next_at <= stamp(now)
        asked = (
            sa.select(*(_W[field.name] for field in fields(Watched)))
            .where(_W.id.in_(_tree(roots)) & (due | (_W.failures == 0) if whatever else due))
            .order_by(_W.next_at, _W.id)
            .limit(None if whatever else _AT_A_TIME)
        )
        with self._reading() as connection:
            return [Watched(*row) for row in connection.execute(asked)]

    def due_fetches(self, roots: Sequence[int], now: datetime) -> list[Fetch]:
        """Return links that are to be fetched now, a few of each host, the longest due first."""
        place = sa.func.row_number().over(partition_by=_F.host, order_by=(_F.next_at, _F.id)).label("place")
        due = (
            sa.select(_F.id, _F.next_at, place)
            .where((_F.next_at <= stamp(now)) & _F.watched_id.in_(_tree(roots)))
            .subquery()
        )
        asked = (
            sa.select(*(_F[field.name] for field in fields(Fetch)))
            .join(due, due.c.id == _F.id)
            .where(due.c.place <= _PER_HOST)
            .order_by(due.c.place, due.c.next_at)
            .limit(_AT_A_TIME)
        )
        with self._reading() as connection:
            return [Fetch(*row) for row in connection.execute(asked)]

    def note_source(
        self,
        source: Watched,
        values: Mapping[str, Any],
        links: Iterable[Found] = (),
        listed: Iterable[tuple[str, str | None]] | None = None,
        *,
        now: datetime,
    ) -> int:
        """Write down what came of asking a source, all of it or nothing, and return how many links are new.

        Args:
            values: of the columns of `watched`.
            links: what it links to.
            listed: the URLs and titles of the sources that it lists, all of them; None where it was not there.
        """
        with self._writing() as connection:
            new = _note_links(connection, source.id, list(links), stamp(now))
            if listed is not None:
                _note_listed(connection, source, list(listed), stamp(now))
            connection.execute(sa.update(watched).where(_W.id == source.id).values(**values))
        return new

    def note_fetch(self, id: int, values: Mapping[str, Any]) -> None:
        """Write down what came of fetching a link: values of the columns of `fetches`."""
        with self._writing() as connection:
            connection.execute(sa.update(fetches).where(_F.id == id).values(**values))

    def next_at(self, roots: Sequence[int]) -> datetime | None:
        """Return when the next thing is due; None where nothing is."""
        tree = _tree(roots)
        mine = _F.next_at.is_not(None) & _F.watched_id.in_(tree)
        with self._reading() as connection:
            source = connection.execute(sa.select(sa.func.min(_W.next_at)).where(_W.id.in_(tree))).scalar()
            link = connection.execute(sa.select(_F.next_at).where(mine).order_by(_F.next_at).limit(1)).scalar()
        times = [at for at in (source, link) if at]
        return datetime.fromisoformat(min(times)) if times else None

    def counts(self, roots: Sequence[int]) -> Counts:
        """Count what is watched and what became of it."""
        tree = _tree(roots)
        mine = _F.watched_id.in_(tree)
        failing = sa.func.count().filter(_W.failures > 0)
        sources = sa.select(sa.func.count(), failing, sa.func.min(_W.next_at)).where(_W.id.in_(tree))
        links = sa.select(_F.state, sa.func.count(), sa.func.min(_F.next_at)).where(mine).group_by(_F.state)
        with self._reading() as connection:
            count, failed, next_source = connection.execute(sources).one()
            states = {row[0]: row for row in connection.execute(links)}
        waiting, added, given_up = (states[state][1] if state in states else 0 for state in State)
        times = [next_source, *(row[2] for row in states.values())]
        return Counts(count, failed, waiting, added, given_up, min((at for at in times if at), default=None))

    def failing(self, roots: Sequence[int], limit: int = 1000) -> list[tuple[str, str]]:
        """Return the URLs and reasons of what failed the last time: sources, and links that are tried again."""
        tree = _tree(roots)
        tried = _F.watched_id.in_(tree) & (_F.state == State.WAITING) & (_F.tries > 0)
        asked = sa.union_all(
            sa.select(_W.url, _W.reason).where(_W.id.in_(tree) & (_W.failures > 0)),
            sa.select(_F.url, _F.reason).where(tried),
        )
        with self._reading() as connection:
            return [(url, reason or "") for url, reason in connection.execute(asked.limit(limit))]


def stamp(moment: datetime) -> str:
    """Return a time as the journal keeps it: UTC, to the millisecond, so that texts compare as times do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _tree(roots: Sequence[int]) -> sa.Select[tuple[int]]:
    """Select some sources, and what they list, and what that lists."""
    tree = sa.select(_W.id).where(_W.id.in_(roots)).cte("tree", recursive=True)
    tree = tree.union(sa.select(_W.id).where(_W.listed_in == tree.c.id))
    return sa.select(tree.c.id)


def _number(connection: Connection, url: str) -> int | None:
    return connection.execute(sa.select(_W.id).where(_W.url == url)).scalar()


def _insert(connection: Connection, values: Mapping[str, Any]) -> int:
    inserted = connection.execute(sa.insert(watched).values(**values)).inserted_primary_key
    assert inserted is not None
    return int(inserted[0])


def _note_listed(connection: Connection, source: Watched, listed: Sequence[tuple[str, str | None]], now: str) -> None:
    """Have the source list what it lists now, and nothing else."""
    connection.execute(sa.update(watched).where(_W.listed_in == source.id).values(listed_in=None))
    for url, title in listed:
        number = _number(connection, url)
        if number is None:
            values = {"url": url, "title": title, "depth": source.depth + 1, "next_at": now, "failures": 0}
            number = _insert(connection, values)
        if number != source.id:
            connection.execute(sa.update(watched).where(_W.id == number).values(listed_in=source.id))


def _note_links(connection: Connection, source: int, links: Sequence[Found], now: str) -> int:
    """Write down links that are new, and those of which the source says that they have changed."""
    known: dict[str, Any] = {}
    urls = [link.url for link in links]
    for first in range(0, len(urls), _IN_PART):
        asked = sa.select(_F.id, _F.url, _F.state, _F.modified, _F.watched_id).where(
            _F.url.in_(urls[first : first + _IN_PART])
        )
        known |= {row.url: row for row in connection.execute(asked)}
    new: dict[str, dict[str, Any]] = {}
    for link in links:
        row = known.get(link.url)
        if row is None:
            new.setdefault(link.url, _row(link, source, now))
            continue
        values: dict[str, Any] = {} if row.watched_id == source else {"watched_id": source}
        modified = stamp(link.modified) if link.modified else None
        if modified and modified > (row.modified or ""):
            values |= {"modified": modified}
            if row.modified and row.state == State.ADDED:
                values |= {"next_at": now}
        if values:
            connection.execute(sa.update(fetches).where(_F.id == row.id).values(**values))
    if new:
        connection.execute(sa.insert(fetches), list(new.values()))
    return len(new)


def _row(link: Found, source: int, now: str) -> dict[str, Any]:
    row = {field.name: getattr(link, field.name) for field in fields(Found)}
    for name in ("published", "modified"):
        row[name] = stamp(row[name]) if row[name] else None
    return row | {"watched_id": source, "found_at": now, "state": State.WAITING.value, "next_at": now, "tries": 0}
