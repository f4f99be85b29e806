"""Tracing: the trees of who says something on whose word, from the first known sources down to the outlets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_NEVER = "9999"


@dataclass(frozen=True, slots=True)
class Relay:
    """Somebody who says something, or passes on that another says it."""

    key: str  # the same for the same speaker or outlet, over all articles
    name: str
    outlet: bool = False
    named: bool = True  # by a proper name, rather than by a description
    denies: bool = False  # they tell of it only to deny it


@dataclass(frozen=True, slots=True)
class Chain:
    """On whose word one statement stands: the source first, then whoever passes it on, the outlet last."""

    statement: int
    day: str | None  # YYYY-MM-DD, or as much as is known: on which it was made
    relays: tuple[Relay, ...]
    published: str | None = None  # the day of the article: outlets pass it on then


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody in a tree, with those who say it on their word."""

    relay: Relay
    first: str | None  # the first day on which they are known to have said it
    statements: tuple[int, ...]  # in which they are the source
    passed_on: tuple[Node, ...]  # the earliest first
    again: bool = False  # they stand in the tree already, with those behind them


def trace(chains: Iterable[Chain]) -> list[Node]:
    """Return the trees that chains make, the earliest first; at their roots are those who name no other source."""
    web = _Web(list(chains))
    seen: set[str] = set()
    trees = [web.tree(key, seen) for key in web.roots()]
    while left := [key for key in web.known if key not in seen]:  # those who only quote one another
        trees.append(web.tree(web.earliest(left)[0], seen))
    return trees


def origins(chains: Iterable[Chain], folded: Mapping[int, int]) -> int:
    """Return of how many independent sources some statements are.

    Args:
        folded: by statement, the article that its own is a reprint of, or its own. An unnamed source counts once there.
    """
    found = set()
    for chain in chains:
        source = chain.relays[0]
        found.add(source.key if source.named else f"{source.name.lower()} in {folded[chain.statement]}")
    return len(found)


class _Web:
    """Who passes on whose word, over all chains."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        self.known: dict[str, Relay] = {}
        self._days: dict[str, str] = {}
        self._statements: dict[str, list[int]] = {}
        self._behind: dict[str, set[str]] = {}
        self._sources: dict[str, set[str]] = {}
        for chain in chains:
            for place, relay in enumerate(chain.relays):
                self.known.setdefault(relay.key, relay)
                passing = relay.outlet and place and chain.published
                day = (chain.published if passing else chain.day) or _NEVER
                self._days[relay.key] = min(day, self._days.get(relay.key, _NEVER))
            self._statements.setdefault(chain.relays[0].key, []).append(chain.statement)
            for source, other in pairwise(chain.relays):
                if source.key != other.key:
                    self._behind.setdefault(source.key, set()).add(other.key)
                    self._sources.setdefault(other.key, set()).add(source.key)

    def roots(self) -> list[str]:
        """Return those who name no other source, the earliest first."""
        return self.earliest(key for key in self.known if not self._sources.get(key))

    def earliest(self, keys: Iterable[str]) -> list[str]:
        """Return keys by the first day of each."""
        return sorted(keys, key=lambda key: (self._days[key], key))

    def tree(self, key: str, seen: set[str]) -> Node:
        """Return somebody with all behind them who are not in a tree yet."""
        day = self._days[key]
        first = None if day == _NEVER else day
        told = tuple(self._statements.get(key, ()))
        if key in seen:
            return Node(self.known[key], first, told, (), again=bool(self._behind.get(key)))
        seen.add(key)
        behind = tuple(self.tree(other, seen) for other in self.earliest(self._behind.get(key, ())))
        return Node(self.known[key], first, told, behind)
