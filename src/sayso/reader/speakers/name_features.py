"""What the words of a name say of whether it means an entity."""

from __future__ import annotations

from sayso.reader.speakers.entities import Entity, Name, normal
from sayso.reader.speakers.mentions import Kind, Mention
from sayso.reader.speakers.nominal_features import Features, class_of


def name_features(mention: Mention, name: Name, entity: Entity) -> Features:
    """Return what the words of a name say for its meaning an entity."""
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
        found |= _first_name(mention, entity)
    if name.whole in entity.ofs:
        found["named as owner"] = 1.0
    return found


def _first_name(mention: Mention, entity: Entity) -> Features:
    """Whether an entity that was only described so far is the one now named."""
    role = set(mention.role.lower().split()) - {"the", "of", "former"}
    bare = "bare" if not mention.role else "with role"
    described = next((m for m, _ in entity.mentions if m.kind is Kind.NOMINAL), None)
    what = class_of(described) if described else "pronoun only"
    words = "one word" if " " not in mention.name else "several words"
    return {
        f"named first, {bare}, {what}": 1.0,
        f"named first, {words}, {what}": 1.0,
        f"named first, {bare}, {what}, {'definite' if described and described.definite else 'indefinite'}": 1.0,
        f"named first, human {mention.human}, {what}": 1.0,
        "named for the first time": 1.0,
        "its role met": len(role & entity.heads) / max(1, len(role)),
        "its whole role met": float(bool(role) and role <= entity.heads),
        "its last role word met": float(bool(mention.role) and mention.role.lower().split()[-1] in entity.heads),
        "its of met": float(bool(mention.of) and normal(mention.of) in entity.ofs),
    }
