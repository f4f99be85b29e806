"""Processes that take over from the threads where there is much to read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sayso import Article, Reading
from sayso.reader import Reader
from sayso.reader import reader as reader_module
from sayso.reader.processes import Crew

ARTICLES = [
    Article(f"“The dam at Orrow is safe,” Minister Tessa Vane told reporters on Monday, {n} hours later.", id=f"{n}")
    for n in range(20)
]
DEADLINE = 60.0


class Waiting(Crew):
    """A crew whose processes are ready when it has begun them."""

    def begin(self, count: int) -> None:
        super().begin(count)
        deadline = time.monotonic() + DEADLINE
        while len(self._idle) < count:
            assert time.monotonic() < deadline, "no process got ready"
            time.sleep(0.02)


def nobody(articles: list[Article]) -> list[Reading]:
    raise AssertionError("it was read here")


def ended(crew: Crew) -> bool:
    return all(process._process.poll() is not None for process in crew._all)


def test_a_process_reads_as_this_one_does() -> None:
    crew = Waiting(None)
    crew.begin(1)
    try:
        assert crew.read(ARTICLES, nobody) == list(Reader(threads=1).read_many(ARTICLES))
        assert crew.read(ARTICLES[:1], nobody) == [Reader(threads=1).read(ARTICLES[0])]
    finally:
        crew.end()
    assert ended(crew)


def test_until_a_process_is_ready_articles_are_read_here() -> None:
    crew = Crew(None)
    here = Reader(threads=1).read(ARTICLES[0])
    assert crew.read(ARTICLES[:1], lambda _: [here]) == [here]


def test_articles_of_a_process_that_dies_are_read_here() -> None:
    crew = Waiting(None)
    crew.begin(1)
    crew._all[0]._process.kill()
    here = Reader(threads=1).read(ARTICLES[0])
    assert crew.read(ARTICLES[:1], lambda _: [here]) == [here]
    assert not crew._idle
    crew.end()


def test_a_process_that_cannot_load_its_weights_is_never_ready(tmp_path: Path) -> None:
    crew = Crew(tmp_path)
    crew.begin(1)
    assert crew._all[0]._process.wait(DEADLINE) != 0
    here = Reader(threads=1).read(ARTICLES[0])
    assert crew.read(ARTICLES[:1], lambda _: [here]) == [here]
    crew.end()


def test_readings_come_in_order_and_the_processes_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    crews: list[Crew] = []

    class Kept(Waiting):
        def __init__(self, model: Path | None) -> None:
            super().__init__(model)
            crews.append(self)

    monkeypatch.setattr(reader_module, "Crew", Kept)
    monkeypatch.setattr(reader_module, "MANY", 1)
    monkeypatch.setattr(reader_module, "CHUNK", 64)
    alone = list(Reader(threads=1).read_many(ARTICLES))
    assert list(Reader(threads=3).read_many(ARTICLES)) == alone
    assert len(crews[0]._all) == 2
    assert ended(crews[0])
    left = Reader(threads=3).read_many(ARTICLES)
    assert [next(left) for _ in range(8)] == alone[:8]
    left.close()  # type: ignore[attr-defined]
    assert len(crews[1]._all) == 2
    assert ended(crews[1])
