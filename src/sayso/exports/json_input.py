"""A reading out of parsed JSON that may hold anything: each value is checked, and an error names its place."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from sayso.article import Article, Span
from sayso.edtf import is_edtf
from sayso.errors import SchemaError, TextError
from sayso.statement import (
    Act,
    Distance,
    EntityMention,
    MentionType,
    Quote,
    Reading,
    Speaker,
    SpeakerType,
    Statement,
    TimeExpression,
    TimeType,
)

SCHEMA = "sayso.reading/1"

SIDES = ("affirm", "deny")

_TOLD = {
    "author": "author",
    "stated_language": "language",
    "credit": "credit",
    "correction": "correction",
    "source_warning": "warning",
}
"""Fields of an article's that need not be there, by their names in JSON."""

_Word = TypeVar("_Word", bound=StrEnum)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def reading_of(data: Any) -> Reading:
    """Check parsed JSON and return the reading that it holds.

    Raises:
        SchemaError: it holds none that this version knows.
    """
    if not isinstance(data, dict):
        raise SchemaError(f"a reading must be an object, not {_kind(data)}")
    version = data.get("schema")
    if version != SCHEMA:
        raise SchemaError(f"the schema must be {SCHEMA!r}, not {_shown(version)}: another version of sayso may know it")
    article = _article(data)
    statements = [
        _Checked(value, f"statement {number}").statement(len(article.text))
        for number, value in enumerate(_Checked(data, "the reading").array("statements"), 1)
    ]
    _check_nesting(statements)
    reading = _Checked(data, "the reading")
    speakers = _speakers(data, len(article.text), statements)
    return Reading(
        article,
        tuple(statements),
        model=reading.string("model"),
        language=reading.string("language"),
        warnings=tuple(reading.strings("warnings")),
        times=_times(data, len(article.text)),
        speakers=speakers,
        mentions=_mentions(data, len(article.text), speakers),
    )


def _times(data: dict[str, Any], length: int) -> tuple[TimeExpression, ...]:
    values = _Checked(data, "the reading").array("times")
    times = [_Checked(value, f"time {number}").time(length) for number, value in enumerate(values, 1)]
    for number, (one, other) in enumerate(pairwise(times), 2):
        if other.span.start < one.span.end:
            raise SchemaError(f"`span` of time {number} overlaps the one before, or is not in text order")
    return tuple(times)


def _speakers(data: dict[str, Any], length: int, statements: Sequence[Statement]) -> tuple[Speaker, ...]:
    values = _Checked(data, "the reading").array("speakers")
    speakers = [_Checked(value, f"speaker {number}").speaker(length) for number, value in enumerate(values, 1)]
    known = {speaker.id for speaker in speakers}
    if len(known) < len(speakers):
        raise SchemaError("two speakers have the same id")
    for statement in statements:
        for role, id in (("speaker", statement.speaker), ("addressee", statement.addressee)):
            if id is not None and id not in known:
                raise SchemaError(f"the {role} of statement {_shown(statement.id)} is {_shown(id)}, who is not there")
    return tuple(speakers)


def _mentions(data: dict[str, Any], length: int, speakers: Sequence[Speaker]) -> tuple[EntityMention, ...]:
    values = _Checked(data, "the reading").array("mentions")
    mentions = [_Checked(value, f"mention {number}").mention(length) for number, value in enumerate(values, 1)]
    known = {speaker.id for speaker in speakers}
    for number, mention in enumerate(mentions, 1):
        if mention.speaker is not None and mention.speaker not in known:
            raise SchemaError(f"the speaker of mention {number} is {_shown(mention.speaker)}, who is not there")
    return tuple(mentions)


def _article(data: dict[str, Any]) -> Article:
    reading = _Checked(data, "the reading")
    id = reading.string("id")
    if not id:
        raise SchemaError("`id` of the reading is empty")
    try:
        return Article(
            reading.string("text"),
            id=id,
            outlet=reading.string_or_null("outlet"),
            published=reading.day_or_null("published"),
            title=reading.string_or_null("title"),
            url=reading.string_or_null("url"),
            **_told(data),
        )
    except TextError as error:
        raise SchemaError("`text` of the reading is empty") from error


def _told(data: dict[str, Any]) -> dict[str, Any]:
    """Return what only some sources tell of an article; readings that an older version wrote have none of it."""
    reading = _Checked({key: data.get(key) for key in ("modified", *_TOLD)}, "the reading")
    told: dict[str, Any] = {field: reading.string_or_null(key) for key, field in _TOLD.items()}
    return told | {"modified": reading.day_or_null("modified")}


