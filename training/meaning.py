"""Learn the table of meanings, `meaning.npz`: a vector for each word piece whose sum over a text says what it is about.

Usage:

    python -m training.meaning --corpus ../shared/corpus --base model.safetensors --model src/sayso/models/en

The vectors learn to give what all-MiniLM-L6-v2 gives for the sentences of the unlabelled news and of PolNeAR, and for
the texts of the entailment pairs: static embeddings, distilled as in Model2Vec (Tulkens and van Dongen, 2024), but by
regression on sentences. A look-up and a sum take microseconds where the transformer takes milliseconds. Prints how near
the table comes on sentences that it did not learn from.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from sayso.reader.pieces import CLS, SEP
from training.network import Encoder, Inputs, Shape

WIDTH = 256
LONGEST = 64
"""Word pieces of a sentence that are read."""
HELD_OUT = 4000


def sentences(corpus: Path, seed: int, most: int) -> list[str]:
    """Return sentences to learn from, in random order."""
    found = dict.fromkeys(sentence for text in _texts(corpus) for sentence in _split(text))
    kept = [s for s in found if 12 <= len(s) <= 400]
    random.Random(seed).shuffle(kept)
    return kept[:most]


def _texts(corpus: Path) -> Iterator[str]:
    for name in ("news/unlabelled.jsonl", "polnear/train.jsonl"):
        with (corpus / name).open(encoding="utf8") as lines:
            for line in lines:
                yield json.loads(line)["text"]
    with (corpus / "relations/entailment.jsonl").open(encoding="utf8") as lines:
        for line in lines:
            yield from (value for value in json.loads(line).values() if isinstance(value, str) and " " in value)


def _split(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from (part.strip() for part in re.split(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])", line))


def teach(encoder: Encoder, ids: Sequence[Sequence[int]], batch: int = 64) -> Tensor:
    """Return [texts, 384] what MiniLM gives for texts, of length 1."""
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = torch.zeros(len(ids), 384)
    for first in range(0, len(order), batch):
        rows = order[first : first + batch]
        inputs = nn.utils.rnn.pad_sequence([torch.tensor([CLS, *ids[i], SEP]) for i in rows], batch_first=True)
        mask = nn.utils.rnn.pad_sequence([torch.ones(len(ids[i]) + 2) for i in rows], batch_first=True)
        zero = torch.zeros_like(inputs)
        with torch.inference_mode():
            hidden = encoder(Inputs(inputs, zero, zero, zero, mask, zero, zero))
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        found[rows] = nn.functional.normalize(mean, dim=-1)
        if first // batch % 200 == 0:
            print(f"taught {first:,} of {len(order):,}", flush=True)
    return found


class Table(nn.Module):
    """A vector for each word piece."""

    def __init__(self, start: Tensor) -> None:
        super().__init__()
        self.pieces = nn.EmbeddingBag.from_pretrained(start, freeze=False, mode="sum")

    def forward(self, ids: Sequence[Sequence[int]]) -> Tensor:
        """Return [texts, WIDTH] of length 1."""
        flat = torch.tensor([i for row in ids for i in row])
        starts = torch.tensor([0, *np.cumsum([len(row) for row in ids])[:-1].tolist()])
        return nn.functional.normalize(self.pieces(flat, starts), dim=-1)


def train(table: Table, ids: Sequence[Sequence[int]], target: Tensor, epochs: int, rate: float, seed: int) -> None:
    """Bring the table's sums near to the targets, and their likenesses to one another too."""
    optimizer = torch.optim.Adam(table.parameters(), rate)
    steps = epochs * (len(ids) // 512)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps)
    rng = random.Random(seed)
    for epoch in range(epochs):
        order = list(range(len(ids)))
        rng.shuffle(order)
        total = 0.0
        for first in range(0, len(order) - 511, 512):
            rows = order[first : first + 512]
            given, wanted = table([ids[i] for i in rows]), target[rows]
            own = 1 - (given * wanted).sum(-1).mean()
            others = ((given @ given.T - wanted @ wanted.T) ** 2).mean()
            loss = own + 10 * others
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: {total / (len(ids) // 512):.4f}", flush=True)


def agreement(given: Tensor, wanted: Tensor) -> tuple[float, float]:
    """Return how well likenesses agree (Spearman), and the share of each text's ten nearest that are kept."""
    mine, theirs = given @ given.T, wanted @ wanted.T
    upper = torch.triu_indices(len(given), len(given), 1)
    picked = torch.randperm(upper.shape[1], generator=torch.Generator().manual_seed(0))[:200_000]
    a, b = (m[upper[0, picked], upper[1, picked]].argsort().argsort().double() for m in (mine, theirs))
    rank = torch.corrcoef(torch.stack([a, b]))[0, 1].item()
    for m in (mine, theirs):
        m.fill_diagonal_(-2)
    near = [set(row.tolist()) for row in theirs.topk(10).indices]
    kept = sum(len(near[i] & set(row.tolist())) for i, row in enumerate(mine.topk(10).indices))
    return rank, kept / (10 * len(given))


def tell(what: str, given: Tensor, wanted: Tensor) -> None:
    """Print how well likenesses agree."""
    rank, kept = agreement(given, wanted)
    print(f"{what}: rank {rank:.3f}, nearest ten kept {kept:.3f}")


def main() -> None:
    """Parse the command line, learn, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="model.safetensors of all-MiniLM-L6-v2")
    parser.add_argument("--model", type=Path, required=True, help="the folder of weights; meaning.npz is written there")
    parser.add_argument("--sentences", type=int, default=150_000)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    encoder = Encoder(Shape(), 0.0).eval()
    encoder.load_base(args.base)
    for kind in (encoder.case, encoder.quote, encoder.place):
        nn.init.zeros_(kind.weight)
    texts = sentences(args.corpus, args.seed, args.sentences)
    ids = [e.ids[:LONGEST] for e in tokenizer.encode_batch(texts, add_special_tokens=False)]
    ids = [row for row in ids if row]
    whole = teach(encoder, ids)
    alone = teach(encoder, [[i] for i in range(tokenizer.get_vocab_size())])
    mean = whole.mean(0)
    basis = torch.linalg.svd(whole[:20_000] - mean, full_matrices=False).Vh[:WIDTH]
    target = nn.functional.normalize((whole - mean) @ basis.T, dim=-1)
    counts = np.bincount([i for row in ids for i in row], minlength=len(alone)) + 1.0
    weight = torch.tensor(1e-3 / (1e-3 + counts / counts.sum()), dtype=torch.float32)
    table = Table(((alone - mean) @ basis.T) * weight[:, None])
    held = HELD_OUT
    with torch.inference_mode():
        tell("before", table(ids[:held]), target[:held])
    train(table, ids[held:], target[held:], args.epochs, args.rate, args.seed)
    with torch.inference_mode():
        tell("after", table(ids[:held]), target[:held])
        tell("256 of MiniLM's own", target[:held], whole[:held])
    vectors = table.pieces.weight.detach().numpy()
    scale = np.abs(vectors).max(1, keepdims=True) / 127 + 1e-12
    rounded = np.round(vectors / scale).astype(np.int8)
    np.savez(args.model / "meaning.npz", pieces=rounded, scale=scale[:, 0].astype(np.float16))


if __name__ == "__main__":
    main()
