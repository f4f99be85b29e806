"""Arithmetic of the calendar: moving through it, and the days of feasts."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from sayso.reader.times.lexicon import EASTER_DAYS, FIXED_DAYS, MOVING_DAYS

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def feast_day(name: str, year: int) -> date:
    """Return the day of a feast that `lexicon.py` names."""
    if name in FIXED_DAYS:
        return date(year, *FIXED_DAYS[name])
    if name in EASTER_DAYS:
        return easter(year) + timedelta(EASTER_DAYS[name])
    month, weekday, n = MOVING_DAYS[name]
    if n < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta((last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (n - 1))


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (the Meeus–Jones–Butcher algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def moved(day: date, count: int, unit: str) -> date:
    """Return a day so many units on, kept within the calendar; "second" to "hour" do not move it."""
    try:
        if unit in _DAYS:
            return day + timedelta(count * _DAYS[unit])
        return months_on(day, count * _MONTHS[unit]) if unit in _MONTHS else day
    except (OverflowError, ValueError):
        return date.min if count < 0 else date.max


def months_on(day: date, months: int) -> date:
    """Return the same day of the month so many months on, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
