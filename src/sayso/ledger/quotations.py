"""Quotations: what several articles print in quotation marks as one speaker's words, and where the words differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from sqlalchemy.engine import Connection

from sayso.ledger.answers import ENTRY, Entry, entry
from sayso.ledger.finding import Filters, conditions
from sayso.ledger.schema import statements
from sayso.statement import Quote

_QUOTED = re.compile(r"“([^“”]+)”?|\"([^\"]+)\"?|‘([^‘’]+(?:’\w[^‘’]*)*)’?")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_FOLDED = str.maketrans("’‘“”", "''\"\"")
_RUN = 3  # words in a row that two have in common
_COMMON = 200  # quotations with a run beyond which it tells nothing
LEAST = 5
"""Words of a quotation."""
ALIKE = 0.6
"""Share of words in common, in order, from which two are taken for the same quotation."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two printings of a quotation differ: words of the one and words of the other; either may be empty."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A quotation as one article prints it."""

    entry: Entry
    words: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same quotation in two articles, the earlier one first."""

    one: Printed
    other: Printed
    alike: float  # share of words in common, 0 to 1
    differences: tuple[Difference, ...]  # beyond typography, and beyond where either begins and ends


def repeated(connection: Connection, filters: Filters, limit: int, offset: int, *, altered: bool) -> list[Repeated]:
    """Return the quotations that two articles print, those that differ most first.

    Args:
        altered: only those whose words differ.
    """
    printed = [
        Printed(entry(row), words)
        for row, quote in _rows(connection, filters)
        for words in (quoted(row["content"], quote),)
        if len(_WORD.findall(words)) >= LEAST
    ]
    told = [_words(one.words) for one in printed]
    found = []
    for i, j in _likely(told):
        if printed[i].entry.article == printed[j].entry.article or not _one_speaker(printed[i], printed[j]):
            continue
        alike, differences = compared(printed[i].words, printed[j].words)
        if alike >= ALIKE and (differences or not altered):
            found.append(
                Repeated(*_ordered(printed[i], printed[j]), alike, _turned(printed[i], printed[j], differences))
            )
    found.sort(key=lambda pair: (-sum(len(d.one) + len(d.other) for d in pair.differences), pair.one.entry.id))
    return found[offset : offset + limit]


def quoted(content: str, quote: str) -> str:
    """Return what of a content stands in quotation marks; all of it where the whole does."""
    parts = ["".join(match.groups(default="")) for match in _QUOTED.finditer(content)]
    if parts:
        return " … ".join(part.strip() for part in parts)
    return content if quote == Quote.DIRECT else ""


def compared(one: str, other: str) -> tuple[float, tuple[Difference, ...]]:
    """Return the share of the shorter quotation's words that both have in order, and where they differ in between."""
    mine, theirs = _words(one), _words(other)
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    alike = sum(block.size for block in blocks) / max(1, min(len(mine), len(theirs)))
    shown = [_WORD.findall(text) for text in (one, other)]
    differences = [
        Difference(" ".join(shown[0][a.a + a.size : b.a]), " ".join(shown[1][a.b + a.size : b.b]))
        for a, b in pairwise(blocks)
    ]
    return alike, tuple(differences)


def _rows(connection: Connection, filters: Filters) -> Iterator[tuple[dict[str, Any], str]]:
    wanted = statements.c.quote.in_([Quote.DIRECT.value, Quote.MIXED.value])
    asked = ENTRY.add_columns(statements.c.quote).where(wanted, *conditions(connection, filters))
    for row in connection.execute(asked.order_by(statements.c.id)).mappings():
        told = dict(row)
        yield told, told.pop("quote")


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text.translate(_FOLDED))]


def _likely(told: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return the pairs that have two runs in common."""
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, words in enumerate(told):
        for run in {tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)}:
            holders.setdefault(run, []).append(number)
    counts: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        if 1 < len(held) <= _COMMON:
            counts.update((i, j) for n, i in enumerate(held) for j in held[n + 1 :])
    return sorted(pair for pair, count in counts.items() if count > 1)


def _one_speaker(one: Printed, other: Printed) -> bool:
    mine, theirs = one.entry.speaker_id, other.entry.speaker_id
    return mine is None or theirs is None or mine == theirs or one.entry.speaker == other.entry.speaker


def _ordered(one: Printed, other: Printed) -> tuple[Printed, Printed]:
    return (one, other) if _place(one) <= _place(other) else (other, one)


def _turned(one: Printed, other: Printed, differences: tuple[Difference, ...]) -> tuple[Difference, ...]:
    if _place(one) <= _place(other):
        return differences
    return tuple(Difference(d.other, d.one) for d in differences)


def _place(printed: Printed) -> tuple[str, int]:
    return printed.entry.published or "9999", printed.entry.id
