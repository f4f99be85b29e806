"""How a claim's sentence is shown: the words of the statement, with what only its article tells put in brackets.

Nothing is said in words of our own: *he was there on Sunday* becomes *he [Tor Lindal] was there on Sunday [2 March
2031]*, so that a reader sees which words are the speaker's and which were added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.article import Span

_SELF = re.compile(r"\b(I|[Mm]e|[Ww]e|us|[Mm]y|[Oo]ur)\b")
_ANOTHER = re.compile(r"\s*[\"“‘]?(he|she|they|it)\b", re.IGNORECASE)


def worded(
    text: str, content: Sequence[Span], speaker: str | None, quoted: bool, times: Sequence[tuple[Span, str]]
) -> str:
    """Return a content in its own words, with the speaker and the days in brackets where it only points to them.

    Whoever says *I* in a quotation speaks of themselves; in reported speech *he*, *she*, *they* or *it* at its
    beginning most often means whoever speaks. Other pronouns stay as they are.

    Args:
        text: of the article.
        speaker: their name, where it is known.
        quoted: the content stands in quotation marks.
        times: expressions of time in the article, and their days in words.
    """
    notes = {end: words for (_, end), words in times}
    if speaker and (place := _pointing(text, content, quoted)) is not None:
        notes[place] = speaker
    return " … ".join(_noted(text, piece, notes) for piece in content)


def _pointing(text: str, content: Sequence[Span], quoted: bool) -> int | None:
    """Return where the first word ends that means whoever speaks."""
    for piece in content if quoted else content[:1]:
        words = text[piece.start : piece.end]
        match = _SELF.search(words) if quoted else _ANOTHER.match(words)
        if match:
            return piece.start + match.end(1)
    return None


def _noted(text: str, piece: Span, notes: dict[int, str]) -> str:
    found, start = "", piece.start
    for place in sorted(place for place in notes if piece.start < place <= piece.end):
        found += f"{text[start:place]} [{notes[place]}]"
        start = place
    return found + text[start : piece.end]
