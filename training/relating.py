r"""Train the network that tells whether two statements say the same, the opposite, or nothing of each other.

Usage:

    python -m training.relating --corpus ../shared/corpus --base model.safetensors --out runs/relating \
        --steps 1200 --story-steps 1600

It begins as all-MiniLM-L6-v2 and learns from entailment and from evidence for claims first (an entailed sentence says
the same, a contradicted one the opposite), then from pairs of statements of the training stories: all that share a
claim, others of the same story that look alike, and some at random. The stories named by `--hold` are kept out, for
what is fitted on top.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.multiprocessing as mp
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch import distributed as dist

from sayso.article import Span
from sayso.claims.passages import Passage, pair_of, passage_of, sentence_of
from sayso.claims.relation import Relation
from sayso.reader.meaning import shipped_meaning
from training.corpus import load_tokenizer
from training.network import WIDTH, Encoder, Inputs, Shape
from training.train import MASK, TOKENIZER, averaged_gradients

HIDDEN = 192
SKETCHES = Path("training/annotated/claims.jsonl")
_MARK = re.compile(r"\{([skc]):([^{}]*)\}")
_LABELS = {
    "entailment": Relation.SAME,
    "contradiction": Relation.OPPOSITE,
    "neutral": Relation.UNRELATED,
    "supports": Relation.SAME,
    "refutes": Relation.OPPOSITE,
    "not_enough_info": Relation.UNRELATED,
}


class Relater(nn.Module):
    """An encoder over two passages; what it says of their contents, and of both together, is compared."""

    def __init__(self, shape: Shape | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(shape or Shape(), dropout)
        self.drop = nn.Dropout(dropout)
        self.compare = nn.Linear(4 * WIDTH, HIDDEN)
        self.relation = nn.Linear(HIDDEN, len(Relation))

    def forward(self, x: Inputs) -> Tensor:
        """Return [pairs, 3] scores of the relations; `quote` holds the marks, and `place` the parts."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(x)
        hidden = hidden.float()
        one, other = (_mean(hidden, (x.quote == 1) & (x.place == part)) for part in (1, 2))
        seen = torch.cat([hidden[:, 0], one + other, (one - other).abs(), one * other], -1)
        scores: Tensor = self.relation(self.drop(F.gelu(self.compare(self.drop(seen)))))
        return scores


def _mean(hidden: Tensor, where: Tensor) -> Tensor:
    weight = where.float()
    return torch.einsum("pn,pnh->ph", weight, hidden) / weight.sum(1, keepdim=True).clamp(min=1)


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """Two passages and how they relate."""

    one: Passage
    other: Passage
    relation: Relation


def outside(corpus: Path, tokenizer: Tokenizer) -> list[Example]:
    """Return what entailment, and evidence for claims, tell of pairs of sentences."""
    examples = []
    for name in ("entailment", "climate-fever"):
        with (corpus / "relations" / f"{name}.jsonl").open(encoding="utf8") as lines:
            for told in map(json.loads, lines):
                if told["label"] in _LABELS:
                    one, other = (sentence_of(told[side], tokenizer) for side in ("a", "b"))
                    examples.append(Example(one, other, _LABELS[told["label"]]))
    return examples


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """The statements of a story: their passages, the sides they take, and which look alike."""

    id: str
    statements: list[dict[str, Any]]
    passages: list[Passage]
    likeness: np.ndarray  # [statements, statements]

    def relation(self, i: int, j: int) -> Relation:
        """Return how two statements relate; with two claims in common, by the first."""
        mine, theirs = (dict(map(tuple, self.statements[n]["claims"])) for n in (i, j))
        for claim, side in mine.items():
            if claim in theirs:
                return Relation.SAME if theirs[claim] == side else Relation.OPPOSITE
        return Relation.UNRELATED


def load_stories(folder: Path, tokenizer: Tokenizer) -> list[Story]:
    """Return the stories of a folder."""
    found = []
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text("utf8"))
        statements, passages, contents = [], [], []
        for article in told["articles"]:
            for statement in article["statements"]:
                roles = [_spans(statement["offsets"], role) for role in ("source", "cue", "content")]
                statements.append(statement | {"article": article["id"]})
                passages.append(passage_of(article["text"], *roles, tokenizer))
                contents.append(" ".join(statement["content"]))
        vectors = shipped_meaning().of(contents).astype(np.float32) / 127
        found.append(Story(told["id"], statements, passages, vectors @ vectors.T))
    return found


