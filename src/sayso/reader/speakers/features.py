"""What speaks for a mention meaning an entity met before, or somebody new.

Features are named numbers; `linker.py` weighs them. They follow what coreference by pairs and clusters has long used
(Soon et al., 2001; Clark and Manning, 2016), with two that quotations call for: who speaks the words that a mention
stands in, and whose turn to speak it was last.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.reader.speakers.entities import Entity, Name, Place
from sayso.reader.speakers.lexicon import BODIES
from sayso.reader.speakers.mentions import Kind, Mention
from sayso.reader.speakers.name_features import name_features
from sayso.reader.speakers.nominal_features import Features, class_of, nominal_features, shape_of

_EITHER_NUMBER = frozenset(("they", "them", "their", "we", "us", "our", "you", "it", "its"))


@dataclass(frozen=True, slots=True)
class Question:
    """A mention, and what has been read before it."""

    mention: Mention
    name: Name  # the mention's, in the forms in which names are compared
    place: Place
    recent: Sequence[Entity]  # entities by their last mention as a source, the most recent first
    outer: Mapping[int, Entity]  # the entity that each statement read so far is handed to
    fitting: Sequence[Entity]  # those of `recent` that gender, number and kind allow
    free: Sequence[Entity]  # those of them who do not speak the words that the mention stands in
    top: Entity | None  # the latest of `fitting` whose last statement stands in no other

    @classmethod
    def of(cls, mention: Mention, place: Place, recent: Sequence[Entity], outer: Mapping[int, Entity]) -> Question:
        """Put the question who a mention means."""
        fitting = [] if mention.kind is Kind.NAME else [entity for entity in recent if fits(mention, entity)]
        holders = [outer[n] for n in place.within if n in outer]
        free = [entity for entity in fitting if not any(entity is holder for holder in holders)]
        top = next((entity for entity in fitting if not entity.sources[-1].within), None)
        return cls(mention, Name.of(mention.name), place, recent, outer, fitting, free, top)


def features(asked: Question, entity: Entity) -> Features:
    """Return what speaks for a mention meaning an entity."""
    mention, place = asked.mention, asked.place
    kind = mention.kind.value
    found: Features = {kind: 1.0}
    if mention.kind is Kind.NAME:
        found |= name_features(mention, asked.name, entity)
    else:
        found |= _turn(asked, entity, kind)
    if mention.kind is Kind.NOMINAL:
        found |= nominal_features(mention, entity)
    found |= _agreement(mention, entity, kind)
    found |= _nearness(mention, place, entity, asked.recent, kind)
    found |= _speech(mention, place, entity, asked.outer, kind)
    return found


def new_features(asked: Question) -> Features:
    """Return what speaks for a mention meaning somebody not met before."""
    mention = asked.mention
    kind = mention.kind.value
    found = {f"new {kind}": 1.0, "new first": float(not asked.recent)}
    if mention.kind is Kind.NOMINAL:
        found |= _new_nominal(mention)
    if mention.kind is Kind.NAME:
        found |= _new_name(asked)
    if mention.kind is Kind.PRONOUN:
        found[f"new person {mention.person}"] = 1.0
        found["new pronoun " + mention.head] = 1.0
    return found


def _new_nominal(mention: Mention) -> Features:
    how = "definite" if mention.definite else "indefinite"
    owned = mention.words.lower().startswith(("the ", "its ", "his ", "her ", "their "))
    return {
        f"new {how}": 1.0,
        f"new {class_of(mention)} {how}": 1.0,
        "new plural": float(mention.plural),
        "new bare plural": float(mention.plural and mention.definite and not owned),
        "new with of": float(bool(mention.of)),
        "new long": float(len(mention.words.split()) > 4),
        "new document": float(mention.document),
        "new body": float(mention.head in BODIES),
    }


def _new_name(asked: Question) -> Features:
    mention, place = asked.mention, asked.place
    words = "one word" if " " not in mention.name else "several words"
    source = "source" if place.statement is not None else "elsewhere"
    role = "with role" if mention.role else "bare"
    waiting = any(not e.names and e.human and not e.plural for e in asked.recent[:4])
    return {
        f"new name, {words}, {source}, {role}": 1.0,
        f"new name, {words}, human {mention.human}": 1.0,
        f"new name, {role}, somebody unnamed {waiting}": 1.0,
        "new name in the headline": float(place.paragraph == 0),
    }


def fits(mention: Mention, entity: Entity) -> bool:
    """Tell whether gender, number and kind of a mention let it mean an entity."""
    if mention.gender and entity.gender and mention.gender != entity.gender:
        return False
    if mention.human is not None and entity.human is not None and mention.human != entity.human:
        return False
    if mention.gender and shape_of(entity) == "a body's name":
        return False
    return entity.plural is None or mention.plural == entity.plural or mention.head in _EITHER_NUMBER


def _turn(asked: Question, entity: Entity, kind: str) -> Features:
    """Whose turn to speak it is among those who fit."""
    if not fits(asked.mention, entity):
        return {f"{kind} does not fit": 1.0}
    nested = "nested" if asked.place.within else "top"
    found = {f"{kind} fits": 1.0, f"{kind} {nested} last at the top": float(asked.top is entity)}
    for name, order in (("fitting", asked.fitting), ("free fitting", asked.free)):
        rank = _rank(order, entity)
        where = "never" if rank is None else str(min(rank, 2))
        found[f"{kind} {nested} {name} source {where}"] = 1.0
        found[f"{kind} {name} source {where} of {min(3, len(order))}"] = 1.0
    return found


def _rank(order: Sequence[Entity], entity: Entity) -> int | None:
    return next((i for i, other in enumerate(order) if other is entity), None)


def _agreement(mention: Mention, entity: Entity, kind: str) -> Features:
    found: Features = {}
    if mention.gender:
        state = "open" if not entity.gender else "same" if entity.gender == mention.gender else "other"
        found[f"{kind} gender {state}"] = 1.0
    if mention.kind is Kind.PRONOUN and mention.person != 3:
        return found
    if mention.human is not None:
        state = "same" if entity.human == mention.human else "other"
        if entity.human is None:
            state = f"open, {shape_of(entity)}"
        found[f"{kind} human {mention.human} {state}"] = 1.0
    plural = "open" if entity.plural is None else "same" if entity.plural == mention.plural else "other"
    found[f"{kind} number {plural}"] = 1.0
    if mention.kind is Kind.PRONOUN and mention.plural and entity.human is False:
        found["they, a body"] = 1.0
    if mention.kind is Kind.PRONOUN and mention.head in ("it", "its") and entity.plural:
        found["it, plural"] = 1.0
    return found


def _nearness(mention: Mention, place: Place, entity: Entity, recent: Sequence[Entity], kind: str) -> Features:
    gap = place.sentence - entity.last.sentence
    rank = _rank(recent, entity)
    found = {
        f"{kind} sentences": -math.log1p(max(0, gap)),
        f"{kind} mentions": math.log1p(len(entity.mentions)),
        f"{kind} same sentence": float(gap == 0),
        f"{kind} last sentence": float(gap == 1),
        f"{kind} same paragraph": float(place.paragraph == entity.last.paragraph),
        f"{kind} last source": float(rank == 0),
        f"{kind} source before last": float(rank == 1),
        f"{kind} never a source": float(rank is None),
        f"{kind} after {entity.mentions[-1][0].kind.value}": 1.0,
        f"{kind} only in the headline": float(entity.last.paragraph == 0 and place.paragraph > 0),
    }
    if mention.kind is Kind.NOMINAL:
        what = f"{class_of(mention)} {'definite' if mention.definite else 'indefinite'}"
        found[f"{what}, last source"] = float(rank == 0)
        found[f"{what}, source before last"] = float(rank == 1)
        found[f"{what}, same sentence"] = float(gap == 0)
        found[f"{what}, last sentence"] = float(gap == 1)
    if mention.document:
        found["document, last source"] = float(rank == 0)
        found["document, never a source"] = float(rank is None)
    if mention.head == "year-old":
        found["aged, last source"] = float(rank == 0)
        found["aged, a person"] = float(entity.human is True)
        found["aged, named in the last sentence"] = float(gap <= 1)
    return found


def _speech(mention: Mention, place: Place, entity: Entity, outer: Mapping[int, Entity], kind: str) -> Features:
    """How the mention stands to the statements around it: who speaks the words it stands in."""
    speakers = [outer[number] for number in place.within if number in outer]
    innermost = speakers[0] if speakers else None
    who = "first" if mention.person == 1 else "second" if mention.person == 2 else kind
    quoted = "quoted" if place.quoted else "told"
    if innermost is None:
        return {f"{who} outside": 1.0}
    mine = entity is innermost
    found = {
        f"{who} {quoted}, its speaker": float(mine),
        f"{who} {quoted}, another": float(not mine),
        f"{who} outer speaker": float(not mine and any(entity is s for s in speakers)),
    }
    if mention.head in ("him", "them", "us", "me"):
        found["object form, its speaker"] = float(mine)
    return found
