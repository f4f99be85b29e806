"""Opening a ledger, and whatever else a file may be."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from sayso.errors import LedgerError
from sayso.ledger import Ledger, migrations, rows
from sayso.ledger.opening import APPLICATION
from sayso.ledger.schema import articles, metadata
from tests.exports.readings import ministry


def test_a_new_file_is_made(path: Path) -> None:
    with Ledger(path) as ledger:
        assert list(ledger.readings()) == []
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_was_added_is_there_when_it_is_opened_again(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.add(ministry())
    with Ledger(path, read_only=True) as ledger:
        assert list(ledger.readings()) == [ministry()]


def test_the_steps_make_the_schema_that_the_code_knows(path: Path) -> None:
    Ledger(path).close()
    with sa.create_engine(f"sqlite:///{path}").connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: not (kind == "table" and "statements_text" in name)}
        )
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"The mayor denied it. " * 100, "this is no ledger, nor any SQLite database; name another file"),
        (b"SQLite format 3\0" + b"\xff" * 5000, "name another file"),
    ],
)
def test_a_file_that_is_no_database_is_told_and_left_alone(path: Path, content: bytes, told: str) -> None:
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=told):
        Ledger(path)
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_told_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE birds (name)")
    with pytest.raises(LedgerError, match="this is a database, but no ledger of sayso's"):
        Ledger(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("birds",)]


def test_a_ledger_of_a_newer_version_is_told(path: Path) -> None:
    Ledger(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match=r"a newer version of sayso made this ledger \(schema 9999\); update sayso"):
        Ledger(path)


def test_a_ledger_that_must_be_there_and_is_not_is_told(path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no such ledger"):
        Ledger(path, read_only=True)
    assert not path.exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no folder"):
        Ledger(tmp_path / "no" / "news.db")


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written_is_told(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.add(ministry())
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(LedgerError, match=r"it may not be written|cannot be opened"), Ledger(path) as ledger:
            ledger.add(ministry())
    finally:
        path.parent.chmod(0o755)


def test_a_locked_file_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.ledger.opening._PATIENCE", 0.1)
    with Ledger(path) as ledger:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another program has kept it locked"):
            ledger.add(ministry())
        holder.execute("ROLLBACK")
        holder.close()
        ledger.add(ministry())


def test_another_process_that_makes_the_same_file_is_waited_for(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        later = threading.Timer(0.3, other.execute, ["ROLLBACK"])
        later.start()
        with Ledger(path) as ledger:
            ledger.add(ministry())
        later.join()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on file sizes is Linux's")
def test_a_full_disk_is_told_and_nothing_is_lost(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.add(ministry())
    script = (
        "import resource, signal, sys\nfrom dataclasses import replace\nfrom sayso.errors import LedgerError\n"
        "from sayso.ledger import Ledger\nfrom tests.exports.readings import ministry\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nledger = Ledger(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try:\n    for n in range(500):\n        article = replace(ministry().article, id=f'n{n}')\n"
        "        ledger.add(replace(ministry(), article=article))\n"
        "except LedgerError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert "the disk" in done.stdout, done.stdout
    with Ledger(path) as ledger:
        kept = list(ledger.readings())
        assert kept[0] == ministry()
        assert all(reading.statements == ministry().statements for reading in kept)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_ledger_of_the_first_schema_is_brought_up_and_its_articles_are_found_as_origins(path: Path) -> None:
    from tests.ledger.test_reprints import WIRE, article, origins

    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        row = rows.article_row(article("wire", WIRE, "NPA", 10), 1, "2031-03-10T00:00:00Z")
        known = {column["name"] for column in sa.inspect(connection).get_columns("articles")}
        connection.execute(sa.insert(articles).values({key: row[key] for key in row if key in known}))
    engine.dispose()
    with Ledger(path) as ledger:
        assert [reading.article.author for reading in ledger.readings()] == [None]
        ledger.add(article("copy", WIRE, "The Courier", 11))
        assert origins(ledger) == {"wire": None, "copy": "wire"}


def test_what_a_source_tells_of_an_article_is_kept(path: Path) -> None:
    told = replace(
        ministry().article,
        author="Ida Rook, Tomas Venn",
        modified=date(2031, 3, 16),
        language="en-GB",
        credit="Reuters",
        correction="An earlier version misstated the year.",
        warning="62 % of the text that its page shows was left out: compare it with the page",
    )
    with Ledger(path) as ledger:
        ledger.add(replace(ministry(), article=told))
        assert [reading.article for reading in ledger.readings()] == [told]
