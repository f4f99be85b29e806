"""Learn who a source means: the weights of `sayso.reader.speakers`, from the speakers of the annotated stories.

Usage:

    python -m training.speakers --corpus ../shared/corpus --model src/sayso/models/en

Each mention of an annotated story is a choice between the entities met before it and a new one. The weights are those
of a log-linear model of that choice, by AdaGrad with a small ridge. Names that are no source count a third: which of
them mean the same is told by their words alone.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.article import Span
from sayso.reader.encoding import encode
from sayso.reader.model import Model
from sayso.reader.pieces import pieces_of
from sayso.reader.speakers.contexts import Rows, contexts, marked
from sayso.reader.speakers.entities import Entity, normal
from sayso.reader.speakers.linker import Linker
from sayso.reader.speakers.mentions import Mention
from sayso.reader.speakers.names import Names
from sayso.reader.speakers.nominal_features import Features
from sayso.reader.speakers.reading import placed_mentions
from sayso.statement import Act, Quote, Statement

ELSEWHERE = 0.3
"""What a name that is no source counts for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One mention: the features of each option, which one is right, and what it counts for."""

    options: tuple[Features, ...]
    right: int
    weight: float


def statements_of(article: Mapping[str, Any]) -> list[Statement]:
    """Return an annotated article's statements as the reader would give them, as far as speakers need them."""

    def spans(pairs: Sequence[Sequence[int]] | None) -> tuple[Span, ...]:
        return tuple(Span(*pair) for pair in pairs or ())

    return [
        Statement(
            id=s["id"],
            source=spans(s["offsets"]["source"]),
            cue=spans(s["offsets"]["cue"]),
            content=spans(s["offsets"]["content"]),
            act=Act(s["act"]),
            negated=s["negated"],
            quote=Quote(s["quote"]),
            within=s["within"],
            distance=(),
            confidence=1.0,
            speaker=s["speaker"],
        )
        for s in article["statements"]
    ]


def meant_by(mention: Mention, entities: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the id of the annotated entity that a name means, else the name itself."""
    words = normal(mention.name).split()
    for id, entity in entities.items():
        name = normal(entity["name"]).split()
        person = entity["type"] == "person" and words[-1:] == name[-1:] and set(words) <= set(name)
        if words and (person or (entity["type"] in ("organization", "outlet") and set(words) == set(name))):
            return id
    return normal(mention.name)


def choices(folder: Path, model: Model) -> list[Choice]:
    """Return every choice of the stories of a folder, with the right ones made."""
    found = []
    for path in sorted(folder.glob("*.json")):
        story = json.loads(path.read_text("utf8"))
        entities = {entity["id"]: entity for entity in story["entities"]}
        for article in story["articles"]:
            found += _article_choices(article, entities, model)
    return found


def _article_choices(
    article: Mapping[str, Any], entities: Mapping[str, Mapping[str, Any]], model: Model
) -> list[Choice]:
    statements = statements_of(article)
    pieces = pieces_of(article["text"], model.tokenizer)
    placed = placed_mentions(pieces, statements, Names.of(article["text"]))
    spans = [mention.span for mention, _ in placed]
    rows = Rows()
    rows.keep(0, encode(model, [pieces]).features.rest, marked(pieces, spans))
    linker = Linker({}, contexts(model, pieces, spans, rows), model.nearness)
    met: dict[str, Entity] = {}
    found = []
    for mention, place in placed:
        source = place.statement is not None
        gold = statements[place.statement].speaker if source else meant_by(mention, entities)
        key = gold or f"nobody {place.statement}"
        options = linker.options(mention, place)
        right = next((i for i, (entity, _) in enumerate(options) if entity is met.get(key)), None)
        if right is not None:  # else two names without a word in common, which the reader never joins
            found.append(Choice(tuple(f for _, f in options), right, 1.0 if source else ELSEWHERE))
        met[key] = linker.take(met.get(key), mention, place)
    return found


def train(found: Sequence[Choice], epochs: int, ridge: float, rate: float, seed: int) -> dict[str, float]:
    """Return the weight of each feature."""
    names: dict[str, int] = {}
    data = [_arrays(choice, names) for choice in found]
    weights, squares = np.zeros(len(names)), np.full(len(names), 1e-2)
    rng = random.Random(seed)
    for _ in range(epochs):
        rng.shuffle(data)
        for rows, columns, values, count, right, weight in data:
            scores = np.bincount(rows, values * weights[columns], minlength=count)
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            chance[right] -= 1
            gradient = np.zeros(len(names))
            np.add.at(gradient, columns, weight * chance[rows] * values)
            used = np.unique(columns)
            step = gradient[used] + ridge * weights[used]
            squares[used] += step**2
            weights[used] -= rate * step / np.sqrt(squares[used])
    return {name: round(float(weights[i]), 3) for name, i in sorted(names.items())}


def _arrays(
    choice: Choice, names: dict[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], int, int, float]:
    rows, columns, values = [], [], []
    for row, option in enumerate(choice.options):
        for name, value in option.items():
            if value:
                rows.append(row)
                columns.append(names.setdefault(name, len(names)))
                values.append(value)
    return np.array(rows), np.array(columns), np.array(values), len(choice.options), choice.right, choice.weight


def main() -> None:
    """Parse the command line, learn, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument(
        "--model", type=Path, required=True, help="the folder of weights; speakers.json is written there"
    )
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--ridge", type=float, default=1e-2)
    parser.add_argument("--rate", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    found = choices(args.corpus / "stories/train", Model(args.model))
    weights = train(found, args.epochs, args.ridge, args.rate, args.seed)
    (args.model / "speakers.json").write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", "utf8")
    print(f"{len(found)} choices, {len(weights)} features")


if __name__ == "__main__":
    main()
