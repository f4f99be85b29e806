"""The line above a story that names its outlet and day: text in, two facts out. The text is never altered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sayso.sources.habits.names import is_city, is_name, is_outlet, is_place, is_wire

_LINE_LENGTH = 120  # a dateline is shorter
_HEADLINE_LENGTH = 160
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month{0}>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sep(?:tember|t?\.?)|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DAY = r"(?P<day{0}>[0-9]{{1,2}})(?:st|nd|rd|th)?"
_DATE = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]{0,2}\s+)?(?:"
    r"(?P<iso>(?P<year0>[0-9]{4})-(?P<month0>[0-9]{2})-(?P<day0>[0-9]{2})(?:[t ][0-9]{2}:[0-9]{2}[0-9:.z+-]*)?)"
    rf"|{_DAY.format(1)}\s+{_MONTH.format(1)},?\s+(?P<year1>[0-9]{{4}})"
    rf"|{_MONTH.format(2)}\s+{_DAY.format(2)},?\s+(?P<year2>[0-9]{{4}}))"
)
_PARENTHESIS = r"(?:\s*[(/](?P<aside>[^()/]{1,60})[)/])?"
_SEPARATOR = re.compile(r"\s*[–—]\s*|\s+--?(?:\s+|$)")

_DATE_FIRST = re.compile(rf"(?:(?:date|dated|published|posted)(?:\s+on)?:?\s+)?{_DATE}{_PARENTHESIS}", re.IGNORECASE)
_NAME_FIRST = re.compile(rf"(?P<name>.{{1,60}}?)\s*[,|·]\s*{_DATE}{_PARENTHESIS}", re.IGNORECASE)
_PLACE_FIRST = re.compile(
    rf"(?P<name>.{{0,60}}?)(?:,\s*(?:{_MONTH.format(1)}\s+{_DAY.format(1)}|{_DAY.format(2)}\s+{_MONTH.format(2)}))?"
    r"\s*\((?P<aside>[^()]{1,40})\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline tells; nothing where a text has none."""

    outlet: str | None = None  # who published the article, or the wire service it came from
    published: date | None = None  # the day it appeared


def dateline(text: str) -> Dateline:
    """Return what the dateline of an article tells.

    A dateline stands alone on the first line (`The Harrow Ledger, 2026-03-14 -`) or opens the first paragraph up
    to a dash (`OSTWICK, 14 March 2026 (Reuters) —`); below a headline, it may be on the second line. A place and a
    wire service without a date give the service. A date that no calendar has is left out, and so is one
    without a year.
    """
    for line in _first_lines(text):
        found = _read_line(line)
        if found is not None:
            return found
    return Dateline()


def _first_lines(text: str) -> list[str]:
    """Return the first line that is not blank, and the second if the first can be a headline."""
    lines = [stripped for line in text[:4000].splitlines() if (stripped := line.strip())][:2]
    headline = lines and len(lines[0]) <= _HEADLINE_LENGTH and not lines[0].rstrip("'\"’”»)").endswith(".")
    return lines if headline else lines[:1]


def _read_line(line: str) -> Dateline | None:
    dash = _SEPARATOR.search(line[: _LINE_LENGTH + 20])
    head, rest = (line[: dash.start()], line[dash.end() :]) if dash else (line, "")
    if len(head) > _LINE_LENGTH or rest[:1].islower():  # a sentence with a dash in it goes on in lower case
        return None
    return _date_first(head) or _name_first(head, alone=not rest) or (_place_first(head) if rest else None)


def _date_first(head: str) -> Dateline | None:
    match = _DATE_FIRST.fullmatch(head)
    return Dateline(_aside(match), _date(match)) if match else None


def _name_first(head: str, *, alone: bool) -> Dateline | None:
    """Read `The Harrow Ledger, 14 March 2026`, and tell it from `OSTWICK, 14 March 2026`."""
    match = _NAME_FIRST.fullmatch(head)
    if match is None:
        return None
    name, published, aside = match["name"], _date(match), _aside(match)
    if aside:
        return Dateline(aside, published) if is_place(name) or is_name(name) else None
    # Only outlets write the ISO form, or a line of nothing else; before a sentence it may as well be a place.
    surely = is_wire(name) or is_outlet(name)
    if surely or (is_name(name) and not is_city(name) and (alone or match["iso"])):
        return Dateline(name, published)
    return Dateline(None, published) if is_place(name) or is_name(name) else None


def _place_first(head: str) -> Dateline | None:
    """Read `GENEVA (Reuters)`, `GENEVA, March 14 (Reuters)` and `(Reuters)`."""
    match = _PLACE_FIRST.fullmatch(head)
    if match and (not match["name"] or is_place(match["name"])) and is_wire(match["aside"]):
        return Dateline(match["aside"].strip())
    return None


def _aside(match: re.Match[str]) -> str | None:
    aside = (match["aside"] or "").strip()
    return aside if is_wire(aside) or is_name(aside) else None


def _date(match: re.Match[str]) -> date | None:
    form = next(n for n in "012" if match[f"year{n}"])
    year, month, day = match[f"year{form}"], match[f"month{form}"], match[f"day{form}"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day))
    except ValueError:  # February 31
        return None
