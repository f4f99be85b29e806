"""What every view of a reading shares: groups by source, families of acts, labels, and text that is safe to show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from sayso.article import Article, paragraphs
from sayso.statement import Act, Reading, Speaker, Statement

NO_SOURCE = "(no source named)"
LOW_CONFIDENCE = 0.5  # below it, views show the number
HEADLINE_LENGTH = 160
"""A first paragraph of at most so many characters, with more after it, is shown as the headline."""

_DATELINE_LENGTH = 120
# As in "The Ledger, 2026-03-14 -" and "date 2026-03-14 (NPA)".
_DATELINE = re.compile(r"\s[-–—]$|^(?:date\s)?\d{4}-\d{2}-\d{2}\b")
_SENTENCE_END = re.compile(r"[.:]['\"’”»)]*$")  # headlines end without a full stop
_SPACE = re.compile(r"\s+")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Family(StrEnum):
    """A family of acts: the views give each family, never a party, one colour."""

    TELL = "tell"
    OPPOSE = "oppose"
    WANT = "want"
    BACK = "back"
    ALARM = "alarm"
    SILENT = "silent"


FAMILY_OF: dict[Act, Family] = {
    Act.ASSERT: Family.TELL,
    Act.CONFIRM: Family.TELL,
    Act.BELIEVE: Family.TELL,
    Act.DENY: Family.OPPOSE,
    Act.ACCUSE: Family.OPPOSE,
    Act.CONDEMN: Family.OPPOSE,
    Act.DEMAND: Family.WANT,
    Act.ASK: Family.WANT,
    Act.INTEND: Family.WANT,
    Act.PROMISE: Family.BACK,
    Act.PRAISE: Family.BACK,
    Act.THREATEN: Family.ALARM,
    Act.WARN: Family.ALARM,
    Act.DECLINE: Family.SILENT,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Statements that the text hands to one speaker, or to the same words where it is not known whom they mean."""

    source: str  # the speaker's name, else the words as first written; empty where nobody is named
    statements: tuple[Statement, ...]  # in text order
    about: str = ""  # the speaker's role and whose they are


def by_source(reading: Reading, statements: Sequence[Statement] | None = None) -> list[Group]:
    """Gather statements by their speakers, else by their source words, in the order in which they first speak.

    Args:
        reading: the reading they belong to.
        statements: the ones to gather; all of the reading's by default.
    """
    speakers = {speaker.id: speaker for speaker in reading.speakers}
    groups: dict[tuple[str, str], Group] = {}
    for statement in reading.statements if statements is None else statements:
        words = one_line(reading.words(statement.source))
        speaker = speakers.get(statement.speaker or "")
        key = ("speaker", speaker.id) if speaker else ("words", words.casefold())
        if key not in groups:
            groups[key] = Group(one_line(speaker.name), (), about_of(speaker)) if speaker else Group(words, ())
        group = groups[key]
        groups[key] = replace(group, statements=(*group.statements, statement))
    return list(groups.values())


def about_of(speaker: Speaker) -> str:
    """Return a speaker's role and affiliation in a few words; empty where the text gives none."""
    role, of = one_line(speaker.role or ""), one_line(speaker.of or "")
    return f"{role}, {of}" if role and of else role or of


def narrowed(reading: Reading, *, min_confidence: float = 0.0, with_source: bool = False) -> Reading:
    """Return `reading` with the statements that meet the conditions.

    A kept statement whose outer one is dropped then stands within the nearest outer one that is kept.
    """
    kept = [s for s in reading.statements if s.confidence >= min_confidence and (not with_source or named(reading, s))]
    if len(kept) == len(reading.statements):
        return reading
    ids = {s.id for s in kept}
    outer = {s.id: s.within for s in reading.statements}
    moved = (replace(s, within=next((i for i in _chain(s.id, outer) if i in ids), None)) for s in kept)
    speaking = {s.speaker for s in kept} | {s.addressee for s in kept}
    speakers = tuple(speaker for speaker in reading.speakers if speaker.id in speaking)
    mentions = tuple(m if m.speaker in speaking else replace(m, speaker=None) for m in reading.mentions)
    return replace(reading, statements=tuple(moved), speakers=speakers, mentions=mentions)


def chains_of(reading: Reading) -> dict[str, list[Statement]]:
    """Return, for the id of each statement, the statements that it stands within, the nearest first."""
    known = {s.id: s for s in reading.statements}
    outer = {s.id: s.within for s in reading.statements}
    return {s.id: [known[i] for i in _chain(s.id, outer) if i in known] for s in reading.statements}


def headline_of(article: Article) -> str:
    """Return the headline: the title, else the first paragraph under any dateline, cut when it is long."""
    if article.title and article.title.strip():
        return one_line(article.title)
    line = next((line for line in _opening_lines(article) if not _is_dateline(line)), "")
    if len(line) <= HEADLINE_LENGTH:
        return line
    return line[:HEADLINE_LENGTH].rsplit(" ", 1)[0] + " …"


def headline_paragraph(article: Article) -> int | None:
    """Return which paragraph of the text is its headline: the first, or the one under a dateline; None if neither."""
    lines = list(islice(_opening_lines(article), 3))
    number = 1 if lines and _is_dateline(lines[0]) else 0
    if number >= len(lines):
        return None
    line = lines[number]
    if article.title and article.title.strip():
        return number if line == one_line(article.title) else None
    goes_on = number + 1 < len(lines)
    return number if goes_on and len(line) <= HEADLINE_LENGTH and not _SENTENCE_END.search(line) else None


def _opening_lines(article: Article) -> Iterator[str]:
    return (one_line(article.text[span.start : span.end]) for span in paragraphs(article.text))


def _is_dateline(line: str) -> bool:
    return len(line) <= _DATELINE_LENGTH and bool(_DATELINE.search(line))


def label_of(statement: Statement) -> str:
    """Return the act as a label: `deny`, or `not deny` where the cue is negated."""
    return f"not {statement.act}" if statement.negated else str(statement.act)


def named(reading: Reading, statement: Statement) -> bool:
    """Tell whether the text names a source for `statement`."""
    return bool(reading.words(statement.source).strip())


def one_line(text: str) -> str:
    """Return `text` on one line, safe to show: white space folded, control and direction characters made visible."""
    return "".join("\ufffd" if c in _BIDI else c for c in printable(_SPACE.sub(" ", text).strip()))


def printable(text: str) -> str:
    """Return `text` with each character that is a control or a lone surrogate replaced by U+FFFD; its length stays."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if _is_unsafe(c) else c for c in text)


def _is_unsafe(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n\r"


def _chain(start: str, outer: dict[str, str | None]) -> list[str]:
    """Follow `within` from a statement outwards; a circle, which no reader should make, ends it."""
    chain: list[str] = []
    at = outer.get(start)
    while at is not None and at != start and at not in chain:
        chain.append(at)
        at = outer.get(at)
    return chain
