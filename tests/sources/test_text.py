"""Plain text files: one file, one article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sayso.article import Article
from sayso.sources import Failure, open_source

STORY = "Mayor denies bridge is unsafe\r\n\r\nThe mayor of Ostwick denied it. “Never,” she said.\r\n"


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_file_is_one_article_named_after_it_and_its_text_is_unchanged(tmp_path: Path) -> None:
    assert list(open_source(write(tmp_path / "bridge.v2.txt", STORY))) == [Article(STORY, id="bridge.v2")]


def test_a_dateline_tells_outlet_and_day_and_stays_in_the_text(tmp_path: Path) -> None:
    text = "The Harrow Ledger, 2026-03-14 -\n\n" + STORY
    path = write(tmp_path / "bridge.txt", text)
    assert list(open_source(path)) == [Article(text, "bridge", "The Harrow Ledger", date(2026, 3, 14))]


def test_options_override_the_dateline(tmp_path: Path) -> None:
    path = write(tmp_path / "bridge.txt", "The Harrow Ledger, 2026-03-14 -\n\n" + STORY)
    (article,) = open_source(str(path), outlet="Ostwick Post", title="Bridge")
    assert isinstance(article, Article)
    assert (article.outlet, article.published, article.title) == ("Ostwick Post", date(2026, 3, 14), "Bridge")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty: there is no article in it"),
        (b" \r\n\t\n", "it is empty: there is no article in it"),
        ("\ufeff".encode(), "the article has no text"),
        (b"\x89PNG\r\n\x1a\n", "it is an image, not plain text: save its text as a plain text file in UTF-8"),
    ],
)
def test_a_file_without_text_is_a_failure(tmp_path: Path, data: bytes, reason: str) -> None:
    path = write(tmp_path / "report.txt", data)
    assert list(open_source(path)) == [Failure(str(path), "report", reason)]


def test_a_file_that_is_too_large_is_a_failure_and_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.sources.text.SIZE_LIMIT", 100)
    assert len(list(open_source(write(tmp_path / "most.txt", "a" * 100)))) == 1
    path = write(tmp_path / "more.txt", "a" * 101)
    assert list(open_source(path)) == [
        Failure(str(path), "more", "it is larger than 64 MiB: cut it into single articles")
    ]
