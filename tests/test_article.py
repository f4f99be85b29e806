"""An article: what it takes for text, and what it is called."""

from __future__ import annotations

import dataclasses
import pickle
from datetime import date
from typing import Any

import pytest

from sayso import Article, Span, TextError


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \r\n", "\u2003\u00a0\u2028"], ids=ascii)
def test_a_text_without_a_character_is_refused(text: str) -> None:
    with pytest.raises(TextError, match="no text"):
        Article(text)


@pytest.mark.parametrize("text", [None, b"The mayor said so.", 7, ["The mayor said so."]], ids=repr)
def test_what_is_no_string_is_refused_by_its_type(text: Any) -> None:
    with pytest.raises(TextError, match=type(text).__name__):
        Article(text)


def test_the_text_stays_as_it_is_given() -> None:
    assert Article("  Venn said so.\r\n\r\n").text == "  Venn said so.\r\n\r\n"


def test_an_id_is_made_from_the_text_alone() -> None:
    assert Article("Venn said so.").id == Article("Venn said so.", outlet="The Gull", published=date(2031, 5, 2)).id
    assert Article("Venn said so.").id != Article("Venn said so!").id
    assert Article("Venn said so.", id="mine").id == "mine"


def test_lone_surrogates_have_an_id_too() -> None:
    assert Article("Venn \ud800 said").id != Article("Venn \udfff said").id


def test_an_article_cannot_be_changed() -> None:
    article = Article("Venn said so.")
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.text = "Venn said no."  # type: ignore[misc]


def test_an_article_equals_its_copy_from_another_process() -> None:
    article = Article("Venn said so.", outlet="The Gull", published=date(2031, 5, 2), title="So")
    assert pickle.loads(pickle.dumps(article)) == article


def test_a_span_is_a_half_open_pair() -> None:
    span = Span(0, 4)
    start, end = span
    assert Article("Venn said so.").text[start:end] == "Venn"
    assert span == (0, 4)
