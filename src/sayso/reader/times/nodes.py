"""What a time expression says, before it is known which day it was said on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shift(StrEnum):
    """Which of many like days or periods is meant."""

    LAST = "last"
    THIS = "this"
    NEXT = "next"
    BEFORE = "before"  # seen from a day named earlier in the text
    SAME = "same"
    AFTER = "after"


class Part(StrEnum):
    """Which part of a period is meant."""

    EARLY = "early"
    MID = "mid"
    LATE = "late"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A day, month or year by its number; what the text leaves out is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: Part | None = None
    shift: Shift | None = None  # last October; for a month given with "of last year", the shift of the year
    of_year: Shift | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday 1 to Sunday 7."""

    number: int
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """Today, yesterday, tomorrow; or the day before, the same day, the day after one named earlier."""

    shift: int  # days
    named: bool = False  # from a day named earlier, not from the day of the article


@dataclass(frozen=True, slots=True)
class Nights:
    """The night from one day to the next, as in "overnight"."""

    shift: int  # days from the day of the article to the second day


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, weeks, months or years before or after something."""

    count: int  # negative: before
    unit: str
    named: bool = False
    of: Node | None = None  # three days before Thursday
    vague: bool = False  # about, nearly
    open: bool = False  # more than a week ago
    open_end: bool = False  # what it counts from is still to come in the text


@dataclass(frozen=True, slots=True)
class Stretch:
    """The last or the next so many units, reaching to the day of the article."""

    count: int  # negative: back
    unit: str


@dataclass(frozen=True, slots=True)
class Period:
    """This week, last year, the end of the month."""

    unit: str  # week, weekend, month, quarter, year, decade, century
    shift: Shift | None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter or a half of a year."""

    number: int
    months: int  # 3 or 6
    year: int | None = None
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A season; `number` is EDTF's, 21 to 24."""

    number: int
    year: int | None = None
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class Feast:
    """A day with a name, such as Christmas."""

    name: str
    year: int | None = None
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """A decade or a century by name, as in "the 1990s"."""

    first: int
    count: int
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, on a day if the text names one."""

    hour: int
    minute: int
    zone: str = ""  # "Z" or "+02:00"
    on: Node | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """From one time to another."""

    first: Node
    last: Node


@dataclass(frozen=True, slots=True)
class Open:
    """Since a time, or until one."""

    node: Node
    since: bool


Node = (
    Calendar
    | Weekday
    | Day
    | Nights
    | Offset
    | Stretch
    | Period
    | Quarter
    | Season
    | Feast
    | Years
    | Clock
    | Range
    | Open
)
