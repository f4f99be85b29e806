"""Statements as the relater reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from sayso.article import Span
from sayso.claims.passages import LONGEST, Mark, passage_of
from sayso.reader.model import shipped_model

TEXT = "The dam is new. Minister Tessa Vane denied on Monday that the dam at Orrow was leaking, and left."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return shipped_model().tokenizer


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def words_of(tokenizer: Tokenizer, ids: object) -> str:
    return str(tokenizer.decode(list(ids)))  # type: ignore[call-overload]


def test_a_passage_marks_source_cue_and_content_and_has_what_stands_before(tokenizer: Tokenizer) -> None:
    content = (span("the dam at Orrow was leaking"),)
    passage = passage_of(TEXT, (span("Minister Tessa Vane"),), (span("denied"),), content, tokenizer)
    marked = {mark: words_of(tokenizer, passage.ids[passage.marks == mark]) for mark in Mark}
    assert marked[Mark.CONTENT] == "the dam at orrow was leaking"
    assert marked[Mark.SOURCE] == "minister tessa vane"
    assert marked[Mark.CUE] == "denied"
    assert marked[Mark.CONTEXT] == "the dam is new. on monday that"


def test_a_content_that_is_cut_out_of_much_context_stays(tokenizer: Tokenizer) -> None:
    long = "It rained for days. " * 60 + "He left. " + "The river rose. " * 60
    start = long.index("He left.")
    passage = passage_of(long, (), (), (Span(0, 8), Span(start, start + 8)), tokenizer)
    assert len(passage.ids) <= LONGEST
    assert (passage.marks == Mark.CONTENT).any()


@given(st.text(min_size=1, max_size=400), st.data())
def test_any_text_gives_a_passage(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6)))
    spans = [Span(ends[n], ends[n + 1]) for n in (0, 2, 4)]
    passage = passage_of(text, spans[:1], spans[1:2], spans[2:], shipped_model().tokenizer)
    assert len(passage.ids) == len(passage.marks) <= LONGEST
