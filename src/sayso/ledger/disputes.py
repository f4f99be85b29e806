"""Claims as a ledger tells them: what is said, who affirms and who denies it, since when, and on whose word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.article import Span
from sayso.claims.tracing import Chain, Node, Relay, origins, trace
from sayso.claims.wording import worded
from sayso.dates import in_words
from sayso.ledger.answers import ENTRY, Entry, entry
from sayso.ledger.finding import Filters, conditions
from sayso.ledger.people import has_name
from sayso.ledger.rows import spans_of, text_of
from sayso.ledger.schema import articles, sides, speakers, statements, times
from sayso.reader.speakers.entities import normal
from sayso.reader.speakers.lexicon import PRONOUNS
from sayso.statement import Act, Quote, SpeakerType

_A, _S, _D = articles.c, statements.c, sides.c
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_CLEAR = range(5, 31)  # words of a sentence that can stand for a claim
_SAYING = (Act.ASSERT, Act.ACCUSE, Act.CONFIRM, Act.BELIEVE)


class Side(StrEnum):
    """What a statement does to a claim."""

    AFFIRM = "affirm"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement on a claim."""

    entry: Entry
    side: Side
    confidence: float  # that it is on this claim and this side
    day: str | None  # YYYY-MM-DD, or as much as is known: on which it was made, else on which the article appeared
    chain: tuple[Relay, ...]  # on whose word: the source first, the outlet last


@dataclass(frozen=True, slots=True)
class Turn:
    """A speaker who was on one side and is on the other."""

    speaker: str
    before: Side
    after: Side
    day: str | None  # of the first statement on the other side


@dataclass(frozen=True, slots=True)
class Claim:
    """What several statements affirm or deny."""

    id: int
    sentence: str  # the clearest content that affirms it, in its own words
    worded: str  # the same, with names and days in brackets that it only points to
    sentence_of: int  # the statement whose words these are
    voices: tuple[Voice, ...]  # the earliest first
    articles: int
    affirmed_by: int  # independent sources, reprints counted once
    denied_by: int
    first_said: str | None  # YYYY-MM-DD, or as much as is known
    first_denied: str | None
    confirmed: str | None  # the day on which somebody confirmed it after it was denied
    turns: tuple[Turn, ...]

    def on(self, side: Side) -> tuple[Voice, ...]:
        """Return the voices of one side."""
        return tuple(voice for voice in self.voices if voice.side is side)


@dataclass(frozen=True, slots=True)
class Trace:
    """On whose word a claim is affirmed, and on whose it is denied."""

    claim: Claim
    affirmed: tuple[Node, ...]
    denied: tuple[Node, ...]


def disputes(
    connection: Connection, filters: Filters, least: int, limit: int, offset: int, *, one_sided: bool = False
) -> tuple[list[Claim], bool]:
    """Return the claims with both sides, those that moved last first, and whether there are more.

    Args:
        filters: which statements one of a claim's must be.
        least: independent sources that a claim must have, of both sides together.
        one_sided: claims that nobody denies, too.
    """
    day = sa.func.max(sa.func.coalesce(_S.made_to, _A.published, ""))
    joined = sides.join(statements, _S.id == _D.statement_id).join(articles, _A.id == _S.article_id)
    good = _A.latest & (_S.status != "rejected")
    asked = sa.select(_D.claim_id).select_from(joined).where(good).group_by(_D.claim_id)
    asked = asked.having(sa.func.count(sa.distinct(_D.side)) >= (1 if one_sided else 2)).having(sa.func.count() > 1)
    if filters != Filters():
        some = sa.select(_D.claim_id).select_from(joined).where(*conditions(connection, filters))
        asked = asked.where(_D.claim_id.in_(some))
    found: list[Claim] = []
    skipped = 0
    for number in connection.execute(asked.order_by(day.desc(), _D.claim_id)).scalars().all():
        known = claim(connection, number)
        if known is None or known.affirmed_by + known.denied_by < least:
            continue
        if skipped < offset:
            skipped += 1
        elif len(found) == limit:
            return found, True
        else:
            found.append(known)
    return found, False


def claim(connection: Connection, number: int) -> Claim | None:
    """Return a claim by its number, None where there is none."""
    asked = (
        ENTRY.add_columns(_D.side, _D.confidence.label("sure"), _S.within_id, _S.made_from, _A.origin_id, _A.credit)
        .add_columns(speakers.c.type.label("speaker_type"))
        .join(sides, _D.statement_id == _S.id)
        .where((_D.claim_id == number) & _A.latest & (_S.status != "rejected"))
        .order_by(_S.id)
    )
    rows = [dict(row) for row in connection.execute(asked).mappings()]
    if not rows:
        return None
    voices = sorted((_voice(connection, row) for row in rows), key=lambda v: (v.day or "9999", v.entry.id))
    folded = {row["id"]: row["origin_id"] or row["article"] for row in rows}
    chains = {side: [_chain(v) for v in voices if v.side is side] for side in Side}
    clearest = _clearest(voices)
    denied = _first(voices, Side.DENY)
    return Claim(
        id=number,
        sentence=clearest.entry.content,
        worded=_worded(connection, clearest.entry),
        sentence_of=clearest.entry.id,
        voices=tuple(voices),
        articles=len({voice.entry.article for voice in voices}),
        affirmed_by=origins(chains[Side.AFFIRM], folded),
        denied_by=origins(chains[Side.DENY], folded),
        first_said=_first(voices, Side.AFFIRM),
        first_denied=denied,
        confirmed=_confirmed(voices, denied),
        turns=tuple(_turns(voices)),
    )


