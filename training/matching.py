"""When a predicted statement counts as a gold one: the rule of the corpus's `score_statements.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")

Spans = Sequence[Sequence[int]]
Words = frozenset[int]


@dataclass(frozen=True, slots=True)
class Marks:
    """The words that a statement's roles cover, as the starts of the words."""

    source: Words
    cue: Words
    content: Words

    @classmethod
    def of(cls, text: str, spans: Mapping[str, Spans]) -> Marks:
        """Return the words of `text` that each role's spans touch."""
        return cls(*(_covered(text, spans.get(role) or ()) for role in ("source", "cue", "content")))


def match(gold: Sequence[Marks], found: Sequence[Marks]) -> list[tuple[int, int]]:
    """Return pairs (gold, found), each at most once, the best fitting first."""
    candidates = []
    for x, g in enumerate(gold):
        for y, f in enumerate(found):
            cues = bool(g.cue & f.cue) or not (g.cue or f.cue)
            content, source = jaccard(g.content, f.content), jaccard(g.source, f.source)
            if cues and content >= 0.5 and source >= 0.5:
                candidates.append((content + source + jaccard(g.cue, f.cue), x, y))
    pairs: list[tuple[int, int]] = []
    gold_used, found_used = set(), set()
    for _, x, y in sorted(candidates, reverse=True):
        if x not in gold_used and y not in found_used:
            gold_used.add(x)
            found_used.add(y)
            pairs.append((x, y))
    return pairs


def jaccard(a: Words, b: Words) -> float:
    """Return the share of words in both of those in either; 1 when both are empty."""
    return len(a & b) / len(a | b) if a | b else 1.0


def _covered(text: str, spans: Spans) -> Words:
    words = _words(text)
    return frozenset(start for a, b in spans for start, end in words if start < b and end > a)


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(m.span() for m in _WORD.finditer(text))
