"""Times seen from the day of the article, or from a day that the text named: yesterday, last week, two days later."""

from __future__ import annotations

import re

from sayso.reader.times.forms import COUNT, MONTH, UNIT, WEEKDAY, count_of, form, part_of, shift_of, unit_of
from sayso.reader.times.lexicon import WEEKDAYS
from sayso.reader.times.nodes import Day, Nights, Node, Offset, Part, Period, Shift, Stretch, Weekday

_TIME_OF_DAY = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|lunchtime|midday)\b)?"
_NO_NAME = r"(?!\s+(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|Night\s+Live|School)\b)"
_PERIOD = r"(?P<unit>week|weekend|month|quarter|year|decade|century)"
_ABOUT = (
    r"(?:(?P<vague>about|around|some|nearly|almost|roughly|approximately)\s+"
    r"|(?P<open>more\s+than|over|at\s+least|well\s+over)\s+)?"
)


@form(
    r"(?:(?P<shift>[Ll]ast|[Tt]his(?:\s+coming)?|[Nn]ext|(?:[Tt]he\s+)?(?:following|previous))\s+)?"
    rf"(?P<day>{WEEKDAY})s?{_NO_NAME}(?:[’']s?(?!\w))?{_TIME_OF_DAY}"
    r"(?:\s+(?P<week>last|next)\s+week|\s+(?P<side>before|after)(?=\s*[,.;]))?(?!\w)"
)
def _weekday(m: re.Match[str]) -> Node | None:
    side = {"before": Shift.BEFORE, "after": Shift.AFTER}.get(m["side"] or "")
    return Weekday(WEEKDAYS[m["day"].lower()], side or shift_of(m["shift"]) or shift_of(m["week"]))


@form(
    r"(?:(?:late|earlier|later|early)\s+)?"
    r"(?P<name>today|tonight|this\s+(?:morning|afternoon|evening|lunchtime)|yesterday|last\s+night|tomorrow)"
    r"(?:[’']s)?(?:\s+(?:morning|afternoon|evening|night|lunchtime))?(?!\w)",
    re.IGNORECASE,
)
def _today(m: re.Match[str]) -> Node | None:
    name = m["name"].lower()
    return Day(-1 if name.startswith(("yesterday", "last")) else 1 if name == "tomorrow" else 0)


@form(
    r"the\s+day\s+(?:(?P<b>before\s+yesterday)|(?P<a>after\s+tomorrow)|(?P<before>before)|after)"
    r"(?=\s*(?:[,.;:!?)”\"’']|$|and\b|that\b|by\b|with\b|in\b|to\b|when\b))",
    re.IGNORECASE,
)
def _day_before(m: re.Match[str]) -> Node | None:
    if m["b"] or m["a"]:
        return Day(-2 if m["b"] else 2)
    return Day(-1 if m["before"] else 1, named=True)


@form(
    r"(?:the\s+(?P<shift>next|following|previous|same|very\s+same)|that)\s+(?:day|morning|afternoon|evening|night)\b",
    re.IGNORECASE,
)
def _that_day(m: re.Match[str]) -> Node | None:
    return Day({"next": 1, "following": 1, "previous": -1}.get((m["shift"] or "").lower(), 0), named=True)


@form(
    r"(?:earlier|later)\s+in\s+the\s+(?P<unit>day|morning|afternoon|evening|night|week|month|year)\b"
    r"|later\s+that\s+(?:day|night|evening|afternoon|morning)\b",
    re.IGNORECASE,
)
def _later_in(m: re.Match[str]) -> Node | None:
    unit = (m["unit"] or "").lower()
    return Period(unit, Shift.THIS) if unit in ("week", "month", "year") else Day(0, named=True)


@form(r"overnight\b", re.IGNORECASE)
def _overnight(m: re.Match[str]) -> Node | None:
    return Nights(0)


@form(
    rf"{_ABOUT}{COUNT}\s+{UNIT}\s+(?:ago|from\s+now|hence"
    r"|(?P<then>earlier|before(?!\s+\w)|previously|prior|later|afterwards|after(?!\s+\w)))\b",
    re.IGNORECASE,
)
def _offset(m: re.Match[str]) -> Node | None:
    back = m[0].lower().endswith(("ago", "earlier", "before", "previously", "prior"))
    count = count_of(m["count"])
    if not count:
        return Offset(0, unit_of(m), named=bool(m["then"]), vague=True)
    return Offset(-count if back else count, unit_of(m), bool(m["then"]), None, bool(m["vague"]), bool(m["open"]))


@form(
    rf"{COUNT}\s+{UNIT}\s+(?P<side>before|after|from)\s+"
    rf"(?=(?:on\s+)?(?:(?:last|next|this)\s+)?(?:{WEEKDAY}|{MONTH}|\d|today|yesterday|tomorrow|now))",
    re.IGNORECASE,
)
def _offset_from(m: re.Match[str]) -> Node | None:
    """Begin an offset that the phrase behind it completes; `phrases.py` puts the two together."""
    count = count_of(m["count"])
    return Offset(-count if m["side"].lower() == "before" else count, unit_of(m), open_end=True) if count else None


@form(
    rf"(?:(?:in|over|during|for|within)\s+)?the\s+(?P<shift>last|past|next|coming|previous)\s+{COUNT}\s+{UNIT}",
    re.IGNORECASE,
)
def _stretch(m: re.Match[str]) -> Node | None:
    count = count_of(m["count"])
    back = m["shift"].lower() in ("last", "past", "previous")
    return Stretch(-count if back else count, unit_of(m)) if count else None


@form(
    r"(?P<part>early\s+|earlier\s+|mid-?\s*|late\s+|later\s+|(?:the\s+)?(?:beginning|start|middle|end|close)\s+of\s+)?"
    r"(?P<shift>last|this(?:\s+(?:past|coming))?|next|that|in\s+the\s+coming"
    r"|(?:the|this)\s+(?:coming|upcoming|past|previous|following|current|same|next|last))"
    rf"\s+{_PERIOD}(?:[’']s)?(?!\w|\s+(?:ago|earlier|later))",
    re.IGNORECASE,
)
def _period(m: re.Match[str]) -> Node | None:
    shift, unit = m["shift"].lower(), m["unit"].lower()
    if shift == "that" and unit in ("quarter", "century", "decade"):
        return None
    return Period(unit, shift_of(shift), part_of(m["part"]))


@form(r"the\s+weekend\b(?![’']s|\s+(?:before|after|of)\b)", re.IGNORECASE)
def _weekend(m: re.Match[str]) -> Node | None:
    return Period("weekend", None)


@form(
    r"the\s+(?P<part>beginning|start|middle|end|close)\s+of\s+the\s+(?P<unit>week|month|year|decade|century)\b"
    r"|year[’']?s?[\s-]end\b",
    re.IGNORECASE,
)
def _end_of(m: re.Match[str]) -> Node | None:
    return Period((m["unit"] or "year").lower(), Shift.THIS, part_of(m["part"]) if m["part"] else Part.END)
