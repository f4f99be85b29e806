"""Which of a claim's two sides affirms it: a claim is put the way in which it is denied by those who deny."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.statement import Act

_DENYING = {Act.DENY: 2.0, Act.CONDEMN: 0.25}
_AFFIRMING = {Act.ACCUSE: 1.0, Act.CONFIRM: 0.25}


@dataclass(frozen=True, slots=True)
class Stance:
    """A statement of a claim, with what tells whether it denies."""

    statement: int
    second: bool  # it is on the other side than the claim's first statement
    act: Act
    negated: bool
    within: int | None


def affirming(stances: Sequence[Stance]) -> bool:
    """Return which side affirms, as `second` has it: the other one denies more; the first statement's where none does.

    A claim that stands within a denial counts as much as the denial: it is what the denial is about.
    """
    denials = {stance.statement for stance in stances if stance.act is Act.DENY and not stance.negated}
    weight = {False: 0.0, True: 0.0}
    for stance in stances:
        doubt = 0.5 if stance.negated else _DENYING.get(stance.act, 0.0) - _AFFIRMING.get(stance.act, 0.0)
        if stance.within in denials:
            doubt -= 1.0
        weight[stance.second] += doubt
    return weight[True] < weight[False]
