"""Two versions of a text side by side: paragraph beside paragraph, with the words that changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from sayso.article import paragraphs

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 4_000  # pieces of a paragraph that are compared one by one

Run = tuple[bool, str]
"""Some words, and whether they changed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph in both versions; either may be empty."""

    earlier: tuple[Run, ...]
    later: tuple[Run, ...]
    same: bool


def compared(earlier: str, later: str) -> list[Row]:
    """Return the paragraphs of two texts in rows."""
    one, two = ([text[p.start : p.end] for p in paragraphs(text)] for text in (earlier, later))
    rows: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row(((False, text),), ((False, text),), True) for text in one[a:b]]
            continue
        for n in range(max(b - a, d - c)):
            left = one[a + n] if a + n < b else ""
            right = two[c + n] if c + n < d else ""
            rows.append(_row(left, right))
    return rows


def _row(left: str, right: str) -> Row:
    pieces = _PIECE.findall(left), _PIECE.findall(right)
    matcher = SequenceMatcher(None, *pieces, autojunk=False)
    if not left or not right or max(map(len, pieces)) > _MOST or matcher.quick_ratio() < 0.4:
        return Row(((True, left),) if left else (), ((True, right),) if right else (), False)
    runs: tuple[list[Run], list[Run]] = ([], [])
    for tag, a, b, c, d in matcher.get_opcodes():
        for side, words in ((0, pieces[0][a:b]), (1, pieces[1][c:d])):
            if words:
                runs[side].append((tag != "equal", "".join(words)))
    return Row(tuple(runs[0]), tuple(runs[1]), False)
