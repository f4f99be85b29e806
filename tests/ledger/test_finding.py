"""Finding statements in a ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sayso import LedgerError, Reading
from sayso.ledger import Ledger
from sayso.ledger.finding import Filters, words_of
from sayso.ledger.nearness import BLOCK, pack
from sayso.statement import Act, SpeakerType
from tests.exports.readings import Made, ministry

HARBOUR = "The board denied the harbour had been sealed. Ilse Marquand promised an inquiry. Rook said fish was dear."
BRIDGE = "The board said the bridge was safe. Rook demanded that the board open the bridge by spring."


def harbour() -> Reading:
    made = Made(HARBOUR, id="h", outlet="The Courier", published=date(2031, 3, 12))
    made.add(Act.DENY, "The board", "denied", "the harbour had been sealed", made="2031-03-10")
    made.add(Act.PROMISE, "Ilse Marquand", "promised", "an inquiry")
    made.add(Act.ASSERT, "Rook", "said", "fish was dear")
    made.speaker("Harbour Board", SpeakerType.ORGANIZATION, "The board")
    made.speaker("Ilse Marquand", SpeakerType.PERSON, "Ilse Marquand", role="chair", of="Harbour Board")
    return made.reading()


def bridge() -> Reading:
    made = Made(BRIDGE, id="b", outlet="The Post", published=date(2031, 4, 1))
    made.add(Act.ASSERT, "The board", "said", "the bridge was safe", made="2031-03")
    made.add(Act.DEMAND, "Rook", "demanded", "the board open the bridge by spring")
    made.speaker("Harbour Board", SpeakerType.ORGANIZATION, "The board")
    return made.reading()


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    for reading in (harbour(), bridge()):
        ledger.add(reading)
    return ledger


def found(ledger: Ledger, query: str = "", **filters: Any) -> list[str]:
    page = ledger.search(query, Filters(**filters), by_meaning=False)
    return [entry.content for entry in page.entries]


def test_words_are_found_in_any_form_and_all_must_be_there(full: Ledger) -> None:
    assert found(full, "bridges") == ["the bridge was safe", "the board open the bridge by spring"]
    assert found(full, "bridge spring") == ["the board open the bridge by spring"]
    assert found(full, "bridge harbour") == []


def test_words_in_quotes_stand_together(full: Ledger) -> None:
    assert found(full, '"had been sealed"') == ["the harbour had been sealed"]
    assert found(full, '"sealed had been"') == []


@pytest.mark.parametrize("query", ['"', "(", "a AND", "NOT", "content:", "*", "é ^", "' OR 1=1 --", "\ud800"])
def test_no_query_breaks_the_index(full: Ledger, query: str) -> None:
    full.search(query, Filters(about=query))


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"speaker": "marquand"}, 1),
        ({"speaker": "board"}, 2),
        ({"speaker": "nobody"}, 0),
        ({"act": Act.DENY}, 1),
        ({"outlet": "the post"}, 2),
        ({"since": date(2031, 3, 11)}, 4),
        ({"until": date(2031, 3, 10)}, 2),
        ({"since": date(2031, 3, 10), "until": date(2031, 3, 10)}, 2),
        ({"about": "bridge"}, 2),
        ({"about": "bridge", "act": Act.DEMAND}, 1),
    ],
)
def test_filters_narrow(full: Ledger, filters: dict[str, Any], count: int) -> None:
    assert len(found(full, **filters)) == count


def test_pages_follow_each_other(full: Ledger) -> None:
    first = full.search(limit=3)
    rest = full.search(limit=3, offset=3)
    assert (len(first.entries), first.more, len(rest.entries), rest.more) == (3, True, 2, False)
    assert len({entry.id for entry in first.entries + rest.entries}) == 5


def test_what_says_the_like_in_other_words_is_found(full: Ledger) -> None:
    best = full.search("the port was closed off").entries[0]
    assert best.content == "the harbour had been sealed"
    assert found(full, "the port was closed off") == []


def test_what_was_added_since_is_found_by_its_meaning(full: Ledger) -> None:
    full.search("anything at all")
    made = Made("Venn said the ferries would stop on Sundays.", id="f")
    made.add(Act.ASSERT, "Venn", "said", "the ferries would stop on Sundays")
    full.add(made.reading())
    assert full.search("boats will not run at the weekend").entries[0].content == "the ferries would stop on Sundays"


def test_blocks_hold_what_single_vectors_held(full: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = full.search("the port was closed off").entries
    monkeypatch.setattr("sayso.ledger.nearness.BLOCK", 2)
    with full._writing() as connection:
        assert pack(connection) == 2
    full._index = None
    assert full.search("the port was closed off").entries == before
    assert BLOCK > 2


def test_a_timeline_runs_by_the_day_of_the_statement(full: Ledger) -> None:
    days = [entry.made or entry.published for entry in full.timeline().entries]
    assert days == ["2031-03", "2031-03-10", "2031-03-12", "2031-03-12", "2031-04-01"]


def test_who_tells_roles_acts_and_statements(full: Ledger) -> None:
    (board,) = full.who("harbour board")
    assert (board.speaker.name, board.speaker.statements) == ("Harbour Board", 2)
    assert board.acts == {Act.ASSERT: 1, Act.DENY: 1}
    assert [entry.content for entry in board.said] == ["the harbour had been sealed", "the bridge was safe"]
    (marquand,) = full.who("Marquand")
    assert [(role.role, role.affiliation, role.first, role.articles) for role in marquand.roles] == [
        ("chair", "Harbour Board", "2031-03-12", 1)
    ]
    assert full.who("nobody of that name") == []
    assert full.who("  ") == []


def test_who_tells_whom_somebody_accuses(ledger: Ledger) -> None:
    ledger.add(ministry())
    made = Made("Venn accused Rook of lying.", id="v")
    made.add(Act.ACCUSE, "Venn", "accused", "Rook of lying")
    made.speaker("Odalys Venn", SpeakerType.PERSON, "Venn")
    made.speaker("Ann Rook", SpeakerType.PERSON, "nobody")
    reading = made.reading()
    ledger.add(replace(reading, statements=(replace(reading.statements[0], addressee="p2"),)))
    (venn,) = ledger.who("Venn")
    assert venn.towards == ((Act.ACCUSE, "Ann Rook", 1),)
    (rook,) = ledger.who("Rook")
    assert [entry.content for entry in rook.heard] == ["Rook of lying"]


def test_a_statement_is_shown_in_its_paragraph_with_what_it_stands_in(ledger: Ledger) -> None:
    ledger.add(ministry())
    (inner,) = ledger.search('"sealed at night"', Filters(act=Act.ACCUSE)).entries
    shown = ledger.show(inner.id)
    assert shown.words == "dockers had alleged the harbour of Corran was “sealed at night”"
    assert shown.before.startswith("CORRAN, March 14 – The ministry of trade")
    assert shown.after.startswith(". “Nobody sealed anything,”")
    assert [entry.label for entry in shown.within] == ["s3", "s2"]
    assert [entry.label for entry in ledger.show(shown.within[1].id).inner] == ["s3"]


def test_no_such_statement_or_speaker_is_told(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="there is no statement 9; `sayso search` tells their numbers"):
        ledger.show(9)
    with pytest.raises(LedgerError, match="there is no speaker 9"):
        ledger.speaker(9)


def test_a_query_becomes_words_of_the_index() -> None:
    assert words_of('ice-cold "two words" and (more)') == '"ice-cold" "two words" "and" "more"'
