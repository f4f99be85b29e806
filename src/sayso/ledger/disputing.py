"""What can be done with a ledger's claims: gather them, show and trace them, and decide on them."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.claims.relating import shipped_relater
from sayso.claims.relation import Relation
from sayso.errors import LedgerError
from sayso.ledger import claiming, disputes, finding, quotations
from sayso.ledger.disputes import Claim, Side, Trace
from sayso.ledger.file import LedgerFile, told_by
from sayso.ledger.finding import Filters
from sayso.ledger.quotations import Repeated
from sayso.ledger.schema import statements


class Disputing(LedgerFile):
    """The part of a `Ledger` that is about claims."""

    def gather(self) -> Iterator[int]:
        """Gather the statements of articles that nobody gathered yet into claims; yield each article's number, done.

        Raises:
            LedgerError: the file cannot be written; those told of before are safe.
        """
        with self._reading() as connection:
            waiting = claiming.waiting(connection)
        for number in waiting:
            with self._writing() as connection:
                claiming.gather_article(connection, shipped_relater(), number)
            yield number

    def ungathered(self) -> int:
        """Return how many articles are waiting for `gather`."""
        with self._reading() as connection:
            return len(claiming.waiting(connection))

    def disputes(
        self,
        filters: Filters | None = None,
        *,
        min_origins: int = 1,
        limit: int = 20,
        offset: int = 0,
        one_sided: bool = False,
    ) -> list[Claim]:
        """Return the claims that some affirm and others deny, those that moved last first.

        Args:
            filters: which statements one of a claim's must be.
            min_origins: independent sources that a claim must have, of both sides together.
            limit: how many, behind so many (`offset`).
            one_sided: claims that nobody denies, too.
        """
        with self._reading() as connection:
            return disputes.disputes(connection, filters or Filters(), min_origins, limit, offset, one_sided=one_sided)[
                0
            ]

    def claim(self, number: int) -> Claim:
        """Return a claim by its number.

        Raises:
            LedgerError: there is no such claim.
        """
        with self._reading() as connection:
            return self._claim(connection, number)

    def trace(self, claim: int) -> Trace:
        """Return on whose word a claim is affirmed and denied, by its number.

        Raises:
            LedgerError: there is no such claim.
        """
        return disputes.traced(self.claim(claim))

    def claims_about(self, words: str, *, limit: int = 5) -> list[Claim]:
        """Return the claims whose statements fit some words best, by words and by meaning."""
        with self._reading() as connection:
            page = finding.search(connection, words, Filters(), 60, 0, self._meanings(connection))
            known = disputes.claims_of(connection, [entry.id for entry in page.entries])
            numbers = dict.fromkeys(claim for entry in page.entries for claim, _ in known.get(entry.id, []))
            return [self._claim(connection, number) for number in list(numbers)[:limit]]

    def quotations(
        self, filters: Filters | None = None, *, altered: bool = False, limit: int = 50, offset: int = 0
    ) -> list[Repeated]:
        """Return the quotations that two articles print, those that differ most first.

        Args:
            altered: only those whose words differ, beyond typography.
            limit: how many, behind so many (`offset`).
        """
        with self._reading() as connection:
            return quotations.repeated(connection, filters or Filters(), limit, offset, altered=altered)

    def relate(self, statement: int, other: int, relation: Relation, *, author: str, note: str | None = None) -> None:
        """Decide how two statements relate: on one side of a claim, on both, or on different claims.

        The decision outweighs whatever the model thinks, and holds for what is gathered later.

        Raises:
            LedgerError: there is no such statement, or both are one.
        """
        with self._writing() as connection:
            self._statements(connection, statement, other)
            claiming.rule(connection, statement, other, relation, told_by(author, note))

    def merge_claims(self, claim: int, other: int, *, author: str, note: str | None = None) -> Claim:
        """Decide that two claims are one, the affirming sides of both being one side.

        Raises:
            LedgerError: there is no such claim, or both are one.
        """
        one, two = self.claim(claim), self.claim(other)
        if one.id == two.id:
            raise LedgerError(f"{self.path}: claims {claim} and {other} are one already")
        self.relate(one.sentence_of, two.sentence_of, Relation.SAME, author=author, note=note)
        return self._claim_with(one.sentence_of)

    def split_claim(self, statement: int, *, author: str, note: str | None = None) -> None:
        """Decide that a statement is not on the claim that it was gathered into.

        Raises:
            LedgerError: there is no such statement, or it is on no claim.
        """
        known = self._claim_with(statement)
        for voice in known.voices:
            if voice.entry.id != statement:
                self.relate(statement, voice.entry.id, Relation.UNRELATED, author=author, note=note)

    def change_side(self, statement: int, side: Side, *, author: str, note: str | None = None) -> Claim:
        """Decide on which side of its claim a statement is.

        Raises:
            LedgerError: there is no such statement, or it is alone on its claim.
        """
        known = self._claim_with(statement)
        others = [voice for voice in known.voices if voice.entry.id != statement]
        for voice in others:
            relation = Relation.SAME if voice.side is side else Relation.OPPOSITE
            self.relate(statement, voice.entry.id, relation, author=author, note=note)
        return self._claim_with(statement)

    def _claim(self, connection: Connection, number: int) -> Claim:
        found = disputes.claim(connection, number)
        if found is None:
            raise LedgerError(f"{self.path}: there is no claim {number}; `sayso disputes` tells their numbers")
        return found

    def _claim_with(self, statement: int) -> Claim:
        """Return the claim that a statement is on."""
        with self._reading() as connection:
            self._statements(connection, statement)
            known = disputes.claims_of(connection, [statement]).get(statement)
            if not known:
                raise LedgerError(f"{self.path}: statement {statement} is on no claim")
            return self._claim(connection, known[0][0])

    def _statements(self, connection: Connection, *numbers: int) -> None:
        if len(set(numbers)) < len(numbers):
            raise LedgerError(f"{self.path}: these are one statement, {numbers[0]}; name two")
        for number in numbers:
            if connection.execute(sa.select(statements.c.id).where(statements.c.id == number)).first() is None:
                raise LedgerError(f"{self.path}: there is no statement {number}; `sayso search` tells their numbers")
