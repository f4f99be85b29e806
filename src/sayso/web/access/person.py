"""Who asks: a name and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do: each of them may do what those before may."""

    READER = "reader"
    EDITOR = "editor"
    OWNER = "owner"

    def may(self, least: Role) -> bool:
        """Tell whether this role may do what needs that one."""
        order = list(Role)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a browser or behind a program."""

    name: str  # as it stands beside what they correct
    role: Role
    known: bool = True  # they gave their password, or sit at this machine; visitors did not

    @property
    def edits(self) -> bool:
        """Tell whether they may correct what the ledger holds."""
        return self.role.may(Role.EDITOR)

    @property
    def owns(self) -> bool:
        """Tell whether they may see what everybody did."""
        return self.role.may(Role.OWNER)
