"""From what was found around each cue to statements: offsets, act, quotation, nesting, distance, confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.article import Span
from sayso.reader.decoding import Found, Range
from sayso.reader.distance import distances
from sayso.reader.encoding import Encoded
from sayso.reader.model import Floats, Model
from sayso.reader.pieces import Pieces
from sayso.reader.quotation import quote_form, quoted_words
from sayso.statement import Act, Statement

_ACTS = tuple(Act)


class Evidence(NamedTuple):
    """What the confidence of a statement is worked out from."""

    cue: float  # log-odds of the cue
    content: float
    source: float
    edge: float
    floating: float
    sourceless: float


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it knows its neighbours; spans count characters of the article."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    act: Act
    negated: bool
    evidence: Evidence

    @property
    def place(self) -> int:
        """Return where the statement stands in the text: at its cue, else its content."""
        return (self.cue or self.content)[0].start


def drafts(model: Model, encoded: Encoded, found: Sequence[Found]) -> list[Draft]:
    """Return a draft for each statement found, in the same order."""
    if not found:
        return []
    features = encoded.features
    rows = [_mean(features.act_cue, (f.cue.first, f.cue.last)) + _mean(features.act_content, *f.content) for f in found]
    scores = model.acts(np.stack(rows))
    return [_draft(encoded, f, s) for f, s in zip(found, scores, strict=True)]


def statements(
    text: str, quotes: NDArray[np.int8], drafted: Sequence[Draft], calibration: dict[str, float]
) -> tuple[Statement, ...]:
    """Return the statements of one article, in text order, numbered and nested.

    Args:
        quotes: the `QuoteState` of each character of `text`.
        calibration: a weight for each field of `Evidence`, and "bias"; see `training/calibrate.py`.
    """
    ordered = sorted(drafted, key=lambda d: (d.place, d.content))
    parents = nest(ordered)
    made = []
    for number, (draft, parent) in enumerate(zip(ordered, parents, strict=True), 1):
        quote = quote_form(text, quotes, draft.content)
        source, cue = (" ".join(text[s:e] for s, e in spans) for spans in (draft.source, draft.cue))
        made.append(
            Statement(
                id=f"s{number}",
                source=draft.source,
                cue=draft.cue,
                content=draft.content,
                act=draft.act,
                negated=draft.negated,
                quote=quote,
                within=None if parent is None else f"s{parent + 1}",
                distance=distances(source, cue, quote, quoted_words(text, quotes, draft.content)),
                confidence=confidence(draft.evidence, calibration),
            )
        )
    return tuple(made)


def nest(ordered: Sequence[Draft]) -> list[int | None]:
    """Return for each draft the one it stands within: the shortest content that holds its cue (or its content).

    A content is only ever within a longer one, so there are no circles.
    """
    lengths = [sum(s.end - s.start for s in d.content) for d in ordered]
    keys = [d.cue or d.content for d in ordered]
    spans = sorted((span, j) for j, draft in enumerate(ordered) for span in draft.content)
    parents: list[int | None] = [None] * len(ordered)
    live: list[tuple[Span, int]] = []  # content spans that have begun and not ended where the walk stands
    waiting = 0
    for i in sorted(range(len(ordered)), key=lambda i: keys[i][0]):
        here = keys[i][0].start
        while waiting < len(spans) and spans[waiting][0].start <= here:
            live.append(spans[waiting])
            waiting += 1
        live = [(span, j) for span, j in live if span.end > here]
        outer = {j for _, j in live if lengths[j] > lengths[i] and all(_holds(ordered[j].content, k) for k in keys[i])}
        parents[i] = min(outer, key=lambda j: (lengths[j], j), default=None)
    return parents


def confidence(evidence: Evidence, calibration: dict[str, float]) -> float:
    """Return the calibrated probability that a statement is right, rounded to thousandths."""
    z = calibration.get("bias", 0.0) + sum(calibration.get(k, 0.0) * v for k, v in evidence._asdict().items())
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), 3)


def _holds(content: tuple[Span, ...], inner: Span) -> bool:
    return any(s.start <= inner.start and inner.end <= s.end for s in content)


def _mean(features: Floats, *ranges: Range) -> Floats:
    mean: Floats = np.concatenate([features[a:b] for a, b in ranges]).mean(0)
    return mean


def _draft(encoded: Encoded, found: Found, scores: Floats) -> Draft:
    article = found.cue.article
    pieces, offset = encoded.articles[article], int(encoded.starts[article])

    def span(rows: Range) -> Span:
        return _span(pieces, rows[0] - offset, rows[1] - offset)

    cue = found.cue
    odds = math.log(max(cue.probability, 1e-6)) - math.log(max(1 - cue.probability, 1e-6))
    evidence = Evidence(
        odds,
        found.content_score,
        found.source_score,
        max(found.edge_score, -10.0),
        float(cue.floating),
        float(found.source is None),
    )
    return Draft(
        source=(span(found.source),) if found.source else (),
        cue=() if cue.floating else (span((cue.first, cue.last)),),
        content=tuple(span(rows) for rows in found.content),
        act=_ACTS[int(scores[:-1].argmax())],
        negated=bool(scores[-1] > 0),
        evidence=evidence,
    )


def _span(pieces: Pieces, first: int, last: int) -> Span:
    """Return the characters of pieces `first` to `last`, widened so that no run of letters or digits is cut."""
    text, start, end = pieces.text, int(pieces.start[first]), int(pieces.end[last - 1])
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)
