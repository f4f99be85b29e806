"""What a changed article changed of its statements: which appeared, vanished, or were worded anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

_LIKE = 0.6
"""Share of words in common from which two contents are one statement, worded anew."""
_MOST = 400
"""Statements of a side that are compared word by word; behind them all count as appeared or vanished."""


class Kind(StrEnum):
    """What became of a statement in a later version."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one statement."""

    kind: Kind
    earlier: int | None  # number of the statement in the earlier version
    later: int | None


def compare(earlier: Sequence[Mapping[str, Any]], later: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Return what changed from one version's statements to the next one's.

    Args:
        earlier: rows of `statements`, with `id`, `source`, `cue`, `content` and `act`.
        later: the same.
    """
    left = {row["id"]: row for row in earlier}
    gone: dict[tuple[Any, ...], list[int]] = {}
    for row in earlier:
        gone.setdefault(_key(row), []).append(row["id"])
    fresh = []
    for row in later:
        same = gone.get(_key(row))
        if same:
            del left[same.pop(0)]
        else:
            fresh.append(row)
    pairs = _reworded(list(left.values())[:_MOST], fresh[:_MOST])
    taken = {later for _, later in pairs}
    found = [Change(Kind.REWORDED, a, b) for a, b in pairs]
    found += [Change(Kind.VANISHED, id, None) for id in left if id not in {a for a, _ in pairs}]
    return found + [Change(Kind.APPEARED, None, row["id"]) for row in fresh if row["id"] not in taken]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["source"], row["cue"], row["content"], row["act"]


def _reworded(earlier: Sequence[Mapping[str, Any]], later: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    scored = []
    words = [row["content"].lower().split() for row in later]
    for one in earlier:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(one["content"].lower().split())
        for other, theirs in zip(later, words, strict=True):
            matcher.set_seq1(theirs)
            if matcher.real_quick_ratio() >= _LIKE and (ratio := matcher.ratio()) >= _LIKE:
                scored.append((ratio + 0.1 * (one["source"] == other["source"]), one["id"], other["id"]))
    pairs: list[tuple[int, int]] = []
    used: set[tuple[str, int]] = set()
    for _, a, b in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if ("earlier", a) not in used and ("later", b) not in used:
            used |= {("earlier", a), ("later", b)}
            pairs.append((a, b))
    return sorted(pairs)
