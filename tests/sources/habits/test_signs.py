"""Habits of wires and press offices: credits, signatures and correction notes, and lines that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.sources.common import Facts, article_of
from sayso.sources.habits.signs import Habits, habits

STORY = "The mayor of Ostwick denied that the bridge was unsafe.\n\nShe said that it would stay open."


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        (f"OSTWICK, March 14 (Reuters) - {STORY}", "Reuters"),
        (f"OSTWICK, N.C. (AP) — {STORY}", "AP"),
        (f"(AFP) - {STORY}", "AFP"),
        (f"Mayor denies it\n\nOSTWICK/HARROW, 14 March (dpa) – {STORY}", "dpa"),
        (f"{STORY}\n\n(Reporting by A. Venn in Ostwick and O. Fenn for Reuters; Editing by I. Rook)", "Reuters"),
        (f"{STORY}\n\nReporting by A. Venn for the Associated Press.", "Associated Press"),
        (f"{STORY}\n\nThis story was originally published by The Canadian Press.", "Canadian Press"),
        (f"{STORY}\n\nWith files from The Canadian Press", "Canadian Press"),
        (f"{STORY}\n\n— AP", "AP"),
        (f"{STORY} — AFP", "AFP"),
        (f"{STORY}\n\n(PTI)", "PTI"),
        (f"{STORY}\n\nReuters", "Reuters"),
        (f"{STORY}\n\n© 2031 AFP", "AFP"),
        (f"{STORY}\n\nSource: Xinhua", "Xinhua"),
    ],
)
def test_the_wire_that_a_text_credits_is_read(text: str, credit: str) -> None:
    assert habits(text).credit == credit


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        f"{STORY}\n\nThe mayor told Reuters that she had driven over it.",
        f"{STORY}\n\n“We never said so,” a spokesman told AFP by phone, and asked for another question.",
        f"{STORY}\n\n(Reporting by A. Venn for the Ostwick Post)",
        f"{STORY}\n\n— Ida Rook",
        "The agency (AP) said that the bridge was safe.",
        "He joined the wire (Reuters) - and left it again a year later, as his brother had.",
    ],
)
def test_a_wire_that_is_only_spoken_of_is_not_credited(text: str) -> None:
    assert habits(text).credit is None


@pytest.mark.parametrize(
    ("text", "author"),
    [
        (f"By Ida Rook\n\n{STORY}", "Ida Rook"),
        (f"Mayor denies it\nBy Ida Rook, Staff Writer\n\n{STORY}", "Ida Rook"),
        (f"From Chairwoman Odalys Venn:\n\n{STORY}", "Chairwoman Odalys Venn"),
        (f"Statement from Chairwoman Odalys Venn:\n{STORY}", "Chairwoman Odalys Venn"),
        (f"{STORY}\n\n– Odalys Venn", "Odalys Venn"),
        (f"{STORY}\n\n-- Odalys Venn, chairwoman of the harbour board", "Odalys Venn"),
        (f"By Tuesday Afternoon the bridge was open:\n{STORY}", None),
        (f"From the beginning:\n\n{STORY}", None),
        (f"{STORY}\n\n– and nobody knows.", None),
        (f"{STORY}\n\n– The Ostwick Post", None),
        (STORY, None),
    ],
)
def test_who_signs_a_text_is_its_author(text: str, author: str | None) -> None:
    assert habits(text).author == author


@pytest.mark.parametrize(
    "note",
    [
        "An earlier version of this article misstated the year of the inspection.",
        "CORRECTION: This story has been corrected to show that the bridge has two piers.",
        "Correction, March 15: A previous version gave the wrong year.",
        "This article was amended on 15 March 2031 to give the right year.",
        "Editor’s note: The original headline misstated what the mayor said.",
        "*This story has been updated to correct the spelling of a name.",
        "Clarification: The bridge was inspected, not repaired; an earlier report was wrong.",
    ],
)
def test_a_note_on_what_was_wrong_is_kept_as_it_is_printed(note: str) -> None:
    assert habits(f"{STORY}\n\n{note}").correction == note
    assert habits(f"{note}\n\n{STORY}").correction == note


@pytest.mark.parametrize(
    "line",
    ["The correction of the course took a year.", "Update: the bridge is open.", "This article of faith was lost."],
)
def test_other_lines_are_no_correction(line: str) -> None:
    assert habits(f"{STORY}\n\n{line}").correction is None


def test_the_habits_of_a_text_fill_in_what_nothing_else_tells_and_leave_the_text_alone() -> None:
    text = f"OSTWICK (Reuters) - {STORY}\n\n– Odalys Venn"
    article = article_of(text, "n1", Facts())
    assert (article.text, article.outlet, article.credit, article.author) == (text, "Reuters", "Reuters", "Odalys Venn")
    known = article_of(text, "n1", Facts(outlet="Ostwick Post", author="A. Venn", credit="NPA"))
    assert (known.outlet, known.author, known.credit) == ("Ostwick Post", "A. Venn", "NPA")


@given(st.text())
def test_any_text_has_habits_or_none(text: str) -> None:
    assert isinstance(habits(text), Habits)


@pytest.mark.parametrize(
    "piece", ["(Reuters) ", "- ", "By A ", "for ", "reporting for ", "correction ", "(", "A. ", "\n–"]
)
def test_a_very_long_text_of_bits_of_habits_is_over_soon(piece: str) -> None:
    assert isinstance(habits(piece * 300_000), Habits)
