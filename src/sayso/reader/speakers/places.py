"""Countries, capitals and institutions that speak for a government: whom "Moscow", "Kiev" or "the Kremlin" stands for.

In goes a name as an article writes it, out comes what it stands for when it speaks. The names lie beside this module:
`places.json`, made by `training.places`, and `institutions.json`, written by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

_Value = TypeVar("_Value")
_ARTICLE = re.compile(r"^(?:the|The|THE)\s+")


@dataclass(frozen=True, slots=True)
class Stand:
    """What a name stands for when it speaks."""

    name: str  # of who speaks: Government of Russia, Kremlin
    of: str  # the country or body that it belongs to: Russia
    kind: str  # "government" (a country or its capital), "institution" or "outlet"


@dataclass(frozen=True, slots=True)
class _Table:
    """Everything that is looked up, by names as written and in capitals."""

    stands: Mapping[str, Stand]
    adjectives: Mapping[str, str]  # the country of each
    places: frozenset[str]  # countries and capitals


def stands_for(name: str) -> Stand | None:
    """Return what a whole name stands for when it speaks, None for a name that is not known.

    Some names are also those of persons or of other places: Jordan, Chad, Georgia, Washington. Whether an article
    means one of these is the caller's to tell. Capitals that seldom mean a government, such as Victoria and
    Georgetown, are not known. Brussels stands for the European Union.

    Args:
        name: as written, with or without its article; small letters count, except in a name all in capitals.
    """
    return _table().stands.get(_plain(name))


def country_of(adjective: str) -> str | None:
    """Return the country of an adjective such as "Russian", None for a word that is not known.

    Of two countries with one adjective it is the one that news tells more of: Congolese, Dominican.
    """
    return _table().adjectives.get(_plain(adjective))


def is_place(name: str) -> bool:
    """Tell whether a whole name is that of a country or of a capital that is known here."""
    return _plain(name) in _table().places


def _plain(name: str) -> str:
    """Return a name with straight apostrophes and without its article."""
    return _ARTICLE.sub("", name.replace("’", "'"))


@cache
def _table() -> _Table:
    """Read both files; an institution's name goes before that of a place."""
    countries = _read("places.json")["countries"]
    known = _read("institutions.json")
    places = {name: _government(c) for c in countries for name in (c["name"], *c["names"], *c["capitals"])}
    others = {
        name: Stand(entry["name"], entry["of"], kind)
        for kind, entries in (("outlet", known["outlets"]), ("institution", known["institutions"]))
        for entry in entries
        for name in entry["names"]
    }
    adjectives = {adjective: c["name"] for c in countries for adjective in c["adjectives"]}
    return _Table(
        stands=_with_capitals({**places, **others}),
        adjectives=_with_capitals(adjectives),
        places=frozenset(_with_capitals(places)),
    )


def _read(name: str) -> Any:
    """Return what lies in a file beside this module."""
    return json.loads(files("sayso.reader.speakers").joinpath(name).read_text(encoding="utf-8"))


def _government(country: Mapping[str, Any]) -> Stand:
    """Return the government of a country."""
    the = "the " if country.get("the") else ""
    return Stand(f"Government of {the}{country['name']}", country["name"], "government")


def _with_capitals(names: Mapping[str, _Value]) -> dict[str, _Value]:
    """Return a table with each name in capitals too, where that is no other name."""
    return {**{name.upper(): value for name, value in names.items()}, **names}
