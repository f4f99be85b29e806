"""Lines of print: which belong to one paragraph, which are no text at all, and what a hyphen at a line's end means."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.sources.pdf.layout import Line, paragraphs

LONG = "She told reporters that all of it had been looked at by the engineers"


def page(*texts: str, number: int = 0, x: float = 72, size: float = 11, leading: float = 14) -> list[Line]:
    return [Line(text, number, x, 700 - n * leading, size) for n, text in enumerate(texts)]


def joined(lines: list[Line]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(lines)]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("It was a great disap-", "pointment to all.", "It was a great disappointment to all."),
        ("He called the self-", "appointed group a joke.", "He called the self-appointed group a joke."),
        ("It was well-", "known before.", "It was well-known before."),
        ("The pro\u00ad", "test went on.", "The protest went on."),
        ("They met in Ostwick-", "Harrow at noon.", "They met in Ostwick-Harrow at noon."),
        ("From 1990-", "95 it was shut.", "From 1990-95 it was shut."),
        ("He waited —", "in vain.", "He waited — in vain."),
        ("He waited—", "in vain.", "He waited—in vain."),
        ("The \ufb02oods and \ufb01res", "were over.", "The floods and fires were over."),
    ],
)  # fmt: skip
def test_a_hyphen_at_the_end_of_a_line_stays_or_goes(first: str, second: str, whole: str) -> None:
    assert joined(page(LONG, first, second)) == [f"{LONG} {whole}"]


def test_a_word_that_stands_elsewhere_with_its_hyphen_keeps_it() -> None:
    lines = page(
        "The grain-ship lay in port, and nobody knew whose it was or where it", "went; the grain-", "ship was old."
    )
    assert joined(lines)[0].endswith("the grain-ship was old.")


def test_space_between_lines_begins_a_paragraph() -> None:
    lines = [Line(LONG, 0, 72, y, 11) for y in (700, 686, 672, 644, 630)]
    assert joined(lines) == [" ".join([LONG] * 3), " ".join([LONG] * 2)]


def test_an_indented_line_begins_a_paragraph() -> None:
    lines = page(LONG, LONG, LONG, LONG)
    lines[2] = Line(LONG, 0, 90, lines[2].y, 11)
    assert joined(lines) == [" ".join([LONG] * 2)] * 2


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    assert joined(page(LONG, "and she left.", LONG)) == [f"{LONG} and she left.", LONG]


def test_items_of_a_list_and_lines_of_another_size_stay_apart() -> None:
    lines = page(LONG, "• one thing", "• another", "2. a third", "- a last one")
    lines.insert(0, Line("A headline", 0, 72, 730, 18))
    assert joined(lines) == ["A headline", LONG, "• one thing", "• another", "2. a third", "- a last one"]


def test_a_paragraph_goes_on_in_the_next_column_or_on_the_next_page() -> None:
    left, right = page(LONG, LONG), page("in the morning.", LONG, x=320)
    assert joined(left + right)[0].endswith("engineers in the morning.")
    assert joined(page("One. " + LONG, LONG) + page("in the morning.", "Two. " + LONG, number=1))[0].endswith(
        "engineers in the morning."
    )


def test_what_stands_at_the_edges_of_most_pages_is_left_out() -> None:
    words = ("First", "Second", "Third", "Fourth")
    lines = [
        line
        for n, word in enumerate(words)
        for line in page(f"Harrow Council, {n + 1} May", f"{word} it was said that {LONG}.", number=n)
    ]
    assert joined(lines) == [f"{word} it was said that {LONG}." for word in words]


def test_what_stands_on_one_page_only_is_kept() -> None:
    assert joined(page("Harrow Council", LONG, LONG))[0] == "Harrow Council"


@pytest.mark.parametrize("number", ["3", "- 3 -", "Page 3", "page 3 of 12", "3/12", "iv", "[3]"])
def test_page_numbers_are_left_out(number: str) -> None:
    assert joined(page(LONG, LONG, number)) == [" ".join([LONG] * 2)]


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    printed = page("11/28/26, 2:42 PM Council statement", LONG, "https://harrow.example/release 1/1")
    assert joined(printed) == [LONG]


def test_nothing_gives_nothing() -> None:
    assert joined([]) == []
    assert joined(page(" ", "\x00")) == []


LINES = st.builds(Line, st.text(max_size=30), st.integers(0, 2), st.floats(0, 600), st.floats(0, 800), st.floats(0, 40))


@given(st.lists(LINES, max_size=12))
def test_any_lines_give_paragraphs_of_their_words(lines: list[Line]) -> None:
    letters = {sign for line in lines for sign in line.text}
    for paragraph in paragraphs(lines):
        assert paragraph.text.strip()
        assert set(paragraph.text) - set(" fistl") <= letters | set("\u00ad")


def test_a_paragraph_without_end_is_joined_soon() -> None:
    begun = time.monotonic()
    lines = [Line("word " * 16 + "going-", 0, 10, 100_000 - 12 * n, 10) for n in range(3000)]
    (paragraph,) = paragraphs(lines)
    assert paragraph.text.count("word") == 48_000
    (paragraph,) = paragraphs([Line("a" * 30_000, 0, 10, 1000 - 12 * n, 10) for n in range(3)])
    assert len(paragraph.text) == 90_002
    assert time.monotonic() - begun < 5
