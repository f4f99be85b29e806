"""Where articles come from: files, folders, standard input, and places that cannot be read."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sayso.article import Article
from sayso.sources import Failure, open_source

RECORD = '{"id": "n1", "text": "The mayor spoke."}'


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_json_lines_when_its_first_line_is_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, f"\n \n{RECORD}\noops\n".encode())
    article, failure = open_source("-")
    assert article == Article("The mayor spoke.", "n1")
    assert isinstance(failure, Failure)
    assert failure.where == "standard input line 4"


@pytest.mark.parametrize("text", ["\n\n {brackets} open\nthe story.", '{"id": "n1"}\n', "[1]\n\ntext", "{\n}"])
def test_standard_input_is_else_one_text(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    give(monkeypatch, text.encode())
    assert list(open_source("-")) == [Article(text)]


def test_options_and_datelines_hold_for_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, b"MENAFN, 2024-08-21 -\n\nThe mayor spoke.")
    (article,) = open_source("-", title="Mayor")
    assert isinstance(article, Article)
    assert (article.outlet, article.published, article.title) == ("MENAFN", date(2024, 8, 21), "Mayor")


def test_windows_text_on_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "“The bridge is sound,” said the mayor of Ostwick, who had come to see it for herself.\r\n" * 2
    give(monkeypatch, text.encode("cp1252"))
    assert list(open_source("-")) == [Article(text)]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x00\x01\x02", b"\n" * 200, b"\n" * 60 + b"a" * 60])
def test_standard_input_without_an_article_is_one_failure(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sayso.sources.text.SIZE_LIMIT", 100)
    give(monkeypatch, data)
    (failure,) = open_source("-")
    assert isinstance(failure, Failure)
    assert (failure.where, failure.id) == ("standard input", None)


def test_records_on_standard_input_come_out_before_it_ends() -> None:
    code = "from sayso.sources import open_source\nfor article in open_source('-'): print(article.id, flush=True)"
    command = [sys.executable, "-c", code]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(RECORD.encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline().strip() == b"n1"
        process.stdin.close()


def test_a_path_named_like_standard_input_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-").write_text("The mayor spoke.", encoding="utf-8")
    assert list(open_source(Path("-"))) == [Article("The mayor spoke.", "-")]


@pytest.mark.parametrize("name", ["missing.txt", "missing.jsonl", "nul\0.txt", "half\ud800.txt", "n" * 5000])
def test_a_file_that_cannot_be_opened_is_a_failure(tmp_path: Path, name: str) -> None:
    (failure,) = open_source(tmp_path / name)
    assert isinstance(failure, Failure)
    assert failure.where == str(tmp_path / name)
    assert str(failure) == f"{failure.where}: {failure.reason}"


def test_a_missing_file_is_told_in_plain_words(tmp_path: Path) -> None:
    (failure,) = open_source(tmp_path / "missing.txt")
    assert isinstance(failure, Failure)
    assert failure.reason == "there is no such file: check the path"


def test_an_error_on_the_way_ends_in_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking(io.RawIOBase):
        def readinto(self, buffer: object) -> int:
            raise OSError(5, "Input/output error")

        def readable(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Breaking())))
    assert list(open_source("-")) == [Failure("standard input", None, "it cannot be read: Input/output error")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "shut.txt"
    path.touch(mode=0)
    (failure,) = open_source(path)
    assert isinstance(failure, Failure)
    assert failure.reason == "it may not be read: ask for permission to"


def test_a_folder_stands_for_the_articles_below_it(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ["z.txt", "b/a.txt", ".hidden.txt", ".git/c.txt", "page.png"]:
        (tmp_path / name).write_text(f"The mayor spoke in {name}.", encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "news.jsonl").write_text(RECORD, encoding="utf-8")
    found = [item.where if isinstance(item, Failure) else item.id for item in open_source(tmp_path)]
    assert found == [str(tmp_path / "empty.txt"), "n1", f"{tmp_path.name}/z", f"{tmp_path.name}/b/a"]


def test_a_folder_without_articles_is_a_failure(tmp_path: Path) -> None:
    (failure,) = open_source(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.where == str(tmp_path)


def test_detection_of_encodings_is_loaded_only_when_needed() -> None:
    code = "import sys, sayso.sources; assert 'charset_normalizer' not in sys.modules"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