def load_sketches(path: Path, tokenizer: Tokenizer) -> list[Story]:
    """Return the sketches of stories in `training/annotated/claims.jsonl`.

    Each is a line with a few claims and the statements of three articles; in a statement's text, `{s:...}` marks the
    source, `{k:...}` the cue and `{c:...}` the content.
    """
    found = []
    for number, line in enumerate(path.read_text("utf8").splitlines()):
        told = json.loads(line)
        statements, passages, contents = [], [], []
        for order, statement in enumerate(told["statements"]):
            text, marks = unmarked(statement["text"])
            passages.append(passage_of(text, marks["s"], marks["k"], marks["c"], tokenizer))
            contents.append(" ".join(text[span.start : span.end] for span in marks["c"]))
            own = {"id": f"s{order}", "within": None, "speaker": None, "article": statement["article"]}
            statements.append(statement | own)
        vectors = shipped_meaning().of(contents).astype(np.float32) / 127
        found.append(Story(f"sketch {number}", statements, passages, vectors @ vectors.T))
    return found


def unmarked(text: str) -> tuple[str, dict[str, list[Span]]]:
    """Return a sketch's text without its marks, and the spans of source, cue and content by their letters."""
    plain, end = "", 0
    marks: dict[str, list[Span]] = {"s": [], "k": [], "c": []}
    for match in _MARK.finditer(text):
        plain += text[end : match.start()]
        marks[match[1]].append(Span(len(plain), len(plain) + len(match[2])))
        plain, end = plain + match[2], match.end()
    return plain + text[end:], marks


def _spans(offsets: Mapping[str, Sequence[Sequence[int]]], role: str) -> list[Span]:
    return [Span(start, end) for start, end in offsets.get(role) or []]


def story_pairs(
    stories: Sequence[Story], rng: random.Random, hard: float = 1.2, random_share: float = 0.6
) -> list[Example]:
    """Return pairs of statements: all that share a claim, and so many times as many others, like and unlike ones."""
    examples = []
    for story in stories:
        pairs = list(combinations(range(len(story.statements)), 2))
        related = [(i, j) for i, j in pairs if story.relation(i, j) is not Relation.UNRELATED]
        others = [(i, j) for i, j in pairs if story.relation(i, j) is Relation.UNRELATED]
        others.sort(key=lambda pair: -story.likeness[pair])
        near = others[: int(3 * hard * len(related))]
        chosen = rng.sample(near, min(len(near), int(hard * len(related))))
        chosen += rng.sample(others, min(len(others), int(random_share * len(related))))
        for i, j in related + chosen:
            examples.append(Example(story.passages[i], story.passages[j], story.relation(i, j)))
    for _ in range(len(examples) // 20):
        one, other = (rng.choice(story.passages) for story in rng.sample(list(stories), 2))
        examples.append(Example(one, other, Relation.UNRELATED))
    return examples


def batches(examples: list[Example], pieces: int, rng: random.Random) -> Iterator[list[Example]]:
    """Yield all examples, in batches of like length that hold so many pieces with padding, in any order."""
    examples = sorted(examples, key=lambda e: len(e.one.ids) + len(e.other.ids) + rng.random() * 8)
    found: list[list[Example]] = [[]]
    for example in examples:
        length = len(example.one.ids) + len(example.other.ids) + 3
        if (len(found[-1]) + 1) * length > pieces:
            found.append([])
        found[-1].append(example)
    rng.shuffle(found)
    yield from found


def collate(examples: Sequence[Example], rng: random.Random | None, hide: float = 0.0) -> tuple[Inputs, Tensor]:
    """Return pairs as tensors with their relations; with `rng`, either passage may come first.

    Args:
        hide: share of pieces that are hidden, so that no name or word gives a story away.
    """
    pairs = []
    for e in examples:
        swap = rng is not None and rng.random() < 0.5
        pairs.append(pair_of(e.other, e.one) if swap else pair_of(e.one, e.other))
    length = max(len(pair.ids) for pair in pairs)
    grid = {name: torch.zeros(len(pairs), length, dtype=torch.long) for name in ("ids", "marks", "parts", "mask")}
    for row, pair in enumerate(pairs):
        for name in ("ids", "marks", "parts"):
            grid[name][row, : len(pair.ids)] = torch.from_numpy(getattr(pair, name)).long()
        grid["mask"][row, : len(pair.ids)] = 1
    if hide:
        hidden = (torch.rand(grid["ids"].shape) < hide) & (grid["ids"] > MASK)
        grid["ids"][hidden] = MASK
    nothing = torch.zeros_like(grid["ids"])
    inputs = Inputs(grid["ids"], nothing, grid["marks"], grid["parts"], grid["mask"], nothing, nothing)
    return inputs, torch.tensor([int(e.relation) for e in examples])


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="model.safetensors of all-MiniLM-L6-v2")
    parser.add_argument("--start", type=Path, help="weights of an earlier run, instead")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1200, help="steps on entailment")
    parser.add_argument("--story-steps", type=int, default=1600)
    parser.add_argument("--batch", type=int, default=2048, help="pieces a process and step, with padding")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--story-rate", type=float, default=1e-4)
    parser.add_argument("--outside-share", type=float, default=0.15, help="of the steps among the stories")
    parser.add_argument("--hold", type=int, default=4, help="stories kept out, the last ones by name")
    parser.add_argument("--hide", type=float, default=0.12, help="share of pieces hidden while learning")
    parser.add_argument("--average", type=float, default=0.99)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def endless(kind: str, args: argparse.Namespace, tokenizer: Tokenizer, rng: random.Random) -> Iterator[list[Example]]:
    """Yield batches of one kind of pairs, over and over."""
    if kind == "outside":
        found = outside(args.corpus, tokenizer)
        while True:
            yield from batches(found, args.batch, rng)
    stories = load_stories(args.corpus / "stories/train", tokenizer)
    stories = stories[: len(stories) - args.hold] + load_sketches(SKETCHES, tokenizer)
    while True:
        yield from batches(story_pairs(stories, rng), args.batch, rng)


