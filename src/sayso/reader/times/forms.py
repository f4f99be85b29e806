"""What the forms of time expressions have in common: a list of them, and the words they are made of.

A form is a pattern with a function that says what a match means. It matches an expression without the preposition in
front of it; `phrases.py` adds that, and joins expressions that belong together.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sayso.reader.times.lexicon import COUNTS, MONTHS, WEEKDAYS, one_of
from sayso.reader.times.nodes import Node, Part, Shift

Meaning = Callable[[re.Match[str]], Node | None]
FORMS: list[tuple[re.Pattern[str], Meaning]] = []
"""Every form, filled by the modules that define them."""

YEAR = r"(?:1[5-9]|20)\d\d"
WEEKDAY = one_of([d.capitalize() for d in WEEKDAYS if d.endswith("day")])
MONTH = (
    rf"(?P<month>{one_of([m.capitalize() for m in MONTHS if len(m) > 3 or m == 'may'])}"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
MONTH_IN_FULL = rf"(?P<month>{one_of([m.capitalize() for m in MONTHS if len(m) > 4 or m in ('june', 'july')])})"
COUNT = rf"(?P<count>{one_of(COUNTS)}|\d{{1,3}}|several|a\s+few|few)"
UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|decade|centur(?=y|ies))(?:s|y|ies)?\b"
PART = (
    r"(?:(?P<part>early|mid|late|(?:the\s+)?(?:beginning|start|middle|end|close)\s+of)"
    r"(?:\s+|\s*-\s*)(?:in\s+)?(?:the\s+)?)?"
)
SHIFTS = {
    "last": Shift.LAST,
    "past": Shift.LAST,
    "previous": Shift.BEFORE,
    "this": Shift.THIS,
    "current": Shift.THIS,
    "next": Shift.NEXT,
    "coming": Shift.NEXT,
    "upcoming": Shift.NEXT,
    "following": Shift.AFTER,
    "same": Shift.SAME,
    "that": Shift.SAME,
}
PARTS = {
    "early": Part.EARLY,
    "mid": Part.MID,
    "middle": Part.MID,
    "late": Part.LATE,
    "beginning": Part.START,
    "start": Part.START,
    "end": Part.END,
    "close": Part.END,
}
_BEFORE_A_DATE = re.compile(
    r"\b(?:in|as|since|until|till|by|before|after|during|of|and|to|from|for|through|around|over)\s+$", re.IGNORECASE
)


def form(pattern: str, flags: int = 0) -> Callable[[Meaning], Meaning]:
    """Add a form to the list: the decorated function returns what a match means, or None where it means no time."""

    def add(meaning: Meaning) -> Meaning:
        FORMS.append((re.compile(rf"(?<![\w$£€]){pattern}", flags), meaning))
        return meaning

    return add


def month_of(m: re.Match[str]) -> int:
    """Return the number of the month that the group `month` names."""
    return MONTHS[m["month"].lower().rstrip(".")]


def count_of(words: str | None) -> int:
    """Return a number written in digits or words; 0 for one that is left vague."""
    words = re.sub(r"\s+", " ", (words or "").lower())
    return int(words) if words.isdigit() else COUNTS.get(words, 0)


def year_of(words: str | None) -> int | None:
    """Return a year written in digits."""
    return int(words) if words else None


def part_of(words: str | None) -> Part | None:
    """Return the part of a period that words such as "the end of" name."""
    return PARTS.get(re.sub(r"^the\s+|\s+of\s*$|-", "", (words or "").lower()).strip())


def shift_of(words: str | None) -> Shift | None:
    """Return which of many like periods words such as "the following" mean."""
    return SHIFTS.get(words.lower().split()[-1]) if words else None


def unit_of(m: re.Match[str]) -> str:
    """Return the unit that the group `unit` names, in the singular."""
    unit = m["unit"].lower()
    return "century" if unit.startswith("centur") else unit


def follows_preposition(m: re.Match[str]) -> bool:
    """Tell whether a match stands behind a word such as "in" or "since"."""
    return bool(_BEFORE_A_DATE.search(m.string[max(0, m.start() - 12) : m.start()]))
