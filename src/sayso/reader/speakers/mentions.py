"""What the words of a source say of somebody: a name, a role, a body, or only a pronoun.

In comes a stretch of the article, out comes a `Mention`; no other mention is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sayso.article import Span
from sayso.reader.speakers.lexicon import (
    ACRONYMS,
    BODIES,
    DETERMINERS,
    DOCUMENTS,
    FEMININE,
    FIRST,
    INDEFINITE,
    MASCULINE,
    NEUTER,
    OWNERS,
    PLURAL_COUNTS,
    PLURAL_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    ROLE_WORDS,
    ROLES,
    SECOND,
    SEEN,
    SOMEBODY,
)
from sayso.reader.speakers.names import Capitals, Names, tokens_of

_RELATIVE = re.compile(r",?\s+(?:who|whom|whose|which|that|where|when)\b|\s*[(–—]")
_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:[’']s|s[’'])$")
_PARTICIPLE = re.compile(
    r"[a-z]{3,}(?:ing|ed)|known|seen|held|led|run|kept|made|drawn|sent|written|given|taken|found|brought|shown|put"
)
_AGED = re.compile(r"\d+-year-old|(?:\w+-)+year-old")
_NAME = r"([A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)*)"
_TWO_NAMES = re.compile(rf"(?:[Tt]he )?{_NAME}(?: and |, ){_NAME}")
_STOP = re.compile(r"[.;:!?\n“”()]\s*|\b(?:and|but|that|by|with|said|as|to|from|of|told|against|for|in|at|on)\s+")
_BEFORE_NAME = re.compile(r"(?:(?<=^)|(?<=[\s“\"(‘]))((?:[\w’'-]+\s+){0,6}[\w’'-]+),?\s+$")
_BEHIND_NAME = re.compile(
    r"^(?:[’']s)?,\s+(?:who\s+(?:is|was|leads|heads|runs)\s+)?((?:[A-Z][\w’'-]*[’']s|\w+)\s[^,.;:!?()\n“”]{2,70})(?=[,.;)])"
)


class Kind(StrEnum):
    """How a mention names somebody."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """What a stretch of text says of whoever it means."""

    span: Span
    words: str
    kind: Kind
    name: str = ""  # the proper name, without titles
    head: str = ""  # the noun that it turns on, in lower case
    role: str = ""  # spokeswoman, foreign minister
    of: str = ""  # whose, as far as it is named: the Foreign Ministry
    gender: str = ""  # m, f, or "" where nothing tells
    plural: bool = False
    definite: bool = True
    person: int = 3  # grammatical person of a pronoun
    human: bool | None = None  # a person, a body, or not told
    document: bool = False  # a report, a letter: its author is meant


def mention(text: str, span: Span, names: Names) -> Mention:
    """Describe a stretch of a text that has these names."""
    words = text[span.start : span.end]
    plain = re.sub(r"[’']s$", "", words.lower().strip(" ,.’'\"“”"))
    if plain in PRONOUNS and words.strip() not in ACRONYMS:
        return _pronoun(span, words, plain)
    words = re.sub(r"\s+(?:himself|herself|itself|themselves)$", "", words)
    core = _RELATIVE.split(words, maxsplit=1)[0].strip(" ,") or words
    opening = _opens_sentence(text, span.start)
    parts = [part for part in re.split(r",\s+", core) if part.strip()]
    phrases = [_Phrase(part, names, opening and i == 0) for i, part in enumerate(parts)]
    return _combined(span, words, phrases or [_Phrase(words, names, opening)])


def named(text: str, span: Span, names: Names) -> Mention:
    """Describe a name anywhere in a text, with the role in front of it or behind it."""
    found = mention(text, span, names)
    if found.kind is not Kind.NAME or found.role:
        return found
    left = _STOP.split(text[max(0, span.start - 80) : span.start])[-1]
    before, behind = _BEFORE_NAME.search(left), _BEHIND_NAME.match(text[span.end : span.end + 110])
    if before and before[1].split()[-1].lower() in ROLES:
        return _with_role(found, _Phrase(before[1], names, False))
    if behind:
        phrase = _Phrase(behind[1], names, False)
        if phrase.role:
            return _with_role(found, phrase)
        if phrase.head in BODIES:
            return replace(found, head=phrase.head, human=False, of=phrase.of)
    return found


def owner(described: Mention) -> Mention | None:
    """Return the "its" or "her" at the head of a description as a mention of its own."""
    word = described.words.split(maxsplit=1)[0].lower() if described.kind is Kind.NOMINAL else ""
    plain = OWNERS.get(word)
    if plain is None:
        return None
    return _pronoun(Span(described.span.start, described.span.start + len(word)), word, plain)


def _with_role(found: Mention, phrase: _Phrase) -> Mention:
    gender = found.gender or phrase.gender
    head = phrase.role.lower().split()[-1] if phrase.role else phrase.head
    return replace(found, role=phrase.role, of=phrase.of, gender=gender, human=True, head=head)


def _pronoun(span: Span, words: str, plain: str) -> Mention:
    gender = "m" if plain in MASCULINE else "f" if plain in FEMININE else ""
    person = 1 if plain in FIRST else 2 if plain in SECOND else 3
    human = True if gender or plain in ("i", "me", "my") else False if plain in NEUTER else None
    plural = plain in PLURAL_PRONOUNS
    return Mention(span, words, Kind.PRONOUN, head=plain, gender=gender, plural=plural, person=person, human=human)


def _opens_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at].rstrip(" “\"'‘(")
    return not before or before[-1] in ".!?\n:”"


class _Phrase:
    """One part of an apposition: "the ministry's spokeswoman", "Foreign Minister Ana Ruiz", "two officials"."""

    def __init__(self, words: str, names: Names, opening: bool) -> None:
        self.tokens = tokens_of(words)
        self.lows = [re.sub(r"[’']s?$", "", token.lower().rstrip(".")) for token in self.tokens]
        self.names = Capitals(self.tokens, names, opening=opening).runs()
        self.last = self._end_of_head()
        self.first, self.of = self._owner()
        self.role, self.name = self._role_and_name()
        self.gender = _gender(self.lows)
        self.head = self._head()
        self.definite = not (self.lows and (self.lows[0] in INDEFINITE or self.lows[0].isdigit()))
        self.plural = self._is_plural()
        self.document = self._is_document()
        if self.document:
            self.of = self.author()
        self.human = self._is_human()
        if _AGED.fullmatch(self.head):
            self.head = "year-old"

    def _end_of_head(self) -> int:
        """Return where what is named ends: before a preposition or a participle, but behind a name it belongs to."""
        end = next((i for i, low in enumerate(self.lows) if i and low in PREPOSITIONS), len(self.lows))
        for i in range(1, end):
            noun = any(low in ROLES or low in BODIES or low in DOCUMENTS for low in self.lows[:i])
            if noun and _PARTICIPLE.fullmatch(self.lows[i]):
                end = i
                break
        return next((last for first, last in self.names if first < end < last), end)

    def _owner(self) -> tuple[int, str]:
        """Return where the head begins, behind a possessive, and whose it is."""
        possessive = next((i for i, token in enumerate(self.tokens) if _POSSESSIVE.search(token)), None)
        if possessive is not None and possessive < self.last and possessive + 1 < len(self.tokens):
            return possessive + 1, _bare(" ".join(self.tokens[: possessive + 1]))
        later = [_bare(" ".join(self.tokens[a:b])) for a, b in self.names if a >= self.last]
        return 0, later[0] if later else ""

    def _role_and_name(self) -> tuple[str, str]:
        run = next(((a, b) for a, b in self.names if a >= self.first and b == self.last), None)
        if run and not all(low in ROLES or low in ROLE_WORDS for low in self.lows[run[0] : run[1]]):
            return self._split_title(*run)
        at = next((i for i in range(self.last - 1, self.first - 1, -1) if self.lows[i] in ROLES), None)
        return ("", "") if at is None else (self._words(self.first, at + 1), "")

    def _split_title(self, first: int, last: int) -> tuple[str, str]:
        """Split "Foreign Minister Ana Ruiz" or "spokesman Ana Ruiz" into a role and a name."""
        end = next((i for i in range(first, last) if self.lows[i] in ("of", "for")), last)
        a_body = self.lows[end - 1] in BODIES
        titles = [] if a_body else [i for i in range(first, last - 1) if self.lows[i] in ROLES]
        cut = titles[-1] + 1 if titles else first
        has_role = any(low in ROLES for low in self.lows[self.first : cut])
        return self._words(self.first, cut) if has_role else "", " ".join(self.tokens[cut:last])

    def _words(self, first: int, last: int) -> str:
        """Return tokens without the determiners in front of them."""
        while first < last - 1 and (self.lows[first] in DETERMINERS or self.lows[first] in INDEFINITE):
            first += 1
        return " ".join(self.tokens[first:last])

    def _head(self) -> str:
        if self.role and not self.name:
            return re.sub(r"[’']s?$", "", self.role.lower().split()[-1].rstrip("."))
        if self.last > self.first:
            return self.lows[self.last - 1]
        return self.lows[-1] if self.lows else ""

    def _is_plural(self) -> bool:
        if self.name:
            return "and" in self.lows
        if self.lows and (self.lows[0] in PLURAL_COUNTS or self.lows[0].isdigit()):
            return True
        ends_so = self.head.endswith("s") and not self.head.endswith("ss")
        return ends_so or self.head in ("people", "men", "women", "police", "children")

    def _is_document(self) -> bool:
        return (self.lows[self.last - 1] if self.name else self.head) in DOCUMENTS

    def author(self) -> str:
        """Return whom a document is by, where the words name them: not those who have seen it."""
        for word in ("by", "from", "of", "in"):
            for i in range(self.last, len(self.lows)):
                if self.lows[i] == word and self.lows[i - 1] not in SEEN:
                    runs = [(a, b) for a, b in self.names if i < a <= i + 6]
                    whole = [(a, b) for a, b in runs if b == len(self.lows) or self.lows[b] in PREPOSITIONS]
                    if runs:
                        return _bare(self._split_title(*(whole or runs)[0])[1])
        run = next((run for run in self.names if run[1] == self.last - 1), None)
        return "" if run is None else _bare(" ".join(self.tokens[slice(*run)]))

    def _is_human(self) -> bool | None:
        if not self.name and self.head in ROLES and self.head.endswith("s") and not self.gender:
            return None  # officials, workers: their body may be meant
        if self.role or self.gender or self.head in SOMEBODY or _AGED.fullmatch(self.head):
            return True
        acronym = self.name.isupper() and len(self.name) > 1 and " " not in self.name
        body = any(low in BODIES for low in self.lows[self.first : self.last])
        return False if body or acronym else None


def _bare(words: str) -> str:
    """Return words without the article in front and the possessive behind."""
    return _ARTICLE.sub("", re.sub(r"[’']s$|(?<=s)[’']$", "", words))


def _gender(lows: Sequence[str]) -> str:
    if any(low in FEMININE for low in lows if low not in ("her", "she")):
        return "f"
    return "m" if any(low in MASCULINE for low in lows if low not in ("his", "he")) else ""


def _combined(span: Span, words: str, phrases: Sequence[_Phrase]) -> Mention:
    """Put an apposition together: "its editor, Ana Ruiz" and "Ana Ruiz, its editor" give a name and a role."""
    if joint := _two_names(words, phrases):
        return Mention(span, words, Kind.NAME, name=joint, head="group", plural=True)
    lead = next((p for p in phrases if p.name), phrases[0])
    role = lead.role or next((p.role for p in phrases if p.role), "")
    of = next((p.of for p in phrases if p.of and (p.document or not lead.document)), "")
    if lead.document and not of:
        of = next((author for p in phrases if "by" in p.lows and (author := p.author())), "")
    return Mention(
        span,
        words,
        Kind.NAME if lead.name else Kind.NOMINAL,
        name=_bare(lead.name),
        head=role.lower().split()[-1] if role else lead.head,
        role=role,
        of=of if of != lead.name else "",
        gender=next((p.gender for p in phrases if p.gender), ""),
        plural=lead.plural,
        definite=phrases[0].definite,
        human=next((p.human for p in phrases if p.human is not None), None),
        document=lead.document,
    )


def _two_names(words: str, phrases: Sequence[_Phrase]) -> str:
    """Return "Ruritania and Freedonia" where two names stand side by side, in a headline perhaps with a comma alone."""
    names = _TWO_NAMES.fullmatch(words.strip())
    if names is None or any(p.role for p in phrases) or any(w.lower() in BODIES for w in words.split()):
        return ""
    return "" if ", " in words and " " in names[1] else f"{names[1]} and {names[2]}"
