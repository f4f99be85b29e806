"""Corrections: what a person says of a statement or a speaker against what the model read.

A corrected value takes the place of the model's, which is kept beside it with who corrected it, when and why. When an
article is read anew, each correction is put to the statement that stands where the corrected one stood.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.article import Span
from sayso.edtf import bounds, is_edtf
from sayso.errors import LedgerError
from sayso.ledger import people, rows
from sayso.ledger.schema import articles, corrections, speakers, statements, vectors
from sayso.reader.meaning import shipped_meaning
from sayso.statement import Act, Distance, Quote, SpeakerType

_ROLES = ("source", "cue", "content")
STATEMENT_FIELDS = ("act", "negated", "quote", "distance", "made", *_ROLES, "speaker", "addressee", "within")
SPEAKER_FIELDS = ("name", "type", "role", "affiliation", "country")
_SAME_PLACE = 0.4
"""Share of characters in common from which a statement of a new reading is the one that was corrected."""
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that a person put in the place of another."""

    id: int
    statement: int | None  # number of the corrected statement, or
    speaker: int | None  # of the corrected speaker
    field: str  # status: the statement was added or rejected
    old: Any  # what the model had said, as JSON has it
    new: Any
    author: str
    at: str  # UTC
    note: str | None


def correct(connection: Connection, statement: int, given: Mapping[str, str], told: rows.Row) -> None:
    """Put values in the place of a statement's.

    Args:
        given: by field: acts and the like by their words, `negated` as yes or no, `made` in EDTF, roles by their words
            in the article, speakers by number or name; empty for none.
        told: `author`, `at` and `note`.

    Raises:
        LedgerError: there is no such statement, field or value.
    """
    row = _statement(connection, statement)
    for field, value in given.items():
        if field not in STATEMENT_FIELDS:
            raise LedgerError(f"a statement has no {field!r} to correct; it has {', '.join(STATEMENT_FIELDS)}")
        put(connection, statement, field, _changed(connection, row, field, value.strip()), told)
        row = _statement(connection, statement)


def set_status(connection: Connection, statement: int, status: str, told: rows.Row) -> None:
    """Reject a statement, or take it back in.

    Raises:
        LedgerError: there is no such statement.
    """
    row = _statement(connection, statement)
    _write_down(connection, row, "status", {"status": row["status"]}, {"status": status}, told)
    connection.execute(sa.update(statements).where(statements.c.id == statement).values(status=status))


def supply(connection: Connection, article: int, given: Mapping[str, str], told: rows.Row) -> int:
    """Add a statement that the model did not find, and return its number.

    Args:
        given: `content` and, if there are any, `cue`, `source`, `act` and the rest, as for `correct`.

    Raises:
        LedgerError: there is no such article, or the words do not stand in it.
    """
    if not given.get("content"):
        raise LedgerError("a statement needs its content: give its words as content=…")
    count = sa.select(sa.func.count()).where(statements.c.article_id == article)
    number = int(connection.execute(sa.select(sa.func.max(statements.c.id))).scalar() or 0) + 1
    if connection.execute(sa.select(articles.c.id).where(articles.c.id == article)).first() is None:
        raise LedgerError(f"there is no article {article}")
    blank = {
        "id": number, "article_id": article, "label": f"s{connection.execute(count).scalar_one() + 1}a", "source": None,
        "cue": None, "content": "", "source_spans": "[]", "cue_spans": "[]", "content_spans": "[]",
        "act": Act.ASSERT.value, "negated": False, "quote": Quote.INDIRECT.value, "distance": "[]", "confidence": 1.0,
        "status": "added",
    }  # fmt: skip
    connection.execute(sa.insert(statements).values(**blank))
    ordered = {field: given[field] for field in ("content", *given) if field in given}
    correct(connection, number, ordered, told)
    row = _statement(connection, number)
    _write_down(connection, row, "status", {"status": None}, {"status": "added"}, told)
    return number


def correct_speaker(connection: Connection, speaker: int, given: Mapping[str, str], told: rows.Row) -> None:
    """Put values in the place of a speaker's; they hold for articles added later, too.

    Raises:
        LedgerError: there is no such speaker, field or value.
    """
    row = connection.execute(sa.select(speakers).where(speakers.c.id == speaker)).mappings().first()
    if row is None:
        raise LedgerError(f"there is no speaker {speaker}; `sayso who` finds them by name")
    for field, value in given.items():
        if field not in SPEAKER_FIELDS:
            raise LedgerError(f"a speaker has no {field!r} to correct; they have {', '.join(SPEAKER_FIELDS)}")
        new = value.strip() or None
        if field == "type" and new not in list(SpeakerType):
            raise LedgerError(f"{value!r} is no type of speaker; it is one of {', '.join(SpeakerType)}")
        if field == "name":
            if new is None:
                raise LedgerError("a speaker needs a name")
            people.call(connection, speaker, new)
        values = {"speaker_id": speaker, "field": field, "old": json.dumps(row[field]), "new": json.dumps(new)}
        connection.execute(sa.insert(corrections).values(**values, **told))
        connection.execute(sa.update(speakers).where(speakers.c.id == speaker).values({field: new, "corrected": True}))


