"""From what a time expression says to the day, month, year or stretch it means, as EDTF.

EDTF is ISO 8601-2:2019's Extended Date/Time Format: `2031-03-14`, `2031-03`, seasons as `2031-21`, intervals as
`2031-03-10/2031-03-12`, open ones as `2031-03/..`, approximate ones as `2031-03~`. Weeks run from Monday to Sunday.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sayso.reader.times.almanac import feast_day, months_on, moved
from sayso.reader.times.nodes import (
    Calendar,
    Clock,
    Day,
    Feast,
    Nights,
    Node,
    Offset,
    Open,
    Part,
    Period,
    Quarter,
    Range,
    Season,
    Shift,
    Stretch,
    Weekday,
    Years,
)

_FAR_AHEAD, _SOON, _LONG_AGO = 200, 45, 310
"""Days: no day without a year is further ahead; one so near is meant rather than one so long ago."""
_DAYS = {"day", "week", "fortnight"}
_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}
"""Of each season."""
_EDGES = {Part.START: 0, Part.END: -1}


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known where a time expression stands."""

    published: date | None  # the day of the article
    named: date | None = None  # the day that the text named last
    mentioned: date | None = None  # the first day of the day, month or year that it named last
    future: bool | None = None  # what the expression is tied to is still to come; None: not known


def resolve(node: Node, at: Setting) -> str | None:
    """Return the EDTF value of a node, or None where the setting does not say enough."""
    match node:
        case Range(first, last):
            return _between(resolve(first, at), resolve(_completed(last, first), at))
        case Open(inner, since):
            value = resolve(inner, replace(at, future=False) if since else at)
            if value is not None and inner == Period("weekend", None):
                return _opened(value.split("/")[0], since)  # by the weekend: before it begins
            return None if value is None else _opened(value, since)
        case Clock():
            return _clock(node, at)
        case Calendar():
            return _calendar(node, at)
        case Years(first, count, part):
            return _years(first, count, part)
        case Quarter():
            return _quarter(node, at)
        case Season():
            return _season(node, at)
        case Feast():
            return _feast(node, at)
        case _:
            return _relative(node, at)


def day_of(value: str | None) -> date | None:
    """Return the day that a value names, or the first day of the month or year it names; None for open starts."""
    start = (value or "").split("/")[0].rstrip("~?").split("T")[0]
    numbers = [int(part) for part in start.split("-") if part.isdigit()]
    if not numbers or not 1 <= numbers[0] <= 9999:
        return None
    month = numbers[1] if len(numbers) > 1 else 1
    return date(numbers[0], _FIRST_MONTH.get(month, month), numbers[2] if len(numbers) > 2 else 1)


def _opened(value: str, since: bool) -> str | None:
    if value.startswith("..") or value.endswith(".."):
        return value
    first, _, last = value.partition("/")
    return f"{first}/.." if since else f"../{last or first}"


def _between(first: str | None, last: str | None) -> str | None:
    if first is None or last is None:
        return None
    low, high = first.split("/")[0], last.split("/")[-1]
    if "T" in low and "T" in high and low[:10] == high[:10]:
        return low[:10]
    return low if low == high else f"{low}/{high}"


def _completed(last: Node, first: Node) -> Node:
    """Lend the last day of a range what only the first one says: from May 3 to 5."""
    if isinstance(last, Calendar) and isinstance(first, Calendar) and last.month is None and last.day and first.month:
        return Calendar(first.year, first.month, last.day)
    return last


def _clock(node: Clock, at: Setting) -> str | None:
    day = at.named or at.published if node.on is None else day_of(resolve(node.on, at))
    if day is None:
        return None
    return f"{day.isoformat()}T{node.hour:02d}:{node.minute:02d}{node.zone}"


def _calendar(node: Calendar, at: Setting) -> str | None:
    if node.month is None and node.day is None:
        return _year(node)
    if node.month is None:
        return _day_of_month(node, at)
    year = node.year or _year_meant(node, at)
    if year is None:
        return None
    if node.day is None:
        return _month(year, node.month, node.part)
    try:
        return date(year, node.month, node.day).isoformat()
    except ValueError:  # 29 February of a common year
        return None


def _year(node: Calendar) -> str:
    year = f"{node.year:04d}"
    match node.part:
        case Part.START:
            return f"{year}-01"
        case Part.END:
            return f"{year}-12"
    return year


