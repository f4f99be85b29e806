"""Speakers of a ledger: gathered on adding, doubted, decided."""

from __future__ import annotations

import sqlite3

from sayso import Reading
from sayso.ledger import Ledger
from sayso.statement import Act, SpeakerType
from tests.exports.readings import Made


def said_by(name: str, id: str, role: str | None = None, of: str | None = None) -> Reading:
    made = Made(f"{name} said no to article {id}.", id=id)
    made.add(Act.ASSERT, name, "said", "no")
    about = {key: value for key, value in (("role", role), ("of", of)) if value}
    made.speaker(name, SpeakerType.PERSON, name, **about)
    return made.reading()


def speakers(ledger: Ledger) -> list[tuple[str, int]]:
    with sqlite3.connect(ledger.path) as connection:
        return connection.execute("SELECT name, statements FROM known_speakers ORDER BY name").fetchall()


def test_one_person_in_two_articles_is_one_speaker_under_the_fuller_name(ledger: Ledger) -> None:
    ledger.add(said_by("Venn", "a", "foreign minister"))
    ledger.add(said_by("Odalys Venn", "b", "minister", "Ruritania"))
    assert speakers(ledger) == [("Odalys Venn", 2)]


def test_two_persons_of_one_surname_stay_two(ledger: Ledger) -> None:
    ledger.add(said_by("Odalys Venn", "a"))
    ledger.add(said_by("Tomas Venn", "b"))
    assert speakers(ledger) == [("Odalys Venn", 1), ("Tomas Venn", 1)]
    assert ledger.doubts() == []


def test_a_surname_alone_is_a_doubt_until_a_person_decides(ledger: Ledger) -> None:
    ledger.add(said_by("Odalys Venn", "a"))
    ledger.add(said_by("Venn", "b"))
    (doubt,) = ledger.doubts()
    assert (doubt.speaker.name, doubt.other.name) == ("Venn", "Odalys Venn")
    ledger.join(doubt.speaker.id, doubt.other.id, author="nele")
    assert ledger.doubts() == []
    assert speakers(ledger) == [("Odalys Venn", 2)]
    ledger.add(said_by("Venn", "c"))
    assert speakers(ledger) == [("Odalys Venn", 3)], "the decision holds for the name"


def test_those_kept_apart_are_not_doubted_again(ledger: Ledger) -> None:
    ledger.add(said_by("Odalys Venn", "a"))
    ledger.add(said_by("Venn", "b"))
    (doubt,) = ledger.doubts()
    ledger.keep_apart(doubt.speaker.id, doubt.other.id, author="nele", note="her brother")
    assert ledger.doubts() == []
    assert speakers(ledger) == [("Odalys Venn", 1), ("Venn", 1)]
