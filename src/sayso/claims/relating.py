"""Relating: whether two statements say the same, the opposite, or nothing of each other.

Two forests of small trees look at what can be told of a pair at a glance: one says how likely the two have to do with
each other, the other on which sides they would stand then. Both were grown on the training stories.
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
from tokenizers import Tokenizer

from sayso.claims.features import Floats, Table, features_of, tabled
from sayso.claims.gathering import Link
from sayso.claims.told import Told
from sayso.errors import ModelError
from sayso.reader.meaning import Meaning
from sayso.reader.model import session

_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}\b")
_LOW = re.compile(r"\b[a-zß-öø-ÿ]{3,}\b")
_LONGEST = 20_000  # characters of an article that are looked at for names


class Relater:
    """The weights that relate statements, loaded once.

    Args:
        folder: holds `relating.npz`, `relating.onnx`, `meaning.npz` and `tokenizer.json`.

    Raises:
        ModelError: a file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._meaning = Meaning(folder)
            with np.load(folder / "relating.npz") as table:
                self._rareness = table["rareness"].astype(np.float32)
                self.card: dict[str, Any] = json.loads(str(table["card"]))
            self._trees = session(folder / "relating.onnx")
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

    def relate(self, table: Table, fresh: Sequence[int]) -> list[Link]:
        """Return how some statements relate to the others of a table, where they may have to do with each other.

        Args:
            fresh: places in the table; each is paired with all others there.
        """
        new = set(fresh)
        if not new:
            return []
        related, same = self.chances(features_of(table, fresh))
        found: dict[tuple[int, int], Link] = {}
        for row, i in enumerate(fresh):
            order = np.argsort(-related[row], kind="stable")[: self.card["most"] + 1]
            for j in map(int, order):
                if j != i and related[row, j] >= self.card["least"]:
                    one, other = (table.told[n].facts.number for n in (min(i, j), max(i, j)))
                    chance, alike = float(related[row, j]), float(same[row, j])
                    found[one, other] = Link(one, other, chance * alike, chance * (1 - alike))
        return [found[pair] for pair in sorted(found)]

    def chances(self, features: Floats) -> tuple[Floats, Floats]:
        """Return, for [..., features], the chances [...] that two are related, and that they then stand on one side."""
        flat = features.reshape(-1, features.shape[-1])
        scores = self._trees.run(None, {"features": flat})
        related, same = (1 / (1 + np.exp(-score.reshape(features.shape[:-1]))) for score in scores)
        return related, same


@cache
def shipped_relater() -> Relater:
    """Return the weights that come with the package."""
    with as_file(files("sayso") / "models" / "en") as folder:
        return Relater(folder)
