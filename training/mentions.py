"""Learn what words name and whom they may mean: `mentions.onnx`, beside an encoder that stays as it is.

Usage:

    python -m training.mentions --corpus ../shared/corpus --model src/sayso/models/en

One hidden layer over what the shipped encoder says of a mention's pieces, and from it: what the mention names, a
query and a key whose product ranks the mentions before it (mention ranking, Wiseman et al., 2015), and a score of
being the first. The stories take no part, so that `training.speakers`, which learns from them how far to trust these
scores, sees them as they are on texts never met. Prints how well GUM's news, which takes no part either, is read.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from onnx import TensorProto
from torch import Tensor, nn

from sayso.reader.encoding import encode
from sayso.reader.model import FEATURES, Model
from sayso.reader.pieces import pieces_of
from sayso.reader.speakers.contexts import Rows, marked
from sayso.statement import MentionType
from training.graph import MICROSOFT, Graph
from training.marked_texts import NOTHING, UNKNOWN, MarkedText, countries, entities, gum, silver

HIDDEN, WIDTH, TYPES, STEPS = 256, 64, 1 + len(MentionType), 8
LONGEST = 30
"""Pieces of the longest mention that is learned from."""
WINDOW, BEFORE = 150, 50
"""Mentions that are ranked together, and those before them that are seen besides."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Some mentions of a text, the first `skip` of them only to be looked back at."""

    vectors: Tensor  # [mentions, 2 * FEATURES]
    pieces: Tensor  # [mentions]
    types: Tensor  # [mentions]
    chains: Tensor  # [mentions]
    skip: int
    linked: bool
    weight: float


class Network(nn.Module):
    """What is learned."""

    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.hidden = nn.Linear(2 * FEATURES, HIDDEN)
        self.query, self.key = nn.Linear(HIDDEN, WIDTH), nn.Linear(HIDDEN, WIDTH)
        self.new, self.types = nn.Linear(HIDDEN, 1), nn.Linear(HIDDEN, TYPES)
        self.nearness = nn.Parameter(torch.zeros(STEPS))
        self.drop = nn.Dropout(0.2)

    def forward(self, vectors: Tensor, pieces: Tensor) -> tuple[Tensor, Tensor]:
        """Return [mentions, mentions + 1] scores of those before each and of a new one, and [mentions, TYPES]."""
        h = self.drop(nn.functional.gelu(self.hidden((vectors.float() - self.mean) / self.deviation)))
        steps = (pieces[:, None] - pieces[None]).clamp(min=1).float().log2().long().clamp(max=STEPS - 1)
        scores = self.query(h) @ self.key(h).T / WIDTH**0.5 + self.nearness[steps]
        before = torch.ones(len(h), len(h), dtype=torch.bool).tril(-1)
        return torch.cat([scores.masked_fill(~before, -1e4), self.new(h)], 1), self.types(h)


def windows(texts: Iterable[MarkedText], model: Model) -> list[Window]:
    """Read texts with the encoder, and return their mentions."""
    found = []
    for told in texts:
        pieces = pieces_of(told.text, model.tokenizer)
        rows = Rows()
        rows.keep(0, encode(model, [pieces]).features.rest, marked(pieces, [mark.span for mark in told.marks]))
        at = [(pieces.range_of(mark.span.start, mark.span.end), mark) for mark in told.marks]
        marks = [(span, mark) for span, mark in at if span and span[1] - span[0] < LONGEST]
        if not marks:
            continue
        vectors = torch.tensor(np.stack([rows.vector(*span) for span, _ in marks]).astype(np.float16))
        columns = torch.tensor([(span[0], mark.type, mark.chain) for span, mark in marks])
        for first in range(0, len(marks), WINDOW):
            low = max(0, first - BEFORE)
            cut = slice(low, first + WINDOW)
            found.append(Window(vectors[cut], *columns[cut].T, first - low, told.linked, told.weight))
    return found


def right(chains: Tensor) -> Tensor:
    """Return [mentions, mentions + 1]: which mentions before each mean the same, and whether none does."""
    same = (chains[:, None] == chains[None]) & torch.ones(len(chains), len(chains), dtype=torch.bool).tril(-1)
    return torch.cat([same, ~same.any(1, keepdim=True)], 1)