def made(connection: Connection, *, statement: int | None = None) -> list[Correction]:
    """Return corrections in the order in which they were made, all or one statement's."""
    asked = sa.select(corrections).order_by(corrections.c.id)
    if statement is not None:
        asked = asked.where(corrections.c.statement_id == statement)
    return [as_told(row) for row in connection.execute(asked).mappings()]


def as_told(row: Mapping[Any, Any]) -> Correction:
    """Return the correction that a row holds."""
    return Correction(
        row["id"], row["statement_id"], row["speaker_id"], row["field"], _shown(row["field"], row["old"]),
        _shown(row["field"], row["new"]), row["author"], row["at"], row["note"],
    )  # fmt: skip


def put(connection: Connection, statement: int, field: str, changed: rows.Row, told: rows.Row) -> None:
    """Put columns in the place of a statement's, and write down what they were.

    Raises:
        LedgerError: there is no such statement.
    """
    row = _statement(connection, statement)
    _write_down(connection, row, field, {name: row[name] for name in changed}, changed, told)
    connection.execute(sa.update(statements).where(statements.c.id == statement).values(**changed))
    if field == "content":
        place_anew(connection, statement)


def corrected_articles(connection: Connection) -> Sequence[int]:
    """Return the numbers of the articles in whose latest version a statement was corrected."""
    asked = (
        sa.select(statements.c.article_id)
        .join(corrections, corrections.c.statement_id == statements.c.id)
        .join(articles, articles.c.id == statements.c.article_id)
        .where(articles.c.latest)
        .distinct()
        .order_by(statements.c.article_id)
    )
    return connection.execute(asked).scalars().all()


def _shown(field: str, kept: str) -> Any:
    """Return the value of a correction that a person is shown: the words rather than where they stand."""
    value = json.loads(kept)
    if not isinstance(value, dict):
        return value
    key = f"{field}_id" if f"{field}_id" in value else field
    shown = value.get(key)
    return json.loads(shown) if field == "distance" and isinstance(shown, str) else shown


def _statement(connection: Connection, number: int) -> rows.Row:
    row = connection.execute(sa.select(statements).where(statements.c.id == number)).mappings().first()
    if row is None:
        raise LedgerError(f"there is no statement {number}; `sayso search` tells their numbers")
    return dict(row)


def _write_down(
    connection: Connection, row: rows.Row, field: str, old: Mapping[str, Any], new: Mapping[str, Any], told: rows.Row
) -> None:
    anchor = {f"{role}_spans": row[f"{role}_spans"] for role in _ROLES}
    values = {"statement_id": row["id"], "field": field, "old": json.dumps(old), "new": json.dumps(new)}
    connection.execute(sa.insert(corrections).values(**values, anchor=json.dumps(anchor), **told))


def _changed(connection: Connection, row: rows.Row, field: str, value: str) -> rows.Row:
    """Return the columns that a corrected field changes.

    Raises:
        LedgerError: the value is none for this field.
    """
    if field in _ROLES:
        return _words(connection, row, field, value)
    if field in ("speaker", "addressee"):
        return {f"{field}_id": _speaker(connection, value) if value else None}
    if field == "within":
        return {"within_id": _outer(connection, row, value)}
    if field == "negated":
        if value.lower() not in _YES + _NO:
            raise LedgerError(f"{value!r} does not tell whether it is negated: write yes or no")
        return {"negated": value.lower() in _YES}
    if field == "made":
        if value and not is_edtf(value):
            raise LedgerError(f"{value!r} is no time as EDTF writes it, such as 2031-03-14 or 2031-03")
        first, last = bounds(value) if value else (None, None)
        return {"made": value or None, "made_from": first, "made_to": last, "made_evidence": None}
    if field == "distance":
        found = [part for part in value.replace(",", " ").split() if part]
        for part in found:
            _one_of(part, list(Distance), field)
        return {"distance": json.dumps(found)}
    return {field: _one_of(value, list(Act) if field == "act" else list(Quote), field)}


def _one_of(value: str, allowed: Sequence[str], field: str) -> str:
    if value not in allowed:
        raise LedgerError(f"{value!r} is no {field}; it is one of {', '.join(allowed)}")
    return value


