"""JSON lines: one article a line, and one bad line never stops the others."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.article import Article
from sayso.sources import Columns, Failure, open_source

TEXT = "The mayor of Ostwick denied that the bridge was unsafe."


def write(folder: Path, *lines: Any, name: str = "news.jsonl") -> Path:
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize("name", ["news.jsonl", "news.ndjson", "NEWS.JSONL"])
def test_each_line_is_an_article_with_its_fields(tmp_path: Path, name: str) -> None:
    first = {"id": "n1", "text": TEXT, "outlet": "Ostwick Post", "published": "2026-02-09", "title": "Bridge", "x": [1]}
    first["url"] = "https://post.example/bridge"
    path = write(tmp_path, first, b"", b" \r", {"text": "Rook spoke."}, name=name)
    assert list(open_source(path)) == [
        Article(TEXT, "n1", "Ostwick Post", date(2026, 2, 9), "Bridge", "https://post.example/bridge"),
        Article("Rook spoke."),
    ]


@pytest.mark.parametrize(("id", "carried"), [("0012", "0012"), (12, "12"), (" a/b ", " a/b "), ("ö\ud800", "ö\ud800")])
def test_ids_are_carried_through_as_strings(tmp_path: Path, id: object, carried: str) -> None:
    assert list(open_source(write(tmp_path, {"id": id, "text": TEXT}))) == [Article(TEXT, carried)]


@pytest.mark.parametrize("none", [{}, {"id": None}, {"id": ""}, {"outlet": None, "published": "", "title": " "}])
def test_missing_null_and_empty_fields_are_the_same(tmp_path: Path, none: dict[str, object]) -> None:
    assert list(open_source(write(tmp_path, none | {"text": TEXT}))) == [Article(TEXT)]


@pytest.mark.parametrize(
    "published", ["2026-02-09", "2026-02-09T23:59:59Z", "2026-02-09 01:00", "2026-02-09T00:30:00.250+05:30"]
)
def test_a_time_gives_the_day_as_written(tmp_path: Path, published: str) -> None:
    (article,) = open_source(write(tmp_path, {"text": TEXT, "published": published}))
    assert isinstance(article, Article)
    assert article.published == date(2026, 2, 9)


def test_fields_override_the_dateline_and_options_override_both(tmp_path: Path) -> None:
    text = "The Harrow Ledger, 2026-03-14 -\n\n" + TEXT
    path = write(tmp_path, {"text": text, "outlet": "Ostwick Post"})
    assert list(open_source(path)) == [Article(text, outlet="Ostwick Post", published=date(2026, 3, 14))]
    over = list(open_source(path, outlet="NPA", published=date(2026, 1, 1)))
    assert over == [Article(text, outlet="NPA", published=date(2026, 1, 1))]


@pytest.mark.parametrize(
    ("line", "id", "reason"),
    [
        (b"{", None, "it is not valid JSON at column 2: write one object on each line"),
        (b"[1]", None, 'it is not a JSON object: write {"text": …} on each line'),
        (b"\xff{}", None, "it is not UTF-8: JSON lines must be"),
        (b"[" * 100_000, None, "it is JSON that nobody writes: a number too long or brackets too deep"),
        (b"9" * 5000, None, "it is JSON that nobody writes: a number too long or brackets too deep"),
        ({"id": "n2"}, "n2", "it has no text: give it as a string named `text`"),
        ({"id": "n2", "text": ["a"]}, "n2", "it has no text: give it as a string named `text`"),
        ({"id": "n2", "text": "  "}, "n2", "its text is empty: leave the line out"),
        ({"id": True, "text": TEXT}, None, "its `id` is not a string: write it as one or leave it out"),
        ({"outlet": 3, "text": TEXT}, None, "its `outlet` is not a string: write it as one or leave it out"),
        (
            {"id": 7, "text": TEXT, "published": "last week"}, "7",
            "its `published` is no day: write it as YYYY-MM-DD or leave it out",
        ),
        (
            {"id": "n1", "text": "Another text."}, "n1",
            "it has the id, or is the very text, of line 1: give it its own id",
        ),
    ],
)  # fmt: skip
def test_a_bad_line_is_a_failure_between_the_others(tmp_path: Path, line: object, id: str | None, reason: str) -> None:
    path = write(tmp_path, {"id": "n1", "text": "First."}, line, {"id": "n3", "text": "Third."})
    assert list(open_source(path)) == [
        Article("First.", "n1"),
        Failure(f"{path} line 2", id, reason),
        Article("Third.", "n3"),
    ]


def test_the_same_text_twice_without_ids_is_told(tmp_path: Path) -> None:
    first, second = open_source(write(tmp_path, {"text": TEXT}, {"text": TEXT}))
    assert isinstance(first, Article)
    assert isinstance(second, Failure)
    assert second.id == first.id


def test_lone_surrogates_are_let_in(tmp_path: Path) -> None:
    (article,) = open_source(write(tmp_path, {"text": "A \ud800 b"}))
    assert isinstance(article, Article)
    assert article.text == "A \ud800 b"


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff".encode() + json.dumps({"text": TEXT}).encode())
    assert list(open_source(path)) == [Article(TEXT)]


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08 no gzip", '{"text": "a"}\n{}'.encode("utf-16"), b"\x00\x01\n" * 9])
def test_a_file_that_is_no_utf_8_text_at_all_is_one_failure(tmp_path: Path, data: bytes) -> None:
    (failure,) = open_source(write(tmp_path, data))
    assert isinstance(failure, Failure)


def test_a_compressed_file_is_read(tmp_path: Path) -> None:
    assert list(open_source(write(tmp_path, gzip.compress(b'{"text": "a"}')))) == [Article("a")]


def test_fields_of_other_names_are_found_as_the_columns_of_tables_are(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {"body": TEXT, "headline": "Bridge", "pub_date": "14 March 2026", "authors": ["Ida Rook", "Tomas Venn"]},
        {"text": TEXT + " Again.", "headline": "Bridge", "source": {"name": "Ostwick Post"}, "outlet": "Post"},
    )
    one, other = open_source(path)
    assert one == Article(TEXT, title="Bridge", published=date(2026, 3, 14), author="Ida Rook, Tomas Venn")
    assert other == Article(TEXT + " Again.", title="Bridge", outlet="Post")


def test_fields_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": "A teaser.", "leitwort": TEXT, "id": 4}, {"text": "No other."})
    article, failure = open_source(path, columns=Columns(text="leitwort"))
    assert article == Article(TEXT, id="4")
    assert isinstance(failure, Failure)
    assert failure.reason == "it has no field named 'leitwort': name one that it has (text)"


def test_a_line_that_is_too_large_is_a_failure_and_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.sources.tables.records.SIZE_LIMIT", 100)
    path = write(tmp_path, {"text": "a" * 300}, {"text": "Second."}, {"text": "b" * 300})
    too_large = "it is larger than 64 MiB: cut it into single articles"
    assert list(open_source(path)) == [
        Failure(f"{path} line 1", None, too_large),
        Article("Second."),
        Failure(f"{path} line 3", None, too_large),
    ]


def test_lines_are_read_only_as_they_are_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": "First."}, b"")
    articles = open_source(path)
    assert next(articles) == Article("First.")
    with path.open("ab") as file:
        file.write(b'{"text": "Second."}\n')
    assert list(articles) == [Article("Second.")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "published"]), inner),
    max_leaves=6,
)


@given(st.lists(JSON.map(lambda v: json.dumps(v).encode()) | st.binary(max_size=20), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_lines_give_articles_and_failures_only(tmp_path: Path, lines: list[bytes]) -> None:
    for item in open_source(write(tmp_path, *lines)):
        assert isinstance(item, Article | Failure)