class _Checked:
    """One JSON object whose fields are taken out by the type that they must have."""

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, dict):
            raise SchemaError(f"{place} must be an object, not {_kind(data)}")
        self.data = data
        self.place = place

    def statement(self, length: int) -> Statement:
        """Return the object as a statement about a text of so many characters."""
        id = self.string("id")
        if not id:
            raise self.error("id", "is empty")
        return Statement(
            id=id,
            source=self.spans("source", length),
            cue=self.spans("cue", length),
            content=self.spans("content", length),
            act=self.word("act", self.string("act"), Act),
            negated=self.boolean("negated"),
            quote=self.word("quote", self.string("quote"), Quote),
            within=self.string_or_null("within"),
            distance=self.distances(),
            confidence=self.probability("confidence"),
            speaker=self.string_or_null("speaker"),
            addressee=self.string_or_null("addressee"),
            made=self.edtf_or_null("made"),
            made_evidence=None if self.value("made_evidence") is None else self.span("made_evidence", length),
            claims=self.claims(),
        )

    def claims(self) -> tuple[tuple[str, str], ...]:
        """Return the claims on which the object takes a side; there need not be any."""
        found = []
        for pair in self.array("claims") if "claims" in self.data else ():
            if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) and pair[1] in SIDES):
                raise self.error("claims", "must hold pairs of a claim's id and a side, affirm or deny")
            found.append((pair[0], pair[1]))
        return tuple(found)

    def mention(self, length: int) -> EntityMention:
        """Return the object as a mention in a text of so many characters."""
        return EntityMention(
            span=self.span("span", length),
            type=self.word("type", self.string("type"), MentionType),
            speaker=self.string_or_null("speaker"),
        )

    def speaker(self, length: int) -> Speaker:
        """Return the object as a speaker in a text of so many characters."""
        return Speaker(
            id=self.string("id"),
            name=self.string("name"),
            type=self.word("type", self.string("type"), SpeakerType),
            role=self.string_or_null("role"),
            of=self.string_or_null("of"),
            mentions=self.spans("mentions", length, may_overlap=True),
        )

    def time(self, length: int) -> TimeExpression:
        """Return the object as a time expression in a text of so many characters."""
        type = self.word("type", self.string("type"), TimeType)
        return TimeExpression(self.span("span", length), type, self.edtf_or_null("value"))

    def span(self, key: str, length: int) -> Span:
        value = self.value(key)
        if not _is_pair(value):
            raise self.error(key, "must be a pair of whole numbers")
        span = Span(*value)
        if not 0 <= span.start < span.end <= length:
            raise self.error(key, "is empty or lies outside the text")
        return span

    def value(self, key: str) -> Any:
        if key not in self.data:
            raise self.error(key, "is missing")
        return self.data[key]

    def string(self, key: str) -> str:
        value = self.value(key)
        if not isinstance(value, str):
            raise self.error(key, f"must be a string, not {_kind(value)}")
        return value

    def string_or_null(self, key: str) -> str | None:
        return None if self.value(key) is None else self.string(key)

    def day_or_null(self, key: str) -> date | None:
        value = self.string_or_null(key)
        if value is None:
            return None
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass  # a day that no calendar has
        raise self.error(key, f"must be a day as YYYY-MM-DD, not {_shown(value)}")

    def edtf_or_null(self, key: str) -> str | None:
        value = self.string_or_null(key)
        if value is not None and not is_edtf(value):
            raise self.error(key, f"must be a time as EDTF writes it, not {_shown(value)}")
        return value

    def boolean(self, key: str) -> bool:
        value = self.value(key)
        if not isinstance(value, bool):
            raise self.error(key, f"must be true or false, not {_kind(value)}")
        return value

    def probability(self, key: str) -> float:
        value = self.value(key)
        # A comparison with NaN is false, too.
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.error(key, "must be a number from 0 to 1")
        return float(value)

    def array(self, key: str) -> list[Any]:
        value = self.value(key)
        if not isinstance(value, list):
            raise self.error(key, f"must be an array, not {_kind(value)}")
        return value

    def strings(self, key: str) -> Sequence[str]:
        values = self.array(key)
        for value in values:
            if not isinstance(value, str):
                raise self.error(key, f"must hold strings only, not {_kind(value)}")
        return values

    def spans(self, key: str, length: int, *, may_overlap: bool = False) -> tuple[Span, ...]:
        spans: list[Span] = []
        for value in self.array(key):
            if not _is_pair(value):
                raise self.error(key, "must hold pairs of whole numbers")
            span = Span(*value)
            if not 0 <= span.start < span.end <= length:
                raise self.error(key, "has a span that is empty or lies outside the text")
            if spans and span.start < (spans[-1].start if may_overlap else spans[-1].end):
                raise self.error(key, "has spans that overlap or are not in text order")
            spans.append(span)
        return tuple(spans)

    def word(self, key: str, value: str, words: type[_Word]) -> _Word:
        try:
            return words(value)
        except ValueError:
            raise self.error(key, f"must be one of {', '.join(words)}, not {_shown(value)}") from None

    def distances(self) -> tuple[Distance, ...]:
        found = tuple(self.word("distance", value, Distance) for value in self.strings("distance"))
        if len(set(found)) < len(found):
            raise self.error("distance", "names the same one twice")
        return found

    def error(self, key: str, problem: str) -> SchemaError:
        return SchemaError(f"`{key}` of {self.place} {problem}")


def _check_nesting(statements: Sequence[Statement]) -> None:
    """Check that ids are unique, and that each statement stands within an other one, in the end within none."""
    within = {statement.id: statement.within for statement in statements}
    if len(within) < len(statements):
        raise SchemaError("two statements have the same id")
    for id, outer in within.items():
        if outer is not None and outer not in within:
            raise SchemaError(f"statement {_shown(id)} is within {_shown(outer)}, which is not there")
    sound: set[str] = set()  # known to end outside all others, so that no chain is walked twice
    for id in within:
        path: set[str] = set()
        step: str | None = id
        while step is not None and step not in sound:
            if step in path:
                raise SchemaError(f"statement {_shown(id)} stands within itself")
            path.add(step)
            step = within[step]
        sound |= path


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)


def _kind(value: Any) -> str:
    """Return what JSON calls a value of this type."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"


def _shown(value: Any) -> str:
    """Return a value for a message: short, in one line, and safe to print."""
    return json.dumps(value[:40]) if isinstance(value, str) else _kind(value)
