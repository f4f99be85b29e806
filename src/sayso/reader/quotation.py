"""Quotation marks: which characters of an article stand inside them, and how much of a content does.

Marks are paired paragraph by paragraph, as newspapers print them: a quotation that runs over several
paragraphs opens again in each, and one that is never closed ends with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sayso.article import Span
from sayso.statement import Quote


class QuoteState(IntEnum):
    """What a character is to the quotation around it; the reader's model has an embedding for each."""

    OUTSIDE = 0
    INSIDE = 1
    OPENING = 2
    CLOSING = 3


_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_DOUBLE = re.compile(r"[\"“”„«»]")
_SINGLE = re.compile(r"['‘’]")
_LINE = re.compile(r"[^\n]+")
_DECADE = re.compile(r"\d0s\b")
_GOES_ON = re.compile(r"\s*['‘]")


def quote_states(text: str) -> NDArray[np.int8]:
    """Return the `QuoteState` of every character of `text`, as an array of its length."""
    states = np.zeros(len(text), np.int8)
    for line in _LINE.finditer(text):
        pairs = list(_double_pairs(text, line.start(), line.end()))
        pairs += _single_pairs(text, line.start(), line.end())
        # Longer quotations first, so that the marks of the ones inside them stay visible.
        for opening, closing in sorted(pairs, key=lambda pair: pair[0] - pair[1]):
            states[opening:closing] = QuoteState.INSIDE
            states[opening] = QuoteState.OPENING
            if closing < line.end():
                states[closing] = QuoteState.CLOSING
    return states


def quote_form(text: str, states: NDArray[np.int8], content: Iterable[Span]) -> Quote:
    """Tell whether all, some or none of the words of `content` stand inside quotation marks."""
    quoted = _quoted(text, states, content)
    if quoted and all(quoted):
        return Quote.DIRECT
    return Quote.MIXED if any(quoted) else Quote.INDIRECT


def quoted_words(text: str, states: NDArray[np.int8], content: Iterable[Span]) -> int:
    """Count the words of `content` that stand inside quotation marks."""
    return sum(_quoted(text, states, content))


def _quoted(text: str, states: NDArray[np.int8], content: Iterable[Span]) -> list[bool]:
    return [
        bool(states[span.start + word.start()])
        for span in content
        for word in _WORD.finditer(text[span.start : span.end])
    ]


def _double_pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    opening: int | None = None
    for match in _DOUBLE.finditer(text, start, end):
        mark, at = match.group(), match.start()
        if opening is None:
            inches = mark == '"' and at > start and text[at - 1].isdigit()
            if mark in "“„«" or (mark == '"' and not inches):
                opening = at
        elif mark not in "“„«" or (mark == "“" and text[opening] == "„"):  # German: „So“
            yield opening, at
            opening = None
    if opening is not None:
        yield opening, end


def _single_pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pair single marks, telling them from apostrophes.

    An opening one without a partner is dropped, unless the next paragraph opens with a mark, too.
    """
    marks = [m.start() for m in _SINGLE.finditer(text, start, end)]
    opening: int | None = None
    candidate: int | None = None
    for at in marks:
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if _opens(text[at], before, after) and not _DECADE.match(text, at + 1):
            if opening is not None and candidate is not None:
                yield opening, candidate
            opening, candidate = at, None
        elif opening is not None and not after.isalnum() and not before.isspace():
            if before in ".,!?…" or before.lower() != "s":
                yield opening, at
                opening = candidate = None
            elif candidate is None:
                candidate = at  # perhaps a possessive: "the workers' vote"
    if opening is not None and candidate is not None:
        yield opening, candidate
    elif opening is not None and _GOES_ON.match(text, end):
        yield opening, end


def _opens(mark: str, before: str, after: str) -> bool:
    return mark != "’" and not (before.isalnum() or before in "’'") and not after.isspace()
