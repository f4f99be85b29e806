"""Marks laid over a text, however they overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Span
from sayso.exports.marking import Close, Mark, Open, Role, lanes, paragraphs_of

texts = st.text(st.sampled_from("ab .\n\r\t<&é"), min_size=1, max_size=40)
spans = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 45), st.integers(0, 30))
marks = st.lists(st.builds(Mark, spans, st.integers(0, 5), st.sampled_from(Role)), max_size=12)


@given(texts, marks)
def test_the_text_comes_out_as_it_went_in(text: str, marks: list[Mark]) -> None:
    out = "".join(p.before + p.text for p in paragraphs_of(text, marks))
    assert text.startswith(out)
    assert not text[len(out) :].strip()


@given(texts, marks)
def test_openings_and_closings_nest(text: str, marks: list[Mark]) -> None:
    for paragraph in paragraphs_of(text, marks):
        stack = []
        for token in paragraph.tokens:
            if isinstance(token, Open):
                stack.append(token.piece)
            elif isinstance(token, Close):
                assert stack.pop() is token.piece
        assert not stack


@given(texts, marks)
def test_each_character_lies_in_the_marks_that_span_it(text: str, marks: list[Mark]) -> None:
    at = 0
    for paragraph in paragraphs_of(text, marks):
        at += len(paragraph.before)
        live: list[Mark] = []
        for token in paragraph.tokens:
            if isinstance(token, Open):
                live.append(token.piece.mark)
            elif isinstance(token, Close):
                live.pop()
            else:
                for place in range(at, at + len(token)):
                    wanted = [m for m in marks if m.span.start <= place < m.span.end]
                    assert sorted(live, key=repr) == sorted(wanted, key=repr)
                at += len(token)


@given(texts, marks)
def test_one_piece_of_each_role_is_first_and_one_is_last(text: str, marks: list[Mark]) -> None:
    pieces = [t.piece for p in paragraphs_of(text, marks) for t in p.tokens if isinstance(t, Open)]
    roles = {(p.mark.statement, p.mark.role) for p in pieces}
    assert len([p for p in pieces if p.first]) == len([p for p in pieces if p.last]) == len(roles)


def test_nested_marks_stay_whole() -> None:
    marks = [Mark(Span(0, 9), 0, Role.CONTENT), Mark(Span(2, 4), 1, Role.CUE), Mark(Span(4, 9), 1, Role.CONTENT)]
    (paragraph,) = paragraphs_of("abcdefghi", marks)
    assert len([t for t in paragraph.tokens if isinstance(t, Open)]) == 3


@given(st.lists(spans, max_size=12))
def test_no_two_spans_that_meet_share_a_lane(spans: list[Span]) -> None:
    lane = lanes(spans)
    for i, one in enumerate(spans):
        for j, other in enumerate(spans[:i]):
            if one.start < other.end and other.start < one.end:
                assert lane[i] != lane[j]


def test_inner_spans_lie_nearer_to_the_text() -> None:
    assert lanes([Span(0, 50), Span(10, 40), Span(20, 30)]) == [2, 1, 0]
