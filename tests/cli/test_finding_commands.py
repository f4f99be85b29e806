"""`sayso search`, `timeline`, `who`, `show`, `doubts`, `same` and `different`: what they take and print."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli.main import cli
from sayso.ledger import Ledger
from tests.exports.readings import hostile, ministry
from tests.ledger.test_speakers import said_by


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    path = tmp_path / "news.db"
    with Ledger(path) as opened:
        opened.add(ministry())
        opened.add(said_by("Odalys Venn", "a"))
        opened.add(said_by("Venn", "b"))
    return str(path)


def run(*args: str, width: int = 200) -> Result:
    return CliRunner(env={"COLUMNS": str(width)}).invoke(cli, args, prog_name="sayso")


def test_search_shows_who_what_and_where(ledger: str) -> None:
    result = run("search", ledger, "crane", "coast", "--words-only")
    assert result.exit_code == 0
    assert result.stdout == (
        "  12  Tomas Verhey  threaten  told: “We will stop every crane on the coast,” … “We have done it before.”  "
        "The Corran Courier · 15 March 2031\n"
    )


def test_search_takes_filters_and_tells_how_to_go_on(ledger: str) -> None:
    result = run("search", ledger, "--speaker", "Marquand", "--limit", "2")
    assert (
        result.stdout.splitlines()[-1] == f"There are more: sayso search {ledger} --speaker Marquand --limit 2 --skip 2"
    )
    rest = run("search", ledger, "--speaker", "Marquand", "--limit", "2", "--skip", "2")
    assert "There are more" not in rest.stdout
    assert "No further statements." in run("search", ledger, "--speaker", "Marquand", "--skip", "20").stdout


def test_search_writes_json(ledger: str) -> None:
    result = run("search", ledger, '"sealed at night"', "--act", "accuse", "--json")
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (row["act"], row["label"], row["outlet"]) == ("accuse", "s4", "The Corran Courier")


def test_nothing_found_is_said(ledger: str) -> None:
    assert run("search", ledger, "zeppelin", "--words-only").stdout == "No statements found.\n"
    assert run("who", ledger, "Zeppelin").stdout == f"Nobody in {ledger} goes by 'Zeppelin'.\n"


def test_who_shows_roles_acts_and_statements(ledger: str) -> None:
    lines = run("who", ledger, "Marquand").stdout.splitlines()
    assert lines[0] == "Ilse Marquand  person · speaker 1 · 4 statements"
    assert lines[1] == "  spokeswoman, ministry (1 article, 15 March 2031)"
    assert "demand 1, deny 1, promise 1, warn 1" in lines
    assert any("called on: the newspaper to publish its sources" in line for line in lines)


def test_show_puts_a_statement_into_its_article(ledger: str) -> None:
    result = run("show", ledger, "4")
    assert "CORRAN, March 14 – The ministry of trade on Tuesday" in result.stdout
    assert "\nwithin\n" in result.stdout
    assert json.loads(run("show", ledger, "4", "--json").stdout)["entry"]["label"] == "s4"


def test_a_timeline_is_in_order(ledger: str) -> None:
    result = run("timeline", ledger, "--json", "--limit", "50")
    days = [(row["made"] or row["published"]) for row in map(json.loads, result.stdout.splitlines())]
    known = [day for day in days if day]
    assert known == sorted(known) and days == known + [None] * (len(days) - len(known))
    assert len(days) > len(known), "what has no day comes last"
    assert "There are more: sayso timeline" in run("timeline", ledger, "--limit", "1").stdout


def test_changes_and_reprints_are_shown(tmp_path: Path) -> None:
    path = str(tmp_path / "two.db")
    reading = ministry()
    with Ledger(path) as opened:
        opened.add(replace(reading, article=replace(reading.article, url="https://post.example/1")))
    assert run("changes", path).stdout == "No article has changed.\n"
    assert run("reprints", path).stdout == "No article goes back to another one.\n"
    with Ledger(path) as opened:
        later = replace(reading.article, url="https://post.example/1", text=reading.article.text + " ", title="Later")
        opened.add(replace(reading, article=later, statements=reading.statements[:-1]))
        opened.add(replace(reading, article=replace(reading.article, id="copy", outlet="The Lamp", title="A copy")))
    changed = run("changes", path).stdout.splitlines()
    assert changed[0] == "Later  The Corran Courier · 15 March 2031 · article 2, version 2"
    assert changed[1] == "  vanished"
    assert "promised: an inquiry by May" in changed[2]
    told = run("reprints", path).stdout.splitlines()
    assert told[0].startswith("Later  The Corran Courier")
    assert told[1] == "  A copy  The Lamp · 15 March 2031 · article 3 · 100% in common"
    assert json.loads(run("reprints", path, "--json").stdout)["origin"]["id"] == 2


def test_doubts_are_shown_and_decided(ledger: str) -> None:
    assert f"sayso same {ledger} 4 3   or   sayso different {ledger} 4 3" in run("doubts", ledger).stdout
    result = run("same", ledger, "4", "3", "--author", "nele", "--note", "the minister")
    assert result.stdout == "Speaker 4 is Odalys Venn (speaker 3).\n"
    assert run("doubts", ledger).stdout == "No doubts: every speaker is told from every other.\n"
    assert run("different", ledger, "1", "2").stdout == "Speakers 1 and 2 stay two.\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("show", "LEDGER", "999"), "there is no statement 999"),
        (("same", "LEDGER", "1", "999"), "there is no speaker 999"),
        (("same", "LEDGER", "1", "1"), "speakers 1 and 1 are one already"),
        (("search", "none.db", "crane"), "there is no such ledger; `sayso add none.db SOURCE` makes one"),
    ],
)
def test_what_is_not_there_is_one_sentence(ledger: str, args: tuple[str, ...], told: str) -> None:
    result = run(*(ledger if arg == "LEDGER" else arg for arg in args))
    assert result.exit_code == 1
    assert told in str(result.exception)


def test_hostile_text_reaches_the_terminal_tamed(tmp_path: Path) -> None:
    path = tmp_path / "odd.db"
    with Ledger(path) as opened:
        opened.add(hostile())
    for args in (["search", str(path)], ["show", str(path), "2"], ["who", str(path), "evil"]):
        output = run(*args).stdout
        assert "\x1b" not in output
        assert "\u202e" not in output
