"""Trees of who says something on whose word."""

from __future__ import annotations

from sayso.claims.tracing import Chain, Node, Relay, origins, trace

OFFICIALS = Relay("officials in 1", "two officials", named=False)
POST = Relay("outlet post", "the Post", outlet=True)
HERALD = Relay("outlet herald", "The Herald", outlet=True)
SPOKESMAN = Relay("speaker 4", "Ilse Marquand")


def shape(node: Node) -> object:
    return {node.relay.name: [shape(other) for other in node.passed_on]} if node.passed_on else node.relay.name


def test_those_who_name_no_source_are_the_roots_across_articles() -> None:
    chains = [
        Chain(1, "2031-03-02", (POST, SPOKESMAN, HERALD)),
        Chain(2, "2031-03-01", (OFFICIALS, POST)),
    ]
    (tree,) = trace(chains)
    assert shape(tree) == {"two officials": [{"the Post": [{"Ilse Marquand": ["The Herald"]}]}]}
    assert (tree.first, tree.statements) == ("2031-03-01", (2,))
    assert (tree.passed_on[0].first, tree.passed_on[0].statements) == ("2031-03-01", (1,))


def test_roots_and_those_behind_them_come_by_their_first_day() -> None:
    chains = [
        Chain(1, "2031-03-05", (SPOKESMAN, HERALD)),
        Chain(2, "2031-03-04", (SPOKESMAN, POST)),
        Chain(3, None, (OFFICIALS, HERALD)),
    ]
    assert list(map(shape, trace(chains))) == [
        {"Ilse Marquand": ["the Post", "The Herald"]},
        {"two officials": ["The Herald"]},
    ]


def test_those_who_only_quote_one_another_are_shown_once() -> None:
    (tree,) = trace([Chain(1, "2031-03-02", (POST, HERALD)), Chain(2, "2031-03-01", (HERALD, POST))])
    assert shape(tree) == {"The Herald": [{"the Post": ["The Herald"]}]}
    assert tree.passed_on[0].passed_on[0].again


def test_nobody_quotes_themselves() -> None:
    (tree,) = trace([Chain(1, None, (POST, POST))])
    assert (tree.relay, tree.passed_on) == (POST, ())


def test_origins_count_an_unnamed_source_once_for_all_reprints() -> None:
    other = Relay("officials in 2", "Two officials", named=False)
    chains = [Chain(1, None, (OFFICIALS, POST)), Chain(2, None, (other, HERALD)), Chain(3, None, (SPOKESMAN,))]
    assert origins(chains, {1: 1, 2: 1, 3: 3}) == 2
    assert origins(chains, {1: 1, 2: 2, 3: 3}) == 3


def test_outlets_pass_on_when_they_appear_not_when_it_was_said() -> None:
    (tree,) = trace([Chain(1, "2031-03-01", (SPOKESMAN, HERALD), "2031-03-08")])
    assert (tree.first, tree.passed_on[0].first) == ("2031-03-01", "2031-03-08")
