"""Adding readings: once, whole, and with what changed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from sayso import Article, Reading
from sayso.errors import LedgerError
from sayso.exports.json import dump
from sayso.ledger import Ledger
from sayso.ledger.adding import Outcome
from sayso.statement import Act, SpeakerType
from tests.exports.readings import Made, crossing, hostile, ministry
from tests.exports.test_json import readings


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


def statement_of(words: str, *, url: str | None = "https://post.example/1", content: str = "yes") -> Reading:
    made = Made(f"The mayor said {words}. That was all.", url=url, id="m1")
    made.add(Act.ASSERT, "The mayor", "said", content)
    return made.reading()


@pytest.mark.parametrize("reading", [ministry(), crossing(), hostile()])
def test_a_reading_comes_back_as_it_was(ledger: Ledger, reading: Reading) -> None:
    added = ledger.add(reading)
    assert (added.outcome, added.statements) == (Outcome.NEW, len(reading.statements))
    assert ledger.reading(added.article) == reading
    assert list(ledger.readings()) == [reading]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(readings())
def test_whatever_a_reading_holds_can_be_kept(ledger: Ledger, reading: Reading) -> None:
    reading = replace(reading, article=replace(reading.article, url=f"urn:uuid:{uuid4()}"))
    kept = ledger.reading(ledger.add(reading).article)
    assert kept.article.text == reading.article.text
    assert [replace(s, id="", within=None, speaker=None, addressee=None) for s in kept.statements] == [
        replace(s, id="", within=None, speaker=None, addressee=None) for s in reading.statements
    ]
    assert kept.times == reading.times


def test_the_same_article_is_added_once(ledger: Ledger) -> None:
    first = ledger.add(ministry())
    again = ledger.add(ministry())
    assert (again.outcome, again.article, again.statements) == (Outcome.SAME, first.article, 0)
    assert rows(ledger.path, "SELECT count(*) FROM statements") == [(len(ministry().statements),)]
    assert ledger.number_of(ministry().article) == first.article


def test_an_article_is_known_by_its_url_before_its_id(ledger: Ledger) -> None:
    one = ledger.add(statement_of("yes"))
    other = replace(statement_of("yes").article, id="another")
    assert ledger.number_of(other) == one.article
    assert ledger.number_of(replace(other, url="https://post.example/2")) is None


def test_a_changed_text_is_a_new_version_and_what_changed_is_written_down(ledger: Ledger) -> None:
    text = "The mayor said the bridge was closed for good. Rook denied it. Venn praised the pilots."

    def version(closed: str, *, rook: bool) -> Reading:
        told = text.replace("closed for good", closed)
        made = Made(told if rook else told.replace("Rook denied it. ", ""), url="https://post.example/1")
        made.add(Act.ASSERT, "The mayor", "said", f"the bridge was {closed}")
        if rook:
            made.add(Act.DENY, "Rook", "denied", "it")
        else:
            made.add(Act.PRAISE, "Venn", "praised", "the pilots")
        return made.reading()

    ledger.add(version("closed for good", rook=True))
    changed = ledger.add(version("closed for now", rook=False))
    assert changed.outcome is Outcome.CHANGED
    found = rows(
        ledger.path,
        "SELECT c.kind, e.content, l.content FROM changes c LEFT JOIN statements e ON e.id = c.earlier_id "
        "LEFT JOIN statements l ON l.id = c.later_id ORDER BY c.kind",
    )
    assert found == [
        ("appeared", None, "the pilots"),
        ("reworded", "the bridge was closed for good", "the bridge was closed for now"),
        ("vanished", "it", None),
    ]
    assert rows(ledger.path, "SELECT version, latest FROM articles ORDER BY id") == [(1, 0), (2, 1)]
    told = [(c.kind, c.earlier and c.earlier.content, c.later and c.later.content) for c in ledger.changes()]
    assert sorted(told) == found
    assert ledger.changes(1) == ledger.changes(2) == ledger.changes()
    assert [r.article.text for r in ledger.readings()] == [version("closed for now", rook=False).article.text]


def test_a_text_that_returns_is_a_version_too(ledger: Ledger) -> None:
    outcomes = [ledger.add(statement_of(words, content=words)).outcome for words in ("yes", "no", "yes")]
    assert outcomes == [Outcome.NEW, Outcome.CHANGED, Outcome.CHANGED]


def test_days_are_bounded_for_those_who_ask_between_dates(ledger: Ledger) -> None:
    made = Made("Rook said no.")
    for value in ("2031-03", "2030-24", "../2031-03-14", "2031-01/..", "199X", "2031-03-10T10:15Z"):
        made.add(Act.ASSERT, "Rook", "said", "no", made=value)
    ledger.add(made.reading())
    assert rows(ledger.path, "SELECT made_from, made_to FROM statements ORDER BY id") == [
        ("2031-03-01", "2031-03-31"),
        ("2030-12-01", "2031-02-28"),
        (None, "2031-03-14"),
        ("2031-01-01", None),
        (None, None),
        ("2031-03-10", "2031-03-10"),
    ]


def test_tables_and_views_can_be_read_without_us(ledger: Ledger) -> None:
    ledger.add(ministry())
    said = rows(ledger.path, "SELECT speaker, act, content, outlet FROM who_said_what WHERE act = 'promise'")
    assert said == [("Ilse Marquand", "promise", "an inquiry by May", "The Corran Courier")]
    assert rows(ledger.path, "SELECT name, type, statements FROM known_speakers ORDER BY name") == [
        ("Ilse Marquand", "person", 4),
        ("Tomas Verhey", "person", 3),
    ]


def test_no_such_article_is_told(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="there is no article 7"):
        ledger.reading(7)


def test_two_processes_may_add_at_once(path: Path, tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom sayso.exports.json import load\nfrom sayso.ledger import Ledger\n"
        "with Ledger(sys.argv[1]) as ledger:\n"
        "    for line in Path(sys.argv[2]).read_text('utf8').splitlines():\n"
        "        ledger.add(load(line))\n"
    )
    lines = [dump(replace(ministry(), article=replace(ministry().article, id=f"n{n}", url=None))) for n in range(60)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines[:40]), "utf8")
    (tmp_path / "b.jsonl").write_text("\n".join(lines[20:]), "utf8")
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(path), str(tmp_path / f"{name}.jsonl")]) for name in "ab"
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    assert rows(path, "SELECT count(*), count(DISTINCT identity) FROM articles") == [(60, 60)]
    assert rows(path, "SELECT count(*) FROM statements") == [(60 * len(ministry().statements),)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_speakers_of_one_article_keep_their_labels(ledger: Ledger) -> None:
    made = Made("Rook said no. ROOK said yes.", id="r")
    made.add(Act.ASSERT, "Rook", "said", "no")
    made.add(Act.ASSERT, "ROOK", "said", "yes")
    made.speaker("Ann Rook", SpeakerType.PERSON, "Rook")
    made.speaker("Ann Rook", SpeakerType.PERSON, "ROOK")
    number = ledger.add(made.reading()).article
    assert ledger.reading(number) == made.reading()
    assert rows(ledger.path, "SELECT count(*) FROM speakers") == [(1,)]


def test_an_article_that_is_there_need_not_be_read(ledger: Ledger) -> None:
    assert ledger.number_of(Article("The mayor said no.")) is None