def _worded(connection: Connection, said: Entry) -> str:
    row = connection.execute(_SAID, {"number": said.id}).one()
    asked = sa.select(times.c.start, times.c.end, times.c.value).where(times.c.article_id == said.article)
    days = [(Span(start, end), in_words(value)) for start, end, value in connection.execute(asked) if value]
    named = row.type is not None and has_name(said.speaker or "", row.type)
    quoted = row.quote == Quote.DIRECT
    return worded(text_of(row.text), spans_of(row.content_spans), said.speaker if named else None, quoted, days)


_SAID = (
    sa.select(_S.content_spans, _S.quote, _A.text, speakers.c.type)
    .join(articles, _A.id == _S.article_id)
    .outerjoin(speakers, speakers.c.id == _S.speaker_id)
    .where(_S.id == sa.bindparam("number"))
)


def traced(found: Claim) -> Trace:
    """Return on whose word a claim's statements stand."""
    trees = {side: tuple(trace(_chain(voice) for voice in found.on(side))) for side in Side}
    return Trace(found, trees[Side.AFFIRM], trees[Side.DENY])


def claims_of(connection: Connection, statements_: Sequence[int]) -> dict[int, list[tuple[int, Side]]]:
    """Return by statement the claims that some are on, and the side."""
    asked = sa.select(_D.statement_id, _D.claim_id, _D.side).where(_D.statement_id.in_(statements_))
    found: dict[int, list[tuple[int, Side]]] = {}
    for statement, number, side in connection.execute(asked):
        found.setdefault(statement, []).append((number, Side(side)))
    return found


def _voice(connection: Connection, row: Mapping[str, Any]) -> Voice:
    told = {key: row[key] for key in Entry.__dataclass_fields__}
    relays = [_relay(row)]
    within = row["within_id"]
    while within is not None:
        outer = dict(connection.execute(_OUTER, {"number": within}).mappings().one())
        relays.append(_passing_on(outer))
        within = outer["within_id"]
    relays += [_outlet(name) for name in (row["credit"], row["outlet"]) if name]
    chain = [relay for relay in relays if relay is not None] or [Relay("?", "unknown", named=False)]
    chain = [relay for n, relay in enumerate(chain) if not n or relay.key != chain[n - 1].key]
    return Voice(entry(told), Side(row["side"]), row["sure"], _begun(row["made"]) or row["published"], tuple(chain))


def _begun(made: str | None) -> str | None:
    """Return when a statement was made, as exactly as that is known: a day, a month or a year, the first of several."""
    match = _DATE.match(made or "")
    return match[0] if match else None


_OUTER = (
    sa.select(
        _S.id,
        _S.within_id,
        _S.source,
        _S.act,
        _S.negated,
        _S.speaker_id,
        _S.article_id.label("article"),
        speakers.c.name.label("speaker"),
        speakers.c.type.label("speaker_type"),
    )
    .outerjoin(speakers, speakers.c.id == _S.speaker_id)
    .where(_S.id == sa.bindparam("number"))
)


def _relay(row: Mapping[str, Any]) -> Relay | None:
    """Return who speaks in a statement, None where it is nobody but whoever passes it on."""
    name = row["speaker"] or row["source"]
    if not name:
        return None
    if row["speaker_type"] == SpeakerType.OUTLET:
        return _outlet(name)
    named = row["speaker_type"] is not None and has_name(name, row["speaker_type"])
    key = f"speaker {row['speaker_id']}" if row["speaker_id"] else f"{name.lower()} in {row['article']}"
    return Relay(key, name, named=named)


def _passing_on(row: Mapping[str, Any]) -> Relay | None:
    """Return who passes on what another says; whoever does so only to deny it is told apart from who says it too."""
    relay = _relay(row)
    if relay is None or row["act"] != Act.DENY or row["negated"]:
        return relay
    return replace(relay, key=f"{relay.key} denying", denies=True)


def _outlet(name: str) -> Relay:
    return Relay(f"outlet {normal(name)}", name, outlet=True)


def _chain(voice: Voice) -> Chain:
    return Chain(voice.entry.id, voice.day, voice.chain, voice.entry.published)


def _first(voices: Sequence[Voice], side: Side) -> str | None:
    return min((voice.day for voice in voices if voice.side is side and voice.day), default=None)


def _confirmed(voices: Sequence[Voice], denied: str | None) -> str | None:
    """Return the day on which it was first confirmed after it had been denied."""
    days = [v.day for v in voices if v.side is Side.AFFIRM and v.entry.act is Act.CONFIRM and v.day]
    return min((day for day in days if denied and day > denied), default=None)


def _turns(voices: Sequence[Voice]) -> list[Turn]:
    """Return who changed sides, of those whose statements have days."""
    last: dict[str, tuple[str, Side]] = {}
    found = []
    for voice in voices:
        relay, day = voice.chain[0], voice.day
        if not relay.named or day is None:
            continue
        before = last.get(relay.key)
        if before and before[1] is not voice.side and before[0] < day:
            found.append(Turn(relay.name, before[1], voice.side, day))
        last[relay.key] = (day, voice.side)
    return found


def _clearest(voices: Sequence[Voice]) -> Voice:
    """Return the voice whose words tell best what a claim is: whole, affirming, and sure."""

    def unclear(voice: Voice) -> tuple[int, float, int]:
        words = voice.entry.content.split()
        faults = (
            2 * (voice.side is Side.DENY)
            + (voice.entry.act not in _SAYING)
            + (len(words) not in _CLEAR)
            + (bool(words) and words[0].lower() in PRONOUNS)
            + ("…" in voice.entry.content)
        )
        return faults, -voice.confidence, voice.entry.id

    return min(voices, key=unclear)
