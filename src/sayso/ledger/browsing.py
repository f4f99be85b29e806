"""What somebody who looks around in a ledger asks next: who is in it, what is found by whom, who speaks to whom."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from sayso.ledger import answers, disputes, finding
from sayso.ledger.answers import KnownSpeaker
from sayso.ledger.disputes import Claim
from sayso.ledger.file import LedgerFile
from sayso.ledger.finding import Filters
from sayso.ledger.schema import articles, sides, speakers, statements
from sayso.statement import Act

_S, _A = statements.c, articles.c
_COUNTED = 5_000
"""Statements that facets are counted over: those added last, where there are more."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of some statements have which act, speaker and outlet, the most first."""

    acts: tuple[tuple[Act, int], ...]
    speakers: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    counted: int  # statements
    all: bool  # there are no more than were counted


@dataclass(frozen=True, slots=True)
class Tie:
    """How often one speaker did something to another with words."""

    speaker: KnownSpeaker  # the one at the other end
    act: Act
    negated: bool
    times: int
    outgoing: bool  # from the speaker who was asked about


class Browsing(LedgerFile):
    """The part of a `Ledger` that is for looking around."""

    def facets(self, filters: Filters | None = None, *, most: int = 8) -> Facets:
        """Return what the statements that the filters let through have in common.

        Args:
            filters: which statements are wanted.
            most: speakers, and outlets, that are told.
        """
        with self._reading() as connection:
            asked = (
                sa.select(_S.act, speakers.c.name, _A.outlet)
                .select_from(statements)
                .join(articles, _A.id == _S.article_id)
                .outerjoin(speakers, speakers.c.id == _S.speaker_id)
                .where(*finding.conditions(connection, filters or Filters()))
                .order_by(_S.id.desc())
                .limit(_COUNTED)
                .subquery()
            )

            def counted(name: str, limit: int) -> list[tuple[str, int]]:
                column, number = asked.c[name], sa.func.count()
                found = sa.select(column, number).where(column.is_not(None)).group_by(column)
                rows = connection.execute(found.order_by(number.desc(), column).limit(limit))
                return [(row[0], row[1]) for row in rows]

            acts = tuple((Act(act), number) for act, number in counted("act", len(Act)))
            total = sum(number for _, number in acts)
            return Facets(acts, tuple(counted("name", most)), tuple(counted("outlet", most)), total, total < _COUNTED)

    def speakers(self, *, limit: int = 50, offset: int = 0) -> list[KnownSpeaker]:
        """Return the speakers, those with the most statements first."""
        with self._reading() as connection:
            number = sa.func.count()
            asked = sa.select(_S.speaker_id).where(_S.speaker_id.is_not(None)).group_by(_S.speaker_id)
            ids = connection.execute(asked.order_by(number.desc(), _S.speaker_id).limit(limit).offset(offset)).scalars()
            return [known for id in ids.all() if id and (known := answers.speaker(connection, id))]

    def speakers_named(self, name: str, *, limit: int = 8) -> list[KnownSpeaker]:
        """Return the speakers who go by a name or have its words in theirs, whole matches first."""
        with self._reading() as connection:
            found = finding.speakers_named(connection, name)[:limit]
            return [known for id in found if (known := answers.speaker(connection, id))]

    def disputes_of(self, speaker: int, *, limit: int = 20) -> list[Claim]:
        """Return the claims with both sides on which a speaker is heard, the latest first."""
        with self._reading() as connection:
            mine = sa.select(sides.c.claim_id).join(statements, _S.id == sides.c.statement_id)
            mine = mine.where((_S.speaker_id == speaker) & (_S.status != "rejected"))
            both = sa.select(sides.c.claim_id).where(sides.c.claim_id.in_(mine)).group_by(sides.c.claim_id)
            both = both.having(sa.func.count(sa.distinct(sides.c.side)) > 1).order_by(sides.c.claim_id.desc())
            found = (disputes.claim(connection, id) for id in connection.execute(both.limit(limit)).scalars().all())
            return [claim for claim in found if claim]

    def ties(self, speaker: int, *, limit: int = 60) -> list[Tie]:
        """Return whom a speaker accuses, asks, praises and so on, and who does so to them; the most often first."""
        with self._reading() as connection:
            found = []
            for outgoing, mine, other in (
                (True, _S.speaker_id, _S.addressee_id),
                (False, _S.addressee_id, _S.speaker_id),
            ):
                number = sa.func.count()
                asked = (
                    sa.select(other, _S.act, _S.negated, number)
                    .join(articles, _A.id == _S.article_id)
                    .where((mine == speaker) & other.is_not(None) & (other != speaker))
                    .where((_S.status != "rejected") & _A.latest)
                    .group_by(other, _S.act, _S.negated)
                    .order_by(number.desc(), other)
                    .limit(limit)
                )
                for id, act, negated, times in connection.execute(asked).all():
                    known = answers.speaker(connection, id)
                    if known:
                        found.append(Tie(known, Act(act), bool(negated), times, outgoing))
            return found
