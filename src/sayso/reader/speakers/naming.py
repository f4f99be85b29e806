"""How a speaker is shown to people: name, kind, role and affiliation, as the text gives them."""

from __future__ import annotations

from sayso.reader.speakers.entities import Entity
from sayso.reader.speakers.lexicon import BODIES, HONORIFIC_ONLY, OUTLETS
from sayso.reader.speakers.mentions import Kind, Mention
from sayso.statement import SpeakerType


def name_of(entity: Entity) -> str:
    """Return the fullest name in the text, or the fullest description where none is named."""
    names = [m.name for m, _ in entity.mentions if m.kind is Kind.NAME]
    if names:
        return max(names, key=lambda name: (len(name.split()), -names.index(name)))
    described = [_described(m) for m, _ in entity.mentions if m.kind is Kind.NOMINAL]
    return max(described, key=len) if described else entity.mentions[0][0].words


def _described(mention: Mention) -> str:
    """Return a description; for a document, whoever it is by, where the words name them."""
    return mention.of if mention.document and mention.of else mention.words


def role_of(entity: Entity) -> str | None:
    """Return the fullest role of somebody with a name, without a mere "Mr" or "Dr"."""
    roles = [m.role for m, _ in entity.mentions if m.role and m.role.lower().rstrip(".") not in HONORIFIC_ONLY]
    return max(roles, key=len) if roles and entity.names else None


def affiliation_of(entity: Entity) -> str | None:
    """Return the first affiliation given with a role."""
    return next((m.of for m, _ in entity.mentions if m.role and m.of), None)


def type_of(entity: Entity) -> SpeakerType:
    """Return what kind of speaker it is, as far as its words tell."""
    words = {word for name in entity.names for word in name.split()} | entity.heads
    if any(m.head == "group" and m.kind is Kind.NAME for m, _ in entity.mentions):
        return SpeakerType.GROUP
    if not entity.names and (entity.human or entity.plural):
        return SpeakerType.GROUP if entity.plural and not entity.gender else SpeakerType.UNNAMED
    if entity.human:
        return SpeakerType.PERSON
    if words & OUTLETS:
        return SpeakerType.OUTLET
    if words & BODIES or entity.human is False:
        return SpeakerType.ORGANIZATION
    if not entity.names:
        return SpeakerType.UNNAMED
    return SpeakerType.PERSON if any(" " in name for name in entity.names) else SpeakerType.ORGANIZATION
