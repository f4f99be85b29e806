"""Text whose lines were broken to fit a width: joined where a program broke them, left where a person did."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.sources.mail.wrapped import flowed, unwrapped, without_signature

SAID = "The mayor of Ostwick denied on Tuesday that the bridge over the Lenn was unsafe, and left for the day."


@pytest.mark.parametrize("width", [60, 65, 72, 76, 78, 80])
def test_paragraphs_broken_at_a_width_are_made_whole(width: int) -> None:
    paragraphs = [" ".join([SAID] * 3), "A short one.", " ".join([SAID] * 2)]
    assert unwrapped("\n\n".join(textwrap.fill(text, width) for text in paragraphs)) == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\none\n\n\ntwo",
        SAID * 3 + "\nAnother paragraph, whose lines were not broken.",
        "HARROW CITY COUNCIL\nPress release",
        f"{SAID[:70]}\n- a list of things that were said there\n- and some more of it",
        f"{SAID[:70]}\n> what somebody else had written",
    ],
)
def test_text_that_was_not_broken_stays_as_it_is(text: str) -> None:
    assert unwrapped(text) == text


@given(
    st.lists(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=60), min_size=1, max_size=4)
)
def test_no_word_is_lost_or_moved(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join(textwrap.fill(" ".join(words), 72) for words in paragraphs)
    assert unwrapped(text).split() == text.split()
    assert flowed(text).split() == text.split()


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("one \ntwo \nthree\nfour", "one two three\nfour"),
        ("one \r\ntwo", "one two"),
        (" From here\n >no quote", "From here\n>no quote"),
        ("> one \n> two\n>> deeper", "> one two\n>> deeper"),
        ("> one \nnot quoted", "> one\nnot quoted"),
        ("text \n-- \nname", "text\n-- \nname"),
        ("", ""),
    ],
)
def test_flowed_text_is_read_as_its_standard_says(text: str, joined: str) -> None:
    assert flowed(text) == joined


def test_spaces_that_are_no_part_of_the_text_go() -> None:
    assert flowed("one \ntwo", delete_space=True) == "onetwo"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("text\n-- \nJane", "text"),
        ("text\n--\nJane", "text\n--\nJane"),
        ("-- \nonly this", "-- \nonly this"),
        ("a", "a"),
    ],
)
def test_signatures_are_left_out(text: str, kept: str) -> None:
    assert without_signature(text) == kept


@pytest.mark.parametrize("join", [unwrapped, flowed])
def test_a_paragraph_without_end_is_joined_soon(join: Callable[[str], str]) -> None:
    begun = time.monotonic()
    assert len(join(("abcdefgh " * 8 + "\n") * 60_000)) == 72 * 60_000 - 1
    assert time.monotonic() - begun < 3
