"""From the pieces of several articles to what the encoder says of each piece.

Articles are laid end to end; each is cut into windows, and the encoder reads a window at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reader.model import FEATURES, Features, Model
from sayso.reader.pieces import Pieces
from sayso.reader.tags import CueTag
from sayso.reader.windows import windows

CORE, CONTEXT = 224, 16
"""Pieces a window answers for, and pieces it sees besides on each side."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Several articles laid end to end."""

    articles: tuple[Pieces, ...]
    starts: NDArray[np.int64]  # row of each article's first piece, and one more: the number of all rows
    features: Features


def encode(model: Model, articles: Sequence[Pieces]) -> Encoded:
    """Read articles with the encoder, window by window."""
    starts = np.cumsum([0, *map(len, articles)])
    cue = np.empty((starts[-1], len(CueTag)), np.float32)
    rest = np.empty((starts[-1], FEATURES), np.float32)
    for start, pieces in zip(starts.tolist(), articles, strict=False):
        for window in windows(pieces.opens, CORE, CONTEXT):
            features = model.encode(pieces, window.first, window.last)
            rows = slice(start + window.core_first, start + window.core_last)
            core = slice(window.core_first - window.first, window.core_last - window.first)
            cue[rows], rest[rows] = features.cue[core], features.rest[core]
    return Encoded(tuple(articles), starts, Features(cue, rest))
