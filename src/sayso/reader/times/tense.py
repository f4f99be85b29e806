"""Whether what a time expression is tied to lies behind or ahead of the article.

*on Monday* is the last Monday or the next; the verb beside it tells which. The nearest telling word of the clause
decides, those in front of the expression before those behind it.
"""

from __future__ import annotations

import re

from sayso.article import Span

_MODAL = r"will|won[’']t|shall|[’']ll|would|could|can|may|might|must|should"
_NO_VERB = (
    r"(?!(?:the|a|an|his|her|its|their|my|our|your|this|that|these|those|him|it|them|me|us|you|date|what|which|whom)\b)"
)
_FUTURE = (
    rf"(?:{_MODAL})(?:\s+(?:not|also|be|only|\w+ly))*\s+(?-i:[a-z]+)"
    r"|(?:is|are|was|were|be|am|been)\s+(?:to|due|set|expected|scheduled|planned|slated|going)\b"
    r"|due|scheduled|expected|planned|slated|upcoming|deadline|unless|plans|hopes|intends?|vows?|promises|pledges?"
    rf"|threatens|wants?|ahead\s+of|to\s+{_NO_VERB}(?:not\s+|be\s+)*(?-i:[a-z]+)"
)
_PRESENT = (
    r"opens?|closes?|resumes?|meets?|votes?|ends?|expires?|begins?|starts?|takes?\s+place|comes?|hosts?|plays?|faces?"
    r"|goes|go|leaves?|arrives?|returns?|holds|runs?|falls?|lasts?|visits?|travels?|launch(?:es)?|is|are|remains?|until"
    r"|(?:has|have)\s+been\s+(?:extended|postponed|delayed)"
)
_PAST = (
    r"[a-z]{2,}ed|had|was|were|did|said|told|wrote|made|met|went|came|took|gave|began|held|saw|sent|left|found|put|got"
    r"|ran|fell|rose|won|lost|spoke|broke|brought|became|built|bought|caught|chose|cut|drew|drove|fought|flew|grew|heard"
    r"|hit|kept|knew|laid|led|lit|paid|quit|read|sat|set|shot|shut|sold|spent|stood|struck|swore|taught|thought|threw"
    r"|withdrew|has|have|been"
)
_SIGNAL = re.compile(
    rf"\b(?:(?P<future>{_FUTURE})|(?P<present>{_PRESENT})|(?P<vow>vowed|promised|pledged|threatened)|(?P<past>{_PAST}))"
    r"(?!\w)",
    re.IGNORECASE,
)
_CLAUSE_EDGE = re.compile(
    r"[.;:!?\n“”\"()–—]|,\s+(?:and|but|which|who|while|when|although|though|as|so|where|after|before)\b"
    r"|\b(?:that|which|who|because|while|after|when)\b"
)
_OVER = re.compile(r"\b(?:had|was|were|been|left)\b")
_IF = re.compile(r"\b(?:if|unless|until|provided)\b", re.IGNORECASE)
_REACH = 140
"""Characters looked at on either side."""


def lies_ahead(text: str, span: Span, deadline: bool = False) -> bool | None:
    """Return whether an expression's event is still to come, or None where nothing tells.

    Args:
        deadline: it is introduced by "by", "until" or "before".
    """
    before, behind = _clause(text, span)
    signal, between = _nearest(before, behind)
    if text[span.start : span.end].endswith(("'s", "’s")) and not deadline:
        return True if signal in ("future", "present") and between.strip().lower() in ("for", "in", "at") else None
    if signal is None:
        return True if deadline else None
    if signal == "vow":  # vowed on Monday, vowed in an interview on Monday; vowed a return on Monday
        return deadline or not re.match(r"\s*(?:(?:in|at|to|during|before)\b|$)", between)
    if signal == "past":
        return deadline and (bool(_IF.search(before)) or not _OVER.search(before))
    return True


def _clause(text: str, span: Span) -> tuple[str, str]:
    """Return what stands in an expression's clause before and behind it."""
    left, right = text[max(0, span.start - _REACH) : span.start], text[span.end : span.end + _REACH]
    begins = [m.end() for m in _CLAUSE_EDGE.finditer(left)]
    ends = _CLAUSE_EDGE.search(right)
    return left[begins[-1] :] if begins else left, right[: ends.start()] if ends else right


def _nearest(before: str, behind: str) -> tuple[str | None, str]:
    """Return the kind of the telling word nearest to an expression, and what stands between the two."""
    signals = list(_SIGNAL.finditer(before))
    if signals:
        return signals[-1].lastgroup, before[signals[-1].end() :]
    first = _SIGNAL.search(behind)
    return (first.lastgroup, behind[: first.start()]) if first else (None, "")
