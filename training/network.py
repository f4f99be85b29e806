"""The reader's network in PyTorch: an encoder, a cue head, a role head that scores each piece for a cue, an act head.

`export.py` writes the same computation as ONNX graphs; `tests/training` holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from sayso.reader.tags import CueTag, RoleTag
from sayso.statement import Act

WIDTH, HEAD_WIDTH, LAYERS = 384, 32, 6
FULL_HEADS, FULL_FEED = WIDTH // HEAD_WIDTH, 4 * WIDTH
KEY, COUNTERS, ACT_WIDTH = 128, 16, 192
DISTANCES, SENTENCES, PARAGRAPHS = 32, 9, 5


class Inputs(NamedTuple):
    """A batch of windows, each [windows, length]; `mask` is 1 where there is a piece."""

    ids: Tensor
    case: Tensor
    quote: Tensor
    place: Tensor
    mask: Tensor
    sentence: Tensor
    paragraph: Tensor


class Cues(NamedTuple):
    """Cues of a batch: the window each stands in and its half-open range of positions there, each [cues]."""

    window: Tensor
    first: Tensor
    last: Tensor


class Shape(NamedTuple):
    """How wide each layer of an encoder is; pruning makes layers narrower."""

    heads: tuple[int, ...] = (FULL_HEADS,) * LAYERS
    feed: tuple[int, ...] = (FULL_FEED,) * LAYERS

    @classmethod
    def of(cls, state: Mapping[str, Tensor]) -> Shape:
        """Return the shape of a network's saved weights."""
        layers = range(sum(name.endswith(".qkv.bias") for name in state))
        return cls(
            tuple(len(state[f"encoder.layers.{i}.qkv.bias"]) // (3 * HEAD_WIDTH) for i in layers),
            tuple(len(state[f"encoder.layers.{i}.up.bias"]) for i in layers),
        )


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, heads: int, feed: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(WIDTH, 3 * heads * HEAD_WIDTH)
        self.out = nn.Linear(heads * HEAD_WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, feed)
        self.down = nn.Linear(feed, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.head_gate: Tensor | None = (
            None  # [heads] and [feed] factors, set while pruning measures what each is worth
        )
        self.feed_gate: Tensor | None = None

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, HEAD_WIDTH).permute(2, 0, 3, 1, 4)
        # Plain attention: at these lengths its backward pass is faster on a CPU than the fused one.
        weights = torch.softmax(q @ k.transpose(-1, -2) * HEAD_WIDTH**-0.5 + bias, -1)
        mixed = weights @ v
        if self.head_gate is not None:
            mixed = mixed * self.head_gate[:, None, None]
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, -1))))
        fed = F.gelu(self.up(x))
        if self.feed_gate is not None:
            fed = fed * self.feed_gate
        return self.norm2(x + self.drop(self.down(fed)))


