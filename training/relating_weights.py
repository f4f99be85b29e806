r"""Fit the weights that relate statements, and write them as the package takes them.

Usage:

    python -m training.relating_weights --corpus ../shared/corpus --model src/sayso/models/en
    python -m training.relating_weights --corpus ../shared/corpus --weights runs/relating/story.pt --model FOLDER

Three things are fitted: how rare each word piece is in the news, what tells at a glance that two statements share a
claim, and how all that is known of two statements tells how they relate. With `--weights` the network's word is weighed
too, on the stories that it was not trained on, and it is written beside; `--float` leaves it in floats.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from onnx import TensorProto
from tokenizers import Tokenizer
from torch import Tensor

from sayso.claims.features import NAMES, Floats, Told, features_of, tabled
from sayso.claims.relating import Relater
from sayso.claims.relation import Relation
from sayso.reader.meaning import shipped_meaning
from sayso.statement import Act
from training.export import EPSILON, Weights, _layer, _positions, load
from training.graph import MICROSOFT, Graph
from training.relating import Story, load_stories

MOST, LEAST = 40, -4.0


def relater_graph(w: Weights, quantised: bool) -> Graph:
    """Build the graph from the pieces of a pair to the log-chances of how its statements relate."""
    g = Graph("relater", quantised)
    ids, marks, parts = (g.input(name, TensorProto.INT32, [1, "n"]) for name in ("ids", "marks", "parts"))
    h = g.table(ids, w["encoder.word.weight"])
    h = g.node("Add", h, _positions(g, ids, w["encoder.position.weight"] + w["encoder.case.weight"][0]))
    for name, kind in (("quote", marks), ("place", parts)):
        h = g.node("Add", h, g.node("Gather", g.constant(w[f"encoder.{name}.weight"]), kind))
    gamma, beta = (g.constant(w[f"encoder.norm.{k}"]) for k in ("weight", "bias"))
    h = g.node("LayerNormalization", h, gamma, beta, epsilon=EPSILON)
    for i in range(sum(name.endswith("qkv.bias") for name in w)):
        h = _layer(g, h, {k.split(".", 3)[3]: v for k, v in w.items() if k.startswith(f"encoder.layers.{i}.")})
    one, other = (_mean_of_content(g, h, marks, parts, part) for part in (1, 2))
    first = g.node(
        "Squeeze", g.node("Slice", h, *(g.constant(np.array([n])) for n in (0, 1, 1))), g.constant(np.array([1]))
    )
    apart = g.node("Abs", g.node("Sub", one, other))
    seen = g.node("Concat", first, g.node("Add", one, other), apart, g.node("Mul", one, other), axis=-1)
    hidden = g.node("Gelu", g.float_matrix(seen, w["compare.weight"].T, w["compare.bias"]), domain=MICROSOFT)
    scores = g.float_matrix(hidden, w["relation.weight"].T, w["relation.bias"])
    g.output("relation", g.node("LogSoftmax", scores, axis=-1), [1, len(Relation)])
    return g


def _mean_of_content(g: Graph, h: str, marks: str, parts: str, part: int) -> str:
    """Return [1, width] the mean over the content of one of the statements."""
    where = [g.node("Equal", x, g.constant(np.array(n, np.int32))) for x, n in ((marks, 1), (parts, part))]
    weight = g.node("Cast", g.node("And", *where), to=TensorProto.FLOAT)
    axis = g.constant(np.array([1]))
    total = g.node("Squeeze", g.node("MatMul", g.node("Unsqueeze", weight, axis), h), axis)
    count = g.node("Max", g.node("ReduceSum", weight, axis, keepdims=1), g.constant(np.array(1, np.float32)))
    return g.node("Div", total, count)


def rareness_of(news: Path, tokenizer: Tokenizer) -> Floats:
    """Return [vocabulary] how much a word piece tells: the logarithm of how few of the news have it."""
    counts = np.zeros(tokenizer.get_vocab_size())
    with news.open(encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        counts[np.unique(encoding.ids)] += 1
    found: Floats = np.log((len(texts) + 1) / (counts + 1)).astype(np.float32)
    return found


def told_of(story: Story, first: int) -> list[Told]:
    """Return a story's statements as the relater sees them, with numbers from `first` on."""
    articles = list(dict.fromkeys(s["article"] for s in story.statements))
    speakers = {s["speaker"]: n for n, s in enumerate(story.statements) if s["speaker"]}
    numbers = {(s["article"], s["id"]): first + n for n, s in enumerate(story.statements)}
    found, order = [], dict.fromkeys(articles, 0)
    for n, s in enumerate(story.statements):
        found.append(
            Told(
                number=first + n,
                article=first + articles.index(s["article"]),
                order=order[s["article"]],
                passage=story.passages[n],
                act=Act(s["act"]),
                negated=s["negated"],
                within=numbers.get((s["article"], s["within"])),
                speaker=speakers.get(s["speaker"]),
            )
        )
        order[s["article"]] += 1
    return found


