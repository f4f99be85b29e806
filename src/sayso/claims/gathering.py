"""Gathering: from how pairs of statements relate to claims, each with two sides.

What is looked for is the grouping that agrees best with all pairs at once: correlation clustering, where a pair within
a claim may lie on one side or on both. Groups are joined greedily, those that most speaks for first, and what speaks
for two groups adds up (greedy additive edge contraction; Keuper et al., 2015). So a doubtful link does not chain two
claims together whose other pairs speak against it, and it does not matter in which order statements came.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sayso.claims.relation import Relation

LEAST = 1e-4  # chance below which nothing is told apart
BIAS = 1.75
"""What speaks for any pair beforehand, in log-odds. Of all pairs few are related, so that a claim's pairs together are
likelier one than each alone; tuned on the development stories, see training/NOTES.md."""
_CERTAIN = 1e6  # log-odds of what a person says


@dataclass(frozen=True, slots=True)
class Link:
    """What is thought of two statements: the chances that they say the same, and that they say the opposite."""

    one: int
    other: int
    same: float
    opposite: float


@dataclass(frozen=True, slots=True)
class Member:
    """A statement of a claim."""

    statement: int
    second: bool  # on the other side than the claim's first statement
    confidence: float  # that it belongs there, by its links with the others; 0 to 1


@dataclass(frozen=True, slots=True)
class Gathered:
    """A claim: its statements, by number; all of a side say the same, those of both sides the opposite."""

    members: tuple[Member, ...]


_Evidence = list[float]  # for one side, and for two


def gather(
    links: Iterable[Link],
    ruled: Mapping[tuple[int, int], Relation] = MappingProxyType({}),
    bias: float = BIAS,
    apart: Collection[int] = (),
) -> list[Gathered]:
    """Return the claims that links make, by their first statements; statements that nothing joins are in none.

    Args:
        ruled: by pair of statements, what a person said of it, which outweighs whatever links tell.
        bias: what speaks for any link beforehand, in log-odds.
        apart: of these no two come into one claim.
    """
    between = _evidence(links, bias)
    for (one, other), relation in ruled.items():
        certain = [_CERTAIN if relation is wanted else -_CERTAIN for wanted in (Relation.SAME, Relation.OPPOSITE)]
        for x, y in ((one, other), (other, one)):
            between.setdefault(x, {})[y] = list(certain)
    told = {one: {other: tuple(found) for other, found in near.items()} for one, near in between.items()}
    groups: dict[int, dict[int, bool]] = {node: {node: False} for node in between}
    waiting = [
        item for one, near in between.items() for other in near if one < other for item in _items(between, one, other)
    ]
    heapq.heapify(waiting)
    held = set(apart)
    while waiting:
        gain, one, other, flipped = heapq.heappop(waiting)
        current = one in groups and other in groups and between[one].get(other, [0.0, 0.0])[flipped] == -gain
        if current and not (one in held and other in held):
            _join(groups, between, one, other, flipped)
            if other in held:
                held.add(one)
            for third in between[one]:
                for item in _items(between, *sorted((one, third))):
                    heapq.heappush(waiting, item)
    found = [_claim(sides, told) for sides in groups.values() if len(sides) > 1]
    return sorted(found, key=lambda claim: claim.members[0].statement)


def _evidence(links: Iterable[Link], bias: float) -> dict[int, dict[int, _Evidence]]:
    """Return what speaks for any two statements, in log-odds; of several links between two, the sum."""
    between: dict[int, dict[int, _Evidence]] = {}
    for link in links:
        unrelated = max(LEAST, 1 - link.same - link.opposite)
        found = [math.log(max(LEAST, chance) / unrelated) + bias for chance in (link.same, link.opposite)]
        for one, other in ((link.one, link.other), (link.other, link.one)):
            before = between.setdefault(one, {}).get(other, [0.0, 0.0])
            between[one][other] = [before[0] + found[0], before[1] + found[1]]
    return between


def _items(
    between: Mapping[int, Mapping[int, _Evidence]], one: int, other: int
) -> Iterator[tuple[float, int, int, bool]]:
    """Yield what would be gained by joining two groups, where anything would: the better of the two ways."""
    plain, flipped = between[one][other]
    if max(plain, flipped) > 0:
        yield -max(plain, flipped), one, other, flipped > plain


def _join(
    groups: dict[int, dict[int, bool]],
    between: dict[int, dict[int, _Evidence]],
    one: int,
    other: int,
    flipped: bool,
) -> None:
    """Put the second of two groups into the first; what spoke for either and a third adds up."""
    groups[one] |= {node: side != flipped for node, side in groups.pop(other).items()}
    for third, (plain, crossed) in between.pop(other).items():
        del between[third][other]
        if third == one:
            continue
        if flipped:
            plain, crossed = crossed, plain
        mine = between[one].get(third, [0.0, 0.0])
        between[one][third] = [mine[0] + plain, mine[1] + crossed]
        between[third][one] = list(between[one][third])


def _claim(sides: Mapping[int, bool], told: Mapping[int, Mapping[int, tuple[float, ...]]]) -> Gathered:
    first = min(sides)
    members = []
    for node in sorted(sides):
        others = [other for other in told[node] if other in sides]
        evidence = [told[node][other][sides[node] != sides[other]] for other in others]
        mean = sum(evidence) / len(evidence) if evidence else -_CERTAIN
        confidence = 1 / (1 + math.exp(-min(max(mean, -30.0), 30.0)))
        members.append(Member(node, sides[node] != sides[first], round(confidence, 4)))
    return Gathered(tuple(members))
