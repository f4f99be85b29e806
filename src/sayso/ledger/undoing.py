"""What persons did to a ledger, and how it is taken back: corrections, rulings on claims, decisions on speakers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.article import Span
from sayso.errors import LedgerError
from sayso.ledger import corrections, people, rows
from sayso.ledger.file import LedgerFile, told_by
from sayso.ledger.grouping import regroup
from sayso.ledger.people import Verdict
from sayso.ledger.schema import articles, decisions, rulings, speakers, statements
from sayso.ledger.schema import corrections as corrections_table

ROLES = ("source", "cue", "content")
_C, _R, _D = corrections_table.c, rulings.c, decisions.c


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person did to a ledger."""

    kind: (
        str  # statement, speaker: a value was corrected; claim: statements were related; speakers: two were decided on
    )
    ids: tuple[int, ...]  # of the correction, the rulings or the decision
    about: int | None  # number of the statement or of the speaker
    others: tuple[int, ...]  # the statements that it was related to, or the other speaker
    field: str  # of the statement or speaker; else how they relate: same, opposite, unrelated, different
    old: Any  # as JSON has it
    new: Any
    author: str
    at: str  # UTC
    note: str | None
    stands: bool  # nothing has been put in its place since, so that it can be taken back


class Undoing(LedgerFile):
    """The part of a `Ledger` that is about what persons did to it."""

    def deeds(self, *, limit: int = 50, offset: int = 0) -> list[Deed]:
        """Return what persons did, the latest first."""
        with self._reading() as connection:
            most = offset + limit
            found = merge(
                _corrected(connection, most), _ruled(connection, most), _decided(connection, most),
                key=lambda deed: deed.at, reverse=True,
            )  # fmt: skip
            return list(islice(found, offset, most))

    def undo(self, correction: int, *, author: str, note: str | None = None) -> None:
        """Put back what a correction had put away; this is a correction, too, and can be undone.

        Args:
            correction: its number, as `corrections` and `deeds` tell it.

        Raises:
            LedgerError: there is no such correction, or the value was corrected again since.
        """
        with self._writing() as connection:
            undo(connection, correction, told_by(author, note))

    def place(self, statement: int, role: str, spans: Sequence[Span], *, author: str, note: str | None = None) -> None:
        """Correct where the source, the cue or the content of a statement stands, by characters of the article.

        Raises:
            LedgerError: there is no such statement or role, or the spans do not lie in the article.
        """
        with self._writing() as connection:
            place(connection, statement, role, spans, told_by(author, note))

    def amend(
        self,
        statement: int,
        given: Mapping[str, str],
        spans: Mapping[str, Sequence[Span]],
        *,
        author: str,
        note: str | None = None,
    ) -> None:
        """Correct a statement in everything at once: values as for `correct`, and by role where its words stand.

        Raises:
            LedgerError: there is no such statement, field, role or value; nothing is changed.
        """
        told = told_by(author, note)
        with self._writing() as connection:
            for role, where in spans.items():
                place(connection, statement, role, where, told)
            corrections.correct(connection, statement, given, told)

    def supply_at(
        self,
        article: int,
        given: Mapping[str, str],
        spans: Mapping[str, Sequence[Span]],
        *,
        author: str,
        note: str | None = None,
    ) -> int:
        """Add a statement that the model did not find by where its words stand, and return its number.

        Raises:
            LedgerError: there is no such article, or the spans or values will not do; nothing is changed.
        """
        told = told_by(author, note)
        with self._writing() as connection:
            kept = connection.execute(sa.select(articles.c.text).where(articles.c.id == article)).scalar()
            if kept is None:
                raise LedgerError(f"{self.path}: there is no article {article}")
            text = rows.text_of(kept)
            words = given.get("content") or " … ".join(text[a:b] for a, b in spans.get("content", ()) if 0 <= a < b)
            number = corrections.supply(connection, article, {**given, "content": words}, told)
            for role, where in spans.items():
                place(connection, number, role, where, told)
            return number

    def overrule(self, ids: Sequence[int]) -> None:
        """Take back rulings on how statements relate, by their numbers; the model's opinion holds again.

        Raises:
            LedgerError: there is no such ruling.
        """
        with self._writing() as connection:
            asked = sa.select(_R.id, _R.one_id, _R.other_id).where(_R.id.in_(ids))
            found = connection.execute(asked).all()
            if len(found) < len(set(ids)) or not ids:
                raise LedgerError(f"{self.path}: there is no such ruling any more; it was taken back, or made anew")
            connection.execute(sa.delete(rulings).where(_R.id.in_(ids)))
            regroup(connection, sorted({number for row in found for number in row[1:]}))

    def part(self, speaker: int, numbers: Sequence[int], *, name: str, author: str, note: str | None = None) -> int:
        """Make another speaker of some of a speaker's statements, and return the new one's number.

        Args:
            speaker: the number of the one who is two.
            numbers: of the statements that the other one made.
            name: of the other one; it may be the same.
            author: who says so.

        Raises:
            LedgerError: there is no such speaker, or a statement is not theirs.
        """
        with self._writing() as connection:
            return part(connection, speaker, numbers, name.strip(), told_by(author, note))


