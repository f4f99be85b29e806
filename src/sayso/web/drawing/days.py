"""Who said what when: a line of days, with what affirms a claim above it and what denies it below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.ledger.disputes import Side, Voice

_WIDE, _MARGIN, _STEP, _MOST = 1120, 24, 19, 6


@dataclass(frozen=True, slots=True)
class Dot:
    """A statement on its day."""

    x: float
    y: float
    voice: Voice


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that the line names."""

    x: float
    day: str
    anchor: str  # start, middle or end


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of days with its size."""

    width: int
    height: int
    axis: int
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    crowded: tuple[tuple[float, float, int], ...]  # where more stand than there is room for, and how many


def line_of_days(voices: Sequence[Voice]) -> DayLine | None:
    """Return where statements stand on a line of days; None where there are not two days to tell apart."""
    dated = [(_day(voice.day), voice) for voice in voices if voice.day]
    days = sorted({day for day, _ in dated if day})
    if len(days) < 2:
        return None
    first, span = days[0], max((days[-1] - days[0]).days, 1)
    room = _WIDE - 2 * _MARGIN

    def at(day: date) -> float:
        return round(_MARGIN + room * (day - first).days / span, 1)

    stacks: dict[tuple[int, Side], list[Voice]] = {}
    for day, voice in dated:
        if day:  # what would lie on each other is stacked
            stacks.setdefault((round(at(day) / _STEP), voice.side), []).append(voice)
    tallest = {
        side: max((min(len(s), _MOST) for (_, on), s in stacks.items() if on is side), default=0) for side in Side
    }
    axis = tallest[Side.AFFIRM] * _STEP + 24
    dots, crowded = [], []
    for (column, side), stack in stacks.items():
        x = min(max(float(column * _STEP), _MARGIN), _WIDE - _MARGIN)
        up = -1 if side is Side.AFFIRM else 1
        base = axis if side is Side.AFFIRM else axis + 30
        for n, voice in enumerate(stack[:_MOST]):
            dots.append(Dot(x, base + up * (n * _STEP + 13), voice))
        if len(stack) > _MOST:
            crowded.append((x, base + up * (_MOST * _STEP + 10), len(stack) - _MOST))
    dots.sort(key=lambda dot: (dot.voice.day or "", dot.x))
    height = axis + 30 + tallest[Side.DENY] * _STEP + 24
    return DayLine(_WIDE, height, axis, tuple(dots), tuple(_ticks(days, at)), tuple(crowded))


def _ticks(days: Sequence[date], at: object) -> list[Tick]:
    first, last = days[0], days[-1]
    found = [Tick(_MARGIN, first.isoformat(), "start"), Tick(_WIDE - _MARGIN, last.isoformat(), "end")]
    span = (last - first).days
    if span >= 4:
        middle = first + timedelta(days=span // 2)
        x = round(_MARGIN + (_WIDE - 2 * _MARGIN) * (span // 2) / span, 1)
        found.insert(1, Tick(x, middle.isoformat(), "middle"))
    return found


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