class Encoder(nn.Module):
    """MiniLM-L6 with small added embeddings for letter case, quotation marks and place in the article."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.word = nn.Embedding(30522, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.case, self.quote, self.place = nn.Embedding(5, WIDTH), nn.Embedding(4, WIDTH), nn.Embedding(3, WIDTH)
        for table in (self.case, self.quote, self.place):
            nn.init.normal_(table.weight, std=0.01)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(*widths, dropout) for widths in zip(*shape, strict=True))
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Inputs) -> Tensor:
        """Return hidden states [windows, length, WIDTH]."""
        h = self.word(x.ids) + self.position.weight[: x.ids.shape[1]]
        h = self.drop(self.norm(h + self.case(x.case) + self.quote(x.quote) + self.place(x.place)))
        bias = ((x.mask - 1) * 1e4)[:, None, None].to(h.dtype)
        for layer in self.layers:
            h = layer(h, bias)
        return h

    def load_base(self, path: Path) -> None:
        """Take over the weights of all-MiniLM-L6-v2 from its `model.safetensors`."""
        base = load_file(path)
        own = {"word.weight": base["embeddings.word_embeddings.weight"]}
        own["position.weight"] = (
            base["embeddings.position_embeddings.weight"] + base["embeddings.token_type_embeddings.weight"][0]
        )
        for kind in ("weight", "bias"):
            own[f"norm.{kind}"] = base[f"embeddings.LayerNorm.{kind}"]
            for i in range(LAYERS):
                theirs, ours = f"encoder.layer.{i}", f"layers.{i}"
                parts = [base[f"{theirs}.attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
                own[f"{ours}.qkv.{kind}"] = torch.cat(parts)
                own[f"{ours}.out.{kind}"] = base[f"{theirs}.attention.output.dense.{kind}"]
                own[f"{ours}.norm1.{kind}"] = base[f"{theirs}.attention.output.LayerNorm.{kind}"]
                own[f"{ours}.up.{kind}"] = base[f"{theirs}.intermediate.dense.{kind}"]
                own[f"{ours}.down.{kind}"] = base[f"{theirs}.output.dense.{kind}"]
                own[f"{ours}.norm2.{kind}"] = base[f"{theirs}.output.LayerNorm.{kind}"]
        missing = self.load_state_dict(own, strict=False)
        assert not missing.unexpected_keys, missing.unexpected_keys


class Block(nn.Module):
    """A residual block along the text: a piece with the ones `reach` before and behind it, then a pointwise layer."""

    def __init__(self, reach: int) -> None:
        super().__init__()
        self.reach = reach
        self.norm = nn.LayerNorm(KEY)
        # Shifted copies and one matrix product: on a CPU many times faster than a depthwise convolution.
        self.along, self.out = nn.Linear(3 * KEY, KEY), nn.Linear(KEY, KEY)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, z: Tensor) -> Tensor:
        padded = F.pad(self.norm(z), (0, 0, self.reach, self.reach))
        length = z.shape[1]
        shifted = torch.cat([padded[:, s : s + length] for s in (0, self.reach, 2 * self.reach)], -1)
        return z + self.out(F.gelu(self.along(shifted)))


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, shape: Shape | None = None, dropout: float = 0.1, blocks: tuple[int, ...] = (1, 3, 9)) -> None:
        super().__init__()
        self.encoder = Encoder(shape or Shape(), dropout)
        self.drop = nn.Dropout(dropout)
        self.cue = nn.Linear(WIDTH, len(CueTag))
        self.query, self.key = nn.Linear(WIDTH, KEY), nn.Linear(WIDTH, KEY)
        self.product = nn.Parameter(torch.randn(KEY, KEY) * KEY**-0.5)
        self.geometry = nn.Linear(DISTANCES + SENTENCES + PARAGRAPHS + 2 * COUNTERS, KEY, bias=False)
        nn.init.normal_(self.geometry.weight, std=0.1)
        self.counter = nn.Linear(WIDTH, COUNTERS)
        self.blocks = nn.ModuleList(Block(d) for d in blocks)
        self.role = nn.Linear(KEY, len(RoleTag))
        self.act_cue, self.act_content = nn.Linear(WIDTH, ACT_WIDTH), nn.Linear(WIDTH, ACT_WIDTH, bias=False)
        self.act = nn.Linear(ACT_WIDTH, len(Act) + 1)  # the last output: negated

    @classmethod
    def load(cls, path: Path) -> Network:
        """Return a network with saved weights, as wide as they are."""
        state = torch.load(path, weights_only=True)
        network = cls(Shape.of(state))
        network.load_state_dict(state)
        return network

    def cue_logits(self, hidden: Tensor) -> Tensor:
        """Return [windows, length, 4] scores of the cue tags."""
        return self.cue(self.drop(hidden))

    def role_logits(self, hidden: Tensor, cues: Cues, x: Inputs) -> Tensor:
        """Return [cues, length, 5] scores of what each piece of the cue's window is to it."""
        hidden = self.drop(hidden)
        window, first, last = cues
        query = self.query(span_mean(hidden, window, first, last))
        key = self.key(hidden)[window]
        # key + (query * key) @ product, without a [cues, length, KEY] array of products
        matrix = torch.eye(KEY) + query[:, :, None] * self.product
        z = F.gelu(torch.bmm(key, matrix) + query[:, None] + self.geometry(self._geometry(hidden, cues, x)))
        for block in self.blocks:
            z = block(z)
        return self.role(self.drop(z)).float()

    def act_logits(self, hidden: Tensor, cues: Cues, content: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores of the acts [cues, 14] and of being negated [cues].

        Args:
            content: [cues, length] weights that sum to 1 over the pieces of each cue's content.
        """
        pooled = torch.einsum("cl,clh->ch", content.to(hidden.dtype), hidden[cues.window])
        z = self.act_cue(span_mean(hidden, *cues)) + self.act_content(pooled)
        scores = self.act(self.drop(F.gelu(z)))
        return scores[:, :-1], scores[:, -1]

    def _geometry(self, hidden: Tensor, cues: Cues, x: Inputs) -> Tensor:
        """Where a piece stands from the cue: distance, sentences, paragraphs, and learned events counted between."""
        window, first, last = cues
        position = torch.arange(hidden.shape[1])[None]
        before, behind = first[:, None] - position, position - last[:, None] + 1
        right = (behind > 0)[..., None]
        sentence = (x.sentence[window] - x.sentence[window, first][:, None]).clamp(-4, 4) + 4
        paragraph = (x.paragraph[window] - x.paragraph[window, first][:, None]).clamp(-2, 2) + 2
        events = torch.sigmoid(self.counter(hidden).float())
        counted = F.pad(events.cumsum(1), (0, 0, 1, 0))
        between = torch.where(
            right,
            counted[window, :-1] - counted[window, last][:, None],
            counted[window, first][:, None] - counted[window, 1:],
        )
        between = torch.log1p(between.clamp(min=0))
        bucket = distance_bucket(before, behind)
        return torch.cat(
            [
                F.one_hot(bucket, DISTANCES),
                F.one_hot(sentence, SENTENCES),
                F.one_hot(paragraph, PARAGRAPHS),
                between * right,
                between * ~right,
            ],
            -1,
        )


def span_mean(hidden: Tensor, window: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Return the mean hidden state [spans, width] of each span of pieces."""
    total = F.pad(hidden.float().cumsum(1), (0, 0, 1, 0))
    return (total[window, last] - total[window, first]) / (last - first)[:, None]


def distance_bucket(before: Tensor, behind: Tensor) -> Tensor:
    """Return one of 32 buckets: 16 of growing size on each side of the cue.

    Args:
        before: pieces from a position to the cue's first piece; positive before the cue.
        behind: pieces from the cue's last piece to a position; positive behind the cue.
    """
    far = before.clamp(min=0) + behind.clamp(min=0)
    bucket = torch.where(far < 5, far, (far.clamp(min=1).float().log2() * 2).long()).clamp(max=15)
    return torch.where(behind > 0, bucket + 16, bucket)
