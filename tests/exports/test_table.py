"""Statements as rows: CSV and Parquet."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from sayso.article import Article, Span
from sayso.exports.table import COLUMNS, csv_lines, lines, write_parquet
from sayso.statement import Act, Quote, Reading, Statement
from tests.exports.readings import Made, hostile, ministry


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_tells_who_what_and_when() -> None:
    row = rows_of("".join(csv_lines([ministry()])))[4]
    assert (row["speaker"], row["speaker_type"], row["role"], row["affiliation"]) == (
        "Ilse Marquand", "person", "spokeswoman", "ministry",
    )  # fmt: skip
    assert (row["act"], row["negated"], row["quote"]) == ("deny", "false", "direct")
    assert row["content"] == "“Nobody sealed anything,” … “and nobody will.”"
    assert (row["outlet"], row["published"]) == ("The Corran Courier", "2031-03-15")


def test_places_count_the_articles_characters() -> None:
    for line, statement in zip(lines(ministry()), ministry().statements, strict=True):
        content = statement.content
        assert (line.start, line.end) == ((content[0].start, content[-1].end) if content else (None, None))


def test_days_have_bounds() -> None:
    made = Made("Rook said no.")
    made.add(Act.ASSERT, "Rook", "said", "no", made="2031-02")
    (line,) = lines(made.reading())
    assert (line.made, line.made_from, line.made_to) == ("2031-02", "2031-02-01", "2031-02-28")


@pytest.mark.parametrize("start", ["=1+1", "+cmd", "-2", "@sum"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    article = Article(f"Rook said {start} and left.")
    span = Span(10, 10 + len(start))
    statement = Statement("s1", (), (), (span,), Act.ASSERT, False, Quote.INDIRECT, None, (), 0.9)
    (row,) = rows_of("".join(csv_lines([Reading(article, (statement,), "m")])))
    assert row["content"] == "'" + start


def test_odd_characters_stay_in_their_cells() -> None:
    rows = rows_of("".join(csv_lines([hostile(), ministry()])))
    assert len(rows) == len(hostile().statements) + len(ministry().statements)
    assert all(None not in row for row in rows)


def test_parquet_has_the_same_rows_with_types(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet([ministry(), hostile()], tmp_path / "out.parquet")
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.column_names == list(COLUMNS)
    first = table.to_pylist()[0]
    assert (first["published"], first["negated"], first["confidence"]) == (date(2031, 3, 15), False, 0.9)
    assert table.num_rows == len(ministry().statements) + len(hostile().statements)
    write_parquet([], tmp_path / "empty.parquet")
    assert parquet.read_table(tmp_path / "empty.parquet").num_rows == 0
