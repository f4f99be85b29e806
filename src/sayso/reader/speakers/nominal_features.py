"""What the words of a description say of whether it means an entity, and what kind of speaker it names."""

from __future__ import annotations

import re

from sayso.reader.speakers.entities import Entity, normal
from sayso.reader.speakers.lexicon import BODIES, COMPANIES, DOCUMENTS, OUTLETS, STATES
from sayso.reader.speakers.mentions import Mention

Features = dict[str, float]


def nominal_features(mention: Mention, entity: Entity) -> Features:
    """Return what the words of a description say for its meaning an entity."""
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
    what = class_of(mention)
    found[f"{what} {definite}, {shape_of(entity)}, human {entity.human}"] = 1.0
    found[f"{what} {definite}, any"] = 1.0
    if mention.head in OUTLETS:
        found["outlet, entity outlet"] = float(bool(heads & OUTLETS))
    if mention.role and not same and entity.human is True and any(h for h in heads):
        found["person, other role"] = float(bool(entity.heads) and mention.definite)
    if mention.document:
        found["document, author"] = float(bool(heads & DOCUMENTS))
    return found


def class_of(mention: Mention) -> str:
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


def shape_of(entity: Entity) -> str:
    """What a name alone tells of whether it is a person's."""
    words = max((name.split() for name in entity.names), key=len, default=[])
    if not words:
        return "no name"
    if any(w in BODIES for w in words) or "and" in words:
        return "a body's name"
    return "one word" if len(words) == 1 else "several words"
