"""How two statements relate."""

from __future__ import annotations

from enum import IntEnum


class Relation(IntEnum):
    """How two statements relate, in the order of the network's scores."""

    UNRELATED = 0
    SAME = 1
    OPPOSITE = 2
