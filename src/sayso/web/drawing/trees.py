"""On whose word something is said, as a tree that grows to the right: each box passes on the word of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.claims.tracing import Node

_WIDE, _GAP, _HIGH, _BETWEEN = 216, 40, 46, 14
_MOST = 60  # boxes that are drawn


@dataclass(frozen=True, slots=True)
class Box:
    """Somebody in the tree."""

    x: int
    y: int
    name: str
    day: str | None
    kind: str  # root, outlet, relay or unnamed
    statements: tuple[int, ...]
    again: bool
    denies: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tree with its size."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]  # paths
    left_out: int  # boxes that had no room

    wide: int = _WIDE
    high: int = _HIGH


def drawn(trees: Sequence[Node]) -> Drawn:
    """Return where the boxes of trees stand, and the lines between them."""
    boxes: list[Box] = []
    lines: list[str] = []
    left_out = 0
    bottom = 0

    def place(node: Node, depth: int) -> int | None:
        """Place a node beside the first of those behind it, and return the middle of its box."""
        nonlocal bottom, left_out
        if len(boxes) >= _MOST:
            left_out += 1
            return None
        at = len(boxes)
        boxes.append(_box(node, depth, 0))
        behind = [y for child in node.passed_on if (y := place(child, depth + 1)) is not None]
        if behind:
            y = behind[0]
        else:
            y = bottom + _HIGH // 2
            bottom += _HIGH + _BETWEEN
        boxes[at] = _box(node, depth, y - _HIGH // 2)
        right = boxes[at].x + _WIDE
        for other in behind:
            middle = right + _GAP // 2
            lines.append(f"M{right} {y}H{middle}" + (f"V{other}" if other != y else "") + f"H{right + _GAP}")
        return y

    for tree in trees:
        place(tree, 0)
    width = max((box.x + _WIDE for box in boxes), default=0) + 2
    return Drawn(width, max(bottom - _BETWEEN, 0) + 2, tuple(boxes), tuple(lines), left_out)


def _box(node: Node, depth: int, y: int) -> Box:
    relay = node.relay
    kind = "outlet" if relay.outlet else "unnamed" if not relay.named else "root" if depth == 0 else "relay"
    x = 1 + depth * (_WIDE + _GAP)
    return Box(x, y + 1, relay.name, node.first, kind, node.statements, node.again, relay.denies)
