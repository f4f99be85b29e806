"""Whom a statement is addressed to: the one who is accused, asked, told, threatened or praised.

Found by form, where the words stand between cue and content ("told *the board* that ...") or open the content of an
act that has somebody for its object ("accused *the board* of ..."), and else by a name that opens what is alleged
("alleged *Rook* had lied"). Who is addressed without being named there stays unknown.
"""

from __future__ import annotations

import re

from sayso.article import Span
from sayso.reader.speakers.lexicon import MONTHS_AND_DAYS
from sayso.statement import Act, Statement

_TOWARDS = frozenset((Act.ACCUSE, Act.DEMAND, Act.ASK, Act.PRAISE, Act.THREATEN, Act.WARN, Act.CONDEMN))
_AGAINST = frozenset((Act.ACCUSE, Act.CONDEMN, Act.PRAISE))
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b", re.IGNORECASE)
_OPENING = re.compile(r"[“‘\"']?(?:the |The )?")
_START = re.compile(
    r"(?:the|an?|his|her|its|their|our|my|your|both|all|other|two|three|four|him|them|it|us|me|you)\b|[A-ZÀ-ÖØ-Þ]"
)
_END = re.compile(
    r"\s+(?:of|for|to|not|that|whether|if|why|what|how|over|about|against|with|on|in|at|by|who|after|as|from|and|until"
    r"|because|when|where|last|this|yesterday|today)\b|[,;:.?!“”\"\n(]|\s[–—-]\s"
)
_LONGEST = 80


def addressed(text: str, statement: Statement) -> Span | None:
    """Return the words that name whom a statement is addressed to, None where its form names nobody."""
    if not statement.cue or not statement.content:
        return None
    cue_end, first = statement.cue[-1].end, statement.content[0].start
    if _PASSIVE.search(text[statement.cue[0].start : cue_end]):
        return None
    between = text[cue_end:first] if cue_end <= first <= cue_end + _LONGEST else ""
    if between.strip():
        start, limit = cue_end + len(between) - len(between.lstrip()), cue_end + len(between.rstrip())
    elif between and statement.act in _TOWARDS:
        start, limit = first, min(first + _LONGEST, statement.content[0].end)
    else:
        return None
    end = _END.search(text, start, limit)
    span = Span(start, end.start() if end else limit)
    if not _START.match(text, start) or span.start == span.end:
        return None
    return None if text[span.start : span.end].split()[-1].lower() in MONTHS_AND_DAYS else span


def target(text: str, statement: Statement) -> int | None:
    """Return where a name would stand whom a statement accuses, condemns or praises in its content's first words."""
    if statement.act not in _AGAINST or not statement.content:
        return None
    start = statement.content[0].start
    opening = _OPENING.match(text, start)
    return opening.end() if opening else start
