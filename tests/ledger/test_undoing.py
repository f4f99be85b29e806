"""What persons did to a ledger, and how it is taken back."""

from __future__ import annotations

from datetime import date

import pytest

from sayso import LedgerError, Reading
from sayso.article import Span
from sayso.claims.relation import Relation
from sayso.ledger import Ledger
from sayso.statement import Act, SpeakerType
from tests.exports.readings import Made

TEXT = "The mayor said the bridge was safe on Monday. Rook disputed it. Rook said the bridge was safe at last."


def bridge() -> Reading:
    made = Made(TEXT, id="b", outlet="The Post", published=date(2031, 4, 1))
    made.add(Act.ASSERT, "The mayor", "said", "the bridge was safe on Monday")
    made.add(Act.ASSERT, "Rook", "disputed", "it")
    made.add(Act.ASSERT, "Rook", "said", "the bridge was safe at last", at="Rook said")
    made.speaker("Ann Rook", SpeakerType.PERSON, "Rook")
    return made.reading()


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    ledger.add(bridge())
    return ledger


def test_a_correction_is_taken_back_and_put_again(full: Ledger) -> None:
    full.correct(1, {"act": "warn"}, author="nele")
    (first,) = full.deeds()
    assert (first.kind, first.about, first.field, first.old, first.new) == ("statement", 1, "act", "assert", "warn")
    full.undo(first.ids[0], author="odo")
    assert full.show(1).entry.act is Act.ASSERT
    second, first = full.deeds()
    assert (second.author, second.new, second.stands, first.stands) == ("odo", "assert", True, False)
    assert second.note == f"takes back {first.ids[0]}"
    with pytest.raises(LedgerError, match="was corrected again since"):
        full.undo(first.ids[0], author="odo")
    full.undo(second.ids[0], author="odo")
    assert full.show(1).entry.act is Act.WARN


def test_spans_go_back_to_where_they_stood(full: Ledger) -> None:
    (before,) = full.readings()
    at = TEXT.index("the bridge", TEXT.index("at last") - 25)
    full.place(1, "content", [Span(at, at + 10)], author="nele")
    (reading,) = full.readings()
    assert reading.statements[0].content == (Span(at, at + 10),), "the second of two places with these words"
    assert full.show(1).entry.content == "the bridge"
    full.undo(full.deeds()[0].ids[0], author="nele")
    (after,) = full.readings()
    assert after.statements[0].content == before.statements[0].content
    assert [e.id for e in full.search("monday", by_meaning=False).entries] == [1]


@pytest.mark.parametrize(
    ("role", "spans", "told"),
    [
        ("mood", [Span(0, 3)], "no 'mood' that stands anywhere"),
        ("content", [], "needs its content"),
        ("content", [Span(5, 5)], "does not lie in the article"),
        ("content", [Span(-4, 5)], "does not lie in the article"),
        ("content", [Span(5, 999)], "does not lie in the article"),
        ("content", [Span(0, 9), Span(5, 12)], "do not cross"),
        ("source", [Span(3, 4)], "nothing but white space"),
    ],
)
def test_spans_that_will_not_do_change_nothing(full: Ledger, role: str, spans: list[Span], told: str) -> None:
    with pytest.raises(LedgerError, match=told):
        full.place(1, role, spans, author="nele")
    assert full.deeds() == []


def test_a_source_may_stand_nowhere(full: Ledger) -> None:
    full.place(1, "source", [], author="nele")
    assert full.show(1).entry.source is None


def test_a_statement_that_was_added_or_rejected_is_taken_back(full: Ledger) -> None:
    full.reject(2, author="nele")
    full.undo(full.deeds()[0].ids[0], author="nele")
    assert len(full.search().entries) == 3
    number = full.supply(1, {"content": "on Monday"}, author="nele")
    added = next(deed for deed in full.deeds() if deed.about == number and deed.field == "status")
    full.undo(added.ids[0], author="nele")
    assert number not in [entry.id for entry in full.search().entries]
    full.undo(full.deeds()[0].ids[0], author="nele")
    assert number in [entry.id for entry in full.search().entries]


def test_what_was_said_of_a_speaker_is_taken_back(full: Ledger) -> None:
    full.correct_speaker(1, {"role": "engineer"}, author="nele")
    full.correct_speaker(1, {"name": "Anna Rook"}, author="nele")
    for deed in full.deeds():
        full.undo(deed.ids[0], author="odo")
    rook = full.speaker(1)
    assert (rook.name, rook.role) == ("Ann Rook", None)


def test_a_speaker_who_is_two_is_parted(full: Ledger) -> None:
    other = full.part(1, [3], name="Ann Rook", author="nele", note="mother and daughter")
    assert other != 1
    assert [full.show(n).entry.speaker_id for n in (2, 3)] == [1, other]
    assert {deed.kind for deed in full.deeds()} == {"speakers", "statement"}
    with pytest.raises(LedgerError, match="statement 1 is not one of speaker 1"):
        full.part(1, [1], name="X", author="nele")
    with pytest.raises(LedgerError, match="needs a name"):
        full.part(1, [2], name=" ", author="nele")
    with pytest.raises(LedgerError, match="there is no speaker 99"):
        full.part(99, [2], name="X", author="nele")


def test_rulings_are_told_by_strokes_and_taken_back(full: Ledger) -> None:
    full.relate(1, 2, Relation.OPPOSITE, author="nele")
    (deed,) = full.deeds()
    assert (deed.kind, deed.about, deed.others, deed.field) == ("claim", 1, (2,), "opposite")
    assert [len(claim.voices) for claim in full.disputes()] == [2]
    full.overrule(deed.ids)
    assert full.deeds() == [] and full.disputes() == []
    with pytest.raises(LedgerError, match="no such ruling"):
        full.overrule(deed.ids)


def test_all_of_a_statement_is_corrected_at_once_or_nothing(full: Ledger) -> None:
    full.amend(1, {"act": "warn"}, {"content": [Span(15, 25)]}, author="nele", note="see the video")
    assert (full.show(1).entry.act, full.show(1).entry.content) == (Act.WARN, "the bridge")
    with pytest.raises(LedgerError, match="'sing' is no act"):
        full.amend(1, {"act": "sing"}, {"content": [Span(15, 30)]}, author="nele")
    assert full.show(1).entry.content == "the bridge"


def test_a_statement_is_added_by_where_it_stands(full: Ledger) -> None:
    at = TEXT.rindex("the bridge")
    spans = {"content": [Span(at, at + 10)], "cue": [Span(at - 5, at - 1)]}
    number = full.supply_at(1, {"act": "confirm"}, spans, author="nele")
    (reading,) = full.readings()
    added = reading.statements[-1]
    assert (added.act, added.content, added.cue) == (Act.CONFIRM, (Span(at, at + 10),), (Span(at - 5, at - 1),))
    assert full.show(number).entry.content == "the bridge"
    for wrong in ({}, {"content": [Span(0, 9999)]}):
        with pytest.raises(LedgerError):
            full.supply_at(1, {}, wrong, author="nele")
    with pytest.raises(LedgerError, match="there is no article 9"):
        full.supply_at(9, {}, spans, author="nele")
