"""What the API answers: the ledger's values as JSON, described one by one. Numbers (`id`) are the ledger's and stay.

They are made of the ledger's own values, attribute by attribute, so that what these gain inside does not leak out.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sayso.ledger.disputes import Side
from sayso.ledger.versions import Kind
from sayso.statement import Act, Distance, Quote, SpeakerType

T = TypeVar("T")
_SURROGATE = re.compile("[\ud800-\udfff]")


def _whole(value: Any) -> Any:
    """Put U+FFFD for half a character, for which UTF-8 has no bytes; offsets hold."""
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


Words = Annotated[str, BeforeValidator(_whole)]
"""Words of an article, or of whoever corrected it."""
Range = Annotated[tuple[int, int], Field(description="first character and the one behind the last, in code points")]


class Told(BaseModel):
    """What all answers have in common."""

    model_config = ConfigDict(from_attributes=True)


class Page(BaseModel, Generic[T]):
    """Some of what was found."""

    items: list[T]
    more: bool = Field(description="there are further ones behind these")
    next: str | None = Field(description="the address that answers with them")


class Article(Told):
    """An article, without its text."""

    id: int
    title: Words | None
    outlet: Words | None
    published: str | None = Field(description="YYYY-MM-DD")
    url: Words | None
    author: Words | None
    modified: str | None = Field(description="YYYY-MM-DD")
    language: Words = Field(description="BCP 47, as found")
    credit: Words | None = Field(description="the wire service that the text credits")
    correction: Words | None = Field(description="the printed note on what an earlier version had wrong")
    words: int
    version: int
    latest: bool = Field(description="no later version is known")
    added_at: str = Field(description="UTC")
    model: Words = Field(description="name and version of the weights that read it")
    origin_id: int | None = Field(description="the article that it reprints")
    shared: float | None = Field(description="share of its words in common with that one")


class WholeArticle(Told):
    """An article with its text."""

    article: Article
    text: Words
    warnings: list[Words] = Field(description="what a person should know about its reading")
    versions: list[int] = Field(description="the numbers of all its versions, the first one first")


class Statement(Told):
    """One attributed statement, with what is needed to show it."""

    id: int
    label: str = Field(description="s1, s2, … in its article")
    speaker: Words | None
    speaker_id: int | None
    source: Words | None = Field(description="who it is handed to, in the article's words")
    cue: Words | None = Field(description="the words that hand it over")
    content: Words
    act: Act
    negated: bool
    addressee: Words | None
    made: str | None = Field(description="when, in EDTF")
    confidence: float
    article: int
    outlet: Words | None
    published: str | None = Field(description="YYYY-MM-DD")
    title: Words | None
    url: Words | None


class Placed(Told):
    """A statement with where its words stand in its article's text."""

    entry: Statement
    source: list[Range]
    cue: list[Range]
    content: list[Range]
    quote: Quote
    distance: list[Distance]
    within: int | None = Field(description="the number of the statement in whose content this one stands")
    status: str = Field(description="read, added or rejected")
    claim: int | None
    side: Side | None


class Correction(Told):
    """One value that a person put in the place of another."""

    id: int
    statement: int | None
    speaker: int | None
    field: str
    old: Any = Field(description="what was there before")
    new: Any
    author: Words
    at: str = Field(description="UTC")
    note: Words | None


class OnClaim(Told):
    """A claim that a statement is on, and its side."""

    claim: int
    side: Side


class Shown(Told):
    """One statement where it stands."""

    entry: Statement
    before: Words = Field(description="what stands before it in its paragraphs")
    words: Words = Field(description="the stretch from its first to its last word")
    after: Words
    within: list[Statement] = Field(description="those that it stands within, the innermost first")
    inner: list[Statement] = Field(description="those directly within it")
    corrections: list[Correction]
    claims: list[OnClaim]


class Speaker(Told):
    """Somebody who speaks in a ledger's articles."""

    id: int
    name: Words
    type: SpeakerType
    role: Words | None
    affiliation: Words | None
    country: Words | None
    aliases: list[Words] = Field(description="every name that articles use, the most used first")
    statements: int = Field(description="handed to them")


class Role(Told):
    """What a speaker was called in articles of some time."""

    role: Words | None
    affiliation: Words | None
    first: str | None = Field(description="YYYY-MM-DD of the earliest article")
    last: str | None
    articles: int


class Towards(BaseModel):
    """What a speaker did towards another with words, and how often."""

    act: Act
    name: Words
    times: int