def _month(year: int, month: int, part: Part | None) -> str:
    value = f"{year:04d}-{month:02d}"
    match part:
        case Part.START:
            return f"{value}-01"
        case Part.END:
            return f"{value}-{calendar.monthrange(year, month)[1]:02d}"
        case Part.MID:
            return f"{value}-15~"
    return value


def _day_of_month(node: Calendar, at: Setting) -> str | None:
    """Take "the 15th" in the month named last, or in the one that suits the tense."""
    base = at.named or at.published
    if base is None or node.day is None:
        return None
    options = []
    for step in (-1, 0, 1):
        month = months_on(base, step)
        if node.day <= calendar.monthrange(month.year, month.month)[1]:
            options.append(month.replace(day=node.day))
    return _chosen(options, at, base).isoformat()


def _year_meant(node: Calendar, at: Setting) -> int | None:
    """Return the year that a day or month without one belongs to."""
    base = at.published
    if base is None or node.month is None:
        return None
    if node.of_year:
        return base.year + _step(node.of_year)
    here = date(base.year, node.month, min(node.day or base.day, 28))
    now = here.month == base.month and node.day in (None, base.day)
    last = base.year if here <= base else base.year - 1
    match node.shift:
        case Shift.LAST | Shift.BEFORE:
            return last - 1 if now else last
        case Shift.NEXT | Shift.AFTER:
            return last + 1
        case Shift.THIS:
            return base.year
    back, ahead = (base - here.replace(year=last)).days, (here.replace(year=last + 1) - base).days
    if now:
        return base.year
    # Writers leave the year out where no other comes to mind, which tense alone does not overrule.
    if at.future:
        return last + 1 if ahead <= _FAR_AHEAD else last
    if at.future is False:
        return last + 1 if ahead <= _SOON and back > _LONG_AGO else last
    return last if back <= 2 * ahead else last + 1


def _chosen(options: list[date], at: Setting, base: date) -> date:
    if at.named is None and at.future is not None:
        fitting = [d for d in options if (d > base if at.future else d <= base)]
        options = fitting or options
    return min(options, key=lambda d: (abs((d - base).days), d))


def _years(first: int, count: int, part: Part | None) -> str:
    if part is None:
        return f"{first:04d}/{first + count - 1:04d}"
    third = count // 3
    low = {Part.EARLY: 0, Part.START: 0, Part.MID: third, Part.LATE: count - third - 1, Part.END: count - third - 1}[
        part
    ]
    return f"{first + low:04d}~/{first + low + third:04d}~"


def _quarter(node: Quarter, at: Setting) -> str | None:
    year = node.year or (at.published.year + _step(node.shift) if at.published and node.shift else None)
    if year is None:
        return None
    first = (node.number - 1) * node.months + 1
    return f"{year:04d}-{first:02d}/{year:04d}-{first + node.months - 1:02d}"


def _season(node: Season, at: Setting) -> str | None:
    if node.year:
        return f"{node.year:04d}-{node.number}"
    base = at.published
    if base is None:
        return None
    start = _FIRST_MONTH[node.number]
    year = base.year
    begun = date(year, start, 1) <= base
    last = year if begun else year - 1
    running = months_on(date(last, start, 1), 3) > base
    match node.shift:
        case Shift.LAST | Shift.BEFORE:
            return f"{last - 1 if running else last:04d}-{node.number}"
        case Shift.THIS:
            return f"{last if running else year:04d}-{node.number}"
        case Shift.NEXT | Shift.AFTER:
            return f"{last + 1:04d}-{node.number}"
    if at.future and not running:
        return f"{last + 1:04d}-{node.number}"
    return f"{last:04d}-{node.number}"


def _feast(node: Feast, at: Setting) -> str | None:
    if node.year:
        return feast_day(node.name, node.year).isoformat()
    base = at.published
    if base is None:
        return None
    days = [feast_day(node.name, base.year + step) for step in (-1, 0, 1)]
    past, coming = [d for d in days if d <= base], [d for d in days if d > base]
    if node.shift in (Shift.LAST, Shift.BEFORE):
        return past[-1].isoformat()
    if node.shift in (Shift.NEXT, Shift.AFTER):
        return coming[0].isoformat()
    if at.future is None:
        return min(days, key=lambda d: (abs((d - base).days), d)).isoformat()
    return (coming[0] if at.future else past[-1]).isoformat()


def _step(shift: Shift | None) -> int:
    return {Shift.LAST: -1, Shift.BEFORE: -1, Shift.NEXT: 1, Shift.AFTER: 1}.get(shift or Shift.THIS, 0)


