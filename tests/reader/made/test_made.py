"""When statements were made, as the weights that ship tell it: a paper of Wednesday 12 March 2031."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import Article, Reader, Reading
from sayso.reader.made.scene import verb_of

WEDNESDAY = date(2031, 3, 12)

BRIDGE = """Council defends closing of the Orrin bridge

ORRIN - The council said on Monday that the bridge would stay closed until May. “It is not safe,” council leader Maud \
Eskin told reporters at the site. “We are not going to gamble with people's lives.”

In a letter dated 3 February, engineer Tam Rourke had warned that two of the piers were cracked.

Ferry owner Pol Darrow says the closing has doubled his trade."""


def made(reading: Reading, words: str) -> tuple[str | None, str | None]:
    """Return when the statement with these words was made, and the words that tell it."""
    (statement,) = (s for s in reading.statements if words in reading.words(s.content))
    evidence = statement.made_evidence
    return statement.made, reading.words((evidence,)) if evidence else None


@pytest.fixture(scope="module")
def bridge(reader: Reader) -> Reading:
    return reader.read(Article(BRIDGE, published=WEDNESDAY))


def test_a_time_beside_the_cue_tells_it(bridge: Reading) -> None:
    assert made(bridge, "would stay closed") == ("2031-03-10", "on Monday")


def test_a_time_in_the_source_or_before_the_cue_tells_it(bridge: Reading) -> None:
    assert made(bridge, "piers were cracked")[0] == "2031-02-03"


def test_a_time_in_the_content_does_not(bridge: Reading) -> None:
    assert made(bridge, "would stay closed")[0] != "../2031-05"


def test_a_standing_view_has_no_day(bridge: Reading) -> None:
    assert made(bridge, "doubled his trade") == (None, None)


def test_without_a_day_of_publication_what_is_told_from_it_stays_unknown(reader: Reader) -> None:
    assert made(reader.read(Article(BRIDGE)), "would stay closed") == (None, None)


@pytest.mark.parametrize(
    ("cue", "verb"),
    [
        ("said", "past"), ("has denied", "perfect"), ("says", "present"), ("allegations", "noun"), (":", "colon"),
        ("", "floating"), ("reportedly", "hedge"), ("adding", "participle"), ("according to", "other"),
    ],
)  # fmt: skip
def test_what_kind_of_word_a_cue_is(cue: str, verb: str) -> None:
    assert verb_of(cue) == verb


WORDS = st.sampled_from(
    ("“", "”", "\n\n", "said", "Maud Eskin", "on Monday", "denied", "that", "3 May 2030", "yesterday", "claims", ".")
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=60).map(" ".join), st.none() | st.dates())
def test_evidence_lies_in_the_text_and_is_one_of_its_times(reader: Reader, text: str, published: date | None) -> None:
    if not text.strip():
        return
    reading = reader.read(Article(text, published=published))
    spans = {time.span: time.value for time in reading.times}
    for statement in reading.statements:
        if statement.made_evidence:
            assert statement.made is not None
            assert spans[statement.made_evidence] is not None
