"""Drawings: nothing lies on anything else, and all that is there is drawn or counted."""

from __future__ import annotations

from sayso.claims.tracing import Node, Relay
from sayso.ledger.answers import KnownSpeaker
from sayso.ledger.browsing import Tie
from sayso.statement import Act, SpeakerType
from sayso.web.comparing import compared
from sayso.web.drawing.networks import network
from sayso.web.drawing.trees import drawn


def node(name: str, *passed_on: Node) -> Node:
    return Node(Relay(name, name), "2031-03-04", (1,), passed_on)


def somebody(number: int) -> KnownSpeaker:
    return KnownSpeaker(number, f"Person {number}", SpeakerType.PERSON, None, None, None, (), 1)


def test_no_two_boxes_of_a_tree_share_a_place() -> None:
    tree = drawn([node("a", node("b", node("c"), node("d")), node("e")), node("f")])
    places = {(box.x, box.y) for box in tree.boxes}
    assert len(places) == len(tree.boxes) == 6
    assert len(tree.lines) == 4
    assert all(box.x + tree.wide <= tree.width and box.y + tree.high <= tree.height for box in tree.boxes)


def test_a_tree_leaves_out_and_counts_what_has_no_room() -> None:
    tree = drawn([node(str(n)) for n in range(100)])
    assert len(tree.boxes) + tree.left_out == 100
    assert tree.left_out


def test_a_network_has_each_partner_once_a_side() -> None:
    ties = [Tie(somebody(n), act, False, 1, True) for n in range(2, 14) for act in (Act.ACCUSE, Act.ASK)]
    found = network([*ties, Tie(somebody(2), Act.PRAISE, True, 3, False)])
    assert found is not None
    assert found.left_out == 3
    assert {one.told for one in found.partners} == {"accuse, ask", "not praise ×3"}
    assert all(one.x >= 0 and one.x + found.name_width <= found.width for one in found.partners)
    assert network([]) is None


def test_versions_are_compared_word_by_word_where_they_are_alike() -> None:
    first, second, third = compared(
        "One.\n\nThe bridge is open.\n\nGone for good.", "One.\n\nThe bridge is shut.\n\nZebras!"
    )
    assert first.same
    assert second.later == ((False, "The bridge is "), (True, "shut"), (False, "."))
    assert third.earlier == ((True, "Gone for good."),)
