"""Looking around in a ledger: facets, speakers, disputes of a speaker, and who speaks to whom."""

from __future__ import annotations

from sayso.ledger import Ledger
from sayso.ledger.finding import Filters
from sayso.statement import Act
from tests.exports.readings import ministry


def test_facets_count_what_the_filters_let_through(ledger: Ledger) -> None:
    added = ledger.add(ministry())
    facets = ledger.facets()
    assert facets.all
    assert facets.counted == added.statements == sum(number for _, number in facets.acts)
    assert {act for act, _ in ledger.facets(Filters(act=Act.DENY)).acts} <= {Act.DENY}


def test_speakers_come_with_those_who_speak_most_first(ledger: Ledger) -> None:
    ledger.add(ministry())
    found = ledger.speakers()
    assert found
    assert [one.statements for one in found] == sorted((one.statements for one in found), reverse=True)
    assert ledger.speakers(limit=1, offset=1) == found[1:2]
    assert ledger.speakers_named(found[0].name)[0] == found[0]


def test_ties_are_told_from_both_ends(ledger: Ledger) -> None:
    ledger.add(ministry())
    for one in ledger.speakers():
        for tie in ledger.ties(one.id):
            back = [other for other in ledger.ties(tie.speaker.id) if other.speaker.id == one.id]
            assert any(other.outgoing != tie.outgoing and other.act is tie.act for other in back)


def test_a_speaker_without_disputes_has_none(ledger: Ledger) -> None:
    ledger.add(ministry())
    assert ledger.disputes_of(ledger.speakers()[0].id) == []
