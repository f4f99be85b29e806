"""`sayso gather`, `disputes`, `claim`, `trace`, `quotes`, and those that decide on claims: what they take and print."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.claims.relation import Relation
from sayso.cli.main import cli
from sayso.ledger import Ledger
from sayso.statement import Act
from tests.exports.readings import hostile
from tests.ledger.test_claims import AUTHOR, COURIER, LANTERN, POST, report
from tests.ledger.test_quotations import ALTERED, WHOLE, printed


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    path = tmp_path / "news.db"
    with Ledger(path) as opened:
        for reading in (POST, COURIER, LANTERN):
            opened.add(reading)
        for _ in opened.gather():
            pass
        for one, other, relation in ((1, 3, Relation.SAME), (2, 3, Relation.OPPOSITE), (1, 5, Relation.SAME)):
            opened.relate(one, other, relation, author=AUTHOR)
        for other in (1, 2, 3, 5):
            opened.relate(4, other, Relation.UNRELATED, author=AUTHOR)
    return str(path)


def run(*args: str, width: int = 160) -> Result:
    return CliRunner(env={"COLUMNS": str(width)}).invoke(cli, args, prog_name="sayso")


def number(ledger: str) -> str:
    return str(json.loads(run("disputes", ledger, "--json").stdout.splitlines()[0])["id"])


def test_disputes_stand_side_by_side_with_their_days(ledger: str) -> None:
    result = run("disputes", ledger)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "“envoys of Kestria have met the governor in Sarn four times”" in lines[0]
    assert lines[1].split("·")[0].strip() == "3 articles"
    assert "affirmed by 3 sources, denied by 1" in lines[1]
    assert "first said 1 March 2031 · first denied 2 March 2031 · confirmed 9 March 2031" in lines[1]
    assert lines[2].split() == ["affirm", "deny"]
    assert "two officials  assert" in lines[3]
    assert "Tessa Vane  deny  the report" in lines[3]
    again = f"{ledger} {number(ledger)}"
    assert lines[-3:] == [
        f"sayso claim {again}   # in full",
        f"sayso trace {again}   # on whose word",
        "These are proposals: sayso merge, split and side put them right.",
    ]


def test_disputes_take_filters(ledger: str) -> None:
    assert run("disputes", ledger, "--about", "zeppelin").stdout == "No disputes found.\n"
    assert run("disputes", ledger, "--min-origins", "9").stdout == "No disputes found.\n"
    assert "Tessa Vane" in run("disputes", ledger, "--speaker", "Vane", "--since", "2031-03-09").stdout


def test_a_claim_is_shown_in_full(ledger: str) -> None:
    shown = run("claim", ledger, number(ledger)).stdout
    assert "Tessa Vane: deny → affirm · 9 March 2031" in shown
    (row,) = [json.loads(line) for line in run("claim", ledger, number(ledger), "--json").stdout.splitlines()]
    assert [voice["side"] for voice in row["voices"]] == ["affirm", "deny", "affirm", "affirm"]
    assert row["voices"][2]["chain"][0]["name"] == "the Post"


def test_a_trace_is_a_tree_from_its_sources(ledger: str) -> None:
    lines = [line.rstrip() for line in run("trace", ledger, "envoys", "Sarn").stdout.splitlines()]
    start = next(n for n, line in enumerate(lines) if "two officials" in line)
    assert lines[start].strip() == "two officials  unnamed · 1 March 2031 · statement 1"
    assert lines[start + 1].strip() == "└── The Post  1 March 2031 · statement 3"
    assert lines[start + 2].strip() == "└── Tessa Vane  denying it · 2 March 2031"
    assert lines[start + 3].strip() == "└── The Courier  2 March 2031"


def test_a_trace_can_be_drawn(ledger: str) -> None:
    dot = run("trace", ledger, number(ledger), "--as", "dot").stdout
    assert dot.startswith("digraph trace {\n") and dot.endswith("}\n")
    assert '"affirm outlet post" -> "affirm speaker' in dot
    mermaid = run("trace", ledger, number(ledger), "--as", "mermaid").stdout
    assert mermaid.startswith("flowchart LR\n  subgraph affirm\n")
    assert '["two officials (2031-03-01)"]' in mermaid
    (row,) = [json.loads(line) for line in run("trace", ledger, number(ledger), "--json").stdout.splitlines()]
    assert row["affirmed"][0]["relay"]["name"] == "two officials"


def test_altered_quotations_are_listed_with_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Ledger(path) as opened:
        opened.add(printed(WHOLE, "a", "The Courier", 11))
        opened.add(printed(ALTERED, "b", "The Lantern", 12))
    shown = run("quotes", str(path), "--altered").stdout
    assert "“shall not” → “will never”" in shown
    (row,) = [json.loads(line) for line in run("quotes", str(path), "--altered", "--json").stdout.splitlines()]
    assert row["differences"] == [{"one": "shall not", "other": "will never"}]
    assert run("quotes", str(path), "--altered", "--about", "zeppelin").stdout == "No such quotations found.\n"


def test_claims_are_decided_on(ledger: str) -> None:
    assert run("side", ledger, "1", "deny").exit_code == 0
    assert run("split", ledger, "5", "--author", "R. Ostrow", "--note", "another envoy").stdout == (
        "Statement 5 is on another claim, or on none.\n"
    )
    assert run("relate", ledger, "4", "5", "same").stdout == "Statements 4 and 5: same.\n"
    claims = [json.loads(line)["id"] for line in run("disputes", ledger, "--all", "--json").stdout.splitlines()]
    assert len(claims) == 2
    merged = run("merge", ledger, *map(str, claims))
    assert merged.stdout.startswith(f"Claims {claims[0]} and {claims[1]} are one, claim ")


def test_gathering_tells_how_many_articles(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Ledger(path) as opened:
        opened.add(POST)
    assert run("gather", str(path)).stdout == f"{path}: 1 article gathered.\n"
    assert run("gather", str(path)).stdout == f"{path}: 0 articles gathered.\n"


def test_what_is_not_there_is_one_sentence(ledger: str, tmp_path: Path) -> None:
    for arguments, code, told in (
        (("claim", ledger, "99"), 1, "there is no claim 99"),
        (("trace", ledger, "zeppelin"), 2, "No claim in"),
        (("split", ledger, "4"), 1, "statement 4 is on no claim"),
        (("disputes", str(tmp_path / "none.db")), 1, "none.db"),
    ):
        result = run(*arguments)
        assert (result.exit_code, "Traceback" in result.output) == (code, False)
        message = str(result.exception) if code == 1 else result.stderr
        assert told in message


def test_hostile_words_do_nothing(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Ledger(path) as opened:
        opened.add(hostile())
        for _ in opened.gather():
            pass
        first, second = [entry.id for entry in opened.search("", limit=2).entries]
        opened.relate(first, second, Relation.OPPOSITE, author=AUTHOR)
    for arguments in (
        ("disputes", "--all"),
        ("trace", "1"),
        ("trace", "1", "--as", "dot"),
        ("trace", "1", "--as", "mermaid"),
    ):
        result = run(arguments[0], str(path), *arguments[1:])
        assert result.exit_code == 0, result.output
        assert "\x1b" not in result.stdout
        assert "mermaid" not in arguments or "<script" not in result.stdout


def test_how_to_see_more_disputes_is_told_as_a_whole_command(tmp_path: Path) -> None:
    path = tmp_path / "two.db"
    with Ledger(path) as opened:
        for n in range(4):
            said = ("Tessa Vane", "person", Act.ASSERT, f"the ferry {n} sails", None)
            opened.add(report(f"{n}", "The Post", 1 + n, said))
        for one, other in combinations(range(1, 5), 2):
            pair = Relation.OPPOSITE if (one, other) in ((1, 2), (3, 4)) else Relation.UNRELATED
            opened.relate(one, other, pair, author=AUTHOR)
    shown = run("disputes", str(path), "--limit", "1").stdout.splitlines()
    assert f"There are more: sayso disputes {path} --limit 1 --skip 1" in shown
    assert not any("There are more" in line for line in run("disputes", str(path), "--limit", "2").stdout.splitlines())
