"""What speaks for a mention meaning an entity met before, or somebody new.

Features are named numbers; `linker.py` weighs them. They follow what coreference by pairs and clusters has long used
(Soon et al., 2001; Clark and Manning, 2016), with two that quotations call for: who speaks the words that a mention
stands in, and whose turn to speak it was last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from sayso.reader.speakers.entities import Entity, Name, Place, normal
from sayso.reader.speakers.lexicon import BODIES, COMPANIES, DOCUMENTS, OUTLETS, STATES
from sayso.reader.speakers.mentions import Kind, Mention

Features = dict[str, float]
_WORDS = re.compile(r"[^\W\d_][\w’'-]*")


def features(
    mention: Mention,
    name: Name,
    place: Place,
    entity: Entity,
    recent: Sequence[Entity],
    outer: Mapping[int, Entity],
) -> Features:
    """Return what speaks for a mention and an entity being the same.

    Args:
        name: the mention's, in the forms in which names are compared.
        recent: entities by their last mention as a source, the most recent first.
        outer: the entity that each statement read so far is handed to.
    """
    kind = mention.kind.value
    found: Features = {f"{kind}": 1.0}
    if mention.kind is Kind.NAME:
        found |= _name_features(mention, name, entity)
    if mention.kind is Kind.NOMINAL:
        found |= _nominal_features(mention, entity)
    found |= _agreement(mention, entity, kind)
    found |= _nearness(mention, place, entity, recent, kind)
    found |= _speech(mention, place, entity, outer, kind)
    return found


def new_features(mention: Mention, place: Place, recent: Sequence[Entity]) -> Features:
    """Return what speaks for a mention meaning somebody not met before."""
    kind = mention.kind.value
    found = {f"new {kind}": 1.0}
    if mention.kind is Kind.NOMINAL:
        found["new definite" if mention.definite else "new indefinite"] = 1.0
        found[f"new {_class(mention)} {'definite' if mention.definite else 'indefinite'}"] = 1.0
        found["new plural"] = float(mention.plural)
        found["new bare plural"] = float(
            mention.plural
            and mention.definite
            and not mention.words.lower().startswith(("the ", "its ", "his ", "her ", "their "))
        )
        found["new with of"] = float(bool(mention.of))
        found["new long"] = float(len(mention.words.split()) > 4)
        found["new document"] = float(mention.document)
        found["new body"] = float(mention.head in BODIES)
    if mention.kind is Kind.PRONOUN:
        found[f"new person {mention.person}"] = 1.0
        found["new pronoun " + mention.head] = 1.0
    found["new first"] = float(not recent)
    return found


def may_mean(name: Name, entity: Entity) -> bool:
    """Tell whether a name may mean an entity at all: one without a name, or with one that is like it."""
    if not entity.names or name.whole in entity.names or name.whole in entity.ofs:
        return True
    return any(name.shares_words_with(other) or name.shortens(other) for other in entity.names.values())


def _name_features(mention: Mention, name: Name, entity: Entity) -> Features:
    found: Features = {}
    if name.whole in entity.names:
        found["same name"] = 1.0
    best = 0.0
    words = set(name.words)
    for other in entity.names.values():
        best = max(best, len(words.intersection(other.words)) / max(1, min(len(words), len(set(other.words)))))
        if other.whole == name.whole:
            continue
        if words and name.words[-1:] == other.words[-1:] and "same name" not in found:
            found["same last word"] = 1.0
        if words < set(other.words) or set(other.words) < words:
            found["one name in the other"] = 1.0
        if name.shortens(other):
            found["acronym"] = 1.0
    found["name overlap"] = best
    if not entity.names:
        found |= _first_name_features(mention, entity)
    if name.whole in entity.ofs:
        found["named as owner"] = 1.0
    return found


def _first_name_features(mention: Mention, entity: Entity) -> Features:
    """Whether an entity that was only described so far is the one now named."""
    role = set(mention.role.lower().split()) - {"the", "of", "former"}
    return {
        "named for the first time": 1.0,
        "its role met": len(role & entity.heads) / max(1, len(role)),
        "its whole role met": float(bool(role) and role <= entity.heads),
        "its last role word met": float(bool(mention.role) and mention.role.lower().split()[-1] in entity.heads),
        "its of met": float(bool(mention.of) and normal(mention.of) in entity.ofs),
    }


def _nominal_features(mention: Mention, entity: Entity) -> Features:
    heads = entity.heads
    role = set(re.findall(r"[^\W\d_][\w’'-]*", mention.role.lower()))
    found: Features = {}
    of = normal(mention.of) if mention.of else ""
    same = mention.head in heads
    definite = "definite" if mention.definite else "indefinite"
    if same:
        found[f"same head, {definite}"] = 1.0
    if role and role <= heads:
        found["whole role met"] = 1.0
    if of:
        found["same of"] = float(of in entity.ofs)
        found["other of"] = float(bool(entity.ofs) and of not in entity.ofs)
        found["of is its name"] = float(of in entity.names)
        if same and of in entity.ofs:
            found["same head and of"] = 1.0
    if any(normal(mention.words) == normal(other.words) for other, _ in entity.mentions):
        found["same words"] = 1.0
    named_by = any(mention.head in name.split() for name in entity.names)
    found["head in its name"] = float(named_by)
    if named_by:
        found[f"head in its name, {definite}"] = 1.0
    if mention.head in BODIES and not same and not named_by:
        known = {h for h in heads if h in BODIES} | {w for n in entity.names for w in n.split() if w in BODIES}
        found["body of another kind"] = float(bool(known))
        found["body, kind open"] = float(not known and entity.human is not True)
    what = _class(mention)
    found[f"{what} {definite}, {_shape(entity)}, human {entity.human}"] = 1.0
    found[f"{what} {definite}, any"] = 1.0
    if mention.head in OUTLETS:
        found["outlet, entity outlet"] = float(bool(heads & OUTLETS))
    if mention.role and not same and entity.human is True and any(h for h in heads):
        found["person, other role"] = float(bool(entity.heads) and mention.definite)
    if mention.document:
        found["document, author"] = float(bool(heads & DOCUMENTS))
    return found


def _class(mention: Mention) -> str:
    """What kind of speaker a common noun names."""
    if mention.document:
        return "document"
    if mention.head == "year-old":
        return "aged"
    for name, words in (("company", COMPANIES), ("state", STATES), ("outlet", OUTLETS), ("body", BODIES)):
        if mention.head in words and not mention.role:
            return name
    if mention.role:
        return "people" if mention.plural else "person"
    return "things" if mention.plural else "thing"


def _agreement(mention: Mention, entity: Entity, kind: str) -> Features:
    found: Features = {}
    if mention.gender:
        found[
            f"{kind} gender "
            + ("open" if not entity.gender else "same" if entity.gender == mention.gender else "other")
        ] = 1.0
    if mention.kind is Kind.PRONOUN and mention.person != 3:
        return found
    if mention.human is not None:
        state = (
            f"open, {_shape(entity)}" if entity.human is None else "same" if entity.human == mention.human else "other"
        )
        found[f"{kind} human {mention.human} {state}"] = 1.0
    plural = "open" if entity.plural is None else "same" if entity.plural == mention.plural else "other"
    found[f"{kind} number {plural}"] = 1.0
    if mention.kind is Kind.PRONOUN and mention.plural and entity.human is False:
        found["they, a body"] = 1.0
    if mention.kind is Kind.PRONOUN and mention.head in ("it", "its") and entity.plural:
        found["it, plural"] = 1.0
    return found


def _shape(entity: Entity) -> str:
    """What a name alone tells of whether it is a person's."""
    words = max((name.split() for name in entity.names), key=len, default=[])
    if not words:
        return "no name"
    if any(w in BODIES for w in words) or "and" in words:
        return "a body's name"
    return "one word" if len(words) == 1 else "several words"


