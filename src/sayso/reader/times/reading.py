"""The time expressions of an article, found and resolved against the day it appeared."""

from __future__ import annotations

import re
from datetime import date

from sayso.reader.times.nodes import Clock, Node, Open, Range, Stretch
from sayso.reader.times.phrases import find
from sayso.reader.times.resolve import Setting, day_of, resolve
from sayso.reader.times.tense import lies_ahead
from sayso.statement import TimeExpression, TimeType

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PART_OF_DAY = re.compile(
    r"\b(?:morning|afternoon|evening|night|tonight|lunchtime|overnight|dawn|dusk)\b", re.IGNORECASE
)


def time_expressions(text: str, published: date | None) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text, in order.

    Args:
        published: the day the article appeared; without it, what is told from that day stays without a value.
    """
    if published is not None and not 1000 < published.year < 9000:
        published = None  # no news, and its years would run out of the calendar
    named: date | None = None  # the day named last, not after the article's own
    mentioned: date | None = None  # the first day of the day, month or year named last
    found = []
    for phrase in find(text):
        node, span = phrase.node, phrase.span
        deadline = isinstance(node, Open) and not node.since
        value = resolve(node, Setting(published, named, mentioned, lies_ahead(text, span, deadline)))
        found.append(TimeExpression(span, _type_of(node, text[span.start : span.end]), value))
        day = day_of(value) if value and not value.startswith("..") else None
        if day is not None and (published is None or day <= published):
            mentioned = day
            named = day if _DAY.match(value or "") else named
    return tuple(found)


def _type_of(node: Node, words: str) -> TimeType:
    """Return the TIMEX3 type: a part of the day is a time, a stretch of so many units a duration, all else a date."""
    match node:
        case Clock():
            return TimeType.TIME
        case Open(inner, _):
            return _type_of(inner, words)
        case Range(first, _) if isinstance(first, Clock):
            return TimeType.TIME
        case Stretch():
            return TimeType.DURATION
    return TimeType.TIME if _PART_OF_DAY.search(words) else TimeType.DATE
