"""Habits of wires and press offices: credits, bylines and correction notes. Text in, facts out; it is never altered.

What is recognised here tells whose copy an article is. Two outlets that credit one wire are no two origins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.sources.habits.names import is_name, is_outlet, is_place, is_wire

_HEAD = 4000  # characters at the beginning and at the end that are looked at
_LINE = 240  # characters of a line that credits or signs
_NOTE = 1200  # of a correction note

_OPENING = re.compile(r"^.{0,80}?\((?P<wire>[^()]{1,40})\)\s*(?:[-–—]|$)")
_REPORTING = re.compile(
    r"\W{0,2}(?:(?:additional |with |further )?(?:reporting|writing|editing|material|files|contributions?)\b"
    r"|(?:this )?(?:story|article|report)(?: (?:was|is|has been))?\b.{0,40}\b(?:by|from)\b"
    r"|copyright\b|©|source\b|(?:from|by)\b)",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"(?:\b(?:for|from|by|source|copyright)\b|©)[\s:©]*(?:\d{4}\s+)?(?:the\s+)?(?P<wire>[A-Z][^.,;:()]{0,38}?)"
    r"(?=[.,;)]|\s+(?:and|in|for)\b|\s*$)",
    re.IGNORECASE,
)
_DAY = re.compile(r",?\s+(?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+\d|\d{1,2}\s)", re.IGNORECASE)
_DASHED = re.compile(r"^(?:.{0,400}\s)?[-–—]{1,2}\s*(?:with\s+)?(?:the )?(?P<wire>[A-Z][\w’'. -]{1,38})\.?$")
_BRACKETED = re.compile(r"^\(?(?P<wire>[A-Za-z][\w’'. /-]{1,38})\)?\.?$")
_FROM = re.compile(
    r"^(?:(?:a )?(?:statement|remarks|message|letter|news|press release)\s+)?(?:from|by)\s+(?P<name>[^:]{3,90}):?\s*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^By\s+(?P<name>[A-Z][^\n,|]{2,60}?)(?:\s*[,|]\s*.{2,40})?$")
_SIGNED = re.compile(r"^[-–—]{1,2}\s*(?P<name>[A-Z][\w’'.-]*(?:\s+[\w’'.-]+){1,4})(?:,\s+[^.]{2,60})?$")
_CORRECTED = re.compile(
    r"^\W{0,3}(?:correction|corrections|clarification|editor[’']?s[’']? note|update)s?\b[\s,:–—-].{0,400}?"
    r"\b(?:earlier|previous|original|corrected?|misstated|misspelled|misidentified|incorrectly|inaccurate|amended)\b"
    r"|^\W{0,3}(?:an|the|a|this)\s+(?:earlier|previous|original|first|prior)\s+(?:version|edition|headline)\b"
    r"|^\W{0,3}this (?:article|story|report|post|piece|headline|page)\b.{0,80}"
    r"\b(?:has been|was|have been) (?:corrected|amended|clarified|updated to correct|edited to correct)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What an article's first and last lines tell; None where they tell nothing."""

    credit: str | None = None  # the wire service whose copy it is, or is built on
    author: str | None = None  # who signs it, or in whose name a press release speaks
    correction: str | None = None  # the note on what an earlier version had wrong


def habits(text: str) -> Habits:
    """Return what the habits of wires and press offices tell of an article."""
    first = [line for raw in text[:_HEAD].splitlines() if (line := raw.strip())][:4]
    last = [line for raw in text[-_HEAD:].splitlines() if (line := raw.strip())][-4:]
    return Habits(
        credit=_opening_credit(first) or _closing_credit(last),
        author=_author(first, last),
        correction=next((line for line in (*first, *last) if len(line) <= _NOTE and _CORRECTED.match(line)), None),
    )


def _opening_credit(lines: list[str]) -> str | None:
    """Read the wire of `OSTWICK, March 14 (Reuters) -` and of `(AP) —`."""
    for line in lines[:3]:
        match = _OPENING.match(line)
        if match and is_wire(match["wire"]) and _is_dateline(line[: match.start("wire") - 1]):
            return match["wire"].strip()
    return None


def _is_dateline(words: str) -> bool:
    place = re.split(
        r",?\s+(?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+\d|\d{1,2}\s)",
        words,
        maxsplit=1,
        flags=re.I,
    )
    return not words.strip() or is_place(place[0]) or is_name(place[0])


def _closing_credit(lines: list[str]) -> str | None:
    """Read the wire of `(Reporting by A. Venn for Reuters)`, of `— AP` and of a last line that is a wire's name."""
    for line in reversed(lines):
        if len(line) > _LINE:
            continue
        for pattern in (_BRACKETED, _DASHED):
            match = pattern.fullmatch(line)
            if match and is_wire(match["wire"]):
                return match["wire"].strip()
        for match in _WHOSE.finditer(line) if _REPORTING.match(line) else ():
            if is_wire(match["wire"]):
                return match["wire"].strip()
    return None


def _author(first: list[str], last: list[str]) -> str | None:
    for line in first[:3]:
        match = _BYLINE.fullmatch(line) if len(line) <= _LINE else None
        if match and _is_person(match["name"]):
            return match["name"].strip()
        match = _FROM.fullmatch(line) if len(line) <= _LINE else None
        if match and line.endswith(":") and is_name(match["name"].split(",")[0]):
            return match["name"].strip()
    for line in last[-1:]:
        match = _SIGNED.fullmatch(line) if len(line) <= _LINE else None
        if match and _is_person(match["name"]):
            return match["name"].strip()
    return None


def _is_person(words: str) -> bool:
    return len(words.split()) > 1 and is_name(words) and not is_outlet(words) and not is_wire(words)