def run(rank: int, args: argparse.Namespace) -> None:
    """Train in one process of several."""
    torch.set_num_threads(1)
    if args.processes > 1:
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        dist.init_process_group("gloo", rank=rank, world_size=args.processes)
    torch.manual_seed(args.seed)
    network = Relater()
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True))
    else:
        network.encoder.load_base(args.base)
    torch.manual_seed(args.seed * 100 + rank)
    rng = random.Random(args.seed * 100 + rank)
    tokenizer = load_tokenizer(TOKENIZER)
    streams = {kind: endless(kind, args, tokenizer, rng) for kind in ("outside", "story")}
    average = {name: value.clone() for name, value in network.state_dict().items()}
    network.train()
    common = random.Random(args.seed)  # all processes draw the same kind of batch
    for steps, rate, share, name in (
        (args.steps, args.rate, 1.0, "outside"),
        (args.story_steps, args.story_rate, args.outside_share, "story"),
    ):
        optimizer = optimizer_for(network, rate)
        clock, seen, total = time.time(), 0, []
        for step in range(steps):
            kind = "outside" if common.random() < share else "story"
            inputs, wanted = collate(next(streams[kind]), rng, args.hide)
            loss = F.cross_entropy(network(inputs), wanted, label_smoothing=0.05)
            loss.backward()  # type: ignore[no-untyped-call]
            parameters = [p for p in network.parameters() if p.requires_grad]
            if args.processes > 1:
                averaged_gradients(parameters, args.processes)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            factor = min((step + 1) / 60, max(0.02, 1 - step / steps))
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * factor
            optimizer.step()
            optimizer.zero_grad()
            for key, value in network.state_dict().items():
                average[key].lerp_(value, 1 - min(args.average, (step + 1) / (step + 10)))
            seen += int(inputs.mask.sum()) * args.processes
            total.append(loss.item())
            if rank == 0 and step % 25 == 0:
                speed = seen / (time.time() - clock)
                print(
                    f"{time.strftime('%H:%M:%S')} {name} {step}/{steps} loss {np.mean(total):.3f} pieces/s {speed:.0f}",
                    flush=True,
                )
                clock, seen, total = time.time(), 0, []
            if rank == 0 and (step % 150 == 149 or step == steps - 1):
                args.out.mkdir(parents=True, exist_ok=True)
                torch.save(average, args.out / f"{name}.pt")


def optimizer_for(network: Relater, rate: float) -> torch.optim.Optimizer:
    """Return AdamW; what is new learns five times as fast, and the word table stays as it is."""
    network.encoder.word.weight.requires_grad_(False)
    groups: dict[tuple[bool, bool], list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            fresh = not name.startswith("encoder.") or name.split(".")[1] in ("case", "quote", "place")
            groups.setdefault((fresh, parameter.ndim > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": p, "base": rate * (5 if fresh else 1), "weight_decay": 0.01 if decays else 0.0}
            for (fresh, decays), p in groups.items()
        ],
        lr=rate,
        fused=True,
    )


def main() -> None:
    """Start one process a core."""
    args = arguments()
    os.environ.update(MALLOC_MMAP_MAX_="0", MALLOC_TRIM_THRESHOLD_=str(1 << 34), MALLOC_TOP_PAD_=str(1 << 28))
    os.environ.setdefault("MASTER_PORT", str(29500 + os.getpid() % 1000))
    if args.processes == 1:
        run(0, args)
    else:
        mp.spawn(run, (args,), nprocs=args.processes)


if __name__ == "__main__":
    main()
