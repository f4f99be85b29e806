"""What speakers are called."""

from __future__ import annotations

import pytest

from sayso import Article, Reader, Reading
from sayso.reader.speakers.countries import Countries
from sayso.reader.speakers.names import Names
from sayso.statement import SpeakerType

DAM = """Minister denies the dam leaks

STRELSAU - The Ruritanian government has asked Freedonia for help. Ruritania's foreign minister, Odalys Venn, denied \
that the dam leaks. Her ministry said divers had found nothing.

The Dam Safety Board said on Monday that it had not been asked. “We were not told,” the board said. A survey published \
last week by the Wend Institute said there were cracks in the wall, and its director accused the government of sleeping.

Ruritania said it would answer in May, and the Ruritanian army said nothing."""


def names(reading: Reading) -> dict[str, str]:
    """Return who speaks by the words of the source."""
    known = {speaker.id: speaker.name for speaker in reading.speakers}
    return {reading.words(s.source): known[s.speaker] for s in reading.statements if s.speaker}


@pytest.fixture(scope="module")
def dam(reader: Reader) -> dict[str, str]:
    return names(reader.read(Article(DAM)))


def test_an_owner_is_named(dam: dict[str, str]) -> None:
    assert dam["Her ministry"] == "Odalys Venn’s ministry"


def test_a_bare_body_has_the_one_name_of_its_kind(dam: dict[str, str]) -> None:
    assert dam["the board"] == "Dam Safety Board"


def test_a_document_goes_by_its_author(dam: dict[str, str]) -> None:
    assert dam["A survey published last week by the Wend Institute"] == "Wend Institute"


def test_the_government_is_that_of_the_country_that_the_article_tells_of(dam: dict[str, str]) -> None:
    assert dam["The Ruritanian government"] == dam["Ruritania"] == "Government of Ruritania"


def test_a_capital_and_its_government_are_one(reader: Reader) -> None:
    reading = reader.read(
        Article(
            "Talks on gas\n\nMoscow denied on Monday that it had cut supplies. The Russian government said the pipe "
            "was being mended. Washington said it would wait. “We will wait,” a White House official said."
        )
    )
    found = names(reading)
    assert found["Moscow"] == found["The Russian government"] == "Government of Russia"
    assert found["Washington"] == "Government of the United States"
    assert next(s for s in reading.speakers if s.name == "Government of Russia").type is SpeakerType.ORGANIZATION


def countries(text: str) -> Countries:
    return Countries(text, Names.of(text))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The president of Ruritania spoke. Ruritanian troops left. He blamed Freedonia.", "Ruritania"),
        ("French ministers met in France. Then Germany spoke.", "France"),
        ("The French came. France spoke, and Germany spoke. French and German ministers met.", None),
        ("The mayor of Corran spoke. Corran was quiet. Then Corran slept.", None),
    ],
)
def test_the_country_that_a_text_tells_of(text: str, country: str | None) -> None:
    assert countries(text).main == country


def test_an_adjective_names_the_country_that_it_is_made_from() -> None:
    told = countries(
        "Ruritania's army left. A Ruritanian envoy spoke of Strelsau. The Torwean army and Torwe's navy met."
    )
    assert [told.named(word) for word in ("Ruritanian", "Torwean", "Strelsau")] == ["Ruritania", "Torwe", None]
