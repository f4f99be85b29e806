"""What the encoder says of whether a mention means an entity: in its context, and by what kind of thing both are."""

from __future__ import annotations

import math

from sayso.reader.speakers.contexts import Context
from sayso.reader.speakers.entities import Entity
from sayso.reader.speakers.lexicon import BODIES
from sayso.reader.speakers.mentions import Kind, Mention
from sayso.reader.speakers.nominal_features import Features

_FLOOR = 0.002


def context_features(mention: Mention, context: Context, entity: Entity, chance: float) -> Features:
    """Return what speaks for a mention meaning an entity.

    Args:
        chance: see `contexts.Chances`.
    """
    kind = mention.kind.value
    found = _chance_features(kind, chance)
    if entity.types is None:
        return found
    types = entity.types / entity.types.sum()
    mine, its = int(context.types.argmax()), int(types.argmax())
    found[f"{kind} types alike"] = float(context.types @ types)
    found[f"{kind} people, bodies or countries alike"] = float(context.types[1:4] @ types[1:4])
    found[f"{kind} type {mine}, entity {its}"] = 1.0
    if mention.kind is Kind.NOMINAL:
        found[f"body {mention.head in BODIES}, entity {its}"] = 1.0
    if mention.kind is Kind.PRONOUN:
        found[f"{mention.head}, entity {its}"] = 1.0
    return found


def new_context_features(mention: Mention, context: Context, chance: float) -> Features:
    """Return what speaks for a mention meaning somebody not met before."""
    kind = mention.kind.value
    return _chance_features(f"new {kind}", chance) | {f"new {kind} type {int(context.types.argmax())}": 1.0}


def _chance_features(name: str, chance: float) -> Features:
    return {f"{name} chance": chance, f"{name} log chance": math.log(chance + _FLOOR) + 3}
