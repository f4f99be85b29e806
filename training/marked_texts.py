"""Texts of other corpora with their mentions marked: what they name, and which of them mean the same.

Three corpora, each teaching what it tells: named entities of single sentences (types only), GUM (types and chains,
descriptions and pronouns among them), and the machine-made entities and chains of PolNeAR's
articles (many, and sometimes wrong).
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.article import Span
from sayso.statement import MentionType

UNKNOWN, NOTHING = -1, 0
TYPE = {kind: number for number, kind in enumerate(MentionType, 1)}
_SENTENCES = 12
"""Sentences of an entity corpus that are read as one text."""
_HEAD_ENDS = re.compile(r",?\s+(?:of|to|who|whom|which|that|for|in|on|at|from|by|with|and)\b|,|\(")
_SEVERAL = re.compile(r"\b(?:they|them|their|we|us|our|people|\w{3,}s)$", re.IGNORECASE)
_OUTLET = re.compile(
    r"\b(?:Times|Post|Journal|News|CNN|BBC|NBC|CBS|ABC|Fox|Reuters|AP|AFP|Associated Press|Breitbart|Politico|Guardian"
    r"|Telegraph|Herald|Tribune|Gazette|Huffington|MSNBC|NPR|Bloomberg|Xinhua|Interfax|Daily|Magazine|Mail|Newspaper"
    r"|Chronicle|Observer|TV|Radio|BuzzFeed|Vox|C-SPAN|Univision)\b"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mention."""

    span: Span
    type: int  # a number of TYPE, NOTHING, or UNKNOWN
    chain: int = UNKNOWN  # mentions of a text with the same number mean the same


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and its mentions in text order; `linked` where it tells which of them mean the same."""

    text: str
    marks: tuple[Mark, ...]
    linked: bool
    weight: float = 1.0


def countries(path: Path) -> frozenset[str]:
    """Return the names that a file of tagged sentences calls countries, where it tells them from other places."""
    found = set()
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        for first, last, tag in _runs(row["tags"]):
            if tag == "country":
                found.add(_sentence(row["tokens"][first:last])[0])
    return frozenset(found)


def entities(path: Path, countries: Container[str]) -> Iterator[MarkedText]:
    """Yield texts of a file of tagged sentences, several sentences to a text, without the part that CoNLL tests on."""
    buffer: list[Mapping[str, Any]] = []
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        if buffer and (len(buffer) == _SENTENCES or row["set"] != buffer[0]["set"]):
            yield _joined(buffer, countries)
            buffer = []
        if (row["set"], row["split"]) != ("conll2003", "test"):
            buffer.append(row)
    if buffer:
        yield _joined(buffer, countries)


def _joined(rows: Sequence[Mapping[str, Any]], countries: Container[str]) -> MarkedText:
    text, marks = "", []
    for row in rows:
        sentence, spans = _sentence(row["tokens"])
        for first, last, tag in _runs(row["tags"]):
            span = Span(len(text) + spans[first][0], len(text) + spans[last - 1][1])
            marks.append(Mark(span, _type_of(tag, sentence[spans[first][0] : spans[last - 1][1]], countries)))
        text += sentence + " "
    return MarkedText(text, tuple(marks), linked=False)


def _sentence(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Put tokens together as they would be written, and tell where each stands."""
    text, spans, quoted = "", [], False
    for token in tokens:
        closes = token in {".", ",", ";", ":", "?", "!", ")", "'s", "n't", "%"} or (token == '"' and quoted)
        glued = closes or text.endswith("(") or (text.endswith('"') and quoted) or not text
        quoted ^= token == '"'
        text += token if glued else " " + token
        spans.append((len(text) - len(token), len(text)))
    return text, spans


def _runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield each entity of a sentence: its first token, the one behind its last, and its kind."""
    first = 0
    while first < len(tags):
        kind = tags[first][2:]
        last = first + 1
        while kind and last < len(tags) and tags[last] == "I-" + kind:
            last += 1
        if kind:
            yield first, last, kind.lower()
        first = last


def _type_of(tag: str, words: str, countries: Container[str]) -> int:
    if tag in ("person", "per", "politician"):
        return TYPE[MentionType.PERSON]
    if tag in ("organisation", "org", "organization", "politicalparty"):
        return TYPE[MentionType.OUTLET if _OUTLET.search(words) else MentionType.ORGANIZATION]
    if tag in ("location", "loc", "place", "country"):
        is_country = tag == "country" or re.sub(r"^the ", "", words) in countries
        return TYPE[MentionType.COUNTRY if is_country else MentionType.PLACE]
    return NOTHING


def gum(path: Path, countries: Container[str], *, news: bool) -> Iterator[MarkedText]:
    """Yield the news documents of GUM, or all the others."""
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        if (row["genre"] == "news") == news:
            marks = [_gum_mark(row["text"], mention, countries) for mention in row["mentions"]]
            yield MarkedText(row["text"], tuple(sorted(marks, key=lambda m: m.span)), linked=True)


def _gum_mark(text: str, mention: Mapping[str, Any], countries: Container[str]) -> Mark:
    span = Span(mention["start"], mention["end"])
    words = text[span.start : span.end]
    end = _HEAD_ENDS.search(words, 1)
    head = words[: end.start()] if end else words
    kind = _type_of(mention["type"], head, countries)
    if kind == TYPE[MentionType.PERSON] and _SEVERAL.search(head) and not re.search("[A-Z]", head[1:]):
        kind = TYPE[MentionType.GROUP]
    return Mark(span, kind, int(mention["chain"]))


def silver(articles: Path, entities: Path, countries: Container[str], weight: float) -> Iterator[MarkedText]:
    """Yield PolNeAR's articles with machine-made entities and chains."""
    texts = {row["id"]: row["text"] for row in map(json.loads, articles.read_text("utf8").splitlines())}
    for line in entities.read_text("utf8").splitlines():
        row = json.loads(line)
        text = texts[row["id"]]
        kinds = {(a, b): _type_of(tag.lower(), text[a:b], countries) for a, b, tag in row["entities"]}
        marks = {}
        for number, chain in enumerate(row["chains"]):
            for a, b, _ in chain:
                marks[a, b] = Mark(Span(a, b), _kind_within(kinds, a, b), number)
        for (a, b), kind in kinds.items():
            marks.setdefault((a, b), Mark(Span(a, b), kind))
        yield MarkedText(text, tuple(marks[at] for at in sorted(marks)), linked=True, weight=weight)


def _kind_within(kinds: Mapping[tuple[int, int], int], a: int, b: int) -> int:
    """Return the type of the entity that opens or closes a longer mention."""
    if (a, b) in kinds:
        return kinds[a, b]
    return next((kind for (x, y), kind in kinds.items() if a <= x and y <= b and (x == a or y == b)), UNKNOWN)
