"""Find the time expressions of a text and say what each one says.

In comes text, out come `Phrase`s: a span and a `Node`, in text order, none overlapping another. Which day is meant is
for `resolve.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import sayso.reader.times.calendar_forms
import sayso.reader.times.clock_forms
import sayso.reader.times.relative_forms  # noqa: F401  # each adds its forms to FORMS
from sayso.article import Span
from sayso.reader.times.forms import FORMS
from sayso.reader.times.nodes import Calendar, Clock, Day, Node, Offset, Open, Range, Stretch

_BETWEEN = re.compile(
    r"\s*,?\s*(?:(?P<to>and|to|until|till|through)\s+(?:the\s+)?|(?P<dash>[-–—])\s*)(?:in\s+|on\s+|at\s+)?"
)
_ON = re.compile(r"(?:,|\s+)\s*(?:on\s+|of\s+|local\s+time,?\s+(?:on\s+)?)?(?:the\s+)?")
_AT = re.compile(r",?\s+(?:at\s+|around\s+|about\s+)")
_LEAD = re.compile(
    r"(?<!\w)(?:(?P<since>since|ever\s+since)|(?P<until>until|till|by|before|no\s+later\s+than|up\s+to|through)"
    r"|(?P<after>after)|(?P<between>between)|(?P<from>from|(?:starting|beginning)(?:\s+(?:in|on))?)"
    r"|as\s+(?:early|late|recently)\s+as|as\s+of|in|on|at|during|around|of|over)"
    r"(?:\s+(?:the|a|about|around|shortly|at\s+least|as\s+early\s+as))?\s+$",
    re.IGNORECASE,
)
_DAY_PART = re.compile(
    r"(?:(?:in|during)\s+the\s+early\s+hours\s+(?:of|on)"
    r"|(?:on\s+|during\s+)?the\s+(?:night|morning|evening|afternoon|eve)\s+of|(?:late|early|earlier|later)(?:\s+on)?"
    r"|(?:shortly\s+)?(?:before|after)\s+(?:dawn|midnight|noon|midday|sunrise|sunset|dark)(?:\s+on)?"
    r"|at\s+(?:dawn|dusk|night)(?:\s+on)?)\s+$",
    re.IGNORECASE,
)
_FAR = 40
"""Characters in front of an expression in which its preposition and part of the day are looked for."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time expression and what it says."""

    span: Span
    node: Node


def find(text: str) -> list[Phrase]:
    """Return the time expressions of a text, in order, the longest where several could stand."""
    phrases = _joined(text, _plain(text))
    phrases = [
        _with_day_part(text, p, before) for p, before in zip(phrases, [0, *(p.span.end for p in phrases)], strict=False)
    ]
    return _ranges(text, phrases)


def _plain(text: str) -> list[Phrase]:
    found = []
    for pattern, builder in FORMS:
        for m in pattern.finditer(text):
            node = builder(m)
            if node is not None:
                found.append(Phrase(Span(m.start(), m.end()), node))
    found.sort(key=lambda p: (p.span.start, -p.span.end))
    kept: list[Phrase] = []
    for phrase in found:
        if not kept or phrase.span.start >= kept[-1].span.end:
            kept.append(phrase)
        elif phrase.span.end - phrase.span.start > kept[-1].span.end - kept[-1].span.start:
            kept[-1] = phrase
    return kept


def _joined(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """Join a time of day with its day, and an offset with the day it counts from."""
    joined: list[Phrase] = []
    for phrase in phrases:
        if joined:
            last = joined[-1]
            gap = text[last.span.end : phrase.span.start]
            node = _together(last.node, phrase.node, gap)
            if node is not None:
                joined[-1] = Phrase(Span(last.span.start, phrase.span.end), node)
                continue
        joined.append(phrase)
    return [p for p in joined if not (isinstance(p.node, Offset) and p.node.open_end)]


def _together(first: Node, second: Node, gap: str) -> Node | None:
    if isinstance(first, Clock) and first.on is None and not isinstance(second, Clock | Stretch) and _ON.fullmatch(gap):
        return replace(first, on=second)
    if (
        isinstance(second, Clock)
        and second.on is None
        and not isinstance(first, Clock | Stretch | Offset)
        and _AT.fullmatch(gap)
    ):
        return replace(second, on=first)
    if isinstance(first, Offset) and first.open_end and re.fullmatch(r"\s*(?:on\s+)?", gap):
        return replace(first, of=second, open_end=False)
    return None


def _with_day_part(text: str, phrase: Phrase, before: int) -> Phrase:
    m = _DAY_PART.search(text, max(before, phrase.span.start - _FAR), phrase.span.start)
    return Phrase(Span(m.start(), phrase.span.end), phrase.node) if m else phrase


def _ranges(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """Join the two ends of a range, and take in the preposition in front of each expression."""
    found: list[Phrase] = []
    i = 0
    while i < len(phrases):
        phrase = phrases[i]
        before = found[-1].span.end if found else 0
        lead = _LEAD.search(text, max(before, phrase.span.start - _FAR), phrase.span.start)
        follower = phrases[i + 1] if i + 1 < len(phrases) else None
        link = _BETWEEN.fullmatch(text[phrase.span.end : follower.span.start]) if follower else None
        if follower and link and _is_range(phrase.node, follower.node, lead, link):
            start = lead.start() if lead else phrase.span.start
            found.append(Phrase(Span(start, follower.span.end), Range(phrase.node, follower.node)))
            i += 2
            continue
        found.append(_led(phrase, lead))
        i += 1
    return found


def _is_range(first: Node, second: Node, lead: re.Match[str] | None, link: re.Match[str]) -> bool:
    word = (link["to"] or "").lower()
    if lead and lead["between"]:
        return word == "and"
    if lead and lead["from"]:
        return word not in ("", "and")
    return bool(link["dash"]) and type(first) is type(second)


def _led(phrase: Phrase, lead: re.Match[str] | None) -> Phrase:
    if lead is None:
        return phrase
    node = phrase.node
    if not isinstance(node, Range | Stretch | Open):
        if (
            isinstance(node, Clock)
            and node.on
            and (lead["after"] or (lead["until"] or "").lower() in ("before", "until", "by"))
        ):
            node = node.on  # before midnight on Sunday: the day is known, the time is not
        if lead["since"]:
            node = Open(node, since=True)
        elif lead["until"] and not (isinstance(phrase.node, Clock) and lead["until"].lower() == "before"):
            node = Open(node, since=False)
        elif lead["from"] and (isinstance(node, Day) or (isinstance(node, Calendar) and node.day)):
            node = Open(node, since=True)
    return Phrase(Span(lead.start(), phrase.span.end), node)
