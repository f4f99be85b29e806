"""Learn when statements were made: `made.onnx` and its table of features, from the annotated stories.

Usage:

    python -m training.made --corpus ../shared/corpus --model src/sayso/models/en

Each statement is a choice among the days that `sayso.reader.made.options` offers, several of which may be right. A few
small networks, each one hidden layer over summed features, learn the choice from different seeds; what ships is their
mean, which is one wider network. While learning, some of the days of earlier statements are hidden, since a reader
will not know all of them either.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import torch
from onnx import TensorProto
from torch import Tensor, nn

from sayso.reader.made.options import History, Option, options
from sayso.reader.made.scene import Scene
from sayso.reader.model import Model
from sayso.reader.pieces import pieces_of
from sayso.reader.times.reading import time_expressions
from training.graph import MICROSOFT, Graph
from training.speakers import statements_of

HIDDEN = 16
RARE = 3
"""Features met less often are left out."""
HIDE = 0.1
"""Share of the earlier statements whose day is hidden."""
RESERVE = 0.5
"""How much the answer that the text tells no day is held back: a day that is found is worth more than one left out."""
BATCH = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """One statement: its options, and which of them are right."""

    options: tuple[Option, ...]
    right: tuple[bool, ...]


class Network(nn.Module):
    """Scores options by their features."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(features + 1, HIDDEN, mode="sum", padding_idx=0)
        self.single = nn.EmbeddingBag(features + 1, 1, mode="sum", padding_idx=0)
        self.bias = nn.Parameter(torch.zeros(HIDDEN))
        self.out = nn.Linear(HIDDEN, 1)
        self.drop = nn.Dropout(0.3)
        nn.init.normal_(self.table.weight, std=0.1)
        nn.init.zeros_(self.single.weight)

    def forward(self, ids: Tensor) -> Tensor:
        """Return [options] scores of options with features `ids` [options, features], 0 where there is none."""
        h = self.drop(nn.functional.gelu(self.table(ids) + self.bias))
        score: Tensor = (self.out(h) + self.single(ids))[:, 0]
        return score


def choices(articles: Iterator[Mapping[str, Any]], model: Model, seed: int) -> list[Choice]:
    """Return every choice of annotated articles.

    Args:
        articles: with `text`, `published`, and `statements` as in the annotated stories.
    """
    rng = random.Random(seed)
    found = []
    for article in articles:
        published = date.fromisoformat(article["published"])
        pieces = pieces_of(article["text"], model.tokenizer)
        scene = Scene(pieces, statements_of(article), time_expressions(article["text"], published), published)
        gold = [statement["made"] for statement in article["statements"]]
        history = History()
        for said in sorted(scene.said, key=lambda said: said.key):
            offered = options(scene, said, history)
            right = tuple(option.value == gold[said.number] for option in offered)
            if any(right):
                found.append(Choice(tuple(offered), right))
            history.settle(said, None if rng.random() < HIDE else gold[said.number], None)
    return found


def stories(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the articles of all stories in a folder."""
    for path in sorted(folder.glob("*.json")):
        yield from json.loads(path.read_text("utf8"))["articles"]


def vocabulary(found: Sequence[Choice]) -> list[str]:
    """Return the features that are met often enough."""
    counts = Counter(feature for choice in found for option in choice.options for feature in option.features)
    return sorted(feature for feature, count in counts.items() if count >= RARE)


def ids_of(offered: Sequence[Option], numbers: Mapping[str, int]) -> Tensor:
    """Return [options, features] numbers of features, 0 where an option has fewer than others."""
    rows = [torch.tensor([numbers[f] for f in sorted(option.features) if f in numbers]) for option in offered]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True).long()


def train(found: Sequence[Choice], names: Sequence[str], epochs: int, rate: float, seed: int) -> Network:
    """Learn one network."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    numbers = {name: number for number, name in enumerate(names, 1)}
    data = [(ids_of(choice.options, numbers), torch.tensor(choice.right)) for choice in found]
    network = Network(len(names))
    optimizer = torch.optim.AdamW(network.parameters(), rate, weight_decay=0.05)
    steps = epochs * (len(data) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps)
    for _ in range(epochs):
        rng.shuffle(data)
        for first in range(0, len(data), BATCH):
            batch = data[first : first + BATCH]
            losses = [-network(ids).log_softmax(0)[right].logsumexp(0) for ids, right in batch]
            optimizer.zero_grad()
            torch.stack(losses).mean().backward()
            optimizer.step()
            schedule.step()
    return network.eval()


def graph(networks: Sequence[Network], names: Sequence[str]) -> Graph:
    """Build the graph from features to scores, the mean of the networks' own."""
    g = Graph("made", quantised=False)
    ids = g.input("ids", TensorProto.INT64, ["options", "features"])
    table = torch.cat([network.table.weight for network in networks], 1).detach()
    single = torch.stack([network.single.weight for network in networks]).mean(0).detach()
    table[0], single[0] = 0, 0
    if "none" in names:
        single[1 + names.index("none")] -= RESERVE
    bias = torch.cat([network.bias for network in networks]).detach()
    out = torch.cat([network.out.weight[0] for network in networks]).detach() / len(networks)
    last = torch.stack([network.out.bias for network in networks]).mean(0).detach()
    axis = g.constant(torch.tensor([1]).numpy())
    summed = g.node("ReduceSum", g.node("Gather", g.constant(table.numpy()), ids), axis, keepdims=0)
    h = g.node("Gelu", g.node("Add", summed, g.constant(bias.numpy())), domain=MICROSOFT)
    alone = g.node("ReduceSum", g.node("Gather", g.constant(single.numpy()), ids), axis, keepdims=0)
    score = g.node("Add", g.float_matrix(h, out[:, None].numpy(), last.numpy()), alone)
    g.output("scores", g.node("Squeeze", score, axis), ["options"])
    return g


def main() -> None:
    """Parse the command line, learn, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="the folder of weights; made.onnx is written there")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--networks", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    model = Model(args.model)
    found = choices(stories(args.corpus / "stories/train"), model, args.seed)
    names = vocabulary(found)
    networks = [train(found, names, args.epochs, args.rate, args.seed + n) for n in range(args.networks)]
    (args.model / "made.json").write_text(json.dumps(names, indent=0, ensure_ascii=False) + "\n", "utf8")
    graph(networks, names).save(args.model / "made.onnx", {})
    print(f"{len(found)} choices, {len(names)} features")


if __name__ == "__main__":
    main()
