"""Which side of a claim affirms it."""

from __future__ import annotations

from sayso.claims.sides import Stance, affirming
from sayso.statement import Act


def stance(
    number: int, second: bool, act: Act = Act.ASSERT, negated: bool = False, within: int | None = None
) -> Stance:
    return Stance(number, second, act, negated, within)


def test_those_who_deny_are_on_the_denying_side_whoever_spoke_first() -> None:
    assert affirming([stance(1, False, Act.DENY), stance(2, True)])
    assert not affirming([stance(1, False), stance(2, True, Act.DENY)])


def test_what_stands_within_a_denial_is_affirmed() -> None:
    assert affirming([stance(1, False, Act.DENY), stance(2, True, within=1), stance(3, False)])


def test_an_accusation_that_is_not_made_does_not_affirm() -> None:
    assert not affirming([stance(1, False, Act.CONFIRM), stance(2, True, Act.ACCUSE, negated=True)])


def test_where_nobody_denies_the_first_statement_affirms() -> None:
    assert not affirming([stance(1, False), stance(2, True)])
    assert not affirming([stance(1, False)])
