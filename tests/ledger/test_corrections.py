"""Corrections: what a person says against what the model read, and that it stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sayso import LedgerError, Reading
from sayso.ledger import Ledger
from sayso.ledger.finding import Filters
from sayso.statement import Act, SpeakerType
from tests.exports.readings import Made, ministry

TEXT = "The mayor said the bridge was safe on Monday. Rook disputed it. The union threatened a strike over the pier."


def bridge(*, model: str = "m/1", without: str = "", cue: str = "said") -> Reading:
    """A reading of one text; other weights leave a statement out, or take a word more."""
    made = Made(TEXT, id="b", outlet="The Post", published=date(2031, 4, 1))
    if without != "mayor":
        made.add(Act.ASSERT, "The mayor", cue, "the bridge was safe on Monday")
    made.add(Act.ASSERT, "Rook", "disputed", "it")
    if without != "union":
        made.add(Act.PROMISE, "The union", "threatened", "a strike over the pier")
    made.speaker("Ann Rook", SpeakerType.PERSON, "Rook")
    return replace(made.reading(), model=model)


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    ledger.add(bridge())
    return ledger


def entry(ledger: Ledger, words: str) -> Any:
    (found,) = [e for e in ledger.search().entries if words in e.content]
    return found


def test_a_corrected_value_takes_the_place_of_the_models_which_is_kept(full: Ledger) -> None:
    number = entry(full, "strike").id
    full.correct(number, {"act": "threaten", "made": "2031-03"}, author="nele", note="not a promise")
    assert (entry(full, "strike").act, entry(full, "strike").made) == (Act.THREATEN, "2031-03")
    act, made = full.corrections(number)
    assert (act.field, act.old, act.new, act.author, act.note) == (
        "act",
        "promise",
        "threaten",
        "nele",
        "not a promise",
    )
    assert (made.field, made.old, made.new) == ("made", None, "2031-03")
    assert [e.content for e in full.search(filters=Filters(until=date(2031, 3, 31))).entries] == [
        "a strike over the pier"
    ]


def test_roles_are_corrected_by_their_words_nearest_to_the_statement(full: Ledger) -> None:
    number = entry(full, "bridge").id
    full.correct(number, {"content": "the bridge was safe"}, author="nele")
    (reading,) = full.readings()
    assert reading.words(reading.statements[0].content) == "the bridge was safe"
    assert [e.content for e in full.search("monday", by_meaning=False).entries] == []
    full.correct(number, {"cue": "said … on Monday"}, author="nele")
    (reading,) = full.readings()
    assert reading.words(reading.statements[0].cue) == "said … on Monday"


def test_a_speaker_is_given_by_number_or_name(full: Ledger) -> None:
    number = entry(full, "bridge").id
    full.correct(number, {"speaker": "Ann Rook"}, author="nele")
    assert entry(full, "bridge").speaker == "Ann Rook"
    full.correct(number, {"speaker": "Odalys Venn", "addressee": "1"}, author="nele")
    assert (entry(full, "bridge").speaker, entry(full, "bridge").addressee) == ("Odalys Venn", "Ann Rook")
    full.correct(number, {"speaker": ""}, author="nele")
    assert entry(full, "bridge").speaker is None


def test_other_fields_are_corrected_as_a_person_writes_them(full: Ledger) -> None:
    number = entry(full, "bridge").id
    given = {"negated": "yes", "quote": "mixed", "distance": "hedged, unnamed", "within": str(entry(full, "strike").id)}
    full.correct(number, given, author="nele")
    (reading,) = full.readings()
    statement = reading.statements[0]
    assert (statement.negated, statement.quote, list(statement.distance), statement.within) == (
        True, "mixed", ["hedged", "unnamed"], "s3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"mood": "glad"}, "a statement has no 'mood' to correct; it has act, negated"),
        ({"act": "sing"}, "'sing' is no act; it is one of assert, confirm"),
        ({"negated": "perhaps"}, "'perhaps' does not tell whether it is negated: write yes or no"),
        ({"made": "soon"}, "'soon' is no time as EDTF writes it"),
        ({"cue": "whispered"}, "'whispered' does not stand in the article"),
        ({"content": ""}, "a statement needs its content"),
        ({"speaker": "99"}, "there is no speaker 99"),
        ({"within": "99"}, "there is no statement 99"),
        ({"within": "x"}, "'x' is no other statement of the same article"),
        ({"distance": "far"}, "'far' is no distance; it is one of hedged"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(full: Ledger, given: dict[str, str], told: str) -> None:
    before = full.search().entries
    with pytest.raises(LedgerError) as caught:
        full.correct(entry(full, "bridge").id, {"act": "deny"} | given, author="nele")
    assert str(caught.value).startswith(told)
    assert full.search().entries == before
    assert full.corrections() == []


def test_a_statement_cannot_stand_within_itself(full: Ledger) -> None:
    outer, inner = entry(full, "bridge").id, entry(full, "strike").id
    full.correct(inner, {"within": str(outer)}, author="nele")
    with pytest.raises(LedgerError, match="stands within this one itself"):
        full.correct(outer, {"within": str(inner)}, author="nele")


def test_a_rejected_statement_is_found_no_more_until_it_is_restored(full: Ledger) -> None:
    number = entry(full, "bridge").id
    full.reject(number, author="nele", note="no statement")
    assert "bridge" not in " ".join(e.content for e in full.search().entries)
    assert full.search("bridge").entries == ()
    full.restore(number, author="nele")
    assert entry(full, "bridge").id == number
    assert [(c.field, c.new) for c in full.corrections()] == [("status", "rejected"), ("status", "read")]


def test_a_statement_can_be_added_by_hand(full: Ledger) -> None:
    given = {
        "content": "the bridge was safe",
        "cue": "disputed",
        "source": "Rook",
        "act": "deny",
        "speaker": "Ann Rook",
    }
    number = full.supply(1, given, author="nele")
    found = full.show(number).entry
    assert (found.speaker, found.act, found.cue, found.content) == (
        "Ann Rook",
        Act.DENY,
        "disputed",
        "the bridge was safe",
    )
    with pytest.raises(LedgerError, match="a statement needs its content"):
        full.supply(1, {"cue": "said"}, author="nele")
    with pytest.raises(LedgerError, match="there is no article 7"):
        full.supply(7, {"content": "x"}, author="nele")
    with pytest.raises(LedgerError, match="does not stand in the article"):
        full.supply(1, {"content": "not there"}, author="nele")
    assert len(full.search().entries) == 4


def test_corrections_survive_newer_weights_by_their_place_in_the_text(full: Ledger) -> None:
    full.correct(entry(full, "strike").id, {"act": "threaten"}, author="nele")
    full.reject(entry(full, "it").id, author="nele")
    supplied = full.supply(1, {"content": "the pier", "cue": "over", "act": "believe"}, author="nele")
    full.replace(1, bridge(model="m/2", cue="said"))
    assert entry(full, "strike").act is Act.THREATEN
    assert [e.content for e in full.search().entries if e.content == "it"] == []
    assert full.show(supplied).entry.content == "the pier", "what was added by hand stays"
    assert [c.author for c in full.corrections(entry(full, "strike").id)] == ["nele"]
    (reading,) = full.readings()
    assert reading.model == "m/2"


def test_a_corrected_statement_that_newer_weights_miss_stays(full: Ledger) -> None:
    full.correct(entry(full, "strike").id, {"act": "threaten"}, author="nele")
    full.replace(1, bridge(model="m/2", without="union"))
    assert entry(full, "strike").act is Act.THREATEN


def test_without_corrections_a_new_reading_is_all_there_is(full: Ledger) -> None:
    full.replace(1, bridge(model="m/2", without="mayor"))
    assert list(full.readings()) == [bridge(model="m/2", without="mayor")]
    assert full.search("bridge safe").entries == ()
    assert [number for number, _ in full.read_by_others("m/2")] == []
    assert [article.id for _, article in full.read_by_others("m/3")] == ["b"]


def test_a_reading_of_another_text_is_refused(full: Ledger) -> None:
    with pytest.raises(LedgerError, match="article 1 has another text than the reading"):
        full.replace(1, ministry())


def test_a_corrected_speaker_stays_so_whatever_articles_say(full: Ledger) -> None:
    full.correct_speaker(1, {"name": "Anna Rook", "role": "harbour master", "country": "Ruritania"}, author="nele")
    made = Made("Ann Mary Rook said no.", id="c")
    made.add(Act.ASSERT, "Ann Mary Rook", "said", "no")
    made.speaker("Ann Mary Rook", SpeakerType.PERSON, "Ann Mary Rook", role="pilot")
    full.add(made.reading())
    rook = full.speaker(1)
    assert (rook.name, rook.role, rook.country, rook.statements) == ("Anna Rook", "harbour master", "Ruritania", 2)
    assert [(c.speaker, c.field, c.old, c.new) for c in full.corrections()][:1] == [
        (1, "name", "Ann Rook", "Anna Rook")
    ]
    for given, told in (
        ({"mood": "x"}, "no 'mood'"),
        ({"type": "cat"}, "no type of speaker"),
        ({"name": " "}, "needs a name"),
    ):
        with pytest.raises(LedgerError, match=told):
            full.correct_speaker(1, given, author="nele")


def test_a_reading_that_comes_back_has_the_corrections_in_it(full: Ledger) -> None:
    full.correct(entry(full, "bridge").id, {"speaker": "Odalys Venn", "act": "praise"}, author="nele")
    full.reject(entry(full, "strike").id, author="nele")
    (reading,) = full.readings()
    assert [statement.id for statement in reading.statements] == ["s1", "s2"]
    assert reading.statements[0].act is Act.PRAISE
    names = {speaker.id: speaker.name for speaker in reading.speakers}
    assert names[reading.statements[0].speaker or ""] == "Odalys Venn"
