"""How an author stands off: told from the words of source and cue."""

from __future__ import annotations

import pytest

from sayso.reader.distance import distances
from sayso.statement import Distance, Quote


def of(source: str, cue: str) -> set[Distance]:
    return set(distances(source, cue, Quote.INDIRECT, 0))


@pytest.mark.parametrize(
    "cue", ["alleged", "allegedly", "reportedly", "is rumoured", "purported", "so-called", "supposedly", "self-styled"]
)
def test_hedging_words_hedge(cue: str) -> None:
    assert Distance.HEDGED in of("Odalys Venn", cue)


@pytest.mark.parametrize(
    "cue", ["described as", "describes the deal as", "referred to as", "calls", "dubbed", "called"]
)
def test_words_for_naming_describe(cue: str) -> None:
    assert Distance.DESCRIBED in of("Odalys Venn", cue)


@pytest.mark.parametrize("cue", ["said", "denied", "warned", "reported", "told reporters", "accused"])
def test_plain_cues_keep_no_distance(cue: str) -> None:
    assert of("Odalys Venn", cue) == set()


@pytest.mark.parametrize("cue", ["called on", "called for", "is calling for", "has called upon", "calls for"])
def test_calling_for_something_describes_nothing(cue: str) -> None:
    assert of("Odalys Venn", cue) == set()


@pytest.mark.parametrize(
    "source",
    [
        "",
        "officials",
        "Officials",
        "two senior officials",
        "critics",
        "police",
        "a source close to the talks",
        "a spokeswoman",
        "an official who asked not to be named",
        "unnamed diplomats",
    ],
)
def test_a_source_without_a_name_is_unnamed(source: str) -> None:
    assert of(source, "said") == {Distance.UNNAMED}


@pytest.mark.parametrize(
    "source",
    [
        "Odalys Venn",
        "harbourmaster Odalys Venn",
        "the harbourmaster, Odalys Venn",
        "She",
        "who",
        "the ministry",
        "Her brother",
        "The report",
        "Tarnwick",
        "the TLA",
        "TLA",
    ],
)
def test_a_name_a_pronoun_or_one_the_text_points_back_to_is_named(source: str) -> None:
    assert of(source, "said") == set()


@pytest.mark.parametrize(
    ("quote", "quoted", "scare"),
    [
        (Quote.MIXED, 1, True),
        (Quote.MIXED, 3, True),
        (Quote.MIXED, 4, False),
        (Quote.DIRECT, 1, False),
        (Quote.INDIRECT, 0, False),
    ],
)
def test_a_word_or_two_in_marks_are_scare_quotes(quote: Quote, quoted: int, scare: bool) -> None:
    assert (Distance.SCARE_QUOTES in distances("Odalys Venn", "said", quote, quoted)) is scare


def test_distances_come_in_the_order_of_their_kind() -> None:
    assert distances("", "allegedly described as", Quote.MIXED, 1) == tuple(Distance)


def test_very_long_words_are_told_like_others() -> None:
    assert Distance.UNNAMED in of("some " * 50_000 + "x", "said")
    assert of("a" * 200_000 + " officials x", "describe " * 3_000) == set()


@pytest.mark.parametrize(
    ("source", "unnamed"),
    [
        ("a review published by the Dental Standards Office in November", False),
        ("a paper in the Annals of Restorative Dentistry", False),
        ("a report", True),
        ("a senior official in Pelska’s interior ministry", True),
    ],
)
def test_a_document_is_named_by_its_author_or_its_place(source: str, unnamed: bool) -> None:
    assert (Distance.UNNAMED in of(source, "said")) is unnamed
