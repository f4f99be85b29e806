"""What can be told of two statements at a glance: which of them are worth a closer look, and what else bears on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.claims.passages import Ints, Mark, Passage
from sayso.statement import Act

Floats = NDArray[np.float32]

SHORT = 6
"""Pieces below which a content hardly says what it is about: *that*, *the allegation*, *it never happened*."""
_ACTS = tuple(Act)
_NEGATIVE = frozenset((2025, 2053, 2196, 3904, 2498, 6343, 2302, 4445, 4496, 1056, 6270))
"""Pieces: not, no, never, none, nothing, nobody, without, neither, nor, t (of n't), false."""
_NEAR = ((0, 1), (1, 2), (2, 3), (3, 5), (5, 9))  # statements between two of one article, from and below
NAMES = (
    "one",
    "content and content",
    "all and all",
    "content and all",
    "pieces of contents",
    "rare pieces of contents",
    "pieces of all",
    "rare pieces of all",
    "pieces of a content in all",
    "one article",
    "one within the other",
    "within the same",
    *(f"at {low} to {high} in an article" for low, high in _NEAR),
    "both short",
    "one short",
    "one short, in an article, near",
    "one speaker",
    "contents alike, in an article",
    "one negated",
    "a denial and what is within it",
    *(f"{act.value}" for act in _ACTS),
    "one a denial",
    "both denials",
    "one content negative",
    "both contents negative",
)
"""Features of a pair, in order."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A statement as the relater sees it."""

    number: int  # in the ledger
    article: int
    order: int  # among the statements of its article
    passage: Passage
    act: Act
    negated: bool
    within: int | None  # number of the statement it stands in
    speaker: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Told statements in arrays, for all that is asked of many pairs at once."""

    told: Sequence[Told]
    content: Floats  # [statements, width], of length 1
    whole: Floats  # [statements, width], of length 1
    content_weights: list[dict[int, float]]  # a piece's rareness
    whole_weights: list[dict[int, float]]


def tabled(told: Sequence[Told], meaning: Callable[[Ints], Floats], rareness: Floats) -> Table:
    """Return statements in arrays.

    Args:
        meaning: returns [width] what some pieces are about together.
        rareness: [vocabulary], in nats.
    """
    content: list[Floats] = []
    whole: list[Floats] = []
    content_weights: list[dict[int, float]] = []
    whole_weights: list[dict[int, float]] = []
    for statement in told:
        passage = statement.passage
        own = passage.ids[passage.marks == Mark.CONTENT]
        for ids, vectors, weights in ((own, content, content_weights), (passage.ids, whole, whole_weights)):
            total = meaning(ids)
            vectors.append(total / max(float(np.linalg.norm(total)), 1e-9))
            weights.append({int(id): float(rareness[id]) for id in ids})
    return Table(told, np.array(content, np.float32), np.array(whole, np.float32), content_weights, whole_weights)


def features_of(table: Table, pairs: Sequence[tuple[int, int]]) -> Floats:
    """Return [pairs, features] for pairs of places in a table."""
    found = np.zeros((len(pairs), len(NAMES)), np.float32)
    for row, (i, j) in zip(found, pairs, strict=True):
        row[:] = _features(table, i, j)
    return found


def _features(table: Table, i: int, j: int) -> list[Any]:
    one, other = table.told[i], table.told[j]
    home = one.article == other.article
    alike = float(table.content[i] @ table.content[j])
    crossed = max(float(table.content[i] @ table.whole[j]), float(table.whole[i] @ table.content[j]))
    contents, rare_contents = _common(table.content_weights[i], table.content_weights[j])
    wholes, rare_wholes = _common(table.whole_weights[i], table.whole_weights[j])
    in_all = max(
        _common(table.content_weights[i], table.whole_weights[j])[0],
        _common(table.whole_weights[i], table.content_weights[j])[0],
    )
    inside = one.within == other.number or other.within == one.number
    beside = one.within is not None and one.within == other.within
    apart = abs(one.order - other.order) - 1 if home else -1
    short = [len(table.content_weights[n]) < SHORT for n in (i, j)]
    speaker = one.speaker is not None and one.speaker == other.speaker
    denials = sum(statement.act is Act.DENY and not statement.negated for statement in (one, other))
    negatives = sum(not _NEGATIVE.isdisjoint(table.content_weights[n]) for n in (i, j))
    acts = [(one.act is act) + (other.act is act) for act in _ACTS]
    return [
        1.0,
        alike,
        float(table.whole[i] @ table.whole[j]),
        crossed,
        contents,
        rare_contents / 10,
        wholes,
        rare_wholes / 20,
        in_all,
        home,
        inside,
        beside,
        *(low <= apart < high for low, high in _NEAR),
        all(short),
        any(short),
        any(short) and 0 <= apart < 2,
        speaker,
        alike * home,
        one.negated != other.negated,
        inside and Act.DENY in (one.act, other.act),
        *acts,
        denials == 1,
        denials == 2,
        negatives == 1,
        negatives == 2,
    ]


def _common(one: dict[int, float], other: dict[int, float]) -> tuple[float, float]:
    """Return the share of the rarer pieces in common, of the shorter one's, and how much that is."""
    common = sum(weight for piece, weight in one.items() if piece in other)
    return common / max(min(sum(one.values()), sum(other.values())), 1e-6), common
