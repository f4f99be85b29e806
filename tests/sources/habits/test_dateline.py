"""Datelines: which lines tell an outlet and a day, and which do not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.sources.habits.dateline import Dateline, dateline

DAY = date(2024, 8, 21)
STORY = "\n\nThe mayor of Ostwick denied that the bridge was unsafe."


@pytest.mark.parametrize(
    "line",
    [
        "MENAFN, 2024-08-21 -",
        "MENAFN, 2024-08-21 –",
        "MENAFN, 2024-08-21",
        "MENAFN, 2024-08-21T10:30:00Z",
        "MENAFN, 21 August 2024",
        "MENAFN, 21st Aug. 2024",
        "MENAFN, Wednesday, 21 August 2024",
        "MENAFN, Wed, 21 Aug 2024",
        "MENAFN | August 21, 2024",
        "date 2024-08-21 (MENAFN)",
        "Published: 2024-08-21 (MENAFN)",
        "August 21, 2024 (MENAFN)",
        "Wednesday, August 21, 2024 (MENAFN) -",
        "MENAFN, 2024-08-21 - The mayor spoke.",
        "MENAFN, August 21, 2024 – The mayor spoke.",
        "OSTWICK, August 21, 2024 (MENAFN) — “Nobody spoke,” said the mayor.",
        "Ostwick, 21 August 2024 (MENAFN) - The mayor spoke.",
        "OSTWICK, N.C., Aug. 21, 2024 /MENAFN/ -- The mayor spoke.",
    ],
)
def test_an_outlet_and_a_day_are_read(line: str) -> None:
    assert dateline(line + STORY) == Dateline("MENAFN", DAY)


@pytest.mark.parametrize("outlet", ["The Harrow Ledger", "La Gazette de Vallorme", "dpa", "bbc.co.uk", "Kanal 5"])
def test_outlets_have_many_kinds_of_names(outlet: str) -> None:
    assert dateline(f"{outlet}, 2024-08-21 -{STORY}") == Dateline(outlet, DAY)


@pytest.mark.parametrize(
    "line",
    [
        "2024-08-21",
        "Wednesday, August 21, 2024",
        "August 21, 2024 (updated)",
        "LONDON, 21 August 2024",
        "OSTWICK, August 21, 2024 – The mayor spoke.",
        "OSTWICK, N.C., August 21, 2024 – The mayor spoke.",
        "Ostwick, 21 August 2024 - The mayor spoke.",
    ],
)
def test_a_day_may_come_without_an_outlet_and_a_place_is_none(line: str) -> None:
    assert dateline(line + STORY) == Dateline(None, DAY)


@pytest.mark.parametrize(
    ("line", "wire"),
    [
        ("GENEVA (Reuters) - The mayor spoke.", "Reuters"),
        ("(Reuters) - The mayor spoke.", "Reuters"),
        ("OSTWICK, N.C. (AP) — The mayor spoke.", "AP"),
        ("OSTWICK/NEW VELIM, March 14 (Reuters) - The mayor spoke.", "Reuters"),
    ],
)
def test_a_place_with_a_known_wire_service_gives_the_service_only(line: str, wire: str) -> None:
    assert dateline(line) == Dateline(wire, None)


@pytest.mark.parametrize(
    "line",
    [
        "The mayor denied on 2024-08-21 that the bridge was unsafe.",
        "On Wednesday, August 21, 2024 - The mayor spoke.",
        "On August 21, 2024 (a Wednesday) the mayor spoke.",
        "August 21, 2024 - a day nobody forgot - was hot.",
        "In Ostwick, 21 August 2024 - The mayor spoke.",
        "The Ostwick flood, 21 August 2024",
        "By Ida Rook, 21 August 2024",
        "“Never,” 2024-08-21 - The mayor spoke.",
        "GENEVA (Reuters) said the mayor spoke.",
        "Ida Rook (AP) - The ferry woman speaks.",
        "OSTWICK (Ledger) - The mayor spoke.",
        "OSTWICK, March 14 – The mayor spoke.",
        "FILE - In this June 22, 2020, photo, the mayor speaks.",
        "21–22 August 2024",
        "٢٠٢٤-٠٨-٢١",
        "(2024-08-21",
        "Bridge unsafe - mayor",
        "",
    ],
)
def test_an_ordinary_line_gives_nothing(line: str) -> None:
    assert dateline(line + STORY) == Dateline()


@pytest.mark.parametrize("line", ["2024-02-31", "31 February 2024", "February 31, 2024", "2024-13-01", "0000-01-01"])
def test_an_impossible_day_is_left_out(line: str) -> None:
    assert dateline(line + STORY) == Dateline()
    assert dateline(f"MENAFN, {line} -{STORY}") == Dateline("MENAFN", None)


def test_a_dateline_may_stand_below_a_headline() -> None:
    text = "\n Mayor denies bridge is unsafe\r\n\r\nOSTWICK, 21 August 2024 (NPA) — The mayor spoke."
    assert dateline(text) == Dateline("NPA", DAY)


def test_a_dateline_deeper_in_the_text_is_not_the_articles() -> None:
    assert dateline("The mayor spoke.\n\nMENAFN, 2024-08-21 -\n\nHe said no.") == Dateline()
    assert dateline("Mayor speaks\n\nThe mayor spoke.\n\nMENAFN, 2024-08-21 -") == Dateline()


@given(st.text())
def test_any_text_has_a_dateline_or_none(text: str) -> None:
    assert isinstance(dateline(text), Dateline)


@pytest.mark.parametrize("piece", ["A, ", "-", " ", "(", "a.b-", "Mar 1, ", "2024-08-21 (", "\n", " — "])
def test_a_very_long_line_of_bits_of_datelines_is_none(piece: str) -> None:
    assert dateline(piece * 1_000_000).outlet is None
