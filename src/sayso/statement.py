"""Statements and readings: the values that leave the reader. No I/O.

The source–cue–content scheme follows Pareti (2015) and PolNeAR (Newell et al., 2018), with nesting and
speech acts added; `docs/scheme.md` explains it with examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sayso.article import Article, Span


class Act(StrEnum):
    """What a source does with its words."""

    ASSERT = "assert"  # say, report, claim, suggest, estimate, describe
    CONFIRM = "confirm"  # confirm, admit, acknowledge
    DENY = "deny"  # deny, reject, dismiss, dispute
    ACCUSE = "accuse"  # accuse, blame, allege wrongdoing
    DEMAND = "demand"  # call on, urge, order, request
    PROMISE = "promise"  # pledge, vow, offer
    THREATEN = "threaten"  # announce own harm to come
    WARN = "warn"  # point at a danger not of one's own making
    CONDEMN = "condemn"  # criticise, protest, mock
    PRAISE = "praise"  # welcome, thank, support
    ASK = "ask"  # ask, question, wonder
    DECLINE = "decline"  # decline to comment, not respond
    BELIEVE = "believe"  # think, expect, fear, know
    INTEND = "intend"  # want, hope, plan, seek


class Quote(StrEnum):
    """How much of a content stands inside quotation marks."""

    DIRECT = "direct"  # every word
    MIXED = "mixed"  # some words
    INDIRECT = "indirect"  # none


class Distance(StrEnum):
    """How an author stands off from what is handed over."""

    HEDGED = "hedged"  # alleged, reportedly, purported, so-called
    DESCRIBED = "described"  # what X describes as, calls, terms
    SCARE_QUOTES = "scare-quotes"  # a word or two of an indirect content in quotation marks
    UNNAMED = "unnamed"  # no source given, or one that is kept unnamed


class TimeType(StrEnum):
    """What a time expression names, as in TIMEX3 (ISO-TimeML)."""

    DATE = "date"  # a day, a month, a year, or a stretch of them
    TIME = "time"  # a time of day, or a part of the day
    DURATION = "duration"  # so many days or years up to, or from, the day of the article


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a point or a stretch of the calendar."""

    span: Span
    type: TimeType
    value: str | None  # EDTF (ISO 8601-2); None where the text does not tell, as without a day of publication


class SpeakerType(StrEnum):
    """What kind of speaker somebody is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    COUNTRY = "country"
    OUTLET = "outlet"
    GROUP = "group"
    UNNAMED = "unnamed"  # a person whom the text only describes


class MentionType(StrEnum):
    """What kind of thing words name."""

    PERSON = "person"
    ORGANIZATION = "organization"
    COUNTRY = "country"
    PLACE = "place"
    OUTLET = "outlet"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class EntityMention:
    """Words that name somebody or something: a source, or a name anywhere in the text."""

    span: Span
    type: MentionType  # of what the words name: in *Moscow denied it* still a place
    speaker: str | None  # id of the speaker whom they mean; None where they mean nobody who speaks


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whom an article hands statements to, or addresses them to: under a name, *she*, *the ministry*."""

    id: str  # p1, p2, ... in the order in which they first speak; behind them those who are only spoken to
    name: str  # the fullest name in the text, or the description where none is given
    type: SpeakerType
    role: str | None  # spokeswoman, foreign minister
    of: str | None  # whose: the ministry she speaks for
    mentions: tuple[Span, ...]  # where the text names them, in the order in which they were understood


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: words, a thought, a demand or a feeling that the text hands to somebody.

    Spans count characters of the article's text; a role in several pieces has several spans, in text order.
    """

    id: str  # s1, s2, ... in the order in which cues (or floating quotations) stand in the text
    source: tuple[Span, ...]  # who it is handed to; empty where the text names nobody
    cue: tuple[Span, ...]  # the words that hand it over; empty for a floating quotation
    content: tuple[Span, ...]  # what is handed over
    act: Act
    negated: bool  # the cue is negated: did not deny, refused to confirm
    quote: Quote
    within: str | None  # id of the statement in whose content this one stands
    distance: tuple[Distance, ...]  # how the author stands off from it
    confidence: float  # calibrated probability that source, cue and content are right
    speaker: str | None = None  # id of the speaker whom the source means; None where nobody is named
    addressee: str | None = None  # id of the speaker who is accused, asked, told, threatened or praised
    made: str | None = None  # when, as EDTF writes it; None where the text does not tell
    made_evidence: Span | None = None  # the time expression that tells it; None where the article's own day is meant
    claims: tuple[tuple[str, str], ...] = ()  # ids of a ledger's claims on which it takes a side, affirm or deny


@dataclass(frozen=True, slots=True)
class Reading:
    """One article and every statement found in it."""

    article: Article
    statements: tuple[Statement, ...]  # in text order
    model: str  # name and version of the weights that read it
    language: str = "en"  # that was found, as BCP 47 has it; only "en" is read, and "und" is none that could be told
    warnings: tuple[str, ...] = ()  # what a person should know about this reading
    times: tuple[TimeExpression, ...] = ()  # in text order
    speakers: tuple[Speaker, ...] = ()  # in the order in which they first speak
    mentions: tuple[EntityMention, ...] = ()  # in text order

    def words(self, spans: tuple[Span, ...]) -> str:
        """Return the article's own words at `spans`, pieces joined by an ellipsis."""
        return " … ".join(self.article.text[span.start : span.end] for span in spans)
