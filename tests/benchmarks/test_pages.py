"""Measuring extraction: cases are read out of both forms of the evaluation, and counted as it counts them."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.pages import Case, Score, cases_in, measured, ours, theirs
from tests.sources.samples import PARAGRAPHS, story


def test_cases_are_read_from_a_list_and_those_without_a_page_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "a.html").write_text(story(), encoding="utf-8")
    pages = {
        "https://a.example/": {"file": "a.html", "with": [PARAGRAPHS[0]], "without": ["Home"]},
        "https://b.example/": {"file": "b.html", "with": ["x"], "without": ["y"]},
    }
    (tmp_path / "evaldata.json").write_text(json.dumps(pages), encoding="utf-8")
    assert list(cases_in(tmp_path)) == [Case(tmp_path / "eval" / "a.html", (PARAGRAPHS[0],), ("Home",))]


def test_cases_are_read_from_tests_without_running_them(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "a.html").write_text(story(), encoding="utf-8")
    (tmp_path / "unit_tests.py").write_text(
        "raise SystemExit('never run')\nMOCK_PAGES = {'https://a.example/': 'a.html'}\n"
        "def test():\n    result = load_mock_page('https://a.example/', False)\n"
        "    assert 'old bridge' in result and 'Home' not in result\n    if True:\n        assert 'piers' in result\n"
        "    result = other()\n    assert 'else' in result\n",
        encoding="utf-8",
    )
    (case,) = cases_in(tmp_path)
    assert (case.inside, case.outside) == (("old bridge", "piers"), ("Home",))
    scores = measured([case], {"ours": ours, "theirs": theirs})
    assert {name: score.f1() for name, score in scores.items()} == {"ours": 1.0, "theirs": 1.0}


def test_pieces_are_counted_as_found_or_missed_with_white_space_aside() -> None:
    score = Score()
    score.add(Case(Path("a"), ("one  two", "three"), ("four", "five")), "one\n two four")
    assert (score.true_positive, score.false_negative, score.false_positive, score.true_negative) == (1, 1, 1, 1)
    assert (score.precision(), score.recall(), score.f1()) == (0.5, 0.5, 0.5)
    assert len(score.misses) == 2