def loss_of(network: Network, window: Window) -> Tensor:
    """Return the loss of one window."""
    scores, types = network(window.vectors, window.pieces)
    loss = scores.new_zeros(())
    told = window.types != UNKNOWN
    if told.any():
        loss = window.weight * nn.functional.cross_entropy(types[told], window.types[told], label_smoothing=0.02)
    ranked = window.chains != UNKNOWN
    ranked[: window.skip] = False
    if window.linked and ranked.any():
        chance = scores.log_softmax(1).masked_fill(~right(window.chains), -1e4).logsumexp(1)
        loss = loss - chance[ranked].mean()
    return loss


def train(network: Network, learned: Sequence[Window], epochs: int, rate: float, seed: int) -> None:
    """Learn."""
    rng = random.Random(seed)
    order = list(learned)
    optimizer = torch.optim.AdamW(network.parameters(), rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * len(order) + 1)
    began = time.monotonic()
    for epoch in range(epochs):
        network.train()
        rng.shuffle(order)
        total = 0.0
        for window in order:
            loss = loss_of(network, window)
            if loss.requires_grad:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total / len(order):.3f}, {time.monotonic() - began:.0f} s", flush=True)


def measure(network: Network, texts: Sequence[Window]) -> str:
    """Return how well types are told and antecedents ranked."""
    network.eval()
    typed = types_right = linked = links_right = 0
    with torch.no_grad():
        for window in texts:
            scores, types = network(window.vectors, window.pieces)
            told = window.types > NOTHING
            typed += int(told.sum())
            types_right += int((types[told, 1:].argmax(1) + 1 == window.types[told]).sum())
            hit = right(window.chains).gather(1, scores.argmax(1, keepdim=True))[window.skip :, 0]
            linked += len(hit)
            links_right += int(hit.sum())
    return f"types right {types_right / typed:.3f} of {typed}, links right {links_right / linked:.3f} of {linked}"


def graph(network: Network) -> Graph:
    """Build the graph from the vectors of mentions to queries, keys, scores of being new, types, and nearness."""
    w = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    g = Graph("mentions", quantised=False)
    vectors = g.input("vectors", TensorProto.FLOAT, ["m", 2 * FEATURES])
    weight = w["hidden.weight"] / w["deviation"]
    bias = w["hidden.bias"] - weight @ w["mean"]
    h = g.node("Gelu", g.float_matrix(vectors, weight.T, bias), domain=MICROSOFT)
    for name, width in (("query", WIDTH), ("key", WIDTH), ("new", 1)):
        g.output(name, g.float_matrix(h, w[f"{name}.weight"].T, w[f"{name}.bias"]), ["m", width])
    g.output("types", g.node("Softmax", g.float_matrix(h, w["types.weight"].T, w["types.bias"]), axis=-1), ["m", TYPES])
    g.output("nearness", g.node("Identity", g.constant(w["nearness"])), [STEPS])
    return g


def main() -> None:
    """Parse the command line, learn, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument(
        "--model", type=Path, required=True, help="the folder of weights; mentions.onnx is written there"
    )
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    if not (args.model / "mentions.onnx").exists():
        export(Network(torch.zeros(2 * FEATURES), torch.ones(2 * FEATURES)), args.model)
    model, corpus = Model(args.model), args.corpus
    tagged, chained = corpus / "entities/ner.jsonl", corpus / "coreference/gum.jsonl"
    polnear, chains = corpus / "polnear/train.jsonl", corpus / "polnear/train-silver-entities.jsonl"
    known = countries(tagged)
    learned = [
        *windows(entities(tagged, known), model),
        *windows(gum(chained, known, news=False), model),
        *windows(silver(polnear, chains, known, 0.5), model),
    ]
    seen = torch.cat([window.vectors for window in learned if window.linked]).float()
    network = Network(seen.mean(0), seen.std(0) + 1e-3)
    train(network, learned, args.epochs, args.rate, args.seed)
    print(measure(network, windows(gum(chained, known, news=True), model)))
    export(network, args.model)


def export(network: Network, folder: Path) -> None:
    """Write the graph, and beside it which encoder it belongs to."""
    encoder = hashlib.sha256((folder / "encoder.onnx").read_bytes()).hexdigest()
    graph(network).save(folder / "mentions.onnx", {"encoder": encoder})


if __name__ == "__main__":
    main()
