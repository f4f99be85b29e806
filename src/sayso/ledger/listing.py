"""What a ledger holds, one thing after another: articles with their versions, where statements stand, speakers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from sayso.article import Span
from sayso.errors import LedgerError
from sayso.ledger import disputes, profiles
from sayso.ledger.answers import ENTRY, Entry, entry
from sayso.ledger.disputes import Side
from sayso.ledger.file import LedgerFile
from sayso.ledger.profiles import Profile
from sayso.ledger.rows import spans_of, text_of
from sayso.ledger.schema import articles, statements
from sayso.statement import Distance, Quote

_A, _S = articles.c, statements.c
_FACTS = (
    _A.id, _A.title, _A.outlet, _A.published, _A.url, _A.author, _A.modified, _A.language, _A.credit, _A.correction,
    _A.words, _A.version, _A.latest, _A.added_at, _A.model, _A.origin_id, _A.shared,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article of a ledger, without its text."""

    id: int
    title: str | None
    outlet: str | None
    published: str | None  # YYYY-MM-DD
    url: str | None
    author: str | None
    modified: str | None  # YYYY-MM-DD
    language: str  # BCP 47, as found
    credit: str | None  # the wire service that the text credits
    correction: str | None  # the printed note on what an earlier version had wrong
    words: int
    version: int  # 1, 2, ... of one address
    latest: bool  # no later version is known
    added_at: str  # UTC
    model: str  # name and version of the weights that read it
    origin_id: int | None  # the article that it reprints
    shared: float | None  # share of its words in common with that one


@dataclass(frozen=True, slots=True)
class WholeArticle:
    """An article with its text."""

    article: KnownArticle
    text: str
    warnings: tuple[str, ...]  # what a person should know about its reading
    versions: tuple[int, ...]  # the numbers of all its versions, the first one first


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement with where its words stand in the article's text."""

    entry: Entry
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quote: Quote
    distance: tuple[Distance, ...]
    within: int | None  # the number of the statement in whose content this one stands
    status: str  # read, added or rejected
    claim: int | None  # the claim that it is on, and the side
    side: Side | None


class Listing(LedgerFile):
    """The part of a `Ledger` that lists what is in it."""

    def articles(
        self,
        *,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> list[KnownArticle]:
        """Return articles, each in its latest version, those added last first.

        Args:
            outlet: only of this one.
            since: only those that appeared then or later.
            until: only those that appeared then or earlier.
            limit: how many, behind so many (`offset`).
        """
        asked = sa.select(*_FACTS).where(_A.latest)
        if outlet is not None:
            asked = asked.where(sa.func.lower(_A.outlet) == outlet.lower())
        if since is not None:
            asked = asked.where(_A.published >= since.isoformat())
        if until is not None:
            asked = asked.where(_A.published <= until.isoformat())
        with self._reading() as connection:
            found = connection.execute(asked.order_by(_A.id.desc()).limit(limit).offset(offset)).mappings()
            return [_article(row) for row in found]

    def article(self, number: int) -> WholeArticle:
        """Return an article by its number, with its text.

        Raises:
            LedgerError: there is no such article.
        """
        with self._reading() as connection:
            asked = sa.select(*_FACTS, _A.text, _A.warnings, _A.identity).where(_A.id == number)
            row = connection.execute(asked).mappings().first()
            if row is None:
                raise LedgerError(f"{self.path}: there is no article {number}")
            told = dict(row)
            text, warnings, identity = (told.pop(name) for name in ("text", "warnings", "identity"))
            same = sa.select(_A.id).where(_A.identity == identity).order_by(_A.version)
            versions = tuple(connection.execute(same).scalars())
            return WholeArticle(_article(told), text_of(text), tuple(json.loads(warnings)), versions)

    def placed(self, article: int, *, rejected: bool = False) -> list[Placed]:
        """Return the statements of an article, by its number, with where their words stand, in text order.

        Args:
            rejected: those, too, that persons took out.

        Raises:
            LedgerError: there is no such article.
        """
        more = (_S.source_spans, _S.cue_spans, _S.content_spans, _S.quote, _S.distance, _S.within_id, _S.status)
        asked = ENTRY.add_columns(*more).where(_S.article_id == article).order_by(_S.id)
        if not rejected:
            asked = asked.where(_S.status != "rejected")
        with self._reading() as connection:
            if connection.execute(sa.select(_A.id).where(_A.id == article)).first() is None:
                raise LedgerError(f"{self.path}: there is no article {article}")
            rows = [dict(row) for row in connection.execute(asked).mappings()]
            claims = disputes.claims_of(connection, [row["id"] for row in rows])
            found = [_placed(row, *claims.get(row["id"], [(None, None)])[0]) for row in rows]
        return sorted(found, key=_start)

    def sides(self, statement: int) -> list[tuple[int, Side]]:
        """Return the claims that a statement is on, by its number, and its side on each."""
        with self._reading() as connection:
            return disputes.claims_of(connection, [statement]).get(statement, [])

    def profile(self, speaker: int, *, statements: int = 10) -> Profile:
        """Return who a speaker is, by their number, with so many of their latest statements.

        Raises:
            LedgerError: there is no such speaker.
        """
        with self._reading() as connection:
            found = profiles.profile(connection, speaker, statements)
            if found is None:
                raise LedgerError(f"{self.path}: there is no speaker {speaker}; `sayso who` finds them by name")
            return found


def _article(row: Mapping[Any, Any]) -> KnownArticle:
    return KnownArticle(**{**row, "latest": bool(row["latest"])})


def _placed(row: Mapping[str, Any], claim: int | None, side: Side | None) -> Placed:
    return Placed(
        entry({key: row[key] for key in Entry.__dataclass_fields__}),
        spans_of(row["source_spans"]),
        spans_of(row["cue_spans"]),
        spans_of(row["content_spans"]),
        Quote(row["quote"]),
        tuple(Distance(part) for part in json.loads(row["distance"])),
        row["within_id"],
        row["status"],
        claim,
        side,
    )


def _start(placed: Placed) -> tuple[int, int]:
    spans = placed.cue or placed.content or placed.source
    return (spans[0].start if spans else 0), placed.entry.id
