"""What the words of a source say: a name, a role, a body, a pronoun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Span
from sayso.reader.speakers.mentions import Kind, Mention, mention, named
from sayso.reader.speakers.names import Names


def said_of(words: str, *, opening: bool = False) -> Mention:
    text = f"{words} spoke." if opening else f"Yesterday {words} spoke."
    start = text.index(words)
    return mention(text, Span(start, start + len(words)), Names.of(text))


@pytest.mark.parametrize(
    ("words", "name", "role", "of"),
    [
        ("Ilse Marquand", "Ilse Marquand", "", ""),
        ("Mr Marquand", "Marquand", "Mr", ""),
        ("Foreign Minister Ilse Marquand", "Ilse Marquand", "Foreign Minister", ""),
        ("council leader Moira Tench", "Moira Tench", "council leader", ""),
        ("Ilse Marquand, a spokeswoman for the Harbour Board", "Ilse Marquand", "spokeswoman", "Harbour Board"),
        ("its editor, Tomas ter Verhey", "Tomas ter Verhey", "editor", ""),
        ("Pelska’s ambassador, Teodor d'Orme", "Teodor d'Orme", "ambassador", "Pelska"),
        ("Wilhelmina van 't Hoff", "Wilhelmina van 't Hoff", "", ""),
        ("Solveig Marsh of Corvin Capital", "Solveig Marsh", "", "Corvin Capital"),
        ("the Union of Harbour Pilots", "Union of Harbour Pilots", "", ""),
        ("the Board for the Lost", "Board for the Lost", "", ""),
        ("the General Inspectorate of Weights", "General Inspectorate of Weights", "", ""),
        ("the Police Complaints Commission", "Police Complaints Commission", "", ""),
        ("Corran and Pelska", "Corran and Pelska", "", ""),
        ("Ilse Marquand, who runs the port,", "Ilse Marquand", "", ""),
    ],
)
def test_a_name_is_told_from_its_title_and_its_apposition(words: str, name: str, role: str, of: str) -> None:
    found = said_of(words)
    assert (found.kind, found.name, found.role, found.of) == (Kind.NAME, name, role, of)


@pytest.mark.parametrize(
    ("words", "head", "role", "of"),
    [
        ("the ministry", "ministry", "", ""),
        ("Pelska’s foreign ministry", "ministry", "", "Pelska"),
        ("a spokeswoman for the Harbour Board", "spokeswoman", "spokeswoman", "Harbour Board"),
        ("two port officials", "officials", "port officials", ""),
        ("a lawyer advising the owners", "lawyer", "lawyer", ""),
        ("the 58-year-old", "year-old", "", ""),
        ("the Minister", "minister", "Minister", ""),
        ("a survey published on Friday by the Wend Institute", "survey", "", "Wend Institute"),
        ("a Harbour Watch Trust bulletin dated 9 May", "bulletin", "", "Harbour Watch Trust"),
        ("an article in the Pelskan daily The Lamp", "article", "", "Lamp"),
        ("a letter, seen by the Courier,", "letter", "", ""),
        ("a memo obtained by the Courier", "memo", "", ""),
    ],
)
def test_a_description_turns_on_its_noun(words: str, head: str, role: str, of: str) -> None:
    found = said_of(words)
    assert (found.kind, found.head, found.role, found.of) == (Kind.NOMINAL, head, role, of)


@pytest.mark.parametrize(
    ("words", "gender", "plural", "person"),
    [("she", "f", False, 3), ("He", "m", False, 3), ("they", "", True, 3), ("I", "", False, 1), ("you", "", False, 2)],
)
def test_a_pronoun_tells_gender_number_and_person(words: str, gender: str, plural: bool, person: int) -> None:
    found = said_of(words)
    assert (found.kind, found.gender, found.plural, found.person) == (Kind.PRONOUN, gender, plural, person)


def test_a_common_noun_that_opens_a_sentence_is_no_name() -> None:
    assert said_of("Officials", opening=True).kind is Kind.NOMINAL
    assert said_of("Investors", opening=True).kind is Kind.NOMINAL
    assert said_of("Dentrel", opening=True).kind is Kind.NAME


def test_what_somebody_is_is_told_as_far_as_the_words_go() -> None:
    assert said_of("the spokeswoman").gender == "f"
    assert said_of("the chairman").gender == "m"
    assert said_of("the harbour board").human is False
    assert said_of("a retired pilot").human is True
    assert said_of("port officials").human is None, "their body may be meant"
    assert not said_of("a spokeswoman").definite
    assert said_of("the report").document


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("In Corran the harbour pilot, Odalys Venn, left.", "Odalys Venn", "harbour pilot"),
        ("They met Odalys Venn, the harbour pilot, in Corran.", "Odalys Venn", "harbour pilot"),
        ("They met chief pilot Odalys Venn in Corran.", "Odalys Venn", "pilot"),
    ],
)
def test_a_name_elsewhere_takes_the_role_beside_it(text: str, name: str, role: str) -> None:
    names = Names.of(text)
    found = [named(text, span, names) for span in names.spans]
    (one,) = [m for m in found if m.name == name]
    assert one.role.endswith(role)


PIECES = st.sampled_from(
    ["the ", "Ann ", "’s ", ", ", "of ", "minister ", "’t ", "van ", "“", "A", "1", " ", "-", "É", "\n", "(", "who "]
)


@given(st.lists(PIECES, min_size=1, max_size=12).map("".join) | st.text(st.characters(), min_size=1), st.data())
def test_any_words_say_something_or_nothing(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    names = Names.of(text)
    for found in (mention(text, span, names), named(text, span, names)):
        assert found.span == span
        assert (found.kind is Kind.NAME) == bool(found.name)