def glance(features: Floats, related: NDArray[np.bool_]) -> Floats:
    """Return [features] the weights of a logistic regression that tells whether two statements share a claim."""
    weights = _descend(features, torch.tensor(related.astype(np.float32))[:, None], 1, 1e-5)
    return weights[:, 0]


def weights_of(features: Floats, relations: NDArray[np.int64], penalty: float = 1e-4) -> Floats:
    """Return [features, 3] the weights of a log-linear model of the relations."""
    return _descend(features, torch.tensor(relations), len(Relation), penalty)


def _descend(features: Floats, wanted: Tensor, outputs: int, penalty: float) -> Floats:
    scale = features.std(0) + 1e-3
    x = torch.tensor(features / scale)
    weights = torch.zeros(x.shape[1], outputs, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        scores = x @ weights
        cost = F.binary_cross_entropy_with_logits if outputs == 1 else F.cross_entropy
        found: Tensor = cost(scores, wanted)
        found = found + penalty * (weights**2).sum()
        found.backward()  # type: ignore[no-untyped-call]
        return found

    optimizer.step(loss)
    result: Floats = (weights.detach().numpy() / scale[:, None]).astype(np.float32)
    return result


def pairs_of(story: Story) -> list[tuple[int, int]]:
    """Return all pairs of a story's statements."""
    return list(combinations(range(len(story.statements)), 2))


def fit_glance(stories: Sequence[Story], rareness: Floats, rng: random.Random) -> Floats:
    """Fit the glance on all pairs of each story, and on as many of different stories."""
    features, related = [], []
    for n, story in enumerate(stories):
        table = tabled(told_of(story, 0), shipped_meaning().sum_of, rareness)
        pairs = pairs_of(story)
        features.append(features_of(table, pairs))
        related += [story.relation(i, j) is not Relation.UNRELATED for i, j in pairs]
        other = stories[(n + 1) % len(stories)]
        both = told_of(story, 0) + told_of(other, 10_000)
        table = tabled(both, shipped_meaning().sum_of, rareness)
        size = len(story.statements)
        crossed = [(rng.randrange(size), rng.randrange(size, len(both))) for _ in range(len(pairs) // 4)]
        features.append(features_of(table, crossed))
        related += [False] * len(crossed)
    return glance(np.concatenate(features), np.array(related))


def main() -> None:
    """Parse the command line, fit, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--weights", type=Path, help="of a network that `training.relating` made")
    parser.add_argument("--model", type=Path, required=True, help="folder of the package's weights, written to")
    parser.add_argument("--hold", type=int, default=4, help="stories that the network was not trained on")
    parser.add_argument("--bias", type=float, default=-1.0, help="what speaks against any relation, in log-odds")
    parser.add_argument("--float", action="store_true")
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    rareness = rareness_of(args.corpus / "news/unlabelled.jsonl", tokenizer)
    stories = load_stories(args.corpus / "stories/train", tokenizer)
    looked = fit_glance(stories, rareness, random.Random(0))
    card = {"most": MOST, "least": LEAST, "bias": args.bias}
    if args.weights:
        digest = hashlib.sha256(args.weights.read_bytes()).hexdigest()[:12]
        relater_graph(load(args.weights), not args.float).save(args.model / "relater.onnx", {"weights": digest})

    def write(weights: Floats) -> None:
        np.savez(
            args.model / "relating.npz",
            rareness=rareness.astype(np.float16),
            glance=looked,
            weights=weights,
            card=np.array(json.dumps(card)),
        )

    write(np.zeros((len(NAMES) + len(Relation), len(Relation)), np.float32))
    relater = Relater(args.model)
    features, relations = [], []
    for story in stories[-args.hold :] if args.weights else stories:
        table = relater.table(told_of(story, 0))
        pairs = relater.likely(table, range(len(table.told)))
        read = relater.read([(story.passages[i], story.passages[j]) for i, j in pairs])
        features.append(np.concatenate([features_of(table, pairs), read], 1))
        relations += [int(story.relation(i, j)) for i, j in pairs]
    fitted = weights_of(np.concatenate(features), np.array(relations))
    fitted[NAMES.index("one"), Relation.UNRELATED] += args.bias
    write(fitted)
    for name, weight in zip([*NAMES, *(r.name for r in Relation)], fitted, strict=False):
        print(f"{name:34s} {' '.join(f'{w:7.2f}' for w in weight)}")


if __name__ == "__main__":
    main()
