"""`sayso add` and `sayso import`: from sources into a ledger."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli.main import cli
from tests.cli.fakes import COMMAND, ROOT, FakeReader


@pytest.fixture(autouse=True)
def _fake_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.reader.Reader", FakeReader)


@pytest.fixture
def wire(tmp_path: Path) -> str:
    return written(tmp_path / "wire.jsonl", [{"id": f"n{n}", "text": f"Oona said {n}."} for n in range(3)])


def written(path: Path, records: list[dict[str, object]]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def run(*args: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in args], input=stdin, prog_name="sayso")


def contents(ledger: Path) -> list[str]:
    with sqlite3.connect(ledger) as connection:
        return [row[0] for row in connection.execute("SELECT content FROM who_said_what ORDER BY statement")]


def test_articles_are_read_into_a_ledger_once(tmp_path: Path, wire: str) -> None:
    ledger = tmp_path / "news.db"
    first = run("add", ledger, wire)
    assert (first.exit_code, first.stdout) == (0, f"{ledger}: 3 articles added; 3 new statements.\n")
    again = run("add", ledger, wire)
    assert (again.exit_code, again.stdout) == (0, f"{ledger}: 3 articles were there already; 0 new statements.\n")
    assert contents(ledger) == ["0.", "1.", "2."]


def test_a_changed_article_is_told(tmp_path: Path, wire: str) -> None:
    ledger = tmp_path / "news.db"
    run("add", ledger, wire)
    written(Path(wire), [{"id": "n0", "text": "Oona said 9."}, {"id": "n1", "text": "Oona said 1."}])
    result = run("add", ledger, wire)
    assert result.stdout == f"{ledger}: 1 article had changed, 1 article was there already; 1 new statement.\n"
    assert contents(ledger) == ["1.", "2.", "9."]


def test_json_tells_of_each_article(tmp_path: Path, wire: str) -> None:
    result = run("add", tmp_path / "news.db", wire, "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows[0] == {"article": 1, "outcome": "new", "statements": 1, "identity": "n0"}
    assert len(rows) == 3
    assert "3 articles added" in result.stderr


def test_what_cannot_be_read_is_told_and_the_rest_is_added(tmp_path: Path, wire: str) -> None:
    result = run("add", tmp_path / "news.db", wire, tmp_path / "none.txt")
    assert result.exit_code == 1
    assert "3 articles added" in result.stdout
    assert "none.txt: there is no such file" in result.stderr
    assert f"To retry: sayso add {tmp_path / 'news.db'} {tmp_path / 'none.txt'}" in result.stderr


def test_a_file_that_is_no_ledger_is_one_sentence(tmp_path: Path, wire: str) -> None:
    result = run("add", wire, wire)
    assert result.exit_code == 1
    assert str(result.exception).startswith(f"{wire}: this is no ledger")


def test_readings_are_taken_in_as_they_were_written(tmp_path: Path, wire: str) -> None:
    lines = run("read", wire, "--json").stdout
    written_again = tmp_path / "readings.jsonl"
    written_again.write_text(lines + "{}\n", encoding="utf-8")
    ledger = tmp_path / "news.db"
    result = run("import", ledger, written_again)
    assert (result.exit_code, result.stdout) == (1, f"{ledger}: 3 articles added; 3 new statements.\n")
    assert f"{written_again} line 4: the schema must be" in result.stderr
    assert run("import", ledger, "-", stdin=lines).stdout.startswith(f"{ledger}: 3 articles were there already")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes cannot be killed so here")
def test_a_command_that_was_killed_can_be_run_again(tmp_path: Path) -> None:
    ledger, count = tmp_path / "news.db", 400
    wire = written(tmp_path / "wire.jsonl", [{"id": f"n{n}", "text": f"Oona said {n}."} for n in range(count)])
    for _ in range(3):
        running = subprocess.Popen([*COMMAND, "add", str(ledger), wire, "--json"], cwd=ROOT, stdout=subprocess.PIPE)
        assert running.stdout is not None
        for _ in range(30):
            running.stdout.readline()
        running.kill()
        running.wait()
        with sqlite3.connect(ledger) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            told = connection.execute("SELECT count(*) FROM articles").fetchone()
            assert told == connection.execute("SELECT count(DISTINCT article_id) FROM statements").fetchone()
    subprocess.run([*COMMAND, "add", str(ledger), wire], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert sorted(contents(ledger)) == sorted(f"{n}." for n in range(count))


def test_articles_that_are_not_in_english_are_kept_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Der Bürgermeister hat es bestritten.", encoding="utf-8")
    result = run("add", tmp_path / "news.db", tmp_path / "a.txt")
    assert result.stdout == f"{tmp_path / 'news.db'}: 1 article added; 0 new statements.\n"
    assert result.stderr == "sayso: 1 article is not in English and was not read: de 1.\n"
    with sqlite3.connect(tmp_path / "news.db") as connection:
        assert connection.execute("SELECT language FROM articles").fetchall() == [("de",)]
