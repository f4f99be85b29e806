"""The labels the model's heads give to pieces; their order is the order of the heads' outputs."""

from __future__ import annotations

from enum import IntEnum


class CueTag(IntEnum):
    """Whether a piece belongs to a cue."""

    OUTSIDE = 0
    BEGIN = 1
    INSIDE = 2
    FLOATING = 3  # the first piece of a floating quotation, which stands in as its cue


class RoleTag(IntEnum):
    """What a piece is to one cue; INSIDE of a role is its BEGIN plus one."""

    NONE = 0
    BEGIN_SOURCE = 1
    INSIDE_SOURCE = 2
    BEGIN_CONTENT = 3
    INSIDE_CONTENT = 4


REACH = 64
"""How many pieces before and behind its cue a statement's roles are looked for. On the development sets twice as
many found nothing more (see training/NOTES.md)."""
