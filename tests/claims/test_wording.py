"""How a claim's sentence is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Span
from sayso.claims.wording import worded


def shown(text: str, speaker: str | None, quoted: bool, *times: tuple[str, str]) -> str:
    spans = [(Span(text.index(words), text.index(words) + len(words)), day) for words, day in times]
    return worded(text, [Span(0, len(text))], speaker, quoted, spans)


def test_days_stand_in_brackets_behind_the_words_that_point_to_them() -> None:
    assert shown("the bridge fell on Sunday", None, False, ("on Sunday", "2 March 2031")) == (
        "the bridge fell on Sunday [2 March 2031]"
    )


def test_whoever_says_i_is_named() -> None:
    assert shown("“I carried the envelope, and I saw him,”", "Tor Lindal", True) == (
        "“I [Tor Lindal] carried the envelope, and I saw him,”"
    )


def test_whoever_reported_speech_begins_with_is_the_speaker() -> None:
    assert shown("she had never met him", "Tessa Vane", False) == "she [Tessa Vane] had never met him"


def test_other_pronouns_stay_as_they_are() -> None:
    assert shown("the minister had met him", "Tessa Vane", False) == "the minister had met him"
    assert shown("“He came on foot,”", "Tor Lindal", True) == "“He came on foot,”"
    assert shown("he came", None, False) == "he came"


def test_a_name_goes_into_one_piece_of_an_interrupted_quotation() -> None:
    text = "“It is late,” said Vane. “We shall see.”"
    assert (
        worded(text, [Span(0, 13), Span(25, 40)], "Tessa Vane", True, [])
        == "“It is late,” … “We [Tessa Vane] shall see.”"
    )


@given(st.text(max_size=60), st.text(max_size=8), st.booleans(), st.integers(0, 60))
def test_without_the_brackets_the_words_are_the_statements_own(text: str, name: str, quoted: bool, at: int) -> None:
    end = min(at, len(text))
    found = worded(text, [Span(0, len(text))], name, quoted, [(Span(0, end), "a day")] if end else [])
    assert found.replace(" [a day]", "", 1).replace(f" [{name}]", "", 1) == text or "[" in text + name
