"""Parquet tables: the columns that are needed, batch by batch, and one sentence for what cannot be read."""

from __future__ import annotations

import io
import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from sayso.article import Article
from sayso.sources.common import Facts, Failure
from sayso.sources.tables import files as tables
from sayso.sources.tables.files import Columns, read_parquet

TEXT = "The mayor of Ostwick, Jane Rook, denied that the bridge was unsafe."
DAMAGED = "it is damaged, or no Parquet table: get the file again"
NOON = datetime(2026, 2, 9, 12, tzinfo=UTC)


def table(columns: dict[str, Any], **how: Any) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out, **how)
    return out.getvalue()


def read(data: bytes, columns: Columns | None = None) -> list[Article | Failure]:
    return list(read_parquet(io.BytesIO(data), "news.parquet", Facts(), columns))


def test_each_row_is_an_article_with_its_fields(tmp_path: Path) -> None:
    columns = {
        "id": [1, 2],
        "text": [TEXT, "“Nonsense,” said Vale."],
        "title": ["Bridge", None],
        "date": [NOON, None],
        "domain": ["post.example", "ledger.example"],
        "url": ["https://post.example/1", None],
        "authors": [["Ada Vale", "Rook"], []],
        "language": ["en", None],
        "vector": [[0.1, 0.2], [0.3]],
    }
    path = tmp_path / "news.parquet"
    path.write_bytes(table(columns))
    assert list(read_parquet(path, "news.parquet", Facts())) == [
        Article(TEXT, "1", "post.example", date(2026, 2, 9), "Bridge", "https://post.example/1",
                author="Ada Vale, Rook", language="en"),
        Article("“Nonsense,” said Vale.", "2", "ledger.example"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        pa.array([date(2026, 2, 9)], pa.date32()),
        pa.array([date(2026, 2, 9)], pa.date64()),
        pa.array([NOON], pa.timestamp("s")),
        pa.array([NOON], pa.timestamp("ns", "UTC")),
        pa.array([1770638400123456789], pa.timestamp("ns")),
        pa.array([1770638400]),
        pa.array([1770638400000.0]),
        pa.array(["2026-02-09T12:00:00+01:00"]),
        pa.array(["2026-02-09"]).dictionary_encode(),
        pa.array(["Mon, 09 Feb 2026 12:00:00 GMT"], pa.large_string()),
    ],
    ids=lambda values: str(values.type),
)
def test_days_are_read_from_whatever_type_they_have(values: Any) -> None:
    (found,) = read(table({"text": [TEXT], "pub_date": values}))
    assert isinstance(found, Article)
    assert found.published == date(2026, 2, 9)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary()])
def test_texts_are_read_from_whatever_type_of_text_they_have(kind: Any) -> None:
    assert read(table({"text": pa.array([TEXT], kind)})) == [Article(TEXT)]
    coded = pa.array([TEXT] * 1).dictionary_encode()
    assert read(table({"text": coded})) == [Article(TEXT)]


@pytest.mark.parametrize(
    "values",
    [
        pa.array([10**15], pa.timestamp("s")),
        pa.array([NOON], pa.timestamp("us", "Nowhere/Ostwick")),
        pa.array([{"day": 9}]),
        pa.array([True]),
    ],
    ids=lambda values: str(values.type),
)
def test_a_day_that_nobody_understands_is_left_open(values: Any) -> None:
    (found,) = read(table({"text": [TEXT], "date": values}))
    assert isinstance(found, Article)
    assert found.published is None


def test_rows_without_a_text_are_failures_between_the_others() -> None:
    assert read(table({"id": ["a", "b", "c", "a"], "text": ["First.", None, "  ", "Fourth."]})) == [
        Article("First.", "a"),
        Failure("news.parquet row 2", "b", "its text is empty: leave the row out"),
        Failure("news.parquet row 3", "c", "its text is empty: leave the row out"),
        Failure("news.parquet row 4", "a", "it has the id, or is the very text, of row 1: give it its own id"),
    ]


