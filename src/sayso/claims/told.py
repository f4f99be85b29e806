"""Statements as the relater sees them: a statement's own words, what stands around it, and who says it how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tokenizers import Tokenizer

from sayso.article import Span
from sayso.claims.passages import Passage, passage_of
from sayso.statement import Act, Quote, SpeakerType

SHORT = 6
"""Pieces below which a content hardly says what it is about: *that*, *the allegation*, *it never happened*."""
_WORD = re.compile(r"[^\W\d_][\w'’-]+|\d[\d.,]*")
_CAPITAL = re.compile(r"(?<![.!?“\"‘'] )(?<!^)\b[^\W\d_a-zß-öø-ÿ][\w'’-]+")
_AROUND = 3000  # characters of a paragraph that are looked at
_COMMON = frozenset(
    """
    the of and to in a that is for on with was as by it he at from be are has have an not his were they which but had
    their who this will or after we been she her would i about more when its you than up one there out said mr ms mrs
    him them no so if into over our us
    """.split()
)


@dataclass(frozen=True, slots=True)
class Who:
    """A speaker, as far as it bears on what they say."""

    name: str
    unnamed: bool
    body: str | None  # whom they speak for or belong to, by name

    @property
    def called(self) -> str:
        """The last word of the name, by which others mention them."""
        return (words_of(self.name) or [""])[-1]


@dataclass(frozen=True, slots=True)
class Roles:
    """Where a statement stands in its article."""

    source: Sequence[Span]
    cue: Sequence[Span]
    content: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a statement apart from its words."""

    number: int  # in the ledger
    article: int
    order: int  # among the statements of its article
    act: Act
    negated: bool
    quote: Quote
    within: int | None = None  # number of the statement it stands in
    speaker: int | None = None
    addressee: int | None = None
    who: Who | None = None
    whom: Who | None = None
    made: str | None = None  # EDTF


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A statement as the relater sees it."""

    facts: Facts
    passage: Passage
    words: frozenset[str]  # of its content, but for the commonest
    around: frozenset[str]  # of its paragraphs, likewise
    names: frozenset[str]  # capitalised words of its content
    paragraph: int  # number in the article
    place: float  # in the article, 0 to 1


def told(text: str, roles: Roles, facts: Facts, tokenizer: Tokenizer) -> Told:
    """Return a statement as the relater sees it.

    Args:
        text: of the article.
    """
    content = " ".join(text[span.start : span.end] for span in roles.content)
    spans = [*roles.source, *roles.cue, *roles.content]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    around = text[start : min(len(text) if end < 0 else end, start + _AROUND)]
    return Told(
        facts=facts,
        passage=passage_of(text, roles.source, roles.cue, roles.content, tokenizer),
        words=_telling(content),
        around=_telling(around),
        names=frozenset(match.group().lower() for match in _CAPITAL.finditer(content)) - _COMMON,
        paragraph=sum(1 for line in text[:start].split("\n") if line.strip()),
        place=first / len(text),
    )


def who(name: str, type: SpeakerType | str, body: str | None) -> Who:
    """Return a speaker as the relater sees it."""
    return Who(name, SpeakerType(type) is SpeakerType.UNNAMED, body.lower() if body else None)


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, in lower case."""
    return [word.group().lower().strip("'’") for word in _WORD.finditer(text)]


@lru_cache(maxsize=64)  # a paragraph holds several statements
def _telling(text: str) -> frozenset[str]:
    return frozenset(words_of(text)) - _COMMON
