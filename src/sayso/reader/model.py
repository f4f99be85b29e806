"""The trained model: graphs, tables of weights and a tokenizer in one folder, loaded once and shared by all threads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.errors import ModelError
from sayso.reader.pieces import CLS, SEP, Pieces

KEY, COUNTERS, ACT = 128, 16, 192
FEATURES = 2 * KEY + COUNTERS + 2 * ACT
_KEYS = slice(0, KEY)
_QUERIES = slice(KEY, 2 * KEY)
_COUNTERS = slice(2 * KEY, 2 * KEY + COUNTERS)
_ACT_CUE = slice(2 * KEY + COUNTERS, 2 * KEY + COUNTERS + ACT)
_ACT_CONTENT = slice(2 * KEY + COUNTERS + ACT, 2 * KEY + COUNTERS + 2 * ACT)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What the encoder says of pieces, one row each."""

    cue: Floats  # [pieces, 4] scores of the CueTags
    rest: Floats  # [pieces, 656] side by side: key, query, counters, act of a cue, act of a content

    @property
    def key(self) -> Floats:
        """Return [pieces, 128]: each piece as seen from a cue."""
        return self.rest[:, _KEYS]

    @property
    def query(self) -> Floats:
        """Return [pieces, 128]: each piece as part of a cue."""
        return self.rest[:, _QUERIES]

    @property
    def counters(self) -> Floats:
        """Return [pieces, 16] scores of learned events to be counted between a cue and a piece."""
        return self.rest[:, _COUNTERS]

    @property
    def act_cue(self) -> Floats:
        """Return [pieces, 192]: what a piece as part of a cue tells of the act."""
        return self.rest[:, _ACT_CUE]

    @property
    def act_content(self) -> Floats:
        """Return [pieces, 192]: what a piece as part of a content tells of the act."""
        return self.rest[:, _ACT_CONTENT]


class Model:
    """The trained weights, ready to run.

    Args:
        folder: holds `encoder.onnx`, `roles.onnx`, `acts.onnx`, `mentions.onnx`, `speakers.json`, `made.onnx`,
            `made.json`, `tokenizer.json` and `model.json`.

    Raises:
        ModelError: a file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self.card: dict[str, Any] = json.loads((folder / "model.json").read_text("utf8"))
            self.speakers: dict[str, float] = json.loads((folder / "speakers.json").read_text("utf8"))
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            names = json.loads((folder / "made.json").read_text("utf8"))
            self._made_features: dict[str, int] = {name: number for number, name in enumerate(names, 1)}
            self._encoder, self._roles, self._acts, self._mentions, self._made = (
                session(folder / f"{name}.onnx") for name in ("encoder", "roles", "acts", "mentions", "made")
            )
            self.nearness: Floats = self._mentions.run(
                ["nearness"], {"vectors": np.zeros((1, 2 * FEATURES), np.float32)}
            )[0]
        except Exception as error:  # the three libraries raise errors of their own, some plain Exceptions
            raise ModelError(f"the model in {folder} cannot be loaded ({error}); install sayso again") from error
        self.name = f"{self.card['name']}/{self.card['version']}"

    def encode(self, pieces: Pieces, first: int, last: int) -> Features:
        """Run the encoder on one window of an article, its pieces `first` to `last`."""
        ids = np.empty((1, last - first + 2), np.int32)
        ids[0, 0], ids[0, -1] = CLS, SEP
        ids[0, 1:-1] = pieces.ids[first:last]
        window = {"ids": ids}
        for name in ("case", "quote", "place"):
            window[name] = np.zeros_like(ids)
            window[name][0, 1:-1] = getattr(pieces, name)[first:last]
        cue, rest = self._encoder.run(None, window)
        return Features(cue[0, 1:-1], rest[0, 1:-1])

    def roles(self, query: Floats, key: Floats, geometry: Floats) -> Floats:
        """Return [cues, places, 5] log-probabilities of what each place around a cue is to it.

        Cues run one by one: numbers are rounded to 8 bits by the largest of a run, and a cue's must not depend on
        which others stand beside it. On one core nothing is lost by it.
        """
        runs = [
            self._roles.run(None, {"query": query[i : i + 1], "key": key[i : i + 1], "geometry": geometry[i : i + 1]})
            for i in range(len(query))
        ]
        return np.concatenate([run[0] for run in runs])

    def acts(self, features: Floats) -> Floats:
        """Return [statements, 15] scores: the acts in the order of `Act`, and whether the cue is negated."""
        result: Floats = self._acts.run(None, {"features": features})[0]
        return result

    def mentions(self, vectors: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return what is needed to tell what mentions are and whom they mean.

        Args:
            vectors: [mentions, 2 * FEATURES]; see `speakers.contexts.Rows.vector`.

        Returns:
            query [mentions, 64], key [mentions, 64], new [mentions, 1], and types [mentions, 7], which are chances.
        """
        query, key, new, types = self._mentions.run(["query", "key", "new", "types"], {"vectors": vectors})
        return query, key, new, types

    def made(self, options: Sequence[Iterable[str]]) -> Floats:
        """Return [options] scores of the days on which a statement may have been made, told by named features."""
        rows = [[self._made_features[name] for name in option if name in self._made_features] for option in options]
        ids = np.zeros((len(rows), max(1, *map(len, rows))), np.int64)
        for row, numbers in zip(ids, rows, strict=True):
            row[: len(numbers)] = numbers
        scores: Floats = self._made.run(None, {"ids": ids})[0]
        return scores


@cache
def shipped_model() -> Model:
    """Return the model that comes with the package."""
    with as_file(files("sayso") / "models" / "en") as folder:
        return Model(folder)


def session(path: Path) -> ort.InferenceSession:
    """Return a graph, loaded to run on one thread."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # articles run side by side instead
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
