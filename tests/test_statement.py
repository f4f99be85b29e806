"""Statements and readings as values."""

from __future__ import annotations

import dataclasses
import json
import pickle
import re
from enum import StrEnum

import pytest

from sayso import Act, Article, Distance, Quote, Reading, Span, Statement

STATEMENT = Statement(
    id="s1",
    source=(Span(14, 18),),
    cue=(Span(19, 23),),
    content=(Span(0, 13), Span(24, 38)),
    act=Act.ASSERT,
    negated=False,
    quote=Quote.DIRECT,
    within=None,
    distance=(Distance.UNNAMED,),
    confidence=0.9,
)
READING = Reading(Article("“We are here” Venn said “and staying.”"), (STATEMENT,), model="test-1")


def test_the_words_of_spans_are_the_articles_own() -> None:
    assert READING.words(STATEMENT.source) == "Venn"
    assert READING.words(STATEMENT.content) == "“We are here” … “and staying.”"
    assert READING.words(()) == ""


def test_a_reading_is_english_and_without_warnings_unless_told() -> None:
    assert (READING.language, READING.warnings) == ("en", ())


def test_a_statement_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        STATEMENT.negated = True  # type: ignore[misc]


def test_a_reading_crosses_process_borders() -> None:
    assert pickle.loads(pickle.dumps(READING)) == READING


def test_a_statement_can_be_kept_in_a_set() -> None:
    assert len({STATEMENT, dataclasses.replace(STATEMENT), dataclasses.replace(STATEMENT, id="s2")}) == 2


def test_a_statement_becomes_plain_json() -> None:
    plain = json.loads(json.dumps(dataclasses.asdict(STATEMENT)))
    assert plain["act"] == "assert"
    assert plain["content"] == [[0, 13], [24, 38]]
    assert plain["distance"] == ["unnamed"]


@pytest.mark.parametrize("kind", [Act, Quote, Distance])
def test_values_are_lower_case_words_each_once(kind: type[StrEnum]) -> None:
    values = [value.value for value in kind]
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", value) for value in values)
    assert len(set(values)) == len(values)


def test_acts_keep_the_order_that_the_weights_know() -> None:
    assert " ".join(Act) == (
        "assert confirm deny accuse demand promise threaten warn condemn praise ask decline believe intend"
    )
