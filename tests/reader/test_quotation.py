"""Quotation marks: what stands inside them, in the ways newspapers print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Span
from sayso.reader.quotation import QuoteState, quote_form, quote_states, quoted_words
from sayso.statement import Quote


def inside(text: str) -> list[str]:
    """Return the stretches of `text` that stand in quotation marks, with their marks."""
    states = quote_states(text)
    kept = "".join(c if state else "\0" for c, state in zip(text, states, strict=True))
    return [stretch for stretch in kept.split("\0") if stretch]


def test_curly_marks_pair() -> None:
    assert inside("“The dam holds,” Venn said. “It always has.”") == ["“The dam holds,”", "“It always has.”"]


def test_straight_marks_pair_in_turn() -> None:
    assert inside('"The dam holds," Venn said. "It always has."') == ['"The dam holds,"', '"It always has."']


def test_guillemets_pair() -> None:
    assert inside("«The dam holds», Venn said.") == ["«The dam holds»"]


def test_german_marks_pair() -> None:
    assert inside("„So ist es“, he said, and left.") == ["„So ist es“"]


def test_inches_and_decades_open_nothing() -> None:
    assert inside("A man of 5'10\" and another of 6'2\" came.") == []
    assert inside("In the '90s the workers' vote fell.") == []


def test_each_character_knows_what_it_is_to_its_quotation() -> None:
    text = "He “did” so"
    opening, inner, closing = QuoteState.OPENING, QuoteState.INSIDE, QuoteState.CLOSING
    assert quote_states(text).tolist() == [0, 0, 0, opening, inner, inner, inner, closing, 0, 0, 0]


@pytest.mark.parametrize(
    "quoted",
    [
        "‘We shan’t close it,’",
        "‘We won’t close the workers’ canteen,’",
        "'It's the dogs' dinner, isn't it?'",
        "'Nobody's bridge is safer than ours.'",
        "‘James’s harbour isn’t Venn’s,’",
    ],
)
def test_british_single_marks_are_told_from_apostrophes_and_possessives(quoted: str) -> None:
    assert inside(f"{quoted} said Bram Teller, the firm’s manager.") == [quoted]


@pytest.mark.parametrize(
    "text",
    [
        "The workers’ vote didn’t change the firm’s plan, nor the owners’.",
        "The workers' vote didn't change the firm's plan, nor the owners'.",
        "It’s the town’s, not the council’s",
    ],
)
def test_apostrophes_alone_are_no_quotation(text: str) -> None:
    assert inside(text) == []


def test_a_possessive_at_the_end_of_a_single_quotation_may_close_it() -> None:
    assert inside("It was ‘a charter for bosses’ and a ‘mad’ one.") == ["‘a charter for bosses’", "‘mad’"]


def test_a_quotation_over_paragraphs_opens_again_in_each() -> None:
    text = "“The dam holds.\n\n“It always has.\n\n“It will,” Venn said. She left."
    assert inside(text) == ["“The dam holds.", "“It always has.", "“It will,”"]


def test_a_single_quotation_over_paragraphs_opens_again_in_each() -> None:
    text = "‘The dam holds.\n\n‘It always has,’ Venn said. She left."
    assert inside(text) == ["‘The dam holds.", "‘It always has,’"]


@pytest.mark.parametrize("mark", ['"', "“", "«"])
def test_a_quotation_that_is_never_closed_ends_with_its_paragraph(mark: str) -> None:
    assert inside(f"Venn said: {mark}The dam holds.\nThe town slept.") == [f"{mark}The dam holds."]


def test_a_single_mark_that_is_never_closed_opens_nothing() -> None:
    assert inside("Venn said: ‘The dam holds.\nThe town slept.") == []


def test_a_closing_mark_alone_closes_nothing() -> None:
    assert inside("The dam holds,” Venn said.") == []


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“She told me ‘go’ and I went,” Venn said.", "‘go’"),
        ("‘She told me “go” and I went,’ Venn said.", "“go”"),
        ("\"She told me 'go' and I went,\" Venn said.", "'go'"),
    ],
)
def test_a_quotation_inside_another_keeps_its_marks(text: str, inner: str) -> None:
    states = quote_states(text)
    at = text.index(inner)
    assert len(inside(text)) == 1
    assert states[at] == QuoteState.OPENING
    assert states[at + len(inner) - 1] == QuoteState.CLOSING
    assert states[at + len(inner)] == QuoteState.INSIDE


@pytest.mark.parametrize(
    ("content", "form", "words"),
    [
        ("“The dam holds,”", Quote.DIRECT, 3),
        ("the dam was “safe enough” for now", Quote.MIXED, 2),
        ("the dam would hold", Quote.INDIRECT, 0),
    ],
)
def test_a_content_is_quoted_whole_partly_or_not(content: str, form: Quote, words: int) -> None:
    text = f"Venn said {content} that day."
    span = Span(text.index(content), text.index(content) + len(content))
    states = quote_states(text)
    assert quote_form(text, states, (span,)) is form
    assert quoted_words(text, states, (span,)) == words


def test_a_content_in_two_quoted_pieces_is_direct() -> None:
    text = "“The dam,” Venn said, “will hold.”"
    spans = (Span(0, 10), Span(22, len(text)))
    assert quote_form(text, quote_states(text), spans) is Quote.DIRECT


def test_a_content_of_marks_alone_is_not_quoted() -> None:
    assert quote_form("“…”", quote_states("“…”"), (Span(0, 3),)) is Quote.INDIRECT


@given(st.text(alphabet="“”\"„«»'‘’ as.\n", max_size=60))
def test_any_marks_give_a_state_for_every_character_and_none_to_line_ends(text: str) -> None:
    states = quote_states(text)
    assert len(states) == len(text)
    assert set(states.tolist()) <= set(QuoteState)
    assert not any(state for c, state in zip(text, states, strict=True) if c == "\n")


@pytest.mark.parametrize("unit", ['"', "“", "”", "'", "‘", "’", "‘a", "“a ", "a’ ", "‘s’ ", '"a" ', "‘a\n"], ids=ascii)
def test_very_many_marks_get_a_state_each(unit: str) -> None:
    assert len(quote_states(unit * 50_000)) == 50_000 * len(unit)
