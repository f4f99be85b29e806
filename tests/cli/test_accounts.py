"""`sayso accounts`: who may come in over the web."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from sayso.cli.main import cli
from sayso.web.access.accounts import Accounts


def said(file: Path, *words: str, password: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["accounts", str(file), *words], input=password)
    return done.exit_code, done.output + (str(done.exception) if done.exception else "")


def test_accounts_are_added_listed_changed_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "people.db"
    assert said(file, "add", "nele", "--role", "owner", password="harbour-lights-42\n") == (
        0,
        "nele may come in, as owner.\n",
    )
    assert said(file, "add", "odo", password="seven-grey-geese\n")[0] == 0
    code, listed = said(file, "list")
    assert code == 0 and listed.startswith("nele  owner  since ") and "odo  reader" in listed
    rows = [json.loads(line) for line in said(file, "list", "--json")[1].splitlines()]
    assert [(row["name"], row["role"]) for row in rows] == [("nele", "owner"), ("odo", "reader")]
    assert said(file, "password", "odo", password="paper-boats-afloat\n")[0] == 0
    assert Accounts(file).check("odo", "paper-boats-afloat")
    assert said(file, "remove", "odo") == (0, "odo may not come in any longer.\n")
    assert Accounts(file).check("odo", "paper-boats-afloat") is None


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    file = tmp_path / "people.db"
    assert "there is no such file of accounts" in said(file, "list")[1]
    assert not file.exists()
    code, told = said(file, "add", "nele", password="short\n")
    assert code == 1 and "at least 12 characters" in told
    assert "there is no account of 'nele'" in said(file, "remove", "nele")[1]
    assert said(file, "list")[1] == "Nobody may come in.\n"
