"""What the encoder says of the words that mentions are made of, and of whom a mention may mean.

Rows of the encoder are wide, so only those of mentions are kept, and none of a text that is longer than any article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.article import Span
from sayso.reader.model import FEATURES, Floats, Model
from sayso.reader.pieces import Pieces

LONGEST = 200_000
"""Pieces of a text beyond which its mentions are read by their words alone."""


class Rows:
    """The encoder's rows of some pieces of one article."""

    def __init__(self) -> None:
        self._rows: dict[int, Floats] = {}

    def keep(self, first: int, features: Floats, wanted: NDArray[np.bool_]) -> None:
        """Keep the rows that are wanted of a stretch.

        Args:
            first: the stretch's first piece.
            features: [pieces, FEATURES], what the encoder says of each piece of the stretch.
            wanted: [pieces of the article].
        """
        for row in np.flatnonzero(wanted[first : first + len(features)]).tolist():
            self._rows[first + row] = features[row].copy()

    def vector(self, first: int, last: int) -> Floats:
        """Return [2 * FEATURES]: the mean of the pieces `first` to `last`, and the last of them."""
        rows = [self._rows[i] for i in range(first, last) if i in self._rows]
        if not rows:
            return np.zeros(2 * FEATURES, np.float32)
        return np.concatenate([np.mean(rows, axis=0, dtype=np.float32), rows[-1]])


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What the encoder says of one mention."""

    piece: int  # its first
    query: Floats  # [width]: it, looking for those before it that mean the same
    key: Floats  # [width]: it, as seen from a later mention
    new: float  # score of being the first to name somebody
    types: Floats  # [7] chances of being no mention, or of each `MentionType`


class Chances:
    """How likely each mention means each entity, going by the mentions settled before it.

    Args:
        contexts: of all mentions, in the order in which they are settled.
        nearness: [steps] what a distance of 1, 2, 4, ... pieces adds to a score.

    The scores are those of a mention-ranking model (Wiseman et al., 2015) without the words themselves: it sees each
    mention in its context, and the features beside it see the words.
    """

    REACH = 300
    """Mentions before one that are looked at."""

    def __init__(self, contexts: Sequence[Context], nearness: Floats) -> None:
        self._contexts = contexts
        self._nearness = nearness
        self._keys = np.array([context.key for context in contexts])
        self._pieces = np.array([context.piece for context in contexts])
        self._entities = np.zeros(len(contexts), np.int64)

    def of(self, number: int) -> NDArray[np.float64]:
        """Return the chances of each entity met so far, by its number, and last that of a new one."""
        context = self._contexts[number]
        before = slice(max(0, number - self.REACH), number)
        keys, entities = self._keys[before], self._entities[before]
        steps = np.log2(np.maximum(1, context.piece - self._pieces[before])).astype(np.int64)
        scores = keys @ context.query / np.sqrt(keys.shape[1]) + self._nearness[np.minimum(steps, 7)]
        scores = np.append(scores, context.new)
        chance = np.exp(scores - scores.max())
        chance /= chance.sum()
        new = 1 + int(self._entities[:number].max(initial=-1))
        return np.bincount(np.append(entities, new), chance).astype(np.float64)

    def settle(self, number: int, entity: int) -> None:
        """Settle a mention on an entity."""
        self._entities[number] = entity


def marked(pieces: Pieces, spans: Iterable[Span]) -> NDArray[np.bool_]:
    """Return [pieces]: which pieces stand in one of the spans."""
    found = np.zeros(len(pieces), np.bool_)
    for span in spans:
        at = pieces.range_of(span.start, span.end)
        if at is not None:
            found[at[0] : at[1]] = True
    return found


def contexts(model: Model, pieces: Pieces, spans: Sequence[Span], rows: Rows) -> list[Context]:
    """Return the context of each mention of an article."""
    ranges = [pieces.range_of(span.start, span.end) or (0, 0) for span in spans]
    if not ranges:
        return []
    query, key, new, types = model.mentions(np.stack([rows.vector(*at) for at in ranges]))
    return [Context(at[0], query[i], key[i], float(new[i, 0]), types[i]) for i, at in enumerate(ranges)]
