"""Claims out of links between pairs of statements."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.gathering import Gathered, Link, gather
from sayso.claims.relation import Relation


def sides(claim: Gathered) -> tuple[list[int], list[int]]:
    return (
        [m.statement for m in claim.members if not m.second],
        [m.statement for m in claim.members if m.second],
    )


def test_who_says_the_same_is_on_one_side_and_who_says_the_opposite_on_the_other() -> None:
    found = gather([Link(1, 2, 0.9, 0.02), Link(2, 3, 0.02, 0.9), Link(7, 8, 0.8, 0.1)])
    assert [sides(claim) for claim in found] == [([1, 2], [3]), ([7, 8], [])]


def test_the_opposite_of_the_opposite_is_the_same() -> None:
    (claim,) = gather([Link(1, 2, 0.01, 0.95), Link(2, 3, 0.01, 0.95)])
    assert sides(claim) == ([1, 3], [2])


def test_what_nothing_joins_is_on_no_claim() -> None:
    assert gather([Link(1, 2, 0.1, 0.1), Link(2, 3, 0.2, 0.2)], bias=0.0) == []
    assert gather([]) == []


def test_a_doubtful_link_does_not_chain_two_claims_that_others_tell_apart() -> None:
    links = [Link(1, 2, 0.95, 0.01), Link(3, 4, 0.95, 0.01), Link(2, 3, 0.6, 0.05)]
    apart = [Link(1, 3, 0.05, 0.01), Link(1, 4, 0.05, 0.01), Link(2, 4, 0.05, 0.01)]
    assert [sides(claim)[0] for claim in gather([*links, *apart])] == [[1, 2], [3, 4]]


def test_links_that_disagree_lower_the_confidence() -> None:
    agreed = gather([Link(1, 2, 0.9, 0.02), Link(2, 3, 0.9, 0.02), Link(1, 3, 0.9, 0.02)])
    (doubted,) = gather([Link(1, 2, 0.9, 0.02), Link(2, 3, 0.9, 0.02), Link(1, 3, 0.3, 0.05)])
    assert sides(doubted) == ([1, 2, 3], [])
    assert doubted.members[0].confidence < agreed[0].members[0].confidence


def test_a_bias_speaks_for_every_link_beforehand() -> None:
    links = [Link(1, 2, 0.3, 0.05)]
    assert gather(links, bias=0.0) == []
    assert len(gather(links, bias=2.0)) == 1


def test_a_contradiction_splits_at_the_weakest_link() -> None:
    (claim,) = gather([Link(1, 2, 0.9, 0.02), Link(2, 3, 0.85, 0.02), Link(1, 3, 0.02, 0.5)], bias=0.0)
    assert sides(claim) == ([1, 2], [])


def test_what_a_person_ruled_outweighs_all_links() -> None:
    links = [Link(1, 2, 0.99, 0.005), Link(1, 3, 0.99, 0.005), Link(2, 3, 0.99, 0.005)]
    (claim,) = gather(links, ruled={(1, 2): Relation.UNRELATED})
    assert len(claim.members) == 2
    (claim,) = gather(links, ruled={(1, 2): Relation.OPPOSITE})
    assert {1, 2} not in [set(side) for side in sides(claim)]
    assert sides(gather([], ruled={(4, 9): Relation.SAME})[0]) == ([4, 9], [])


LINKS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0, 1), st.floats(0, 1)).filter(lambda t: t[0] < t[1]),
    max_size=40,
    unique_by=lambda t: t[:2],
)


@given(LINKS, st.randoms(use_true_random=False))
def test_the_order_of_links_changes_nothing(told: list[tuple[int, int, float, float]], rng: random.Random) -> None:
    links = [Link(a, b, p / (p + q + 0.1), q / (p + q + 0.1)) for a, b, p, q in told]
    shuffled = list(links)
    rng.shuffle(shuffled)
    assert gather(links) == gather(shuffled)


@given(LINKS)
def test_each_statement_is_on_one_claim_at_most_and_each_claim_has_two(
    told: list[tuple[int, int, float, float]],
) -> None:
    found = gather([Link(a, b, p / (p + q + 0.1), q / (p + q + 0.1)) for a, b, p, q in told])
    everyone = [m.statement for claim in found for m in claim.members]
    assert len(everyone) == len(set(everyone))
    assert all(len(claim.members) > 1 and not claim.members[0].second for claim in found)
    assert all(0 <= m.confidence <= 1 for claim in found for m in claim.members)


def test_of_those_that_are_kept_apart_no_two_come_into_one_claim() -> None:
    links = [Link(-2, 7, 0.9, 0.02), Link(-1, 7, 0.8, 0.02), Link(-2, -1, 0.9, 0.02)]
    (claim,) = gather(links, bias=0.0, apart=(-1, -2))
    assert {member.statement for member in claim.members} == {-2, 7}


def test_several_links_between_two_add_up() -> None:
    doubtful = Link(1, 2, 0.45, 0.02)
    assert gather([doubtful], bias=0.0) == []
    against = [Link(1, 2, 0.7, 0.02), Link(1, 2, 0.02, 0.02), Link(1, 2, 0.02, 0.02)]
    assert len(gather(against[:1], bias=0.0)) == 1 and gather(against, bias=0.0) == []