def test_a_text_that_is_too_large_is_one_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "SIZE_LIMIT", 1000)
    found = read(table({"text": ["First.", "word " * 1000, "Third."]}))
    assert [type(item) for item in found] == [Article, Failure, Article]


@pytest.mark.parametrize(
    ("columns", "named", "reason"),
    [
        (
            {"url": ["a"], "views": [1]}, None,
            "which of its columns holds the text cannot be told from their names (url, views): "
            "name it with --text-column",
        ),
        ({"text": [1]}, None, "its column 'text' holds no text but int64: name another with --text-column"),
        ({"text": ["a"]}, Columns(outlet="paper"), "it has no column named 'paper': name one that it has (text)"),
        ({"text": pa.array([], pa.string())}, None, "there are no rows in it: name a table that has some"),
    ],
)  # fmt: skip
def test_a_table_of_which_nothing_can_be_read_is_one_failure(
    columns: dict[str, Any], named: Columns | None, reason: str
) -> None:
    assert read(table(columns), named) == [Failure("news.parquet", None, reason)]


def test_columns_can_be_named_also_where_their_names_have_dots() -> None:
    data = table({"article.raw": [TEXT], "Head": ["Bridge"]})
    assert read(data, Columns(text="article.raw", title="head")) == [Article(TEXT, title="Bridge")]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1\x15\x04rubbishPAR1", b"not a table at all " * 99])
def test_what_is_no_table_is_one_failure(data: bytes) -> None:
    assert read(data) == [Failure("news.parquet", None, DAMAGED)]


def test_a_truncated_table_is_one_failure() -> None:
    data = table({"text": [f"Statement {n}." for n in range(1000)]})
    assert read(data[:-100]) == [Failure("news.parquet", None, DAMAGED)]


def test_damage_inside_gives_what_came_before_and_then_one_failure() -> None:
    chance = random.Random(6)
    texts = [f"{chance.random()} said the mayor." for _ in range(3000)]
    data = bytearray(table({"text": texts}, row_group_size=1000, compression="zstd"))
    data[len(data) * 2 // 3 : len(data) * 2 // 3 + 60] = bytes(60)
    found = read(bytes(data))
    assert isinstance(found[-1], Failure)
    assert found[-1].reason == DAMAGED
    assert len(found) > 1000
    assert all(isinstance(item, Article) for item in found[:-1])


def test_a_table_that_grows_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "FREE", 2**20)
    data = table({"text": ["a" * 10**6 + str(n) for n in range(20)]}, compression="zstd", use_dictionary=False)
    (failure,) = read(data)
    assert isinstance(failure, Failure)
    assert "decompression bomb" in failure.reason


def test_a_table_in_a_pipe_is_one_failure() -> None:
    class Pipe(io.RawIOBase):
        def readable(self) -> bool:
            return True

    (failure,) = read_parquet(Pipe(), "standard input", Facts())  # type: ignore[arg-type]
    assert isinstance(failure, Failure)
    assert failure.reason == "a Parquet table cannot be read from a pipe: save it as a file, and name that"


def test_a_missing_file_is_one_failure(tmp_path: Path) -> None:
    (failure,) = read_parquet(tmp_path / "missing.parquet", "missing.parquet", Facts())
    assert isinstance(failure, Failure)
    assert failure.reason == "it cannot be read: No such file or directory"


WHOLE = table({"text": [f"Statement {n}. " + TEXT for n in range(40)], "title": ["Bridge"] * 40, "date": [NOON] * 40})


@given(st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_any_damage_gives_articles_and_failures_only(chance: random.Random) -> None:
    data = bytearray(WHOLE)
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(data))
        data[place : place + chance.randrange(6)] = chance.randbytes(chance.randrange(6))
    found = read(bytes(data))
    assert all(isinstance(item, Article | Failure) for item in found)
