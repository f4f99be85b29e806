"""An article laid out for the question when each of its statements was made."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sayso.article import Span
from sayso.reader.contents import Contents
from sayso.reader.pieces import Pieces
from sayso.reader.times.resolve import day_of
from sayso.statement import Statement, TimeExpression

_PERFECT = re.compile(r"(?:has|have|had)\b")
_PAST = re.compile(r"(?:ed|said|told|wrote|was|were|put)\b")
_PRESENT = re.compile(r"(?:[^s]s|say|believe|want|think|fear)$")
_NOUN = re.compile(
    r"(?:claim|allegation|report|denial|call|plan|threat|warning|accusation|demand|promise|statement|comment|fear|hope"
    r"|idea|charge)s?"
)
_HEDGE = re.compile(r"allegedly|alleged|reportedly|so-called|suspected|purported")
_SPEAKER_LINE = re.compile(r"\n[A-Z][A-Z .’'-]{3,40}(?:\([^)\n]{0,60}\))?: ")
_DATED_OPENING = re.compile(r"\n[A-Z][\w .’'-]{2,30},? (?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2},?) \d{4}[.:]")
_DATELINE = re.compile(r"[A-Z][A-Z '’-]{2,30},? ?(?:[A-Z][a-z]{2,8}\.? \d+)?.{0,20}[-–—]")
_LATER = re.compile(
    r"\b(?:hours? (?:after|later|earlier)|minutes later|same day|within (?:the|an) hour|moments later|then)\b"
)
_PRONOUNS = frozenset(("he", "she", "they", "it", "i", "we", "you"))


@dataclass(frozen=True, slots=True)
class When:
    """A time expression with a value, where it stands."""

    span: Span
    value: str  # to the day
    kind: str  # day, month, year, interval or open
    sentence: int
    paragraph: int
    holders: frozenset[int]  # statements in whose content it stands
    ahead: bool  # it lies after the article's day


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, where it stands."""

    number: int
    statement: Statement
    key: Span  # its cue, or its content where it has none
    sentence: int
    paragraph: int
    headline: bool
    holders: frozenset[int]
    cue: str  # in small letters
    verb: str  # what kind of word the cue is
    source: str  # none, pronoun or other
    later: bool  # words close by say how long after something else it was


class Scene:
    """What is asked of an article.

    Args:
        published: the article's day.
    """

    def __init__(
        self, pieces: Pieces, statements: Sequence[Statement], times: Sequence[TimeExpression], published: date | None
    ) -> None:
        self.text = pieces.text
        self.published = published
        self._pieces = pieces
        self._contents = Contents(statements)
        self.said = [self._said(n, statement) for n, statement in enumerate(statements)]
        self.times = [self._when(time, time.value) for time in times if time.value]
        self._by_sentence: dict[int, list[When]] = {}
        for when in self.times:
            self._by_sentence.setdefault(when.sentence, []).append(when)
        self._cues = sorted((said.key.start, said.number) for said in self.said if said.statement.cue)

    @cached_property
    def form(self) -> str:
        """Return what kind of article it is, going by its looks."""
        head = self.text.find("\n") + 1
        if sum(1 for _ in _SPEAKER_LINE.finditer(self.text, 0, 20_000)) > 3:
            return "transcript"
        if _DATED_OPENING.search(self.text, 0, head + 160):
            return "release"
        return "dateline" if _DATELINE.search(self.text, head, head + 80) else "plain"

    def in_sentence(self, sentence: int) -> Sequence[When]:
        """Return the times of a sentence."""
        return self._by_sentence.get(sentence, ())

    def before(self, said: Said, sentences: int) -> list[When]:
        """Return the times of so many sentences before a statement's, the latest first, that do not lie ahead."""
        found = []
        for sentence in range(said.sentence - 1, said.sentence - 1 - sentences, -1):
            found += [when for when in reversed(self.in_sentence(sentence)) if not when.ahead]
        return found

    def cue_between(self, said: Said, when: When) -> bool:
        """Tell whether another statement's cue stands between a statement's and a time."""
        low, high = min(when.span.end, said.key.end), max(when.span.start, said.key.start)
        first, last = (bisect_right(self._cues, (at, -1)) for at in (low, high))
        return any(number != said.number for _, number in self._cues[first:last])

    def _said(self, number: int, statement: Statement) -> Said:
        key = (statement.cue or statement.content)[0]
        sentence, paragraph = self._place(key)
        at = self._pieces.range_of(key.start, key.end)
        cue = self.text[key.start : key.end].lower() if statement.cue else ""
        source = " ".join(self.text[span.start : span.end] for span in statement.source[:1]).lower()
        return Said(
            number,
            statement,
            key,
            sentence,
            paragraph,
            at is not None and int(self._pieces.place[at[0]]) == 0,
            frozenset(n for n in self._contents.holding(key) if n != number),
            cue,
            verb_of(cue),
            "none" if not source else "pronoun" if source in _PRONOUNS else "other",
            bool(_LATER.search(self.text[max(0, key.start - 90) : key.start + 60].lower())),
        )

    def _when(self, time: TimeExpression, value: str) -> When:
        sentence, paragraph = self._place(time.span)
        day = day_of(value)
        return When(
            time.span,
            value.split("T")[0] if "/" not in value else value,
            _kind(value),
            sentence,
            paragraph,
            frozenset(self._contents.holding(time.span)),
            bool(day and self.published and day > self.published),
        )

    def _place(self, span: Span) -> tuple[int, int]:
        at = self._pieces.range_of(span.start, span.end)
        piece = at[0] if at else 0
        return int(self._pieces.sentence[piece]), int(self._pieces.paragraph[piece])


def verb_of(cue: str) -> str:
    """Return what kind of word a cue is, in small letters: its tense, or a noun, a hedge, a colon."""
    if not cue or cue == ":":
        return "colon" if cue else "floating"
    for name, pattern in (("noun", _NOUN), ("hedge", _HEDGE)):
        if pattern.fullmatch(cue):
            return name
    if _PERFECT.match(cue):
        return "perfect"
    if _PRESENT.search(cue):
        return "present"
    if cue.endswith("ing"):
        return "participle"
    return "past" if _PAST.search(cue) else "other"


def _kind(value: str) -> str:
    if value.startswith("..") or value.endswith(".."):
        return "open"
    if "/" in value:
        return "interval"
    return "day" if len(value) >= 10 else "month" if len(value) == 7 else "year"
