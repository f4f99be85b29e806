"""The benchmark of time expressions: what its figures mean."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.times import Found, days_of, measure, same, sayso, within

ARTICLE = {
    "published": "2031-03-12",
    "text": "It rained on Monday. It rains now. It will rain in 2032, for two days.",
    "times": [
        {"span": [13, 19], "type": "DATE", "value": "2031-03-10"},
        {"span": [30, 33], "type": "DATE", "value": "PRESENT_REF"},
        {"span": [51, 55], "type": "DATE", "value": "2032"},
        {"span": [61, 69], "type": "DURATION", "value": "P2D"},
    ],
}


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2031", "2031-01-01", "2031-12-31"),
        ("2031-02", "2031-02-01", "2031-02-28"),
        ("2031-03-10", "2031-03-10", "2031-03-10"),
        ("2031-03-10TMO", "2031-03-10", "2031-03-10"),
        ("2031-W11", "2031-03-10", "2031-03-16"),
        ("2031-W11-WE", "2031-03-15", "2031-03-16"),
        ("2031-Q3", "2031-07-01", "2031-09-30"),
        ("2031-WI", "2031-12-01", "2032-02-29"),
        ("2031-21", "2031-03-01", "2031-05-31"),
        ("203", "2030-01-01", "2039-12-31"),
        ("2031~", "2031-01-01", "2031-12-31"),
        ("2031-03-03/2031-03-09", "2031-03-03", "2031-03-09"),
    ],
)
def test_timex3_and_edtf_name_the_same_days(value: str, first: str, last: str) -> None:
    assert days_of(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", ["PRESENT_REF", "P3D", "XXXX-03", "../2031-03", "2031-03/.."])
def test_other_values_name_no_days(value: str) -> None:
    assert days_of(value) is None


def test_expressions_count_that_name_days() -> None:
    score = measure([ARTICLE], sayso, same)
    assert (score.marked, score.met, score.right) == (2, 2, 2)
    assert score.found == score.found_marked == 2


def test_a_day_within_the_stretch_is_right_for_a_tool_that_knows_only_days() -> None:
    def search(text: str, published: date) -> list[Found]:
        return [(51, 55, (date(2032, 5, 1), date(2032, 5, 1))), (0, 2, None)]

    assert measure([ARTICLE], search, same).right == 0
    score = measure([ARTICLE], search, within)
    assert (score.right, score.met, score.found, score.found_marked) == (1, 1, 2, 1)
