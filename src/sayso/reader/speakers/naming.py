"""How a speaker is shown to people: name, kind, role and affiliation, as the text gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sayso.reader.speakers.countries import Countries
from sayso.reader.speakers.entities import Entity, normal
from sayso.reader.speakers.lexicon import BODIES, HONORIFIC_ONLY, OUTLETS
from sayso.reader.speakers.mentions import Kind, Mention
from sayso.reader.speakers.names import Names
from sayso.reader.speakers.places import Stand, country_of, stands_for
from sayso.statement import MentionType, SpeakerType

_DEEPEST = 3  # owners of owners that are named
_OWNER = re.compile(r"^(?:its|his|her|their|our|my|your|whose)\s+(?:own\s+)?", re.IGNORECASE)
_BARE = re.compile(r"^(?:(?:the|a|an|this)\s+)?([\w-]+)$", re.IGNORECASE)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_GOVERNMENT = re.compile(rf"(?:[Tt]he\s+)?(?:({_NAME}(?: {_NAME})?)(?:[’']s)?\s+)?(?:[Gg]overnment|[Mm]inisters)")
_OPENING = re.compile(r"^(?:The|A|An|Its|His|Her|Their|Our|This)\s+")
_PERSON = 1 + list(MentionType).index(MentionType.PERSON)  # see `contexts.Context.types`


@dataclass(frozen=True, slots=True)
class Called:
    """What a speaker is called."""

    name: str
    proper: bool  # a name, by which the same speaker is known wherever it stands; else a description
    stand: Stand | None = None  # the government, institution or outlet that the name is known to stand for


class Naming:
    """Names the entities of an article.

    Args:
        text: the article's.
        names: the article's.
        owners: whom the "its" or "her" at the head of a description means, by the number of the entity described.
    """

    def __init__(self, text: str, names: Names, owners: Mapping[int, Entity]) -> None:
        self._text = text
        self._names = names
        self._owners = owners
        self._fuller: dict[str, str] = {}

    def called(self, entity: Entity, depth: int = 0) -> Called:
        """Return the fullest name in the text, or the fullest description where none is named."""
        names = [m.name for m, _ in entity.mentions if m.kind is Kind.NAME]
        if names:
            return self._named(entity, max(names, key=lambda name: (len(name.split()), -names.index(name))))
        described = [m for m, _ in entity.mentions if m.kind is Kind.NOMINAL]
        if not described:
            return Called(entity.mentions[0][0].words, proper=False)
        authors = [m.of for m in described if m.document and m.of]
        if authors:
            return Called(authors[0], proper=True, stand=stands_for(authors[0]))
        best = max(described, key=lambda m: (not m.document, bool(m.of), len(m.words)))
        return self._described(entity, best, depth)

    def _named(self, entity: Entity, name: str) -> Called:
        """Return a name; for a country or its capital, the government that it stands for when it speaks."""
        person = entity.human or (entity.types is not None and int(entity.types.argmax()) == _PERSON)
        stand = None if person else stands_for(name)
        if stand is None and not entity.human and " " not in name and self._countries.named(name) == name:
            return Called(f"Government of {name}", proper=True)
        return Called(stand.name if stand and stand.kind == "government" else name, proper=True, stand=stand)

    def _described(self, entity: Entity, mention: Mention, depth: int) -> Called:
        """Return a description, with its owner's name for "its" or "her", or as the text has it at greater length."""
        words = re.sub(r"(?:[’']s|(?<=s)[’'])$", "", mention.words)
        owner = self._owners.get(entity.number)
        if owner is not None and depth < _DEEPEST and _OWNER.match(words):
            whose = self.called(owner, depth + 1).name
            return Called(f"{whose}’{'' if whose.endswith('s') else 's'} {_OWNER.sub('', words)}", proper=False)
        if government := self._government(words):
            return Called(f"Government of {government}", proper=True, stand=stands_for(government))
        bare = _BARE.match(words)
        fuller = self._at_length(bare[1].lower()) if bare and not mention.of and mention.head in BODIES else ""
        return Called(fuller or words, proper=bool(fuller))

    def _government(self, words: str) -> str | None:
        """Return the country whose government a description means, None for any other description."""
        match = _GOVERNMENT.fullmatch(words)
        if match is None:
            return None
        if match[1]:
            stand = stands_for(match[1])
            known = stand.of if stand and stand.kind == "government" else country_of(match[1])
            country = known or self._countries.named(match[1])
        else:
            country = self._countries.main
        return _with_article(country) if country else None

    def _at_length(self, head: str) -> str:
        """Return how the text names the one body of a kind: "the board" is the *Harbour Board*, where no other is."""
        if head not in self._fuller:
            name = rf"(?:{_NAME}\s+)*{head.capitalize()}(?:\s+(?:of|for)\s+(?:the\s+)?{_NAME}(?:\s+{_NAME})*)?"
            owned = rf"{_NAME}(?:[’']s)?\s+(?:[a-z-]+\s+){{0,2}}{head}"
            found = {}
            for match in re.finditer(rf"(?<![\w’'-])(?:{name}|{owned})\b", self._text):
                words = _OPENING.sub("", match[0])
                if " " in words and words[0].isupper():
                    found[normal(words)] = words
            self._fuller[head] = next(iter(found.values())) if len(found) == 1 else ""
        return self._fuller[head]

    @cached_property
    def _countries(self) -> Countries:
        return Countries(self._text, self._names)


def _with_article(country: str) -> str:
    stand = stands_for(country)
    return stand.name.removeprefix("Government of ") if stand and stand.kind == "government" else country


def role_of(entity: Entity) -> str | None:
    """Return the fullest role of somebody with a name, without a mere "Mr" or "Dr"."""
    roles = [m.role for m, _ in entity.mentions if m.role and m.role.lower().rstrip(".") not in HONORIFIC_ONLY]
    return max(roles, key=len) if roles and entity.names else None


def affiliation_of(entity: Entity) -> str | None:
    """Return the first affiliation given with a role."""
    return next((m.of for m, _ in entity.mentions if m.role and m.of), None)


def type_of(entity: Entity, called: Called) -> SpeakerType:
    """Return what kind of speaker it is, as far as its words tell."""
    if called.stand is not None:
        return SpeakerType.OUTLET if called.stand.kind == "outlet" else SpeakerType.ORGANIZATION
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
