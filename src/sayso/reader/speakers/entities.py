"""Somebody met in an article, as far as it has been read: what has been said of them, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sayso.reader.model import Floats
from sayso.reader.speakers.mentions import Kind, Mention

_WORDS = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL = frozenset("the of and for in de van der al government".split())
_SKIPPED_BY_ACRONYMS = frozenset("the of and for in on a".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the forms in which it is compared."""

    whole: str  # see `normal`
    words: tuple[str, ...]  # those that tell it from others
    initials: str  # of its words, "" for a single word
    letters: str  # what it may be the acronym with, "" if it is too long to be one

    @classmethod
    def of(cls, name: str) -> Name:
        """Return a name as written in its forms."""
        whole = normal(name)
        initials = [w[0] for w in re.findall(r"\w+", whole) if w not in _SKIPPED_BY_ACRONYMS]
        letters = whole.replace(".", "")
        return cls(
            whole,
            tuple(word for word in re.findall(r"\w[\w'-]*", whole) if word not in _SMALL),
            "".join(initials) if len(initials) > 1 else "",
            letters if 1 < len(letters) < 8 and " " not in letters else "",
        )

    def shares_words_with(self, other: Name) -> bool:
        """Tell whether both have a telling word in common."""
        return any(word in other.words for word in self.words)

    def shortens(self, other: Name) -> bool:
        """Tell whether one is the acronym of the other."""
        return bool(
            (self.letters and self.letters == other.initials) or (other.letters and other.letters == self.initials)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands."""

    sentence: int
    paragraph: int
    quoted: bool = False  # inside quotation marks
    statement: int | None = None  # of whose source it is
    within: tuple[int, ...] = ()  # statements in whose content it stands, the innermost first


@dataclass(slots=True, eq=False)
class Entity:
    """What is known so far of one speaker."""

    number: int = 0  # the entities of an article are counted as they are met
    mentions: list[tuple[Mention, Place]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # of its mentions among those of the article, as they were settled
    names: dict[str, Name] = field(default_factory=dict)  # by `Name.whole`
    heads: set[str] = field(default_factory=set)
    ofs: set[str] = field(default_factory=set)
    gender: str = ""
    plural: bool | None = None
    human: bool | None = None
    types: Floats | None = None  # summed chances of what its mentions are; see `contexts.Context`

    def add(self, mention: Mention, place: Place, types: Floats | None = None) -> None:
        """Take in one more mention."""
        if types is not None:
            self.types = types if self.types is None else self.types + types
        self.mentions.append((mention, place))
        if mention.name:
            name = Name.of(mention.name)
            self.names.setdefault(name.whole, name)
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