def undo(connection: Connection, correction: int, told: rows.Row) -> None:
    """Put back what a correction had put away."""
    found = connection.execute(sa.select(corrections_table).where(_C.id == correction)).mappings().first()
    if found is None or (found["statement_id"] is None and found["speaker_id"] is None):
        raise LedgerError(f"there is no correction {correction}")
    row = dict(found)
    if not _last(connection, row):
        raise LedgerError(f"what correction {correction} changed was corrected again since; take that back first")
    told = {**told, "note": told["note"] or f"takes back {correction}"}
    old, new = json.loads(row["old"]), json.loads(row["new"])
    values: rows.Row = {"field": row["field"], "old": row["new"], "new": row["old"], "anchor": row["anchor"], **told}
    if row["speaker_id"] is not None:
        values["speaker_id"] = row["speaker_id"]
        if row["field"] == "name":
            people.call(connection, row["speaker_id"], old)
        changed = sa.update(speakers).where(speakers.c.id == row["speaker_id"])
        connection.execute(changed.values({row["field"]: old, "corrected": True}))
    else:
        if old == {"status": None}:  # it was added by hand
            old = {"status": "rejected"}
            values["new"] = json.dumps(old)
            values["old"] = json.dumps(new)
        values["statement_id"] = row["statement_id"]
        connection.execute(sa.update(statements).where(statements.c.id == row["statement_id"]).values(**old))
        if row["field"] == "content":
            corrections.place_anew(connection, row["statement_id"])
    connection.execute(sa.insert(corrections_table).values(**values))


def place(connection: Connection, statement: int, role: str, spans: Sequence[Span], told: rows.Row) -> None:
    """Correct where a part of a statement stands."""
    if role not in ROLES:
        raise LedgerError(f"a statement has no {role!r} that stands anywhere; it has {', '.join(ROLES)}")
    asked = sa.select(articles.c.text).join(statements, statements.c.article_id == articles.c.id)
    kept = connection.execute(asked.where(statements.c.id == statement)).scalar()
    if kept is None:
        raise LedgerError(f"there is no statement {statement}; `sayso search` tells their numbers")
    text, ordered = rows.text_of(kept), sorted(spans)
    if role == "content" and not ordered:
        raise LedgerError("a statement needs its content")
    ends = [0, *(span.end for span in ordered)]
    if any(not end <= span.start < span.end <= len(text) for end, span in zip(ends, ordered, strict=False)):
        raise LedgerError(f"the {role} does not lie in the article: give spans in order that do not cross")
    if any(not text[span.start : span.end].strip() for span in ordered):
        raise LedgerError(f"the {role} is nothing but white space there")
    words = rows.plain(" … ".join(text[span.start : span.end] for span in ordered)) if ordered else None
    corrections.put(connection, statement, role, {role: words, f"{role}_spans": json.dumps(ordered)}, told)


