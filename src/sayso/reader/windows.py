"""Windows: the stretches of an article that the encoder sees at once.

A window has a core, whose tokens it answers for, and context on both sides; the cores of an article's
windows tile it without gap or overlap, so nothing is lost at an edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Window(NamedTuple):
    """Piece positions in an article, half-open: the window `first` to `last`, its core `core_first` to `core_last`."""

    first: int
    last: int
    core_first: int
    core_last: int


def cut(opens: NDArray[np.int8], size: int, first_size: int | None = None) -> Iterator[tuple[int, int]]:
    """Tile an article with ranges of at most `size` pieces that end before a paragraph, else a sentence, else anywhere.

    Args:
        opens: `Pieces.opens` of the article.
        size: most pieces a range may hold.
        first_size: the same for the first range only; training draws it at random to vary the cuts.
    """
    start, limit, total = 0, first_size or size, len(opens)
    while start < total:
        end = min(start + limit, total)
        if end < total:
            end = _best_end(opens, start, end, limit)
        yield start, end
        start, limit = end, size


def windows(opens: NDArray[np.int8], core: int, context: int) -> Iterator[Window]:
    """Yield the windows of an article: cores of at most `core` pieces, each with `context` pieces on both sides."""
    for start, end in cut(opens, core):
        yield Window(max(0, start - context), min(len(opens), end + context), start, end)


def _best_end(opens: NDArray[np.int8], start: int, end: int, limit: int) -> int:
    for level, least in ((2, 0.4), (1, 0.1)):
        places = np.flatnonzero(opens[start + 1 : end + 1] >= level)
        if len(places) and places[-1] + 1 >= limit * least:
            return start + 1 + int(places[-1])
    return end
