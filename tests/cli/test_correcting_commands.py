"""`sayso correct`, `reject`, `restore`, `supply`, `corrections`, `reread` and `export`."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli.main import cli
from sayso.exports.json import load
from sayso.ledger import Ledger
from tests.cli.fakes import FakeReader
from tests.exports.readings import crossing, hostile, ministry


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    path = tmp_path / "news.db"
    with Ledger(path) as opened:
        for reading in (ministry(), crossing(), hostile()):
            opened.add(reading)
    return str(path)


def run(*args: str) -> Result:
    return CliRunner(env={"COLUMNS": "200", "SAYSO_AUTHOR": "nele"}).invoke(cli, args, prog_name="sayso")


def test_a_value_is_corrected_and_the_models_stays_visible(ledger: str) -> None:
    result = run("correct", ledger, "12", "act=warn", "made=2031-03", "--note", "as he told us")
    assert (result.exit_code, result.stdout) == (0, "Statement 12: act, made corrected.\n")
    listed = run("corrections", "list", ledger).stdout.splitlines()
    assert [line.split("  ")[0::2] for line in listed] == [["statement 12", "nele", "as he told us"]] * 2
    assert [line.split("  ")[3] for line in listed] == ["act: threaten → warn", "made: nothing → 2031-03"]
    assert "act: threaten → warn  as he told us" in run("show", ledger, "12").stdout
    assert json.loads(run("corrections", "list", ledger, "--json").stdout.splitlines()[0])["old"] == "threaten"


def test_a_speaker_is_corrected(ledger: str) -> None:
    assert run("correct", ledger, "1", "role=chair", "--speaker").stdout == "Speaker 1: role corrected.\n"
    assert "nele  role: spokeswoman → chair" in run("corrections", "list", ledger).stdout


def test_a_statement_is_rejected_restored_and_supplied(ledger: str) -> None:
    assert run("reject", ledger, "12").stdout == "Statement 12 is rejected.\n"
    assert run("search", ledger, "crane", "--words-only").stdout == "No statements found.\n"
    assert run("restore", ledger, "12").stdout == "Statement 12 is back.\n"
    result = run("supply", ledger, "1", "content=rumours sink ships", "cue=warned", "act=warn")
    assert result.stdout.endswith(" is added.\n")


def test_nothing_corrected_is_said(ledger: str) -> None:
    assert run("corrections", "list", ledger).stdout == "Nothing was corrected.\n"
    assert run("corrections", "export", ledger).stdout == ""


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("correct", "LEDGER", "12", "act"), 2, "'act' is no FIELD=VALUE"),
        (("correct", "LEDGER", "999", "role=chair", "--speaker"), 1, "there is no speaker 999"),
        (("correct", "LEDGER", "12", "act=sing"), 1, "'sing' is no act"),
        (("reject", "LEDGER", "999"), 1, "there is no statement 999"),
        (("reject", "none.db", "1"), 1, "there is no such ledger"),
        (("export", "LEDGER", "--format", "parquet"), 2, "Parquet goes to a file: name it with --out."),
        (("export", "LEDGER", "--out", "nowhere/x"), 2, "there is no folder 'nowhere'"),
        (("export", "LEDGER", "--out", "LEDGER"), 2, "that is the ledger itself"),
    ],
)
def test_what_cannot_be_is_one_sentence(ledger: str, args: tuple[str, ...], code: int, told: str) -> None:
    result = run(*(ledger if arg == "LEDGER" else arg for arg in args))
    assert result.exit_code == code
    assert told in (result.stderr if code == 2 else str(result.exception))


def test_corrected_articles_come_out_as_stories_to_learn_from(ledger: str) -> None:
    run("correct", ledger, "12", "act=warn")
    (story,) = [json.loads(line) for line in run("corrections", "export", ledger).stdout.splitlines()]
    (article,) = story["articles"]
    assert article["text"] == ministry().article.text
    twelfth = article["statements"][11]
    assert (twelfth["act"], twelfth["cue"]) == ("warn", "told")
    start, end = twelfth["offsets"]["content"][0]
    assert article["text"][start:end] == twelfth["content"][0]
    assert {e["id"]: e["name"] for e in story["entities"]}[twelfth["speaker"]] == "Tomas Verhey"


def test_articles_that_other_weights_read_are_read_anew(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Now(FakeReader):
        def read_many(self, articles):  # type: ignore[no-untyped-def]
            return (replace(reading, model="sayso-en/now") for reading in super().read_many(articles))

    monkeypatch.setattr("sayso.reader.Reader", Now)
    monkeypatch.setattr("sayso.reader.model.shipped_model", lambda: type("M", (), {"name": "sayso-en/now"}))
    run("correct", ledger, "12", "act=warn")
    assert run("reread", ledger).stdout == f"{ledger}: 3 articles read anew.\n"
    assert run("reread", ledger).stdout == f"{ledger}: 0 articles read anew.\n"
    with Ledger(ledger) as opened:
        assert {reading.model for reading in opened.readings()} == {"sayso-en/now"}
        assert opened.show(12).entry.act == "warn", "a corrected statement stays"


def test_json_lines_come_back_without_loss(tmp_path: Path) -> None:
    ledger = str(tmp_path / "two.db")
    with Ledger(ledger) as opened:
        for reading in (ministry(), hostile()):
            opened.add(reading)
    exported = run("export", ledger).stdout
    assert [load(line) for line in exported.splitlines()] == [ministry(), hostile()]
    (tmp_path / "out.jsonl").write_text(exported, "utf8")
    run("import", str(tmp_path / "again.db"), str(tmp_path / "out.jsonl"))
    assert run("export", str(tmp_path / "again.db")).stdout == exported


def test_a_file_takes_the_place_of_another_only_when_it_is_whole(ledger: str, tmp_path: Path) -> None:
    out = tmp_path / "news.csv"
    out.write_text("old")
    assert run("export", ledger, "--out", str(out)).exit_code == 0  # as its ending says
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(len(reading.statements) for reading in (ministry(), crossing(), hostile()))
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name] == []


def test_every_format_can_be_written(ledger: str, tmp_path: Path) -> None:
    for name in ("jsonl", "csv", "parquet", "jsonld", "annotations"):
        out = tmp_path / f"out.{name}"
        assert run("export", ledger, "--format", name, "--out", str(out)).exit_code == 0
        assert out.stat().st_size > 1000
