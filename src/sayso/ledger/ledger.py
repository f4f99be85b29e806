"""`Ledger`: one file of statements, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.article import Article
from sayso.errors import LedgerError
from sayso.ledger import (
    adding,
    answers,
    corrections,
    finding,
    histories,
    nearness,
    people,
    profiles,
    rows,
)
from sayso.ledger.adding import Added
from sayso.ledger.answers import Doubt, KnownSpeaker
from sayso.ledger.browsing import Browsing
from sayso.ledger.corrections import Correction
from sayso.ledger.disputing import Disputing
from sayso.ledger.file import told_by
from sayso.ledger.finding import Filters, Page
from sayso.ledger.histories import Changed, Group
from sayso.ledger.listing import Listing
from sayso.ledger.people import Verdict
from sayso.ledger.profiles import Profile, Shown
from sayso.ledger.reading_back import reading_back
from sayso.ledger.schema import articles
from sayso.ledger.undoing import Undoing
from sayso.statement import Reading


class Ledger(Disputing, Listing, Browsing, Undoing):
    """A ledger of statements, kept in one SQLite file.

    Several processes may read and add at once. Each article is added whole or not at all, also where the process is
    killed on the way.

    Args:
        path: the file; it is made where there is none.
        read_only: it is only read, and must be there already.
        must_exist: it must be there already.

    Raises:
        LedgerError: the file is no ledger, is of a newer schema, or cannot be opened.
    """

    def number_of(self, article: Article) -> int | None:
        """Return the number of an article that is there with the same text, None where it is not.

        Raises:
            LedgerError: the file cannot be read.
        """
        with self._reading() as connection:
            return adding.known(connection, article)

    def add(self, reading: Reading) -> Added:
        """Add a reading.

        Raises:
            LedgerError: the file cannot be written; nothing of the reading was added.
        """
        with self._writing() as connection:
            return adding.add(connection, reading)

    def add_many(self, readings: Iterable[Reading]) -> Iterator[Added]:
        """Add readings as they come, each in a transaction of its own, and tell what became of each.

        Raises:
            LedgerError: the file cannot be written; those told of before are safe.
        """
        for reading in readings:
            yield self.add(reading)

    def reading(self, article: int) -> Reading:
        """Return the reading of one article, by its number.

        Raises:
            LedgerError: there is no such article.
        """
        with self._reading() as connection:
            row = connection.execute(sa.select(articles).where(articles.c.id == article)).mappings().first()
            if row is None:
                raise LedgerError(f"{self.path}: there is no article {article}")
            return reading_back(connection, dict(row))

    def readings(self) -> Iterator[Reading]:
        """Yield the readings of all articles, each in its latest version, in the order in which they were added."""
        with self._reading() as connection:
            numbers = connection.execute(sa.select(articles.c.id).where(articles.c.latest).order_by(articles.c.id))
            for number in numbers.scalars().all():
                row = connection.execute(sa.select(articles).where(articles.c.id == number)).mappings().one()
                yield reading_back(connection, dict(row))

    def search(
        self,
        query: str = "",
        filters: Filters | None = None,
        *,
        limit: int = 20,
        offset: int = 0,
        by_meaning: bool = True,
    ) -> Page:
        """Find statements by their words and by what they are about, both ranked together.

        Args:
            query: words; those in double quotes must stand together, and are looked for as words only. Empty: all that
                the filters let through, the latest first.
            filters: which statements are wanted.
            limit: how many, behind so many (`offset`).
            by_meaning: find statements, too, that say the like in other words.

        Raises:
            LedgerError: the file cannot be read.
        """
        with self._reading() as connection:
            index = self._meanings(connection) if query.strip() and by_meaning else None
            return finding.search(connection, query, filters or Filters(), limit, offset, index)

    def timeline(self, filters: Filters | None = None, *, limit: int = 100, offset: int = 0) -> Page:
        """Return what the filters let through, by the day on which it was made; statements without one last."""
        with self._reading() as connection:
            return finding.timeline(connection, filters or Filters(), limit, offset)

    def who(self, name: str, *, limit: int = 5, statements: int = 10) -> list[Profile]:
        """Return who goes by a name: roles over time, what they said, and to whom; the most likely first.

        Args:
            name: a name or a part of one.
            limit: how many speakers at most.
            statements: how many of each one's latest statements.
        """
        with self._reading() as connection:
            numbers = finding.speakers_named(connection, name)[:limit]
            found = (profiles.profile(connection, number, statements) for number in numbers)
            return [profile for profile in found if profile]

    def show(self, statement: int) -> Shown:
        """Return a statement, by its number, in its article.

        Raises:
            LedgerError: there is no such statement.
        """
        with self._reading() as connection:
            found = profiles.shown(connection, statement)
            if found is None:
                raise LedgerError(f"{self.path}: there is no statement {statement}; `sayso search` tells their numbers")
            return found

    def correct(self, statement: int, given: Mapping[str, str], *, author: str, note: str | None = None) -> None:
        """Put values in the place of a statement's; the model's are kept beside them.

        Args:
            statement: its number.
            given: by field, as a person writes them: `act`, `negated` (yes or no), `quote`, `distance`, `made` (EDTF),
                `source`, `cue` and `content` (their words in the article), `speaker` and `addressee` (a number or a
                name), `within` (the number of another statement); empty for none.
            author: who says so.

        Raises:
            LedgerError: there is no such statement, field or value; nothing is changed.
        """
        with self._writing() as connection:
            corrections.correct(connection, statement, given, told_by(author, note))

    def correct_speaker(self, speaker: int, given: Mapping[str, str], *, author: str, note: str | None = None) -> None:
        """Put values in the place of a speaker's: `name`, `type`, `role`, `affiliation`, `country`.

        Raises:
            LedgerError: there is no such speaker, field or value; nothing is changed.
        """
        with self._writing() as connection:
            corrections.correct_speaker(connection, speaker, given, told_by(author, note))

    def reject(self, statement: int, *, author: str, note: str | None = None) -> None:
        """Take out a statement that the article does not make; it stays in the file, and `restore` brings it back.

        Raises:
            LedgerError: there is no such statement.
        """
        with self._writing() as connection:
            corrections.set_status(connection, statement, "rejected", told_by(author, note))

    def restore(self, statement: int, *, author: str, note: str | None = None) -> None:
        """Bring back a statement that was rejected.

        Raises:
            LedgerError: there is no such statement.
        """
        with self._writing() as connection:
            corrections.set_status(connection, statement, "read", told_by(author, note))

    def supply(self, article: int, given: Mapping[str, str], *, author: str, note: str | None = None) -> int:
        """Add a statement that the model did not find, and return its number.

        Args:
            article: its number.
            given: as for `correct`; `content` must be among it.

        Raises:
            LedgerError: there is no such article, or the words do not stand in it.
        """
        with self._writing() as connection:
            return corrections.supply(connection, article, given, told_by(author, note))

    def corrections(self, statement: int | None = None) -> list[Correction]:
        """Return the corrections in the order in which they were made, all or one statement's."""
        with self._reading() as connection:
            return corrections.made(connection, statement=statement)

    def corrected_readings(self) -> Iterator[Reading]:
        """Yield the readings of the articles in which a statement was corrected, with the corrections in them."""
        with self._reading() as connection:
            for number in corrections.corrected_articles(connection):
                row = connection.execute(sa.select(articles).where(articles.c.id == number)).mappings().one()
                yield reading_back(connection, dict(row))

    def read_by_others(self, model: str) -> Iterator[tuple[int, Article]]:
        """Yield the articles, with their numbers, that other weights than these read.

        Args:
            model: name and version of the weights.
        """
        with self._reading() as connection:
            other = articles.c.latest & (articles.c.model != model)
            numbers = connection.execute(sa.select(articles.c.id).where(other).order_by(articles.c.id)).scalars().all()
        for number in numbers:
            with self._reading() as connection:
                row = connection.execute(sa.select(articles).where(articles.c.id == number)).mappings().one()
            yield number, rows.article_of(dict(row))

    def replace(self, article: int, reading: Reading) -> int:
        """Put a new reading in the place of an article's, and return how many statements it has.

        Corrections are carried over to the statements that stand where the corrected ones stood.

        Raises:
            LedgerError: there is no such article, or the reading is of another text.
        """
        with self._writing() as connection:
            asked = sa.select(articles.c.text_hash).where(articles.c.id == article)
            kept = connection.execute(asked).scalar()
            if kept != rows.text_hash(reading.article.text):
                raise LedgerError(f"{self.path}: article {article} has another text than the reading, or is not there")
            return adding.replace_reading(connection, article, reading)

    def changes(self, article: int | None = None, *, limit: int = 50) -> list[Changed]:
        """Return what later versions changed of statements, the latest first, of all articles or of one."""
        with self._reading() as connection:
            return histories.changed(connection, article, limit)

    def reprints(self, *, limit: int = 50) -> list[Group]:
        """Return the articles that others go back to, those with the most reprints first."""
        with self._reading() as connection:
            return histories.groups(connection, limit)

    def pack(self) -> None:
        """Make what was added quick to search; `sayso add` does so at its end.

        Raises:
            LedgerError: the file cannot be written.
        """
        with self._writing() as connection:
            nearness.pack(connection)

    def speaker(self, number: int) -> KnownSpeaker:
        """Return a speaker by their number; for one who was found to be another, that other one.

        Raises:
            LedgerError: there is no such speaker.
        """
        with self._reading() as connection:
            return self._speaker(connection, number)

    def doubts(self, speaker: int | None = None) -> list[Doubt]:
        """Return the pairs of speakers of whom a person must tell whether they are one, all or one speaker's."""
        with self._reading() as connection:
            return answers.doubts(connection, speaker)

    def join(self, speaker: int, other: int, *, author: str, note: str | None = None) -> KnownSpeaker:
        """Make one speaker of two, and remember that they are.

        Args:
            speaker: the number of the one who is the other.
            other: the number of the one who stays.
            author: who says so.

        Raises:
            LedgerError: there is no such speaker, or both are one already.
        """
        return self._decide(speaker, other, Verdict.SAME, author, note)

    def keep_apart(self, speaker: int, other: int, *, author: str, note: str | None = None) -> KnownSpeaker:
        """Remember that two speakers are not one.

        Raises:
            LedgerError: there is no such speaker, or both are one already.
        """
        return self._decide(speaker, other, Verdict.DIFFERENT, author, note)

    def _decide(self, speaker: int, other: int, verdict: Verdict, author: str, note: str | None) -> KnownSpeaker:
        with self._writing() as connection:
            one, two = (self._speaker(connection, number) for number in (speaker, other))
            if one.id == two.id:
                raise LedgerError(f"{self.path}: speakers {speaker} and {other} are one already")
            people.decide(connection, one.id, two.id, verdict, told_by(author, note))
            return self._speaker(connection, two.id)

    def _speaker(self, connection: Connection, number: int) -> KnownSpeaker:
        found = answers.speaker(connection, number)
        if found is None:
            raise LedgerError(f"{self.path}: there is no speaker {number}; `sayso who` finds them by name")
        return found
