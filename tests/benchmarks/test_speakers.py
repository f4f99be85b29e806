"""The benchmark of speakers: what its figures mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.speakers import b_cubed, last_name, same_words, shared
from sayso import Span
from tests.exports.readings import ministry


def test_b_cubed_of_mentions_gathered_rightly_is_whole() -> None:
    assert b_cubed("aab", "xxy") == (3, 3)


def test_b_cubed_counts_each_mention() -> None:
    precision, recall = b_cubed("aaa", "xxy")
    assert precision == pytest.approx(2 / 3 + 2 / 3 + 1 / 3)
    assert recall == 3


def test_mentions_of_speakers_count_that_end_in_the_same_word() -> None:
    reading = ministry()
    text = reading.article.text
    marquand = text.index("Ilse Marquand")
    marked = [
        {"start": marquand, "end": marquand + len("Ilse Marquand"), "chain": "1"},
        {"start": text.index("She called"), "end": text.index("She called") + 3, "chain": "1"},
        {"start": text.index("newspaper"), "end": text.index("newspaper") + 9, "chain": "2"},
    ]
    reading = replace(reading, mentions=tuple(m for m in reading.mentions if m.span.start != marquand))
    spans, chains = shared(reading, {"mentions": marked})
    assert [reading.words((span,)) for span in spans] == ["She"]
    assert chains == ["1"]


def test_the_rules_gather_by_words_alone() -> None:
    reading = ministry()
    text = reading.article.text

    def span(words: str, at: int = 0) -> Span:
        start = text.index(words, at)
        return Span(start, start + len(words))

    spans = [span("Ilse Marquand"), span("She"), span("Marquand", text.index("May") - 60)]
    assert same_words(reading, spans) == ["ilse marquand", "she", "marquand"]
    assert last_name(reading, spans) == ["marquand", "marquand", "marquand"]
