"""Finding articles in processes of their own: in order, within bounds, and one hostile page costs that page only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.article import Article
from sayso.sources.common import Facts, Failure
from sayso.sources.pages import extracting
from sayso.sources.pages.extracting import MANY, Outcome, Page, extract, processes_for

# What the processes are to run must lie where they find it.
READER = """
import os, time
from sayso.article import Article
from sayso.sources.common import Failure

def read_page(data, where, facts, *, url=None, content_type=None):
    text = data.decode()
    if text == "crash":
        os._exit(3)
    if text == "hang":
        time.sleep(600)
    if text == "none":
        return Failure(where, None, "there is no article in it")
    print("what libraries print must not come between the answers")
    return Article(text, outlet=str(os.getpid()), url=url, title=content_type)
"""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> extracting.ReadPage:
    (tmp_path / "reader_for_extracting.py").write_text(READER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(extracting, "MANY", 2)
    monkeypatch.delitem(sys.modules, "reader_for_extracting", raising=False)
    import reader_for_extracting  # type: ignore[import-not-found]

    found: extracting.ReadPage = reader_for_extracting.read_page
    return found


def pages(*texts: str) -> Iterator[Page]:
    for n, text in enumerate(texts):
        yield Page(text.encode(), f"page {n}", Facts(), f"https://post.example/{n}", "text/html")


def results(outcomes: Iterator[Outcome | Failure]) -> list[str]:
    found = [outcome.found if isinstance(outcome, Outcome) else outcome for outcome in outcomes]
    return [item.text if isinstance(item, Article) else str(item) for item in found]


def test_outcomes_come_in_the_order_of_the_pages(reader: extracting.ReadPage) -> None:
    texts = [f"text {n}" for n in range(40)]
    outcomes = list(extract(pages(*texts), reader, processes=2))
    articles = [outcome.found for outcome in outcomes if isinstance(outcome, Outcome)]
    assert [item.text for item in articles if isinstance(item, Article)] == texts
    assert [item.url for item in articles if isinstance(item, Article)] == [
        f"https://post.example/{n}" for n in range(40)
    ]
    workers = [item.outlet for item in articles if isinstance(item, Article)]
    assert workers[:2] == [str(os.getpid())] * 2
    assert str(os.getpid()) not in workers[2:]
    assert 1 <= len(set(workers[2:])) <= 2


def test_failures_among_the_pages_go_through(reader: extracting.ReadPage) -> None:
    failure = Failure("record 7", None, "its page is larger than 8 MiB: no article is as long as that")
    given: list[Page | Failure] = [*pages("a", "b", "c"), failure, *pages("none", "d")]
    assert results(extract(given, reader, processes=1)) == [
        "a", "b", "c", str(failure), "page 0: there is no article in it", "d",
    ]  # fmt: skip


def test_a_page_that_ends_the_process_costs_that_page_only(reader: extracting.ReadPage) -> None:
    outcomes = list(extract(pages("a", "b", "c", "crash", "d", "crash", "e"), reader, processes=1))
    lost = "its page ended the program that read it, or took longer than 60 seconds: leave it out"
    assert results(iter(outcomes)) == ["a", "b", "c", f"page 3: {lost}", "d", f"page 5: {lost}", "e"]
    assert [outcome.lost for outcome in outcomes if isinstance(outcome, Outcome)].count(True) == 2


def test_a_page_that_takes_too_long_costs_that_page_only(
    reader: extracting.ReadPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given() -> Iterator[Page]:
        yield from pages("a", "b", "c")
        monkeypatch.setattr(extracting, "SECONDS", 0.3)
        yield from pages("hang", "d")

    outcomes = list(extract(given(), reader, processes=1))
    assert results(iter(outcomes))[:3] + results(iter(outcomes))[4:] == ["a", "b", "c", "d"]
    assert [isinstance(outcome, Outcome) and outcome.lost for outcome in outcomes] == [False, False, False, True, False]


def test_a_few_pages_are_read_here(reader: extracting.ReadPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "MANY", MANY)
    found = [outcome.found for outcome in extract(pages("a", "b"), reader) if isinstance(outcome, Outcome)]
    assert [item.outlet for item in found if isinstance(item, Article)] == [str(os.getpid())] * 2


def test_without_processes_all_is_read_here(reader: extracting.ReadPage) -> None:
    assert results(extract(pages(*"abcdef"), reader, processes=0)) == list("abcdef")


def test_a_function_that_cannot_be_sent_is_called_here() -> None:
    def inner(
        data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None
    ) -> Article:
        return Article(data.decode(), outlet=str(os.getpid()))

    assert results(extract(pages(*"abcdefghijklmnopqrstuvwxyz"), inner, processes=2)) == list(
        "abcdefghijklmnopqrstuvwxyz"
    )


def test_a_function_that_the_processes_do_not_find_is_called_here(reader: extracting.ReadPage, tmp_path: Path) -> None:
    (tmp_path / "reader_for_extracting.py").write_text("raise SystemExit", encoding="utf-8")
    assert results(extract(pages(*"abcdef"), reader, processes=2)) == list("abcdef")


def test_pages_are_taken_only_as_fast_as_outcomes_are(reader: extracting.ReadPage) -> None:
    taken = 0

    def given() -> Iterator[Page]:
        nonlocal taken
        for page in pages(*map(str, range(1000))):
            taken += 1
            yield page

    outcomes = extract(given(), reader, processes=2)
    for _ in range(10):
        next(outcomes)
    assert taken < 20


def test_processes_end_when_nobody_wants_more(reader: extracting.ReadPage) -> None:
    outcomes = extract(pages(*map(str, range(1000))), reader, processes=1)
    last = [next(outcomes) for _ in range(6)][-1]
    assert isinstance(last, Outcome)
    assert isinstance(last.found, Article)
    assert last.found.outlet
    outcomes.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(int(last.found.outlet), 0)


def test_half_of_the_cores_extract() -> None:
    assert [processes_for(cores) for cores in (None, 1, 2, 4, 64)] == [0, 0, 1, 2, 8]
