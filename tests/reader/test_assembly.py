"""From drafts to statements: order, nesting, confidence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Span
from sayso.reader.assembly import Draft, Evidence, confidence, nest, statements
from sayso.reader.quotation import quote_states
from sayso.statement import Act, Distance, Quote, Statement

EVIDENCE = Evidence(2.0, -0.1, -0.2, -0.5, 0.0, 0.0)
TEXT = "Venn denied that the council had said the bridge was unsafe. “It is safe,” she said."


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def draft(cue: str | None, content: str, source: str | None = None, text: str = TEXT) -> Draft:
    return Draft(
        (span(source, text),) if source else (),
        (span(cue, text),) if cue else (),
        (span(content, text),),
        Act.ASSERT,
        False,
        EVIDENCE,
    )


def assembled(*drafts: Draft, text: str = TEXT) -> tuple[Statement, ...]:
    return statements(text, quote_states(text), drafts, {})


spans = st.tuples(st.integers(0, 40), st.integers(1, 30)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
several = st.lists(spans, min_size=1, max_size=3).map(lambda some: tuple(sorted(some)))
random_drafts = st.lists(
    st.builds(
        Draft,
        source=st.just(()),
        cue=st.one_of(st.just(()), spans.map(lambda s: (s,))),
        content=several,
        act=st.sampled_from(Act),
        negated=st.booleans(),
        evidence=st.just(EVIDENCE),
    ),
    max_size=12,
)


def holds(content: tuple[Span, ...], inner: tuple[Span, ...]) -> bool:
    return all(any(s.start <= i.start and i.end <= s.end for s in content) for i in inner)


@given(random_drafts)
def test_nesting_has_no_circles_and_a_parent_contains_its_childs_cue(drafts: list[Draft]) -> None:
    parents = nest(drafts)
    assert len(parents) == len(drafts)
    for child, parent in enumerate(parents):
        if parent is not None:
            assert holds(drafts[parent].content, drafts[child].cue or drafts[child].content)
        seen = set()
        at: int | None = child
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = parents[at]


@given(random_drafts)
def test_the_parent_is_the_shortest_content_that_holds_the_cue(drafts: list[Draft]) -> None:
    lengths = [sum(s.end - s.start for s in d.content) for d in drafts]
    for child, parent in enumerate(nest(drafts)):
        key = drafts[child].cue or drafts[child].content
        fitting = [n for n, d in zip(lengths, drafts, strict=True) if n > lengths[child] and holds(d.content, key)]
        assert (None if parent is None else lengths[parent]) == min(fitting, default=None)


@given(random_drafts)
def test_statements_are_numbered_in_the_order_of_the_text(drafts: list[Draft]) -> None:
    made = statements("a" * 80, quote_states("a" * 80), drafts, {})
    assert [s.id for s in made] == [f"s{n}" for n in range(1, len(drafts) + 1)]
    places = [(s.cue or s.content)[0].start for s in made]
    assert all(a <= b for a, b in pairwise(places))
    assert made == statements("a" * 80, quote_states("a" * 80), drafts[::-1], {}) or len(set(places)) < len(places)


def test_a_statement_stands_within_the_content_that_holds_its_cue() -> None:
    made = assembled(
        draft("said the", "the bridge was unsafe", "the council"),
        draft("denied", "the council had said the bridge was unsafe", "Venn"),
        draft("said.", "“It is safe,”", "she"),
    )
    assert [(s.id, s.within) for s in made] == [("s1", None), ("s2", "s1"), ("s3", None)]


def test_two_statements_of_one_content_do_not_hold_each_other() -> None:
    made = assembled(draft("denied", TEXT), draft("said", TEXT))
    assert [s.within for s in made] == [None, None]


def test_quotation_and_distance_are_told_from_the_words() -> None:
    made = assembled(draft(None, "“It is safe,”"), draft("said.", "“It is safe,”", "she"))
    assert [s.quote for s in made] == [Quote.DIRECT, Quote.DIRECT]
    assert [s.distance for s in made] == [(Distance.UNNAMED,), ()]


def test_no_drafts_make_no_statements() -> None:
    assert assembled() == ()


evidences = st.builds(Evidence, *[st.floats(-8, 8) for _ in Evidence._fields])


@given(evidences, st.sampled_from(Evidence._fields), st.floats(0, 5), st.lists(st.floats(0, 3), min_size=6, max_size=6))
def test_more_evidence_never_means_less_confidence(
    evidence: Evidence, field: str, more: float, weights: list[float]
) -> None:
    calibration = {"bias": -1.0, **dict(zip(Evidence._fields, weights, strict=True))}
    raised = evidence._replace(**{field: getattr(evidence, field) + more})
    assert 0 <= confidence(evidence, calibration) <= confidence(raised, calibration) <= 1


def test_confidence_is_a_half_where_nothing_is_calibrated() -> None:
    assert confidence(EVIDENCE, {}) == 0.5


def test_confidence_is_the_logistic_of_the_weighted_evidence() -> None:
    assert confidence(EVIDENCE, {"bias": -1.0, "cue": 1.0}) == pytest.approx(0.731, abs=1e-3)
    assert confidence(EVIDENCE, {"bias": 1e9}) == 1.0
    assert confidence(EVIDENCE, {"bias": -1e9}) == 0.0


def test_thousands_of_statements_side_by_side_are_within_none() -> None:
    drafts = [
        Draft((), (Span(50 * n, 50 * n + 4),), (Span(50 * n + 5, 50 * n + 35 + n % 9),), Act.ASSERT, False, EVIDENCE)
        for n in range(20_000)
    ]
    assert set(nest(drafts)) == {None}
