"""`sayso read`: what it takes, what it writes where, and with which code it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli.main import cli
from tests.cli.fakes import FakeReader
from tests.serving import Answer, serving

STORY = "Harbour reopens\n\nOona said the harbour is open.\n\nnobody said it perhaps is not.\n"


@pytest.fixture(autouse=True)
def _fake_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.reader.Reader", FakeReader)


@pytest.fixture
def story(tmp_path: Path) -> str:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    return str(tmp_path / "story.txt")


def read(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["read", *args], input=stdin, prog_name="sayso")


def test_a_file_is_listed_by_source(story: str) -> None:
    result = read(story)
    assert result.exit_code == 0
    assert result.stdout.startswith("Harbour reopens\n\nOona\n  assert  said: the harbour is open.\n")
    assert "(no source named)" in result.stdout
    assert result.stderr == ""


def test_standard_input_is_read_for_a_dash_and_for_no_path() -> None:
    assert "the harbour is open" in read("-", stdin=STORY).stdout
    assert "the harbour is open" in read(stdin=STORY).stdout


def test_no_path_on_a_terminal_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    result = read()
    assert result.exit_code == 2
    assert "sayso read story.txt" in result.stderr


def test_json_is_one_reading_a_line(tmp_path: Path) -> None:
    file = tmp_path / "wire.jsonl"
    file.write_text("".join(json.dumps({"text": f"Oona said {n}."}) + "\n" for n in range(3)), encoding="utf-8")
    result = read(str(file), "--json")
    assert [len(json.loads(line)["statements"]) for line in result.stdout.splitlines()] == [1, 1, 1]


def test_options_reach_the_article(story: str) -> None:
    result = read(story, "--outlet", "The Courier", "--published", "2031-03-05", "--title", "Open [bold]again")
    assert result.stdout.startswith("Open [bold]again\nThe Courier · 5 March 2031\n")


def test_threads_reach_the_reader(story: str) -> None:
    read(story, "--threads", "3")
    assert FakeReader.made_with == 3


def test_min_confidence_and_with_source_leave_statements_out(story: str) -> None:
    assert "perhaps" not in read(story, "--min-confidence", "0.5").stdout
    assert "no source named" not in read(story, "--with-source").stdout


@pytest.mark.parametrize(
    "args",
    [
        ["--min-confidence", "2"],
        ["--threads", "0"],
        ["--published", "yesterday"],
        ["--html", "no/such/folder/page.html"],
        ["--colour"],
        ["second.txt", "--title", "Two"],
    ],
    ids=" ".join,
)
def test_what_is_not_understood_is_a_usage_error(story: str, args: list[str]) -> None:
    assert read(story, *args).exit_code == 2


def test_a_failure_does_not_stop_the_others_and_is_told_at_the_end(story: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "it's gone.txt")
    result = read(missing, story)
    assert result.exit_code == 1
    assert "the harbour is open" in result.stdout
    failure = result.stderr.splitlines()[-1]
    assert "it's gone.txt" in failure
    assert "To retry: sayso read '" in failure


def test_a_bad_line_of_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "wire.jsonl"
    file.write_text('{"text": "Oona said yes."}\n{"text": \n{"text": "Oona said no."}\n', encoding="utf-8")
    result = read(str(file))
    assert result.exit_code == 1
    assert "yes" in result.stdout
    assert "no" in result.stdout
    assert "2" in result.stderr.splitlines()[-1]


def test_a_page_is_written_and_leaves_nothing_beside_it(story: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")
    page.chmod(0o640)
    result = read(story, "--html", str(page))
    assert result.exit_code == 0
    assert "the harbour is open" in page.read_text("utf-8")
    assert page.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["page.html", "story.txt"]


def test_a_page_stays_as_it_was_when_writing_the_new_one_fails(
    story: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> str:
        raise OSError(28, "No space left on device")

    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")
    monkeypatch.setattr("sayso.exports.html.html_page", fail)
    assert isinstance(read(story, "--html", str(page)).exception, OSError)
    assert page.read_text("utf-8") == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["page.html", "story.txt"]


def test_articles_that_are_not_in_english_are_counted_at_the_end(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("Der Bürgermeister hat es bestritten.", encoding="utf-8")
    (tmp_path / "c.txt").write_text(STORY, encoding="utf-8")
    result = read(str(tmp_path))
    assert result.exit_code == 0
    assert result.stderr == "sayso: 2 articles are not in English and were not read: de 2.\n"


def test_what_a_source_could_not_do_well_is_told_at_the_end(tmp_path: Path) -> None:
    said = "<p>Oona said that the harbour is open, and that it will stay so for the whole of the summer.</p>" * 2
    rows = "".join(
        f"<div class='comment'>Reader {n} never believed one single word of all that.</div>" for n in range(99)
    )
    page = f"<html><body><article><h1>Harbour</h1>{said}</article><div id='comments'>{rows}</div></body></html>"
    (tmp_path / "harbour.html").write_text(page, encoding="utf-8")
    result = read(str(tmp_path))
    assert result.exit_code == 0
    assert result.stderr.startswith(f"sayso: 1 needs a look:\n  {tmp_path.name}/harbour: ")
    assert result.stderr.endswith("% of the text that its page shows was left out: compare it with the page\n")


def test_columns_can_be_named_and_the_number_of_articles_bounded(tmp_path: Path) -> None:
    rows = "".join(f"{n};Oona said {n}.;Harbour {n}\n" for n in range(9))
    (tmp_path / "a.csv").write_text("nummer;leitwort;kopf\n" + rows, encoding="utf-8")
    (tmp_path / "b.txt").write_text(STORY, encoding="utf-8")
    options = ("--text-column", "leitwort", "--id-column", "nummer", "--title-column", "kopf", "--limit", "3")
    result = read(str(tmp_path), *options, "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(reading["id"], reading["title"]) for reading in found] == [(str(n), f"Harbour {n}") for n in range(3)]


def test_a_page_on_this_machine_is_read_where_that_is_allowed() -> None:
    said = "".join(
        f"<p>Oona said {n} more words than she had said the day before, in one breath.</p>" for n in range(9)
    )
    with serving({"/a": Answer(f"<html><body><article><h1>Harbour</h1>{said}</article></body></html>")}) as site:
        refused = read(site.url("/a"))
        assert refused.exit_code == 1
        assert "--allow-private" in refused.stderr
        assert "Oona" in read(site.url("/a"), "--allow-private").stdout


def test_a_page_is_not_written_over_an_article(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("Oona Venn said that the harbour is open.", encoding="utf-8")
    result = read(str(story), "--html", str(story))
    assert result.exit_code == 2 and "that is one of the articles" in result.stderr
    assert story.read_text(encoding="utf-8").startswith("Oona")
