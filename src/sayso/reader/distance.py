"""How an author stands off from what is handed over, told from the words of cue and source."""

from __future__ import annotations

import re

from sayso.statement import Distance, Quote

_HEDGED = re.compile(
    r"\b(?:alleg\w+|reportedly|reputed\w*|purport\w*|supposed\w*|so-called|ostensibl[ey]|apparent(?:ly)?"
    r"|rumou?r\w*|suspected|presumed|self-(?:styled|proclaimed|described))\b",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"\b(?:describ\w+|characteri[sz]\w+|refer\w*|portray\w*|depict\w*|cast)\b.*\bas\b"
    r"|\b(?:call(?:s|ed|ing)?(?!\s+(?:on|for|upon)\b)|term(?:s|ed|ing)?|dubb\w+|dubs|label\w*|brand(?:s|ed|ing))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:he|she|it|they|we|i|you|who|which|that|one|those|this|these|both)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"(?:the|his|her|its|their|our|my|your|this|that|these|those)\b(?!\s+(?:source|person|people|official)s?\b)",
    re.IGNORECASE,
)
_ANONYMOUS = re.compile(r"\b(?:unnamed|anonymous\w*|unidentified|undisclosed|not (?:be )?named)\b", re.IGNORECASE)
_INDEFINITE = re.compile(
    r"(?:an?|another|one of|some|several|many|two|three|four|five|six|a few|other)\b", re.IGNORECASE
)
_KINDS = frozenset(
    "officials sources critics witnesses residents experts analysts observers aides insiders activists supporters "
    "opponents authorities reports people researchers scientists diplomats lawmakers campaigners neighbours neighbors "
    "others "
    "investigators prosecutors police lawyers doctors economists historians scholars rumours rumors".split()
)
"""Bare plurals that stand for people nobody names."""
_DOCUMENTS = frozenset(
    "paper report review study survey poll article letter document statement prospectus filing lawsuit indictment "
    "complaint memo memorandum note email editorial book post tweet audit ruling".split()
)
"""What has an author, and is named by a name anywhere in it: "a review by the Standards Office"."""
_NAME = re.compile(r"(?<!^)\b[A-Z]\w+")
_HEAD_END = re.compile(
    r",|\s(?:of|in|at|from|for|with|on|by|near|close|familiar|briefed|published|issued|released|who|whose|that|and)\b"
)
_APPOSED_NAME = re.compile(r",\s+[A-Z]")
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_SCARE_WORDS = 3


def distances(source: str, cue: str, quote: Quote, quoted: int) -> tuple[Distance, ...]:
    """Return how the author stands off from a statement, in the order of `Distance`.

    Args:
        source, cue: their words, "" where there is none.
        quoted: how many words of the content stand in quotation marks.
    """
    found = []
    if _HEDGED.search(cue):
        found.append(Distance.HEDGED)
    if _DESCRIBED.search(cue):
        found.append(Distance.DESCRIBED)
    if quote is Quote.MIXED and quoted <= _SCARE_WORDS:
        found.append(Distance.SCARE_QUOTES)
    if _unnamed(source):
        found.append(Distance.UNNAMED)
    return tuple(found)


def _unnamed(source: str) -> bool:
    """Tell whether a source is missing, or is described without a name and not one the text points back to."""
    if not source or _ANONYMOUS.search(source):
        return True
    if _PRONOUN.match(source) and not source.lower().startswith("one of"):
        return False
    if _POINTING.match(source):
        return False
    head = _WORD.findall(_HEAD_END.split(source, maxsplit=1)[0])[-1:]
    if _INDEFINITE.match(source):
        signed = _NAME if head and head[0].lower() in _DOCUMENTS else _APPOSED_NAME
        return not signed.search(source)
    return bool(head) and head[0].lower() in _KINDS