def part(connection: Connection, speaker: int, numbers: Sequence[int], name: str, told: rows.Row) -> int:
    """Make another speaker of some of a speaker's statements."""
    row = connection.execute(sa.select(speakers).where(speakers.c.id == speaker)).mappings().first()
    if row is None or row["merged_into"] is not None:
        raise LedgerError(f"there is no speaker {speaker}; `sayso who` finds them by name")
    if not name or not numbers:
        raise LedgerError("the other speaker needs a name, and a statement at least")
    asked = sa.select(statements.c.id).where(statements.c.id.in_(numbers) & (statements.c.speaker_id == speaker))
    theirs = set(connection.execute(asked).scalars())
    for number in numbers:
        if number not in theirs:
            raise LedgerError(f"statement {number} is not one of speaker {speaker}")
    values = {"name": name, "type": row["type"], "country": row["country"], "corrected": True}
    made = connection.execute(sa.insert(speakers).values(**values))
    assert made.inserted_primary_key is not None
    other = int(made.inserted_primary_key[0])
    people.call(connection, other, name)
    people.decide(connection, other, speaker, Verdict.DIFFERENT, told)
    for number in dict.fromkeys(numbers):
        corrections.correct(connection, number, {"speaker": str(other)}, told)
    return other


def _last(connection: Connection, row: rows.Row) -> bool:
    """Tell whether nothing was corrected since where a correction was made."""
    later = (_C.id > row["id"]) & (_C.field == row["field"])
    same = (_C.statement_id == row["statement_id"]) if row["statement_id"] else (_C.speaker_id == row["speaker_id"])
    return connection.execute(sa.select(_C.id).where(later & same).limit(1)).first() is None


def _corrected(connection: Connection, most: int) -> list[Deed]:
    asked = sa.select(corrections_table).order_by(_C.at.desc(), _C.id.desc()).limit(most)
    found = []
    for row in connection.execute(asked).mappings().all():
        one = corrections.as_told(row)
        kind = "speaker" if one.speaker is not None else "statement"
        about = one.statement or one.speaker
        stands = about is not None and _last(connection, dict(row))
        found.append(
            Deed(kind, (one.id,), about, (), one.field, one.old, one.new, one.author, one.at, one.note, stands)
        )
    return found


def _ruled(connection: Connection, most: int) -> list[Deed]:
    """Return the rulings, those made at one stroke together: of one person, at one time, about one statement."""
    asked = sa.select(rulings).order_by(_R.at.desc(), _R.author, _R.id.desc()).limit(most * 4)
    found = []
    for (at, author), group in groupby(connection.execute(asked).mappings().all(), lambda r: (r["at"], r["author"])):
        several = list(group)
        pairs = [{row["one_id"], row["other_id"]} for row in several]
        common = set.intersection(*pairs)
        strokes = [several] if common else [[row] for row in several]
        for rows_ in strokes:
            first = rows_[0]
            about = min(common) if common else first["one_id"]
            others = sorted({id for row in rows_ for id in (row["one_id"], row["other_id"])} - {about})
            relation = first["relation"] if len({row["relation"] for row in rows_}) == 1 else "side"
            ids = tuple(row["id"] for row in rows_)
            found.append(
                Deed("claim", ids, about, tuple(others), relation, None, relation, author, at, first["note"], True)
            )
    return found[:most]


def _decided(connection: Connection, most: int) -> list[Deed]:
    asked = sa.select(decisions).order_by(_D.at.desc(), _D.id.desc()).limit(most)
    return [
        Deed(
            "speakers", (row["id"],), row["speaker_id"], (row["other_id"],), row["verdict"], None, row["verdict"],
            row["author"], row["at"], row["note"], False,
        )
        for row in connection.execute(asked).mappings()
    ]  # fmt: skip
