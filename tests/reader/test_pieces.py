"""Word pieces and their places in the text."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from sayso.reader.pieces import SEP, Pieces, pieces_of
from sayso.reader.quotation import QuoteState

STORY = "Harbour reopens\n\nOdalys Venn, the harbourmaster, said: “It’s safe.” She left.\n\nNobody else came."


@pytest.fixture(scope="module")
def story(tokenizer: Tokenizer) -> Pieces:
    return pieces_of(STORY, tokenizer)


def piece(pieces: Pieces, word: str) -> int:
    """Return the first piece of the first `word` in the text."""
    start = pieces.text.index(word)
    found = pieces.range_of(start, start + len(word))
    assert found is not None
    return found[0]


def test_each_piece_stands_in_the_text_where_it_says(story: Pieces, tokenizer: Tokenizer) -> None:
    for id, start, end in zip(story.ids.tolist(), story.start.tolist(), story.end.tolist(), strict=True):
        if id != SEP:
            token = tokenizer.id_to_token(id)
            assert token is not None
            assert STORY[start:end].lower() == (token if token == "##" else token.removeprefix("##"))


def test_every_letter_belongs_to_a_piece(story: Pieces) -> None:
    covered = {at for s, e in zip(story.start.tolist(), story.end.tolist(), strict=True) for at in range(s, e)}
    assert covered == {at for at, c in enumerate(STORY) if not c.isspace()}


def test_one_separator_stands_between_paragraphs(story: Pieces) -> None:
    assert np.count_nonzero(story.ids == SEP) == 2
    assert story.paragraph.max() == 2
    assert np.flatnonzero(story.opens == 2).tolist() == [0, *(np.flatnonzero(story.ids == SEP) + 1).tolist()]


def test_sentences_open_where_they_begin(story: Pieces) -> None:
    assert story.opens[piece(story, "She left")] == 1
    assert story.opens[piece(story, "left")] == 0
    assert story.sentence[piece(story, "She left")] == story.sentence[piece(story, "Venn")] + 1


def test_a_short_first_paragraph_is_the_headline(story: Pieces, tokenizer: Tokenizer) -> None:
    places = [int(story.place[piece(story, word)]) for word in ("Harbour", "Odalys", "Nobody")]
    assert places == [0, 1, 2]
    assert set(pieces_of("Venn left.", tokenizer).place.tolist()) == {1}
    long = "The harbour is open again. " * 10
    assert pieces_of(f"{long}\n\nVenn left.", tokenizer).place[[0, -1]].tolist() == [1, 2]


def test_letter_case_and_quotation_are_told(tokenizer: Tokenizer) -> None:
    pieces = pieces_of("“the Port of TARNWICK’s McVenn 1931”", tokenizer)
    cases = {word: int(pieces.case[piece(pieces, word)]) for word in ("the", "Port", "McVenn", "1931", "“")}
    assert cases == {"the": 1, "Port": 2, "McVenn": 4, "1931": 0, "“": 0}
    assert pieces.quote[0] == QuoteState.OPENING
    assert pieces.quote[piece(pieces, "Port")] == QuoteState.INSIDE
    assert pieces.quote[-1] == QuoteState.CLOSING


@pytest.mark.parametrize("word", ["Odalys", "harbourmaster", "It’s", "Nobody", "Harbour"])
def test_the_pieces_of_a_span_cover_it_and_no_more(story: Pieces, word: str) -> None:
    start = STORY.index(word)
    found = story.range_of(start, start + len(word))
    assert found is not None
    first, last = found
    assert (story.start[first], story.end[last - 1]) == (start, start + len(word))


def test_half_a_word_is_the_pieces_it_touches(story: Pieces) -> None:
    start = STORY.index("Nobody")
    assert story.range_of(start + 1, start + 2) == story.range_of(start, start + 6)


def test_a_span_of_white_space_has_no_pieces(story: Pieces) -> None:
    at = STORY.index("\n\n")
    assert story.range_of(at, at + 2) is None
    assert story.range_of(at, at) is None


def test_a_span_over_two_paragraphs_begins_and_ends_with_words(story: Pieces) -> None:
    at = STORY.index("\n\n")
    found = story.range_of(at, STORY.index("Odalys") + 6)
    assert found == story.range_of(STORY.index("Odalys"), STORY.index("Odalys") + 6)
    both = story.range_of(0, STORY.index("Odalys") + 6)
    assert both is not None
    assert SEP in story.ids[slice(*both)]


def test_a_range_is_widened_to_whole_words(story: Pieces, tokenizer: Tokenizer) -> None:
    start = STORY.index("harbourmaster")
    whole = story.range_of(start, start + len("harbourmaster"))
    assert whole is not None
    first, last = whole
    assert last - first > 1, "the word should be cut into several pieces"
    assert story.whole_words(first, first + 1) == whole
    assert story.whole_words(last - 1, last) == whole
    assert story.whole_words(*whole) == whole
    joined = pieces_of("self-proclaimed", tokenizer)
    assert joined.whole_words(0, 1) == (0, len(joined))


def test_widening_stops_at_marks_and_separators(tokenizer: Tokenizer) -> None:
    pieces = pieces_of("a\n“b”\nc", tokenizer)
    assert [pieces.whole_words(at, at + 1) for at in range(len(pieces))] == [(at, at + 1) for at in range(len(pieces))]


@pytest.mark.parametrize("token", ["[SEP]", "[CLS]", "[PAD]", "[MASK]", "[UNK]"])
def test_a_special_token_written_in_the_text_is_only_text(tokenizer: Tokenizer, token: str) -> None:
    pieces = pieces_of(f"Venn {token} said", tokenizer)
    assert tokenizer.token_to_id(token) not in pieces.ids
    at = pieces.text.index(token)
    found = pieces.range_of(at, at + len(token))
    assert found is not None
    assert found[1] - found[0] >= 3


def test_a_stretch_has_the_same_places_in_the_same_text(story: Pieces) -> None:
    part = story.stretch(3, 9)
    assert part.text is story.text
    assert part.start.tolist() == story.start[3:9].tolist()
    assert len(part) == 6


def test_lone_surrogates_are_read_as_one_character_each(tokenizer: Tokenizer) -> None:
    pieces = pieces_of("Venn \ud800\udfff said", tokenizer)
    assert len(pieces.text) == 12
    assert pieces.text[pieces.start[-1] : pieces.end[-1]] == "said"


def test_windows_line_ends_part_paragraphs_like_others(tokenizer: Tokenizer) -> None:
    pieces = pieces_of(STORY.replace("\n", "\r\n"), tokenizer)
    assert pieces.ids.tolist() == pieces_of(STORY, tokenizer).ids.tolist()


texts = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            ["Venn said", "“", "”", "'s", "\n", "\r\n", " ", "é", "e\u0301", "\u200b", "م", "水", "[SEP]", "."]
        )
    ).map("".join),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=texts)
def test_any_text_gives_arrays_of_one_length_and_places_in_order(tokenizer: Tokenizer, text: str) -> None:
    pieces = pieces_of(text, tokenizer)
    arrays = {f.name: getattr(pieces, f.name) for f in fields(Pieces) if f.name not in ("text", "quotes")}
    assert {name: len(array) for name, array in arrays.items()} == dict.fromkeys(arrays, len(pieces))
    assert len(pieces.quotes) == len(pieces.text) == len(text)
    assert (pieces.start >= 0).all()
    assert (pieces.end <= len(text)).all()
    separators = pieces.ids == SEP
    assert (pieces.start[separators] == pieces.end[separators]).all()
    assert (pieces.start[~separators] < pieces.end[~separators]).all()
    for name in ("start", "end", "sentence", "paragraph"):
        assert (np.diff(arrays[name]) >= 0).all(), name


@pytest.mark.parametrize(
    "text",
    [
        "Venn said so.\n" + " " * 20_000 + "\nShe left.",
        "Venn said so." + "\n" * 100_000 + "She left.",
        "a" * 100_000,
        "a'" * 20_000,
        "a-" * 20_000,
        "Venn. " * 10_000,
        "Venn said e" + "\u0301" * 50_000,
        "水" * 20_000,
        "“" * 80_000,
        "“Venn. " * 5_000,
        "(" * 10_000,
        "Venn\n" * 10_000,
    ],
    ids=[
        "one line of white space",
        "empty lines",
        "one endless word",
        "apostrophes",
        "hyphens",
        "sentences",
        "combining",
        "CJK",
        "marks",
        "open quotations",
        "brackets",
        "short lines",
    ],
)
def test_long_odd_texts_are_cut_without_a_fault(tokenizer: Tokenizer, text: str) -> None:
    pieces = pieces_of(text, tokenizer)
    assert (np.diff(pieces.start) >= 0).all()
    assert (pieces.end <= len(text)).all()