def _words(connection: Connection, row: rows.Row, field: str, value: str) -> rows.Row:
    """Return where words stand in the article: the place nearest to the statement; pieces are parted by an ellipsis."""
    if not value:
        if field == "content":
            raise LedgerError("a statement needs its content")
        return {field: None, f"{field}_spans": "[]"}
    kept = connection.execute(sa.select(articles.c.text).where(articles.c.id == row["article_id"])).scalar_one()
    text = rows.text_of(kept)
    spans = [span for role in _ROLES for span in rows.spans_of(row[f"{role}_spans"])]
    near = spans[0].start if spans else 0
    found = []
    for piece in (part.strip() for part in value.split("…")):
        places = [i for i in range(len(text)) if text.startswith(piece, i)] if len(piece) < 3 else _places(text, piece)
        if not piece or not places:
            raise LedgerError(f"{piece!r} does not stand in the article: give the words as they are written there")
        start = min(places, key=lambda place: abs(place - near))
        found.append(Span(start, start + len(piece)))
    found.sort()
    words = " … ".join(text[span.start : span.end] for span in found)
    return {field: rows.plain(words), f"{field}_spans": json.dumps(found)}


def _places(text: str, piece: str) -> list[int]:
    places, at = [], text.find(piece)
    while at >= 0:
        places.append(at)
        at = text.find(piece, at + 1)
    return places


def _speaker(connection: Connection, value: str) -> int:
    """Return the number of a speaker given by number or by name; a name that nobody bears makes a new one."""
    number = _number(value)
    if number is not None:
        merged = connection.execute(sa.select(speakers.c.merged_into).where(speakers.c.id == number)).first()
        if merged is None:
            raise LedgerError(f"there is no speaker {number}; `sayso who` finds them by name")
        return merged[0] or number
    return people.named_or_new(connection, value)


def _number(value: str) -> int | None:
    """Return the number that is written, None where none is, or one beyond all that a ledger gives out."""
    return int(value) if value.isdecimal() and len(value) < 16 else None


def _outer(connection: Connection, row: rows.Row, value: str) -> int | None:
    if not value:
        return None
    number = _number(value)
    outer = _statement(connection, number) if number is not None else None
    if outer is None or outer["article_id"] != row["article_id"] or outer["id"] == row["id"]:
        raise LedgerError(f"{value!r} is no other statement of the same article: give the number of one")
    step, seen = outer["within_id"], {outer["id"]}
    while step is not None and step not in seen:
        if step == row["id"]:
            raise LedgerError(f"statement {value} stands within this one itself")
        seen.add(step)
        step = connection.execute(sa.select(statements.c.within_id).where(statements.c.id == step)).scalar()
    return int(outer["id"])


def place_anew(connection: Connection, statement: int) -> None:
    """Find a statement by the meaning of its content as it is now."""
    vector = shipped_meaning().of([_statement(connection, statement)["content"]])[0].tobytes()
    connection.execute(sa.delete(vectors).where(vectors.c.statement_id == statement))
    connection.execute(sa.insert(vectors).values(statement_id=statement, vector=vector))


def carry_over(connection: Connection, earlier: Sequence[rows.Row], later: Sequence[rows.Row]) -> list[int]:
    """Put the corrections of an article's statements to those of a new reading of the same text.

    A correction goes to the statement whose words lie most where the corrected one's lay. One that was added by hand,
    and that nothing now lies on, has to be kept.

    Args:
        earlier: rows of the statements before, all of them.
        later: rows of the statements now, already written.

    Returns:
        The numbers of the earlier statements to be kept.
    """
    kept, taken = [], set()
    for row in earlier:
        asked = sa.select(corrections).where(corrections.c.statement_id == row["id"]).order_by(corrections.c.id)
        found = [dict(r) for r in connection.execute(asked).mappings()]
        if not found:
            continue
        anchor = json.loads(found[0]["anchor"])
        best = counterpart(anchor, later)
        if best is None or best in taken:
            kept.append(row["id"])
            continue
        taken.add(best)
        for correction in found:
            _apply_again(connection, best, correction)
    return kept


def counterpart(anchor: Mapping[str, Any], later: Sequence[rows.Row]) -> int | None:
    """Return the number of the statement of a new reading that stands where another stood, None where none does.

    Args:
        anchor: has the spans of the cue and of the content of the one before.
        later: rows of the statements now.
    """
    best = max(later, key=lambda other: _overlap(anchor, other), default=None)
    return int(best["id"]) if best is not None and _overlap(anchor, best) >= _SAME_PLACE else None


def _apply_again(connection: Connection, statement: int, correction: rows.Row) -> None:
    now = _statement(connection, statement)
    new = json.loads(correction["new"])
    if correction["field"] == "status" and new.get("status") == "added":
        new = {"status": "read"}  # the model finds it now
    values = {name: value for name, value in new.items() if name != "within_id"}
    old = json.dumps({name: now[name] for name in values})
    connection.execute(
        sa.update(corrections).where(corrections.c.id == correction["id"]).values(statement_id=statement, old=old)
    )
    if values:
        connection.execute(sa.update(statements).where(statements.c.id == statement).values(**values))


def _overlap(anchor: Mapping[str, str], row: Mapping[str, Any]) -> float:
    """Return the share of two statements' characters, of cue and content, that both have."""
    mine, theirs = (
        {i for role in ("cue", "content") for span in rows.spans_of(where[f"{role}_spans"]) for i in range(*span)}
        for where in (anchor, row)
    )
    return len(mine & theirs) / max(1, len(mine | theirs))
