"""Who speaks to whom: those who speak to somebody on the left, those they speak to on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.exports.arrange import FAMILY_OF
from sayso.ledger.browsing import Tie

_NAME, _HIGH, _BETWEEN, _CENTRE, _GAP = 240, 46, 14, 210, 150
_MOST = 9  # names on a side


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody on either side, with what is done, the most often first."""

    x: int
    y: int
    id: int
    name: str
    told: str  # accuse 3, ask 1
    family: str  # of what is done most
    path: str  # of the line between them and the one in the middle
    strength: float  # of that line
    outgoing: bool


@dataclass(frozen=True, slots=True)
class Network:
    """A drawing with its size."""

    width: int
    height: int
    middle: int
    left: int  # where the one in the middle begins
    partners: tuple[Partner, ...]
    left_out: int

    name_width: int = _NAME
    high: int = _HIGH
    centre: int = _CENTRE


def network(ties: Sequence[Tie]) -> Network | None:
    """Return who stands where; None where there is nobody."""
    if not ties:
        return None
    columns = [_gathered([tie for tie in ties if tie.outgoing is outgoing]) for outgoing in (False, True)]
    rows = max(min(len(column), _MOST) for column in columns)
    height = rows * (_HIGH + _BETWEEN) - _BETWEEN + 4
    middle = max(height, _HIGH * 2) // 2
    partners = []
    left = _NAME + _GAP if columns[0] else 1
    for outgoing, column in zip((False, True), columns, strict=True):
        shown = column[:_MOST]
        top = middle - (len(shown) * (_HIGH + _BETWEEN) - _BETWEEN) // 2
        for n, some in enumerate(shown):
            partners.append(_partner(some, top + n * (_HIGH + _BETWEEN), middle, left, outgoing))
    left_out = sum(max(len(column) - _MOST, 0) for column in columns)
    width = left + _CENTRE + (_GAP + _NAME if columns[1] else 0) + 2
    return Network(width, max(height, _HIGH * 2), middle, left, tuple(partners), left_out)


def _gathered(ties: Sequence[Tie]) -> list[list[Tie]]:
    by: dict[int, list[Tie]] = {}
    for tie in ties:
        by.setdefault(tie.speaker.id, []).append(tie)
    return sorted(by.values(), key=lambda some: -sum(tie.times for tie in some))


def _partner(some: Sequence[Tie], y: int, middle: int, left: int, outgoing: bool) -> Partner:
    ordered = sorted(some, key=lambda tie: -tie.times)
    told = ", ".join(
        f"{'not ' if tie.negated else ''}{tie.act}{f' ×{tie.times}' if tie.times > 1 else ''}" for tie in ordered
    )
    at = y + _HIGH // 2
    if outgoing:
        start = left + _CENTRE
        end = x = start + _GAP
        path = f"M{start} {middle}C{start + 60} {middle} {end - 70} {at} {end - 8} {at}"
    else:
        start, end, x = _NAME + 1, left, 1
        path = f"M{start} {at}C{start + 70} {at} {end - 60} {middle} {end - 8} {middle}"
    strength = min(1.5 + 0.7 * (sum(tie.times for tie in some) - 1), 5.0)
    return Partner(
        x, y, some[0].speaker.id, some[0].speaker.name, told, str(FAMILY_OF[ordered[0].act]), path, strength, outgoing
    )
