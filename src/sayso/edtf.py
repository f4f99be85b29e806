"""EDTF, the Extended Date/Time Format of ISO 8601-2, as far as readings use it."""

from __future__ import annotations

import calendar
import re

_POINT = (
    r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?[~?%]?|[0-9]{2,3}X{1,2}"
)
_EDTF = re.compile(rf"(?:{_POINT})|(?:{_POINT}|\.\.)/(?:{_POINT}|\.\.)")
"""As much of EDTF as readings hold: points, intervals that may be open, approximation."""
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # the first month of each


def is_edtf(value: str) -> bool:
    """Tell whether a value is written as EDTF has it."""
    return _EDTF.fullmatch(value) is not None


def bounds(value: str) -> tuple[str | None, str | None]:
    """Return the first and the last day of an EDTF value, None where it is open or not known."""
    first, slash, last = value.partition("/")
    if slash:
        return _days(first)[0], _days(last)[1]
    return _days(value)


def _days(point: str) -> tuple[str | None, str | None]:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", point.split("T")[0].rstrip("~?%"))
    if match is None:
        return None, None
    year, month, day = match[1], int(match[2] or 0), match[3]
    if day:
        return f"{year}-{month:02}-{day}", f"{year}-{month:02}-{day}"
    if month in _SEASONS:
        start = _SEASONS[month]
        end = start + 2
        last_year, last_month = int(year) + (end > 12), (end - 1) % 12 + 1
        return f"{year}-{start:02}-01", f"{last_year:04}-{last_month:02}-{_length(last_year, last_month)}"
    if 1 <= month <= 12:
        return f"{year}-{month:02}-01", f"{year}-{month:02}-{_length(int(year), month)}"
    return (None, None) if month else (f"{year}-01-01", f"{year}-12-31")


def _length(year: int, month: int) -> int:
    return calendar.monthrange(max(1, year), month)[1]
