"""Dates by number and name: days, months, years, decades, quarters, seasons and feasts."""

from __future__ import annotations

import re

from sayso.reader.times.forms import (
    MONTH,
    MONTH_IN_FULL,
    PART,
    WEEKDAY,
    YEAR,
    follows_preposition,
    form,
    month_of,
    part_of,
    shift_of,
    year_of,
)
from sayso.reader.times.lexicon import EASTER_DAYS, FIXED_DAYS, MOVING_DAYS, ORDINALS, SEASONS, one_of
from sayso.reader.times.nodes import Calendar, Clock, Feast, Node, Quarter, Range, Season, Shift, Years

_NTH = r"(?:st|nd|rd|th)?"
_BEFORE_DAY = rf"(?:(?:{WEEKDAY}|(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\b\.?),?\s+)?"
_AND_YEAR = rf"(?:,?\s+(?P<year>{YEAR})\b)?"
_DAY = rf"(?P<d>[0-3]?\d){_NTH}"
_NO_NUMBER = r"(?![\d:]|\.\d|,\d)"
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_COUNTED = (
    r"%|percent|per\s+cent|people|dollars|miles|meters|metres|feet|pounds|euros|kilometers|kilometres|km|members|votes"
    r"|troops|jobs|times|words|points|soldiers|men|women|children|homes|tons|tonnes"
)
"""What makes a number of four digits an amount and no year."""


@form(
    rf"(?P<year>{YEAR})-(?P<m>[01]\d)-(?P<d>[0-3]\d)"
    r"(?:[T ](?P<H>[0-2]\d):(?P<M>[0-5]\d)(?::\d\d(?:\.\d+)?)?(?P<z>Z|[+-]\d\d:?\d\d)?)?(?!\d)"
)
def _iso(m: re.Match[str]) -> Node | None:
    day = _valid(int(m["year"]), int(m["m"]), int(m["d"]))
    if day is None or m["H"] is None or int(m["H"]) > 23:
        return day
    return Clock(int(m["H"]), int(m["M"]), m["z"] or "", day)


