"""The day that a value of a table or a header stands for: ISO 8601, RFC 2822, epochs, and dates with a month's name."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/.]?(?P<month>[0-9]{2})[-/.]?(?P<day>[0-9]{2})(?![0-9])")
_DAY_FIRST = re.compile(rf"\b(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH},?[ -](?P<year>[0-9]{{4}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}})\b", re.I)
_SLASHES = re.compile(r"(?P<first>[0-9]{1,2})[/.-](?P<second>[0-9]{1,2})[/.-](?P<year>[0-9]{4})(?![0-9])")
_NUMBER = re.compile(r"-?[0-9]{9,19}(?:\.[0-9]*)?")
_LONGEST = 100  # characters of a date
_LARGEST = 1e20  # of an epoch, in whatever unit; JSON has integers that no float can hold

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0))
"""From which number on an epoch counts nanoseconds, microseconds, milliseconds, seconds (from 1973 on)."""


def day_of(value: object) -> date | None:
    """Return the day that a value stands for, as it was written, in whatever time zone; None where that is not sure.

    Taken are days and times as such; strings that begin with one in ISO 8601, are one of RFC 2822 or hold one with the
    name of its month; and epochs in seconds to nanoseconds. `03/04/2026` is two days, and so none.
    """
    match value:
        case bool():
            return None
        case datetime():
            return value.date()
        case date():
            return value
        case int() | float() if abs(value) < _LARGEST:
            return _of_number(float(value)) or _of_string(f"{value:.0f}" if abs(value) < 1e8 else "")
        case str():
            return _of_string(value)
        case _:
            return None


def _of_string(value: str) -> date | None:
    text = value[:_LONGEST].strip()
    if _NUMBER.fullmatch(text):
        return _of_number(float(text))
    match = _YEAR_FIRST.match(text) or _DAY_FIRST.search(text) or _MONTH_FIRST.search(text)
    if match:
        month = match["month"]
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        return _day(int(match["year"]), number, int(match["day"]))
    if slashes := _SLASHES.match(text):
        return _of_slashes(int(slashes["first"]), int(slashes["second"]), int(slashes["year"]))
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _of_slashes(first: int, second: int, year: int) -> date | None:
    """Return the day where only one order makes one, or both make the same."""
    days = {day for day in (_day(year, second, first), _day(year, first, second)) if day}
    return days.pop() if len(days) == 1 else None


def _of_number(value: float) -> date | None:
    for least, unit in _UNITS:
        if abs(value) >= least:
            try:
                return (_EPOCH + timedelta(seconds=value / unit)).date()
            except OverflowError:
                return None
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