def _nearness(mention: Mention, place: Place, entity: Entity, recent: Sequence[Entity], kind: str) -> Features:
    gap = place.sentence - entity.last.sentence
    found = {
        f"{kind} sentences": -math.log1p(max(0, gap)),
        f"{kind} mentions": math.log1p(len(entity.mentions)),
        f"{kind} same sentence": float(gap == 0),
        f"{kind} last sentence": float(gap == 1),
        f"{kind} same paragraph": float(place.paragraph == entity.last.paragraph),
    }
    rank = next((i for i, other in enumerate(recent) if other is entity), None)
    found[f"{kind} last source"] = float(rank == 0)
    found[f"{kind} source before last"] = float(rank == 1)
    found[f"{kind} never a source"] = float(rank is None)
    if mention.kind is Kind.NOMINAL:
        what = f"{_class(mention)} {'definite' if mention.definite else 'indefinite'}"
        found[f"{what}, last source"] = float(rank == 0)
        found[f"{what}, source before last"] = float(rank == 1)
        found[f"{what}, same sentence"] = float(gap == 0)
        found[f"{what}, last sentence"] = float(gap == 1)
    named = entity.mentions[-1][0].kind
    found[f"{kind} after {named.value}"] = 1.0
    found[f"{kind} only in the headline"] = float(entity.last.paragraph == 0 and place.paragraph > 0)
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
    found: Features = {}
    if innermost is not None:
        found[f"{who} {quoted}, its speaker"] = float(entity is innermost)
        found[f"{who} {quoted}, another"] = float(entity is not innermost)
        if mention.head in ("him", "them", "us", "me"):
            found["object form, its speaker"] = float(entity is innermost)
        found[f"{who} outer speaker"] = float(entity is not innermost and any(entity is s for s in speakers))
    else:
        found[f"{who} outside"] = 1.0
    return found