class Profile(BaseModel):
    """Who somebody is, what they did with words, and to whom."""

    speaker: Speaker
    roles: list[Role] = Field(description="the earliest first")
    acts: dict[Act, int] = Field(description="statements of each act, the most first")
    towards: list[Towards]
    said: list[Statement] = Field(description="the latest first")
    heard: list[Statement] = Field(description="addressed to them, the latest first")


class Doubt(Told):
    """Two speakers who may be one."""

    speaker: Speaker
    other: Speaker
    reason: Words


class Relay(Told):
    """Somebody who says something, or passes on that another says it."""

    key: Words
    name: Words
    outlet: bool
    named: bool = Field(description="by a proper name, rather than by a description")
    denies: bool = Field(description="they tell of it only to deny it")


class Voice(Told):
    """A statement on a claim."""

    entry: Statement
    side: Side
    confidence: float
    day: str | None = Field(description="YYYY-MM-DD")
    chain: list[Relay] = Field(description="on whose word: the source first, the outlet last")


class Turn(Told):
    """A speaker who was on one side and is on the other."""

    speaker: Words
    before: Side
    after: Side
    day: str | None


class Claim(Told):
    """What several statements affirm or deny."""

    id: int
    sentence: Words = Field(description="the clearest content that affirms it, in its own words")
    worded: Words = Field(description="the same, with names and days in brackets that it only points to")
    sentence_of: int = Field(description="the statement whose words these are")
    voices: list[Voice] = Field(description="the earliest first")
    articles: int
    affirmed_by: int = Field(description="independent sources, reprints counted once")
    denied_by: int
    first_said: str | None
    first_denied: str | None
    confirmed: str | None = Field(description="the day on which somebody confirmed it after it was denied")
    turns: list[Turn]


class Node(Told):
    """Somebody in a trace, with those who say it on their word."""

    relay: Relay
    first: str | None = Field(description="the first day on which they are known to have said it")
    statements: list[int] = Field(description="in which they are the source")
    passed_on: list[Node] = Field(description="the earliest first")
    again: bool = Field(description="they stand in the tree already, with those behind them")


class Trace(Told):
    """On whose word a claim is affirmed, and on whose it is denied."""

    claim: Claim
    affirmed: list[Node]
    denied: list[Node]


class Difference(Told):
    """Where two printings of a quotation differ; either side may be empty."""

    one: Words
    other: Words


class Printed(Told):
    """A quotation as one article prints it."""

    entry: Statement
    words: Words


class Repeated(Told):
    """The same quotation in two articles, the earlier one first."""

    one: Printed
    other: Printed
    alike: float = Field(description="share of words in common, 0 to 1")
    differences: list[Difference]


class Headline(Told):
    """An article in short."""

    id: int
    title: Words | None
    outlet: Words | None
    published: str | None
    url: Words | None


class Changed(Told):
    """What a later version of an article changed of one statement."""

    article: Headline
    version: int
    kind: Kind
    earlier: Statement | None
    later: Statement | None


class Reprint(BaseModel):
    """An article that goes back to another."""

    article: Headline
    shared: float = Field(description="share of text in common")


class Group(BaseModel):
    """An article and what goes back to it."""

    origin: Headline
    reprints: list[Reprint]


class Count(BaseModel):
    """How many statements have something in common."""

    value: Words
    count: int


class Facets(BaseModel):
    """What statements have in common, the most first."""

    acts: list[Count]
    speakers: list[Count]
    outlets: list[Count]
    counted: int = Field(description="statements, those added last where there are many")
    all: bool = Field(description="there are no more than were counted")


class Tie(Told):
    """How often one speaker did something to another with words."""

    speaker: Speaker = Field(description="the one at the other end")
    act: Act
    negated: bool
    times: int
    outgoing: bool = Field(description="from the speaker who was asked about")


class Deed(Told):
    """Something that a person did to a ledger."""

    kind: str = Field(description="statement or speaker: a correction; claim: rulings; speakers: a decision")
    ids: list[int] = Field(description="of the correction, the rulings or the decision")
    about: int | None = Field(description="number of the statement or of the speaker")
    others: list[int] = Field(description="the statements that it was related to, or the other speaker")
    field: str
    old: Any = Field(description="what was there before")
    new: Any
    author: Words
    at: str = Field(description="UTC")
    note: Words | None
    stands: bool = Field(description="nothing was put in its place since, so that it can be taken back")


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = Field(None, description="of a request that is not understood: where and why")
