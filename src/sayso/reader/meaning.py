"""What a text is about, as a vector: texts about the same thing point the same way.

A table holds a vector for each word piece, learned so that their sum comes near to what all-MiniLM-L6-v2 gives for the
whole text (`training/meaning.py`). A look-up and a sum, so thousands of statements take a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.errors import ModelError

WIDTH = 256
_SURROGATE = re.compile("[\ud800-\udfff]")  # no tokenizer takes them
_LONGEST = 2000  # characters of a text that are looked at

Vectors = NDArray[np.int8]


class Meaning:
    """The table of meanings, loaded once.

    Args:
        folder: holds `meaning.npz` and `tokenizer.json`.

    Raises:
        ModelError: a file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            with np.load(folder / "meaning.npz") as table:
                self._pieces: NDArray[np.int8] = table["pieces"]
                self._scale = table["scale"].astype(np.float32)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # the libraries raise errors of their own, some plain Exceptions
            raise ModelError(f"the model in {folder} cannot be loaded ({error}); install sayso again") from error

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return [texts, 256] vectors of length 127, so that a product of two is their cosine times 127 squared.

        A text without a word has zeros.
        """
        given = [_SURROGATE.sub(" ", text[:_LONGEST]) for text in texts]
        encodings = self._tokenizer.encode_batch(given, add_special_tokens=False)
        sums = np.zeros((len(texts), WIDTH), np.float32)
        for row, encoding in zip(sums, encodings, strict=True):
            row += self.sum_of(encoding.ids)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        found: Vectors = np.round(127 * sums / np.maximum(lengths, 1e-9)).astype(np.int8)
        return found

    def sum_of(self, ids: Sequence[int] | NDArray[np.int32]) -> NDArray[np.float32]:
        """Return [256], of any length, what some word pieces are about together."""
        total: NDArray[np.float32] = self._scale[ids] @ self._pieces[ids].astype(np.float32)
        return total


def codes_of(vectors: Vectors) -> NDArray[np.uint64]:
    """Return [texts, 4] the signs of vectors, a bit each: of two that are alike, few bits differ."""
    return np.packbits(vectors > 0, axis=1).view(np.uint64)


@cache
def shipped_meaning() -> Meaning:
    """Return the table that comes with the package."""
    with as_file(files("sayso") / "models" / "en") as folder:
        return Meaning(folder)
