"""Whom a statement is addressed to."""

from __future__ import annotations

import pytest

from sayso import Article, Reader
from sayso.article import Span
from sayso.reader.speakers.addressees import addressed
from sayso.statement import Act, Quote, Statement


def words_of(text: str, act: Act) -> str | None:
    """Return whom the statement is addressed to that `text` marks as [cue] {content}."""
    plain = text.translate(str.maketrans("", "", "[]{}"))
    cue, content = (text.split(a)[1].split(b)[0] for a, b in ("[]", "{}"))
    at, then = ((Span(plain.index(part), plain.index(part) + len(part)),) for part in (cue, content))
    span = addressed(plain, Statement("s1", (), at, then, act, False, Quote.INDIRECT, None, (), 0.9))
    return span and plain[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "act", "words"),
    [
        ("Rook [accused] {the harbour board of hiding the report}.", Act.ACCUSE, "the harbour board"),
        ("The union [urged] {Ilse Marquand to resign}.", Act.DEMAND, "Ilse Marquand"),
        ("Rook [told] the Tidewater Ledger {he had seen nothing}.", Act.ASSERT, "the Tidewater Ledger"),
        ("The judge [asked] {him whether he had been paid}.", Act.ASK, "him"),
        ("The mayor [praised] {the pilots}.", Act.PRAISE, "the pilots"),
        ("The mayor [said] {the pilots had done well}.", Act.ASSERT, None),
        ("Rook [told] on Monday {he had seen nothing}.", Act.ASSERT, None),
        ("Rook [was accused of] {hiding the report}.", Act.ACCUSE, None),
        ("The union [demanded] {higher pay}.", Act.DEMAND, None),
        ("“Go home,” the mayor [warned].{}", Act.WARN, None),
    ],
)
def test_the_form_tells_who_is_addressed(text: str, act: Act, words: str | None) -> None:
    if "{}" in text:
        text = text.replace("{}", "").replace("“Go home,”", "{“Go home,”}")
    assert words_of(text, act) == words


def test_an_addressee_is_a_speaker_of_the_reading(reader: Reader) -> None:
    text = (
        "Harbour board accused\n\nCORRAN - Ilse Marquand, who leads the pilots, said the harbour was unsafe. "
        "The mayor, Tomas Verhey, accused Ilse Marquand of spreading rumours."
    )
    reading = reader.read(Article(text))
    names = {speaker.id: speaker.name for speaker in reading.speakers}
    accusing = next(s for s in reading.statements if s.act is Act.ACCUSE and s.addressee)
    assert (names[accusing.speaker or ""], names[accusing.addressee or ""]) == ("Tomas Verhey", "Ilse Marquand")


def test_who_is_only_addressed_comes_behind_those_who_speak(reader: Reader) -> None:
    text = "Row over the harbour\n\nCORRAN - The mayor, Tomas Verhey, accused Ilse Marquand of spreading rumours."
    reading = reader.read(Article(text))
    assert [speaker.name for speaker in reading.speakers] == ["Tomas Verhey", "Ilse Marquand"]
