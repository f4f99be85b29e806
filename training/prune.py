r"""Cut the attention heads and feed-forward neurons that matter least out of a trained network.

Usage:

    python -m training.prune --corpus ../shared/corpus --weights runs/a/average.pt --out runs/pruned.pt \
        --heads 0.5 --feed 0.5

What a unit is worth is the mean absolute first-order change of the loss when it is switched off (Michel et al.,
2019; Molchanov et al., 2017), over training windows; the least worthy go, over all layers together, but each layer
keeps a quarter. The result is trained on with `training.train --start ... --teacher ...`.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
from torch import Tensor

from training.corpus import load_tokenizer, polnear, stories
from training.network import FULL_FEED, HEAD_WIDTH, Layer, Network
from training.train import TOKENIZER, WEIGHTS, Sampler, collate, losses, scores_of

FEED_STEP = 32
"""Layers keep a number of neurons that is a multiple of this: matrix kernels like round sizes."""


def worth(network: Network, sampler: Sampler, batches: int) -> tuple[list[Tensor], list[Tensor]]:
    """Return the worth of each head and each neuron, a tensor a layer."""
    network.eval()
    layers = layers_of(network)
    heads = [torch.zeros(layer.heads) for layer in layers]
    feed = [torch.zeros(len(layer.up.bias)) for layer in layers]
    done = 0
    while done < batches:
        for windows in sampler.batches(2048, {"story": 0.5, "polnear": 0.5})[: batches - done]:
            for layer in layers:
                layer.head_gate = torch.ones(layer.heads, requires_grad=True)
                layer.feed_gate = torch.ones(len(layer.up.bias), requires_grad=True)
            batch = collate(windows)
            sum(WEIGHTS[k] * v for k, v in losses(scores_of(network, batch), batch).items()).backward()  # type: ignore[union-attr]
            for i, layer in enumerate(layers):
                assert layer.head_gate is not None and layer.head_gate.grad is not None
                assert layer.feed_gate is not None and layer.feed_gate.grad is not None
                heads[i] += layer.head_gate.grad.abs()
                feed[i] += layer.feed_gate.grad.abs()
            done += 1
    return heads, feed


def layers_of(network: Network) -> list[Layer]:
    """Return the encoder's layers."""
    return [layer for layer in network.encoder.layers if isinstance(layer, Layer)]


def keep(values: list[Tensor], share: float, step: int) -> list[Tensor]:
    """Return the sorted indices of the units that stay in each layer.

    Args:
        values: the worth of each unit; scaled to a mean of 1 within a layer, as layers' gradients differ in size.
        share: how many of all units stay.
        step: a layer keeps a multiple of so many.
    """
    scaled = [v / v.mean() for v in values]
    whole = torch.cat(scaled)
    threshold = whole.sort(descending=True).values[int(share * len(whole)) - 1]
    kept = []
    for v in scaled:
        count = int((v >= threshold).sum())
        count = max(len(v) // 4, round(count / step) * step)
        kept.append(v.topk(count).indices.sort().values)
    return kept


def prune(state: dict[str, Tensor], heads: list[Tensor], feed: list[Tensor]) -> dict[str, Tensor]:
    """Return weights with only some heads and neurons."""
    pruned = dict(state)
    for i, (some_heads, some_feed) in enumerate(zip(heads, feed, strict=True)):
        name = f"encoder.layers.{i}"
        columns = (some_heads[:, None] * HEAD_WIDTH + torch.arange(HEAD_WIDTH)).flatten()
        whole = len(state[f"{name}.qkv.bias"]) // 3
        rows = torch.cat([columns + part * whole for part in range(3)])
        for kind in ("weight", "bias"):
            pruned[f"{name}.qkv.{kind}"] = state[f"{name}.qkv.{kind}"][rows]
            pruned[f"{name}.up.{kind}"] = state[f"{name}.up.{kind}"][some_feed]
        pruned[f"{name}.out.weight"] = state[f"{name}.out.weight"][:, columns]
        pruned[f"{name}.down.weight"] = state[f"{name}.down.weight"][:, some_feed]
    return {name: value.contiguous() for name, value in pruned.items()}


def main() -> None:
    """Parse the command line, measure, cut, and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--heads", type=float, default=0.5, help="share of attention heads that stay")
    parser.add_argument("--feed", type=float, default=0.5, help="share of feed-forward neurons that stay")
    parser.add_argument("--batches", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    tokenizer = load_tokenizer(TOKENIZER)
    parts = {
        "story": stories(args.corpus / "stories/train", tokenizer),
        "polnear": polnear(args.corpus / "polnear/train.jsonl", tokenizer)[:200],
    }
    network = Network.load(args.weights)
    heads, feed = worth(network, Sampler(parts, 254, random.Random(args.seed)), args.batches)
    kept_heads, kept_feed = keep(heads, args.heads, 1), keep(feed, args.feed, FEED_STEP)
    torch.save(prune(network.state_dict(), kept_heads, kept_feed), args.out)
    print("heads kept", [len(k) for k in kept_heads], f"neurons kept of {FULL_FEED}", [len(k) for k in kept_feed])


if __name__ == "__main__":
    main()
