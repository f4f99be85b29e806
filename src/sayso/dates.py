"""Dates and stretches of time, as EDTF writes them, in plain words for the views."""

from __future__ import annotations

import re

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_POINT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<clock>\d\d:\d\d)(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?(?P<vague>[~?%]?)"
)


def in_words(value: str) -> str:
    """Return an EDTF value in words: `2031-03-11` is *11 March 2031*, `../2031-03` *up to March 2031*.

    What this does not know comes back as it is.
    """
    if "/" not in value:
        return _point(value)
    first, last = value.split("/", 1)
    if first == "..":
        return f"up to {_point(last)}"
    if last == "..":
        return f"since {_point(first)}"
    return f"{_point(first)} to {_point(last)}"


def _point(value: str) -> str:
    match = _POINT.fullmatch(value)
    if not match:
        return value
    about = "about " if match["vague"] else ""
    month = int(match["month"] or 0)
    name = _MONTHS[month - 1] if 1 <= month <= 12 else _SEASONS.get(month)
    if name is None:
        return value if month else about + match["year"]
    day = f"{int(match['day'])} " if match["day"] else ""
    clock = f", {match['clock']}{_zone(match['zone'])}" if match["clock"] else ""
    return f"{about}{day}{name} {match['year']}{clock}"


def _zone(zone: str | None) -> str:
    return "" if not zone else " UTC" if zone == "Z" else f" UTC{zone}"
