"""Times of day, with their zones."""

from __future__ import annotations

import re

from sayso.reader.times.forms import count_of, form
from sayso.reader.times.lexicon import COUNTS, ZONES, one_of
from sayso.reader.times.nodes import Clock, Day, Node

_AT = re.compile(r"\b(?:at|by|until|till|since|from|between|and|to|about|around)\s+$", re.IGNORECASE)
_ZONE = (
    rf"(?:\s*\(?(?P<zone>{one_of([zone.upper() for zone in ZONES])})\b\)?|\s+local\s+time"
    r"|\s+(?:Eastern|Central|Pacific)(?:\s+(?:Standard|Daylight))?(?:\s+[Tt]ime)?)?"
)
_AMOUNT = r"%|percent|per\s+cent|million|billion|trillion|points?\b"


@form(rf"(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<M>[0-5]\d))?\s*(?P<half>[ap])\.?m\b\.?{_ZONE}")
def _twelve_hours(m: re.Match[str]) -> Node | None:
    hour = int(m["h"]) % 12 + (12 if m["half"] == "p" else 0)
    return Clock(hour, int(m["M"] or 0), _zone(m))


@form(
    rf"(?P<h>[01]?\d|2[0-3])(?P<sep>[:.])(?P<M>[0-5]\d)(?![\d:]|\.\d|\s*(?:{_AMOUNT}))"
    rf"(?:\s*(?:hrs|hours|h)\b)?{_ZONE}"
)
def _twenty_four_hours(m: re.Match[str]) -> Node | None:
    """Take two numbers for a time only where the words around them say so: 2.30 may be a price."""
    led = _AT.search(m.string[max(0, m.start() - 12) : m.start()])
    sure = led and (m["sep"] == ":" or int(m["h"]) > 9 or led[0].lower().startswith("at"))
    if not (m["zone"] or sure):
        return None
    return Clock(int(m["h"]), int(m["M"]), _zone(m))


def _zone(m: re.Match[str]) -> str:
    return ZONES.get((m["zone"] or "").lower(), "")


@form(r"(?P<name>noon|midday|midnight)\b", re.IGNORECASE)
def _noon(m: re.Match[str]) -> Node | None:
    return Clock(0 if m["name"].lower() == "midnight" else 12, 0)


@form(
    rf"at\s+(?P<h>{one_of(COUNTS)}|\d{{1,2}})(?:[:.](?P<M>[0-5]\d))?\s*(?:o[’']clock\s*)?"
    r"(?P<part>this\s+(?:morning|afternoon|evening)|tonight|in\s+the\s+(?:morning|afternoon|evening)|o[’']clock\b)?(?!\w)",
    re.IGNORECASE,
)
def _hour_in_words(m: re.Match[str]) -> Node | None:
    hour, part = count_of(m["h"]), (m["part"] or "").lower()
    if (not part and "clock" not in m[0].lower()) or not 1 <= hour <= 12:
        return None
    late = part.endswith(("afternoon", "evening", "tonight"))
    return Clock(
        hour % 12 + 12 if late else hour, int(m["M"] or 0), on=Day(0) if part.startswith(("this", "ton")) else None
    )
