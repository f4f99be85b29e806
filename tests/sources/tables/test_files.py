"""CSV tables: columns found by their usual names, dialect and encoding told, and one bad row never stops the others."""

from __future__ import annotations

import csv
import gzip
import io
import tracemalloc
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article
from sayso.sources.common import Facts, Failure
from sayso.sources.tables import delimited
from sayso.sources.tables.files import Columns, read_csv

TEXT = "The mayor of Ostwick, Jane Rook, denied that the bridge was unsafe."
OTHER = "“Nonsense,” said Vale; the union | the council\nheard\tit, too."
MARKS = "its quotation marks do not match: double those within a field, and end the field with one"


def read(data: bytes | str, columns: Columns | None = None, facts: Facts | None = None) -> list[Article | Failure]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(read_csv(stream, "news.csv", facts or Facts(), columns))


def written(rows: Iterable[Iterable[object]], **how: object) -> str:
    out = io.StringIO()
    csv.writer(out, **how).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def texts(found: list[Article | Failure]) -> list[str]:
    return [item.text if isinstance(item, Article) else item.reason for item in found]


def test_each_row_is_an_article_with_its_fields() -> None:
    header = ["id", "headline", "text", "pub_date", "source", "link", "byline", "lang", "updated", "views"]
    row = [
        "n1",
        "Bridge",
        TEXT,
        "2026-02-09",
        "Ostwick Post",
        "https://post.example/1",
        "Ada Vale",
        "en_GB",
        "2026-02-11",
        7,
    ]
    (found,) = read(written([header, row]))
    assert found == Article(
        TEXT, "n1", "Ostwick Post", date(2026, 2, 9), "Bridge", "https://post.example/1",
        author="Ada Vale", language="en-GB", modified=date(2026, 2, 11),
    )  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
def test_the_delimiter_is_told(delimiter: str, quoting: int) -> None:
    rows = [["title", "content", "date"], ["A, b; c", TEXT, "2026-02-09"], ["D | e\tf", OTHER, "2026-02-10"]]
    found = read(written(rows, delimiter=delimiter, quoting=quoting))
    assert [item.title for item in found if isinstance(item, Article)] == ["A, b; c", "D | e\tf"]
    assert texts(found) == [TEXT, OTHER]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_encoding_is_told(encoding: str) -> None:
    text = "“Nonsense,” said Vale – of the critics of the old bridge at Ostwick, and of its café."
    assert texts(read(written([["title", "text"], ["Café", text]]).encode(encoding))) == [text]


def test_bytes_of_another_encoding_far_down_are_read_as_windows_has_them() -> None:
    rows = "title,text\n" + "".join(f"t{n},{TEXT} {n}\n" for n in range(2000))
    found = read(rows.encode() + "last,It was “nonsense”.\n".encode("cp1252"))
    assert texts(found)[-1] == "It was “nonsense”."


@pytest.mark.parametrize(
    "column",
    "text body content article_text maintext articleBody Full-Text story news_content ARTICLE plain_text".split(),
)
def test_the_text_is_found_by_its_usual_names(column: str) -> None:
    assert texts(read(f"n,{column}\n1,{TEXT.replace(',', '')}\n")) == [TEXT.replace(",", "")]


@pytest.mark.parametrize(
    "column", ["date", "published", "publication_date", "pub_date", "timestamp", "publishedAt", "datePublished"]
)
@pytest.mark.parametrize(
    "value", ["2026-02-09", "2026-02-09T23:00:00Z", "1770595200", "1770595200000", "Mon, 09 Feb 2026 10:00:00 GMT"]
)
def test_the_day_is_found_by_its_usual_names_and_forms(column: str, value: str) -> None:
    (found,) = read(written([["text", column], [TEXT, value]]))
    assert isinstance(found, Article)
    assert found.published == date(2026, 2, 9)
    assert found.warning is None


def test_a_day_that_may_be_two_is_left_open_with_a_warning() -> None:
    (found,) = read(written([["text", "date"], [TEXT, "03/04/2026"]]))
    assert isinstance(found, Article)
    assert found.published is None
    assert found.warning == (
        "the day on which it was published cannot be told from '03/04/2026': write it as YYYY-MM-DD"
    )


@pytest.mark.parametrize("nothing", ["", " ", "nan", "None", "NULL", "N/A"])
def test_what_stands_for_nothing_is_nothing(nothing: str) -> None:
    (found,) = read(written([["text", "title", "source", "date", "url"], [TEXT, *[nothing] * 4]]))
    assert found == Article(TEXT)


def test_columns_can_be_named() -> None:
    table = written([["a", "Body", "text"], ["The mayor spoke.", "Bridge", "no"]])
    assert read(table, Columns(text="a", title="body")) == [Article("The mayor spoke.", title="Bridge")]


def test_what_the_caller_knows_comes_first_then_the_row_then_the_dateline() -> None:
    text = "The Harrow Ledger, 2026-03-14 -\n\n" + TEXT
    table = written([["text", "outlet"], [text, "Ostwick Post"]])
    assert read(table) == [Article(text, outlet="Ostwick Post", published=date(2026, 3, 14))]
    assert read(table, facts=Facts(outlet="NPA")) == [Article(text, outlet="NPA", published=date(2026, 3, 14))]


