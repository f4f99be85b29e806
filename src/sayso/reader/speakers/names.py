"""Proper names inside a phrase: runs of capitalised words, with the particles that hold them together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.article import Span
from sayso.reader.speakers.lexicon import (
    ACRONYMS,
    BODIES,
    DETERMINERS,
    DOCUMENTS,
    MONTHS_AND_DAYS,
    PARTICLES,
    PLURAL_COUNTS,
    PRONOUNS,
    SOMEBODY,
)

_TOKEN = re.compile(r"[’'][tst](?=\s)|[^\W_]+(?:[-’'.&][^\W_]+)*\.?")
_JOINED_PARTICLE = re.compile(r"^(?:d|l|al|el|van|von|de|mac|mc|o)[’'-][A-Z]")
_SMALL_PARTICLE = re.compile(r"^(?:d|van|al|el|l)[’'-]", re.IGNORECASE)
_KNOWN = re.compile(r"(?<=[a-z,;] )([A-ZÀ-ÖØ-Þ][\w’'-]*)")
_ANYWHERE = re.compile(
    r"(?<![\w’'-])[A-ZÀ-ÖØ-Þ][\w’'-]*"
    r"(?:\s+(?:(?:de|da|do|du|di|del|van|der|den|von|ter|ten|al|ben|bin|ibn|ag|y|of|la|le)\s+){0,2}[A-ZÀ-ÖØ-Þ][\w’'-]*)*"
)
_COMMON = re.compile(r"(?<![\w’'-])[a-zß-öø-ÿ][\w’'-]+")
_COMMON_ENDINGS = ("ists", "ers", "ors", "ents", "ians")
_BODY_LINKS = frozenset(("of", "for", "and", "&"))


def tokens_of(words: str) -> list[str]:
    """Return the words of a phrase, each with its own apostrophes, hyphens and abbreviation stop."""
    return _TOKEN.findall(words)


@dataclass(frozen=True, slots=True)
class Names:
    """Where names stand in a text."""

    known: frozenset[str]  # words that stand capitalised inside sentences
    common: frozenset[str]  # words that stand in small letters
    spans: tuple[Span, ...]  # a single word counts only if it is known from inside a sentence

    @classmethod
    def of(cls, text: str) -> Names:
        """Find the names of a text."""
        known = frozenset(m[1] for m in _KNOWN.finditer(text))
        spans = (Span(*m.span()) for m in _ANYWHERE.finditer(text) if " " in m[0] or m[0] in known)
        return cls(known, frozenset(_COMMON.findall(text)), tuple(spans))


class Capitals:
    """Which words of a phrase are written as names are.

    Args:
        names: those of the article.
        opening: the phrase opens a sentence, so that its first capital says little.
    """

    def __init__(self, tokens: Sequence[str], names: Names, *, opening: bool) -> None:
        self.tokens = tokens
        self.names = names
        shouted = all(token.isupper() for token in tokens if token.isalpha()) and bool(tokens)
        self.opening = opening and not shouted

    def runs(self) -> list[tuple[int, int]]:
        """Return the first token of each name and the one behind its last."""
        found, i = [], 0
        while i < len(self.tokens):
            if not self._is_capital(i):
                i += 1
                continue
            end = i + 1
            while end < len(self.tokens) and self._goes_on(i, end):
                end += 1
            found.append((i, end))
            i = end
        return found

    def _goes_on(self, first: int, here: int) -> bool:
        """Tell whether the name that begins at `first` takes in the token at `here`."""
        token = self.tokens[here]
        if self._is_capital(here):
            return True
        if token in _BODY_LINKS and any(t.lower() in BODIES for t in self.tokens[first:here]):
            the = token in ("of", "for") and self.tokens[here + 1 : here + 2] == ["the"]
            return self._capital_follows(here + 1 + the)
        if token == "the" and self.tokens[here - 1] in ("of", "for"):
            return True
        particle = token.lower() in PARTICLES or token in ("’t", "'t", "&") or _SMALL_PARTICLE.match(token)
        return bool(particle) and self._capital_follows(here)

    def _capital_follows(self, here: int) -> bool:
        """Tell whether, with particles between, a capital comes soon."""
        for i in range(here, min(here + 4, len(self.tokens))):
            if self._is_capital(i):
                return True
            if self.tokens[i].lower() not in PARTICLES and self.tokens[i] not in ("’t", "'t"):
                return False
        return False

    def _is_capital(self, i: int) -> bool:
        token = self.tokens[i]
        low = token.lower().rstrip(".")
        if not token[0].isupper():
            return bool(_JOINED_PARTICLE.match(token) or re.match(r"^\d+[A-Z]", token))
        if token.strip(".’'s") in ACRONYMS:
            return True
        if low in DETERMINERS or low in PRONOUNS or low in MONTHS_AND_DAYS:
            return False
        return not (i == 0 and self.opening) or self._names_at_opening(token, low)

    def _names_at_opening(self, token: str, low: str) -> bool:
        """Tell a name from a common noun that is capitalised because it opens a sentence."""
        if re.sub(r"[’']s$", "", token) in self.names.known:
            return True
        common = low in SOMEBODY or low in BODIES or low in DOCUMENTS or low.endswith(_COMMON_ENDINGS)
        common = common or low in PLURAL_COUNTS or low in self.names.common
        followed = len(self.tokens) > 1 and self.tokens[1][0].isupper()
        return not common and (followed or not low.endswith("s"))