def _relative(node: Node, at: Setting) -> str | None:
    match node:
        case Weekday():
            return _weekday(node, at)
        case Day(shift, named):
            base = (at.named or at.published) if named else at.published
            return None if base is None else (base + timedelta(shift)).isoformat()
        case Nights(shift) if at.published:
            second = at.published + timedelta(shift)
            return f"{(second - timedelta(1)).isoformat()}/{second.isoformat()}"
        case Offset():
            return _offset(node, at)
        case Stretch(count, unit) if at.published:
            far = moved(at.published, count, unit)
            low, high = sorted((at.published, far))
            return f"{_cut_to(low, unit)}/{_cut_to(high, unit)}"
        case Period():
            return _period(node, at)
    return None


def _weekday(node: Weekday, at: Setting) -> str | None:
    base = at.published
    if node.shift in (Shift.BEFORE, Shift.AFTER, Shift.SAME):
        base = at.named or base
    if base is None:
        return None
    back = (base.isoweekday() - node.number) % 7
    ahead = (node.number - base.isoweekday()) % 7
    match node.shift:
        case Shift.LAST | Shift.BEFORE:
            return (base - timedelta(back or 7)).isoformat()
        case Shift.NEXT:
            monday = base + timedelta(8 - base.isoweekday())
            return (monday + timedelta(node.number - 1)).isoformat()
        case Shift.AFTER:
            return (base + timedelta(ahead or 7)).isoformat()
        case Shift.THIS:
            return (base - timedelta(base.isoweekday()) + timedelta(node.number)).isoformat()
    return (base + timedelta(ahead) if at.future else base - timedelta(back)).isoformat()


def _offset(node: Offset, at: Setting) -> str | None:
    base = at.published
    if node.of is not None:
        base = day_of(resolve(node.of, at))
    elif node.named:
        base = (at.named if node.unit in _DAYS else at.mentioned) or at.published
    if base is None or not node.count:
        return None
    day = moved(base, node.count, node.unit)
    if node.open:
        return f"../{day.isoformat()}" if node.count < 0 else f"{day.isoformat()}/.."
    return _cut_to(day, node.unit) + ("~" if node.vague else "")


def _cut_to(day: date, unit: str) -> str:
    """Write a day as exactly as its unit allows."""
    if unit in ("month", "quarter"):
        return day.isoformat()[:7]
    if unit in ("year", "decade", "century"):
        return day.isoformat()[:4]
    return day.isoformat()


def _period(node: Period, at: Setting) -> str | None:
    named = node.shift in (Shift.BEFORE, Shift.AFTER, Shift.SAME)
    base = (at.named or at.published) if named else at.published
    if base is None:
        return None
    step = _step(node.shift)
    match node.unit:
        case "week":
            monday = base - timedelta(base.isoweekday() - 1) + timedelta(7 * step)
            return _part_of(monday, monday + timedelta(6), node.part)
        case "weekend":
            return _weekend(node, base, at)
        case "month":
            month = months_on(base.replace(day=1), step)
            return _month(month.year, month.month, node.part)
        case "quarter":
            first = months_on(base.replace(month=(base.month - 1) // 3 * 3 + 1, day=1), 3 * step)
            return f"{first.isoformat()[:7]}/{months_on(first, 2).isoformat()[:7]}"
        case "year":
            return _period_of_year(base.year + step, node.part)
        case "decade":
            return f"{base.year // 10 + step:03d}X"
    return f"{base.year // 100 + step:02d}XX"


def _period_of_year(year: int, part: Part | None) -> str:
    match part:
        case Part.END:
            return f"{year:04d}-12-31"
        case Part.START:
            return f"{year:04d}-01"
    return f"{year:04d}"


def _part_of(first: date, last: date, part: Part | None) -> str:
    if part in _EDGES:
        return (first if part is Part.START else last).isoformat()
    return f"{first.isoformat()}/{last.isoformat()}"


def _weekend(node: Period, base: date, at: Setting) -> str:
    saturday = base + timedelta(6 - base.isoweekday())  # of the week of the day
    if node.shift is None:
        ahead = at.future if at.future is not None else base.isoweekday() >= 4
        if not ahead and base.isoweekday() < 6:
            saturday -= timedelta(7)
    else:
        saturday += timedelta(7 * _step(node.shift))
    return f"{saturday.isoformat()}/{(saturday + timedelta(1)).isoformat()}"