@pytest.mark.parametrize(
    ("table", "columns", "reason"),
    [
        (
            "url,views,topic\na,b,c\n", None,
            "which of its columns holds the text cannot be told from their names (url, views, topic): "
            "name it with --text-column",
        ),
        (
            ",".join(f"c{n}" for n in range(40)), None,
            "which of its columns holds the text cannot be told from their names (c0, c1, c2, c3, c4, c5, c6, c7, c8, "
            "c9, c10, c11 and 28 more): name it with --text-column",
        ),
        ("text,url\na,b", Columns(title="Head"), "it has no column named 'Head': name one that it has (text, url)"),
        ("text,url\n", None, "there are no rows in it: name a table that has some"),
        ("", None, "it is empty: there is no article in it"),
        (" \n\n", None, "it is empty: there is no article in it"),
        ("\x00\x01\x02\x03" * 9, None, "it holds binary data, not text: save its text as a plain text file in UTF-8"),
    ],
)  # fmt: skip
def test_a_table_of_which_nothing_can_be_read_is_one_failure(table: str, columns: Columns | None, reason: str) -> None:
    assert read(table, columns) == [Failure("news.csv", None, reason)]


def test_bad_rows_are_failures_between_the_others() -> None:
    rows = [["id", "title", "text"], ["1", "a", "First."], ["2", "b", ""], ["3", "c", "Third.", "more"], ["4", "d"],
            [], ["1", "e", "Fifth."], ["6", "f", "Sixth."]]  # fmt: skip
    assert read(written(rows)) == [
        Article("First.", "1", title="a"),
        Failure("news.csv line 3", "2", "its text is empty: leave the row out"),
        Failure("news.csv line 4", None, "it has 4 fields and the header 3: put quotation marks around them"),
        Failure("news.csv line 5", None, "it has 2 fields and the header 3: put quotation marks around them"),
        Failure("news.csv line 7", "1", "it has the id, or is the very text, of line 2: give it its own id"),
        Article("Sixth.", "6", title="f"),
    ]


def test_a_quotation_mark_that_is_never_closed_costs_its_row_only() -> None:
    table = 'id,text\n1,"First."\n2,"Second, \n3,"Third."\n4,Fourth.\n5,"Fifth,\nof two lines."\n'
    assert [item.id or item.reason for item in read(table)] == ["1", MARKS, "3", "4", "5"]  # type: ignore[union-attr]


def test_a_quotation_mark_open_to_the_end_costs_its_row_only() -> None:
    table = 'id,text\n1,First.\n2,"Second\n3,Third.\n4,Fourth.\n'
    found = read(table)
    assert texts(found) == ["First.", MARKS, "Third.", "Fourth."]
    assert isinstance(found[1], Failure)
    assert found[1].where == "news.csv line 3"


def test_marks_with_a_backslash_are_read_where_a_table_has_them() -> None:
    table = '"title","text"\n"a","She said \\"no\\", twice."\n"b","He, \\"yes\\" and no."\n'
    assert texts(read(table)) == ['She said "no", twice.', 'He, "yes" and no.']


def test_tabs_without_quoting_are_read_as_dumps_have_them() -> None:
    table = 'id\ttext\n1\t"No," she said.\n2\tHe said "yes".\n3\t"Perhaps" is no answer.\n'
    assert texts(read(table)) == ['"No," she said.', 'He said "yes".', '"Perhaps" is no answer.']


def test_the_line_in_which_excel_names_the_delimiter_is_no_header() -> None:
    assert texts(read(f"sep=;\r\ntitle;text\r\nA;{TEXT}\r\n")) == [TEXT]


def test_long_fields_are_read_and_larger_ones_are_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "SIZE_LIMIT", 1_000_000)
    long, longer = "word " * 150_000, "word " * 300_000
    table = written(
        [["id", "text"], ["1", long], ["2", longer], ["3", "Third."], ["4", "a\n" * 600_000], ["5", "Fifth."]]
    )
    found = read(table)
    too_large = "it is larger than 64 MiB: leave it out, or close its quotation marks"
    assert texts(found) == [long, too_large, "Third.", too_large, "Fifth."]


def test_a_table_that_is_compressed_is_read_as_far_as_it_is_whole() -> None:
    data = gzip.compress(written([["text"], *[[f"Statement {n}."] for n in range(3)]]).encode())
    assert texts(read(data)) == ["Statement 0.", "Statement 1.", "Statement 2."]
    assert texts(read(data[:-3])) == [
        "Statement 0.", "Statement 1.", "Statement 2.", "its gzip data is cut off: get the file again",
    ]  # fmt: skip


def test_rows_are_read_only_as_they_are_asked_for() -> None:
    source = io.BytesIO(written([["text"], *[[f"Statement {n}. " + TEXT] for n in range(100_000)]]).encode())
    found = read_csv(source, "news.csv", Facts())
    assert next(found) == Article("Statement 0. " + TEXT)
    assert source.tell() < 300_000


# A table of control characters is refused as no text.
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=40)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(",;|"))
def test_what_was_written_is_read(rows: list[tuple[str, str]], delimiter: str) -> None:
    table = written([("title", "text"), *rows], delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    wanted = {
        text
        for _, text in rows
        if text.strip().lower() not in ("", "nan", "none", "null", "n/a", "na", "nat", "<na>", "-", r"\n")
    }
    assert {item.text for item in read(table) if isinstance(item, Article)} == wanted


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_give_articles_and_failures_only(data: bytes, headed: bool) -> None:
    found = read(b"title,text\n" * headed + data)
    assert found
    assert all(isinstance(item, Article | Failure) for item in found)


def test_a_field_of_millions_of_lines_is_stopped_in_little_memory() -> None:
    data = b'text,title\nThe dam held.,t\nx,"' + b"a\n" * 2**21
    tracemalloc.start()
    try:
        found = list(read_csv(io.BytesIO(data), "table", Facts()))
        assert tracemalloc.get_traced_memory()[1] < 200 * 2**20
    finally:
        tracemalloc.stop()
    assert isinstance(found[0], Article)
    assert "larger than 64 MiB" in str(found[1])
