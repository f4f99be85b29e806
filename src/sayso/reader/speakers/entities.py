"""Somebody met in an article, as far as it has been read: what has been said of them, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sayso.reader.speakers.mentions import Kind, Mention

_WORDS = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands."""

    sentence: int
    paragraph: int
    quoted: bool = False  # inside quotation marks
    statement: int | None = None  # of whose source it is
    within: tuple[int, ...] = ()  # statements in whose content it stands, the innermost first


@dataclass(slots=True)
class Entity:
    """What is known so far of one speaker."""

    mentions: list[tuple[Mention, Place]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # in lower case
    heads: set[str] = field(default_factory=set)
    ofs: set[str] = field(default_factory=set)
    gender: str = ""
    plural: bool | None = None
    human: bool | None = None

    def add(self, mention: Mention, place: Place) -> None:
        """Take in one more mention."""
        self.mentions.append((mention, place))
        if mention.name:
            self.names.add(normal(mention.name))
        if mention.kind is not Kind.PRONOUN:
            self.heads.update(_WORDS.findall(mention.role.lower()) or [mention.head])
            self.heads.add(mention.head)
            if mention.of:
                self.ofs.add(normal(mention.of))
        self.gender = self.gender or mention.gender
        if mention.human is not None and (self.human is None or mention.kind is Kind.NAME):
            self.human = mention.human
        if mention.kind is not Kind.PRONOUN or self.plural is None:
            self.plural = mention.plural

    @property
    def last(self) -> Place:
        """Return where it was mentioned last."""
        return self.mentions[-1][1]

    @property
    def sources(self) -> list[Place]:
        """Return where it was the source of a statement."""
        return [place for _, place in self.mentions if place.statement is not None]


def normal(name: str) -> str:
    """Return a name as it is compared: lower case, straight marks, no article."""
    name = name.lower().replace("’", "'").replace("‑", "-")
    return re.sub(r"^(?:the|a|an)\s+|'s$", "", name).strip()
