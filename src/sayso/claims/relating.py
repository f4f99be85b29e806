"""Relating: whether two statements say the same, the opposite, or nothing of each other.

At a glance first: by what both are about, who says them how, and where they stand. Pairs that may have to do with each
other are weighed by all that; where the weights have a network that reads both passages in one (a cross-encoder), what
it says is weighed with the rest. The weights that ship have none yet: it brought too little for its size.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.claims.features import Floats, Table, Told, features_of, tabled
from sayso.claims.gathering import Link
from sayso.claims.passages import Passage, pair_of
from sayso.claims.relation import Relation
from sayso.errors import ModelError
from sayso.reader.meaning import Meaning
from sayso.reader.model import session

_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}\b")
_LOW = re.compile(r"\b[a-zß-öø-ÿ]{3,}\b")
_LONGEST = 20_000  # characters of an article that are looked at for names


class Relater:
    """The weights that relate statements, loaded once.

    Args:
        folder: holds `relating.npz`, `meaning.npz`, `tokenizer.json` and, where there is a network, `relater.onnx`.

    Raises:
        ModelError: a file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._meaning = Meaning(folder)
            with np.load(folder / "relating.npz") as table:
                self._rareness = table["rareness"].astype(np.float32)
                self._glance = table["glance"].astype(np.float32)
                self._weights = table["weights"].astype(np.float32)
                self.card: dict[str, Any] = json.loads(str(table["card"]))
            self._network = session(folder / "relater.onnx") if (folder / "relater.onnx").exists() else None
        except Exception as error:  # the libraries raise errors of their own, some plain Exceptions
            raise ModelError(f"the model in {folder} cannot be loaded ({error}); install sayso again") from error

    def table(self, told: Sequence[Told]) -> Table:
        """Return statements in arrays."""
        return tabled(told, self._meaning.sum_of, self._rareness)

    def telling(self, text: str, count: int) -> list[str]:
        """Return the names in a text that tell most of what it is about, the most telling first."""
        words = Counter(_NAME.findall(text[:_LONGEST]))
        low = set(_LOW.findall(text[:_LONGEST]))
        names = [word for word in words if word.lower() not in low]
        encoded = self.tokenizer.encode_batch(names, add_special_tokens=False)
        told = {
            name: float(self._rareness[encoding.ids].sum()) * min(words[name], 3)
            for name, encoding in zip(names, encoded, strict=True)
        }
        return sorted(names, key=lambda name: (-told[name], name))[:count]

    def likely(self, table: Table, fresh: Sequence[int]) -> list[tuple[int, int]]:
        """Return the pairs that are worth a closer look: of each fresh statement, those that look likeliest.

        Args:
            fresh: places in the table; each is paired with all others there.
        """
        new = set(fresh)
        pairs = [(i, j) for i in fresh for j in range(len(table.told)) if j not in new or i < j]
        if not pairs:
            return []
        scores = features_of(table, pairs) @ self._glance
        found: dict[int, list[tuple[float, tuple[int, int]]]] = {}
        for (i, j), score in zip(pairs, scores, strict=True):
            if score >= self.card["least"]:
                pair = (min(i, j), max(i, j))
                found.setdefault(i, []).append((-float(score), pair))
        most = int(self.card["most"])
        return sorted({pair for some in found.values() for _, pair in sorted(some)[:most]})

    def relate(self, table: Table, pairs: Sequence[tuple[int, int]]) -> list[Link]:
        """Return how pairs of statements relate."""
        if not pairs:
            return []
        read = self.read([(table.told[i].passage, table.told[j].passage) for i, j in pairs])
        chances = weighed(features_of(table, pairs), read, self._weights)
        return [
            Link(table.told[i].number, table.told[j].number, float(p[Relation.SAME]), float(p[Relation.OPPOSITE]))
            for (i, j), p in zip(pairs, chances, strict=True)
        ]

    def read(self, pairs: Sequence[tuple[Passage, Passage]]) -> Floats:
        """Return [pairs, 3] the network's log-chances of the relations, [pairs, 0] where there is no network.

        Pairs run one by one: numbers are rounded to 8 bits by the largest of a run, and a pair's must not depend on
        which others stand beside it.
        """
        if self._network is None:
            return np.zeros((len(pairs), 0), np.float32)
        found = np.zeros((len(pairs), len(Relation)), np.float32)
        for row, (one, other) in zip(found, pairs, strict=True):
            pair = pair_of(one, other)
            row[:] = self._network.run(
                None, {"ids": pair.ids[None], "marks": pair.marks[None], "parts": pair.parts[None]}
            )[0][0]
        return found


def weighed(features: Floats, read: Floats, weights: Floats) -> Floats:
    """Return [pairs, 3] chances of the relations, by a log-linear model over features and the network's log-chances."""
    scores = np.concatenate([features, read], 1) @ weights
    scores -= scores.max(1, keepdims=True)
    chances: NDArray[np.float32] = np.exp(scores)
    chances /= chances.sum(1, keepdims=True)
    return chances


@cache
def shipped_relater() -> Relater:
    """Return the weights that come with the package."""
    with as_file(files("sayso") / "models" / "en") as folder:
        return Relater(folder)
