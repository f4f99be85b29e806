"""The countries that an article tells of: known ones, and others by what governments and armies belong to.

"Ruritanian" is made from "Ruritania", and both count; an article that tells of one country above all means that one's
government by "the government".
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from sayso.reader.speakers.lexicon import DETERMINERS, MONTHS_AND_DAYS, PRONOUNS
from sayso.reader.speakers.names import Names
from sayso.reader.speakers.places import country_of, is_place, stands_for

_WORD = r"[A-ZÀ-ÖØ-Þ][\w-]*\w"
_STATE = (
    r"(?:[a-z]+ ){0,2}(?:[Gg]overnment|[Rr]egime|[Pp]resident|[Pp]rime [Mm]inister|(?:\w+ )?[Mm]inist(?:er|ers|ry)"
    r"|[Aa]rmy|[Pp]arliament|[Aa]mbassador|[Ee]mbassy|[Nn]avy|[Cc]oastguard|[Aa]uthorities|[Tt]roops)\b"
)
_OF_STATE = re.compile(
    rf"({_WORD})[’']s {_STATE}|({_WORD}(?:an|ese|ish|i)) {_STATE}"
    rf"|(?:[Gg]overnment|[Pp]resident|[Pp]arliament|[Rr]epublic) of ({_WORD})"
)
_CAPITALISED = re.compile(rf"(?<![\w’'-])({_WORD})")
_NO_NAMES = DETERMINERS | PRONOUNS | MONTHS_AND_DAYS
_ENDINGS = ("an", "ian", "nian", "ean", "ese", "ish", "er", "ic", "i", "ois", "ais")
_LEAST_SHARED = 4  # letters that a name and an adjective made from it have in common
_LEAST_OFTEN = 2
_AHEAD = 2  # times as often as any other must the main country be told of


class Countries:
    """What an article tells of countries.

    Args:
        text: the article's.
        names: the article's.
    """

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names

    @cached_property
    def main(self) -> str | None:
        """Return the country that the article tells of, where that is one above all."""
        first, second = [*self._often.most_common(2), ("", 0), ("", 0)][:2]
        return first[0] if first[1] >= max(_LEAST_OFTEN, _AHEAD * second[1]) else None

    def named(self, word: str) -> str | None:
        """Return the country that a word names or is the adjective of, None for any other word."""
        country = self._of(word)
        return country if country in self._often else None

    @cached_property
    def _often(self) -> Counter[str]:
        """How often each country is told of."""
        countries = {self._of(word) for word in self._words if self._is_known(word)}
        countries |= {self._of(owner) for owner in self._owners}
        found: Counter[str] = Counter()
        for word, count in self._words.items():
            country = self._of(word)
            if country is not None and country in countries:
                found[country] += count
        return found

    @cached_property
    def _words(self) -> Counter[str]:
        """Words that may be names, and how often each stands there."""
        found = Counter(re.sub(r"[’']s?$", "", word) for word in _CAPITALISED.findall(self._text))
        return Counter({word: count for word, count in found.items() if word.lower() not in self._names.common})

    @cached_property
    def _owners(self) -> set[str]:
        """Names that governments, ministers and armies belong to."""
        found = (next(filter(None, match.groups())) for match in _OF_STATE.finditer(self._text))
        return {word for word in found if word in self._words and word.lower() not in _NO_NAMES}

    def _of(self, word: str) -> str | None:
        stand = stands_for(word) if is_place(word) else None
        if stand is not None:
            return stand.of
        made = country_of(word) or self._made_from(word)
        return made or (None if word.lower().endswith(_ENDINGS) else word)

    def _is_known(self, word: str) -> bool:
        return is_place(word) or country_of(word) is not None

    def _made_from(self, word: str) -> str | None:
        """Return the name that an adjective is made from, the shortest of those that the article has."""
        if not word.lower().endswith(_ENDINGS):
            return None
        return min((name for name in self._words if name != word and _gives(name, word)), key=len, default=None)


def _gives(name: str, adjective: str) -> bool:
    """Tell whether an adjective is made from a name: Ruritania gives Ruritanian, Torwe gives Torwean."""
    name, adjective = name.lower(), adjective.lower()
    stem = name.rstrip("aeiouy")
    if len(stem) < _LEAST_SHARED or not adjective.startswith(stem):
        return False
    return any(adjective in (stem + ending, name + ending, name + "n") for ending in _ENDINGS)