@form(r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?!\d)")
def _numeric(m: re.Match[str]) -> Node | None:
    """Read day and month by what is possible; where both orders are, as written in the US with a slash."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["year"])
    month_first = b > 12 or (m["sep"] == "/" and a <= 12)
    return _valid(year, a, b) if month_first else _valid(year, b, a)


@form(
    rf"{_BEFORE_DAY}(?:the\s+)?{MONTH}\s+(?:the\s+)?{_DAY}"
    rf"(?:\s*(?:-|–|—|to|and|through)\s*(?P<d2>[0-3]?\d){_NTH}(?![\d:]|\.\d|\s*[ap]\.?m))?{_NO_NUMBER}{_AND_YEAR}"
)
def _month_day(m: re.Match[str]) -> Node | None:
    return _days(m)


@form(
    rf"{_BEFORE_DAY}(?:the\s+)?{_DAY}(?:\s*(?:-|–|—|to|and)\s*(?P<d2>[0-3]?\d){_NTH})?"
    rf"\s+(?:of\s+)?{MONTH}{_AND_YEAR}"
)
def _day_month(m: re.Match[str]) -> Node | None:
    return _days(m)


def _days(m: re.Match[str]) -> Node | None:
    first = _valid(year_of(m["year"]), month_of(m), int(m["d"]))
    last = _valid(year_of(m["year"]), month_of(m), int(m["d2"])) if m["d2"] else None
    return first if first is None or last is None else Range(first, last)


def _valid(year: int | None, month: int, day: int) -> Calendar | None:
    if not 1 <= month <= 12 or not 1 <= day <= _LONGEST[month - 1]:
        return None
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return Calendar(year, month, day) if leap or (month, day) != (2, 29) else None


@form(
    r"the\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)\b(?!\s+(?:of|century|district|anniversary|amendment|congress|floor|minute"
    r"|birthday|[A-Z]|year|time|day|place))"
)
def _day_of_month(m: re.Match[str]) -> Node | None:
    return Calendar(day=int(m["d"])) if 1 <= int(m["d"]) <= 31 else None


@form(rf"{PART}{MONTH},?\s+(?:of\s+)?(?:(?P<year>{YEAR})\b|(?P<of>last|this|next)\s+year)")
def _month_and_year(m: re.Match[str]) -> Node | None:
    return Calendar(year_of(m["year"]), month_of(m), part=part_of(m["part"]), of_year=shift_of(m["of"]))


@form(
    rf"{PART}(?:(?P<shift>[Ll]ast|[Tt]his|[Nn]ext|(?:the\s+)?(?:following|previous))\s+)?"
    rf"{MONTH_IN_FULL}(?:[’']s)?(?!\w)"
)
def _month(m: re.Match[str]) -> Node | None:
    return Calendar(month=month_of(m), part=part_of(m["part"]), shift=shift_of(m["shift"]))


@form(
    r"(?:(?P<shift>last|this|next)\s+"
    r"|(?P<part>early|late|mid|(?:the\s+)?(?:beginning|start|middle|end)\s+of)(?:\s+|-)(?:in\s+)?)?"
    r"May\b(?!\s+(?:Day|I|we|not|be|have)\b)"
)
def _may(m: re.Match[str]) -> Node | None:
    """Take "May" for the month only where a word in front of it says so: it is a verb and a name as well."""
    if not (m["shift"] or m["part"] or follows_preposition(m)):
        return None
    return Calendar(month=5, part=part_of(m["part"]), shift=shift_of(m["shift"]))


@form(
    rf"{PART}(?P<y>{YEAR})(?:\s*(?:-|–|/)\s*(?P<y2>{YEAR}|\d\d))?\b"
    rf"(?![,.]\d|\s*(?:{_COUNTED})\b|-\w)(?:[’']s)?"
)
def _year(m: re.Match[str]) -> Node | None:
    first = int(m["y"])
    if not m["y2"]:
        return Calendar(first, part=part_of(m["part"]))
    last = int(m["y2"]) if len(m["y2"]) == 4 else first // 100 * 100 + int(m["y2"])
    return Range(Calendar(first), Calendar(last)) if last > first else None


@form(rf"{PART}(?P<decade>(?:1[5-9]|20)\d0|[’']\d0)s\b")
def _decade(m: re.Match[str]) -> Node | None:
    words = m["decade"]
    first = int(words) if len(words) == 4 else 1900 + int(words[1:])
    return Years(first, 100 if first % 100 == 0 and first < 2000 else 10, part_of(m["part"]))


@form(r"(?P<part>early\s+|mid-?\s*|late\s+)?(?P<n>1[0-9]|20|21)(?:th|st)[\s-]+century\b", re.IGNORECASE)
def _century(m: re.Match[str]) -> Node | None:
    return Years((int(m["n"]) - 1) * 100 + 1, 100, part_of(m["part"]))


@form(
    r"(?:the\s+)?(?:(?P<nth>first|second|third|fourth|last|final)\s+(?P<what>quarter|half)|Q(?P<q>[1-4]))"
    rf"\s+(?:of\s+)?(?:(?P<year>{YEAR})\b|(?P<of>last|this|next)\s+year|(?P<the>the\s+year))",
    re.IGNORECASE,
)
def _quarter(m: re.Match[str]) -> Node | None:
    months = 6 if (m["what"] or "").lower() == "half" else 3
    number = int(m["q"]) if m["q"] else ORDINALS.get(m["nth"].lower(), 12 // months)
    shift = shift_of(m["of"]) or (Shift.THIS if m["the"] else None)
    return Quarter(number, months, year_of(m["year"]), shift) if number <= 12 // months else None


@form(
    r"(?:(?P<shift>last|this|next|that|the\s+(?:coming|following|previous|past|same))\s+|(?P<the>the\s+))?"
    rf"(?:early\s+|mid-?\s*|late\s+)?(?P<season>{one_of(SEASONS)})(?:[’']s)?"
    rf"(?:\s+(?:of\s+)?(?P<year>{YEAR})\b)?(?![\w-])",
    re.IGNORECASE,
)
def _season(m: re.Match[str]) -> Node | None:
    """Take the name of a season for a date only where a word beside it says so: "fall" and "spring" are verbs too."""
    name = m["season"].lower()
    by_preposition = follows_preposition(m) and (m["the"] or name not in ("fall", "spring"))
    if not (m["shift"] or m["year"] or by_preposition):
        return None
    return Season(SEASONS[name], year_of(m["year"]), shift_of(m["shift"]))


@form(
    rf"(?:(?P<shift>last|this|next)\s+)?(?P<name>{one_of([*FIXED_DAYS, *EASTER_DAYS, *MOVING_DAYS])})(?:[’']s)?"
    rf"{_AND_YEAR}(?!\w)",
    re.IGNORECASE,
)
def _feast(m: re.Match[str]) -> Node | None:
    name = re.sub(r"\s+", " ", m["name"].lower()).replace("’", "'")
    return Feast(name, year_of(m["year"]), shift_of(m["shift"])) if m["name"][0].isupper() else None
