"""From what the encoder says of pieces to cues, and from each cue to its source and content.

Roles are decoded cue by cue, so statements may nest, overlap and share pieces as they do in news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reader.encoding import Encoded
from sayso.reader.model import Floats, Model
from sayso.reader.pieces import SEP, Pieces
from sayso.reader.tags import REACH, CueTag, RoleTag

DISTANCES, SENTENCES, PARAGRAPHS = 32, 9, 5
"""Sizes of the parts of a geometry row; see `training/network.py`."""
_GAP = 2
"""Pieces that a source may lack in its middle, such as the comma and the "and" of a list."""
_PLACES = 2 * REACH + 8
"""Places scored around a cue, whatever its length, so that no cue's scores depend on another's."""
_AT_ONCE = 64
"""Cues decoded together; each is scored by itself."""
_WORD = re.compile(r"\w")
_EMPTY_WORDS = frozenset("a an the to of in and that for on or as by with".split())
_NO_CUE = _EMPTY_WORDS | frozenset("is are was were be been being has have had not also will would do does did".split())
"""Words that hand nothing over by themselves, though the model sometimes keeps only these of a longer cue."""
_THAT = re.compile(
    r"that,?\s+(?=[“\"‘'\d]|[A-Z][a-z]|(?:the|an?|his|her|its|their|our|my|your|no|some|any|all|many|most|more|both|each|every"
    r"|several|such|few|another|he|she|it|they|we|i|you|there|these|those|this|nobody|nothing|everyone|if|when|while|after"
    r"|before|because|since|although|unless|in|on|at|under|by|during|despite|for|with|without|only|not|one|two|three|\w+s)\b)",
)
"""The "that" which opens a clause; the one that points, as in "that charge", belongs to the content."""
_IS = re.compile(r"(?:is|was|as|has|does|this)\b")
"""What stands behind a pointing "that" and ends in s like the plurals above."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Biases:
    """Scores added before decoding, tuned on the development sets; they trade precision for recall."""

    cue: float = 0.0  # to every cue tag
    floating: float = 0.0  # to the start of a floating quotation, besides
    source: float = 0.0
    content: float = 0.0
    nested: float = 0.0  # to every cue tag inside a content already found, besides


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in one article of an `Encoded`, in rows of its features."""

    article: int
    first: int
    last: int
    floating: bool  # no cue but the first piece of a floating quotation
    probability: float


@dataclass(frozen=True, slots=True)
class Found:
    """A cue with its roles, all in rows; source and content are never the same piece."""

    cue: Cue
    source: Range | None
    content: tuple[Range, ...]
    source_score: float  # mean log-probability of the source's pieces, 0 without one
    content_score: float
    edge_score: float  # log-probability of the least certain piece at an edge of source or content


def find(model: Model, encoded: Encoded, biases: Biases) -> list[Found]:
    """Return all statements of the encoded articles, in the order of their cues."""
    found = _with_roles(model, encoded, find_cues(encoded, biases), biases)
    if not biases.nested or not found:
        return found
    # Statements inside others hang on nouns and adjectives more often than on verbs, and the model is less sure of
    # them: inside what has been found, it is asked once more at a lower threshold.
    lift = np.zeros(len(encoded.features.cue), np.float32)
    for f in found:
        for first, last in f.content:
            lift[first:last] = biases.nested
    taken = np.zeros(len(lift), bool)
    for f in found:
        taken[f.cue.first : f.cue.last] = True
    more = [cue for cue in find_cues(encoded, biases, lift) if not taken[cue.first : cue.last].any()]
    return sorted(found + _with_roles(model, encoded, more, biases), key=lambda f: f.cue.first)


def _with_roles(model: Model, encoded: Encoded, cues: list[Cue], biases: Biases) -> list[Found]:
    if not cues:
        return []
    counted = np.pad(_sigmoid(encoded.features.counters).cumsum(0, dtype=np.float64), ((1, 0), (0, 0)))
    sentence = np.concatenate([p.sentence for p in encoded.articles])
    paragraph = np.concatenate([p.paragraph for p in encoded.articles])
    found: list[Found] = []
    for i in range(0, len(cues), _AT_ONCE):
        some = cues[i : i + _AT_ONCE]
        low, roles = _score(model, encoded, some, counted, sentence, paragraph)
        roles[..., 1:3] += biases.source
        roles[..., 3:5] += biases.content
        found += _decode(encoded, some, low, roles)
    return found


def find_cues(encoded: Encoded, biases: Biases, lift: Floats | None = None) -> list[Cue]:
    """Return the cues of all articles, in order; each is widened to whole words.

    Args:
        lift: a score for each row, added to its cue tags besides the biases.
    """
    scores = encoded.features.cue + np.array([0, biases.cue, biases.cue, biases.cue + biases.floating], np.float32)
    if lift is not None:
        scores[:, 1:] += lift[:, None]
    tags = scores.argmax(1)
    chance = _softmax(encoded.features.cue)
    cues: list[Cue] = []
    for row in np.flatnonzero(tags != CueTag.OUTSIDE).tolist():
        article = int(np.searchsorted(encoded.starts, row, side="right")) - 1
        pieces, start = encoded.articles[article], int(encoded.starts[article])
        if pieces.ids[row - start] == SEP or (cues and row < cues[-1].last):
            continue
        if tags[row] == CueTag.FLOATING:
            cues.append(Cue(article, row, row + 1, True, float(chance[row, CueTag.FLOATING])))
            continue
        last, end = row + 1, int(encoded.starts[article + 1])
        while last < end and tags[last] == CueTag.INSIDE and pieces.ids[last - start] != SEP:
            last += 1
        first, last = (start + x for x in pieces.whole_words(row - start, last - start))
        if not _hands_over(pieces, first - start, last - start):
            continue
        probability = float(chance[first:last, CueTag.BEGIN : CueTag.INSIDE + 1].sum(1).max())
        if cues and cues[-1].article == article and cues[-1].last > first:
            before = cues.pop()
            first, probability = before.first, max(probability, before.probability)
        cues.append(Cue(article, first, last, False, probability))
    return cues


def _hands_over(pieces: Pieces, first: int, last: int) -> bool:
    words = pieces.text[pieces.start[first] : pieces.end[last - 1]].lower().split()
    return not all(word in _NO_CUE for word in words)


def _score(
    model: Model,
    encoded: Encoded,
    cues: list[Cue],
    counted: NDArray[np.float64],
    sentence: NDArray[np.int32],
    paragraph: NDArray[np.int32],
) -> tuple[NDArray[np.int64], Floats]:
    """Return for each cue the row at which its places begin, and the role log-probabilities of those places."""
    first, last = np.array([c.first for c in cues]), np.array([c.last for c in cues])
    low = first - REACH
    rows = low[:, None] + np.arange(_PLACES)
    start = encoded.starts[[c.article for c in cues]][:, None]
    end = encoded.starts[[c.article + 1 for c in cues]][:, None]
    inside = (rows >= start) & (rows < end)
    rows = np.clip(rows, start, end - 1)
    features = encoded.features
    query = np.stack([features.query[c.first : c.last].mean(0) for c in cues])
    geometry = _geometry(rows, first, last, counted, sentence, paragraph)
    key = features.key[rows] * inside[..., None]
    roles = model.roles(query, key, geometry)
    roles[~inside] = (0.0, -1e4, -1e4, -1e4, -1e4)
    return low, roles


def _geometry(
    rows: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    counted: NDArray[np.float64],
    sentence: NDArray[np.int32],
    paragraph: NDArray[np.int32],
) -> Floats:
    before, behind = first[:, None] - rows, rows - last[:, None] + 1
    right = behind > 0
    far = np.maximum(before, 0) + np.maximum(behind, 0)
    bucket = np.where(far < 5, far, (np.log2(np.maximum(far, 1)) * 2).astype(np.int64)).clip(max=15) + 16 * right
    sentences = (sentence[rows] - sentence[first][:, None]).clip(-4, 4) + 4
    paragraphs = (paragraph[rows] - paragraph[first][:, None]).clip(-2, 2) + 2
    between = np.where(
        right[..., None],
        counted[rows] - counted[last][:, None],
        counted[first][:, None] - counted[rows + 1],
    )
    between = np.log1p(between.clip(min=0))
    width = DISTANCES + SENTENCES + PARAGRAPHS
    events = between.shape[-1]
    geometry = np.zeros((*rows.shape, width + 2 * events), np.float32)
    for offset, values in ((0, bucket), (DISTANCES, sentences), (DISTANCES + SENTENCES, paragraphs)):
        np.put_along_axis(geometry, (offset + values)[..., None], 1.0, -1)
    geometry[..., width : width + events] = between * right[..., None]
    geometry[..., width + events :] = between * ~right[..., None]
    return geometry


def _decode(encoded: Encoded, cues: list[Cue], low: NDArray[np.int64], roles: Floats) -> list[Found]:
    tags = best_roles(roles)
    found = []
    for cue, start, tag, scores in zip(cues, low.tolist(), tags, roles, strict=True):
        pieces, offset = encoded.articles[cue.article], int(encoded.starts[cue.article])
        ranges: dict[int, list[Range]] = {RoleTag.BEGIN_SOURCE: [], RoleTag.BEGIN_CONTENT: []}
        for begin, a, b in _runs(tag):
            a, b = _trim(pieces, start + a - offset, start + b - offset)
            if begin == RoleTag.BEGIN_CONTENT:
                a = behind_that(pieces, a, b)
            if a < b and _tells(pieces, a, b):
                ranges[begin].append((a + offset, b + offset))
        if not ranges[RoleTag.BEGIN_CONTENT]:
            continue
        sources = _joined(pieces, offset, ranges[RoleTag.BEGIN_SOURCE], _GAP)
        content = _joined(pieces, offset, ranges[RoleTag.BEGIN_CONTENT], 0)
        found.append(_found(cue, _likeliest(sources, start, scores), tuple(content), start, scores))
    return found


def best_roles(scores: Floats) -> NDArray[np.int8]:
    """Return the likeliest [cues, places] role tags in which no span begins with an inside tag (Viterbi)."""
    cues, places, count = scores.shape
    allowed = np.zeros((count, count), np.float32)
    for begin in (RoleTag.BEGIN_SOURCE, RoleTag.BEGIN_CONTENT):
        for before in range(count):
            if before not in (begin, begin + 1):
                allowed[before, begin + 1] = -1e9
    best = scores[:, 0].copy()
    best[:, [RoleTag.INSIDE_SOURCE, RoleTag.INSIDE_CONTENT]] = -1e9
    came_from = np.zeros((places, cues, count), np.int8)
    for place in range(1, places):
        through = best[:, :, None] + allowed
        came_from[place] = through.argmax(1)
        best = through.max(1) + scores[:, place]
    tags = np.zeros((cues, places), np.int8)
    tags[:, -1] = best.argmax(1)
    every = np.arange(cues)
    for place in range(places - 1, 0, -1):
        tags[:, place - 1] = came_from[place, every, tags[:, place]]
    return tags


def _runs(tags: NDArray[np.int8]) -> list[tuple[int, int, int]]:
    """Return (begin tag, first, last) of each span."""
    runs = []
    for first in np.flatnonzero((tags == RoleTag.BEGIN_SOURCE) | (tags == RoleTag.BEGIN_CONTENT)).tolist():
        begin, last = int(tags[first]), first + 1
        while last < len(tags) and tags[last] == begin + 1:
            last += 1
        runs.append((begin, first, last))
    return runs


def _trim(pieces: Pieces, first: int, last: int) -> Range:
    while first < last and pieces.ids[first] == SEP:
        first += 1
    while last > first and pieces.ids[last - 1] == SEP:
        last -= 1
    return first, last


def behind_that(pieces: Pieces, first: int, last: int) -> int:
    """Return where a content begins without the complementiser, which PolNeAR counts to it and the scheme does not."""
    if first >= last:
        return first
    that = _THAT.match(pieces.text, pieces.start[first], pieces.end[last - 1])
    if that is None or _IS.match(pieces.text, that.end()):
        return first
    return min(last - 1, first + int(np.searchsorted(pieces.start[first:last], that.end())))


def _tells(pieces: Pieces, first: int, last: int) -> bool:
    """Tell whether a span holds more than marks and empty words."""
    words = pieces.text[pieces.start[first] : pieces.end[last - 1]]
    return bool(_WORD.search(words)) and words.lower().strip(" ,.;:") not in _EMPTY_WORDS


def _joined(pieces: Pieces, offset: int, ranges: list[Range], gap: int) -> list[Range]:
    """Join neighbouring spans of a paragraph with nothing but marks, or at most `gap` pieces, between them."""
    joined: list[Range] = []
    for first, last in ranges:
        if joined:
            before, after = joined[-1][1] - offset, first - offset
            between = pieces.text[pieces.end[before - 1] : pieces.start[after]]
            together = pieces.paragraph[before - 1] == pieces.paragraph[after]
            if together and (after - before <= gap or not _WORD.search(between)):
                joined[-1] = (joined[-1][0], last)
                continue
        joined.append((first, last))
    return joined


def _likeliest(ranges: list[Range], start: int, scores: Floats) -> Range | None:
    def gain(span: Range) -> float:
        rows = scores[span[0] - start : span[1] - start]
        return float((rows[:, 1:3].max(1) - rows[:, 0]).sum())

    return max(ranges, key=gain, default=None)


def _found(cue: Cue, source: Range | None, content: tuple[Range, ...], start: int, scores: Floats) -> Found:
    def chances(span: Range, begin: int) -> Floats:
        rows = scores[span[0] - start : span[1] - start, begin : begin + 2]
        chance: Floats = np.logaddexp(rows[:, 0], rows[:, 1])
        return chance

    parts = [chances(span, RoleTag.BEGIN_CONTENT) for span in content]
    edges = [float(x) for part in parts for x in (part[0], part[-1])]
    source_score = 0.0
    if source:
        told = chances(source, RoleTag.BEGIN_SOURCE)
        source_score = float(told.mean())
        edges += [float(told[0]), float(told[-1])]
    return Found(cue, source, content, source_score, float(np.concatenate(parts).mean()), min(edges))


def _sigmoid(x: Floats) -> Floats:
    result: Floats = np.reciprocal(1 + np.exp(-x))
    return result


def _softmax(x: Floats) -> Floats:
    e: Floats = np.exp(x - x.max(1, keepdims=True))
    chance: Floats = e / e.sum(1, keepdims=True)
    return chance
