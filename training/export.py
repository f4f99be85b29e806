"""Write trained weights as the ONNX graphs that the package runs.

Usage:

    python -m training.export --weights runs/a/average.pt --out src/sayso/models/en
    python -m training.export --weights runs/a/average.pt --out runs/a/float --float

Three graphs: `encoder.onnx` reads windows, `roles.onnx` looks from each cue at the pieces around it, `acts.onnx`
tells the act. Matrices become 8-bit integers, a scale a column, unless `--float` is given; what follows the
encoder's last layer in `encoder.onnx` stays in floats.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto

from sayso.reader.tags import REACH
from training.graph import MICROSOFT, Graph
from training.network import HEAD_WIDTH, KEY

Weights = dict[str, NDArray[np.float32]]
EPSILON = 1e-12


def load(path: Path) -> Weights:
    """Return a checkpoint's tensors as arrays."""
    state = torch.load(path, weights_only=True)
    return {name: value.float().numpy() for name, value in state.items()}


def encoder_graph(w: Weights, quantised: bool) -> Graph:
    """Build the graph from the pieces of one window to cue scores and to the features that the other two graphs read.

    A window is run by itself, so there is no padding to mask, no window's numbers depend on its neighbours', and on
    one core nothing is lost. Outputs: `cue` [1, length, 4] and `features` [1, length, ...], which holds side by side
    key, query, counters, and what the act head takes from a cue and from a content.
    """
    g = Graph("encoder", quantised)
    ids = g.input("ids", TensorProto.INT32, [1, "n"])
    h = g.table(ids, w["encoder.word.weight"])
    h = g.node("Add", h, _positions(g, ids, w["encoder.position.weight"]))
    for name in ("case", "quote", "place"):
        kind = g.input(name, TensorProto.INT32, [1, "n"])
        h = g.node("Add", h, g.node("Gather", g.constant(w[f"encoder.{name}.weight"]), kind))
    gamma, beta = (g.constant(w[f"encoder.norm.{k}"]) for k in ("weight", "bias"))
    h = g.node("LayerNormalization", h, gamma, beta, epsilon=EPSILON)
    layers = sum(name.startswith("encoder.layers.") and name.endswith("qkv.bias") for name in w)
    for i in range(layers):
        h = _layer(g, h, {k.split(".", 3)[3]: v for k, v in w.items() if k.startswith(f"encoder.layers.{i}.")})
    names = ("cue", "key", "query", "counter", "act_cue", "act_content")
    weight = np.concatenate([w[f"{name}.weight"] for name in names]).T
    bias = np.concatenate([w.get(f"{name}.bias", np.zeros(len(w[f"{name}.weight"]), np.float32)) for name in names])
    heads = g.float_matrix(h, weight, bias)
    tags, width = len(w["cue.weight"]), weight.shape[1]
    g.output("cue", _slice(g, heads, 0, tags), [1, "n", tags])
    g.output("features", _slice(g, heads, tags, width), [1, "n", width - tags])
    return g


def _positions(g: Graph, ids: str, table: NDArray[np.float32]) -> str:
    length = g.node("Slice", g.node("Shape", ids), *(g.constant(np.array([i])) for i in (1, 2)))
    zero, axis = g.constant(np.array([0])), g.constant(np.array([0]))
    return g.node("Slice", g.constant(table), zero, length, axis)


def _slice(g: Graph, x: str, first: int, last: int) -> str:
    return g.node("Slice", x, *(g.constant(np.array([i])) for i in (first, last, -1)))


def _layer(g: Graph, h: str, w: Weights) -> str:
    h = _add_and_norm(g, g.matrix(_attention(g, h, w), w["out.weight"].T, w["out.bias"]), h, w, "norm1")
    up = g.node("BiasGelu", g.matrix(h, w["up.weight"].T), g.constant(w["up.bias"]), domain=MICROSOFT)
    return _add_and_norm(g, g.matrix(up, w["down.weight"].T, w["down.bias"]), h, w, "norm2")


def _add_and_norm(g: Graph, x: str, skip: str, w: Weights, norm: str) -> str:
    # ONNX Runtime's fused SkipLayerNormalization is four times as slow on a CPU as the two operations it stands for.
    gamma, beta = (g.constant(w[f"{norm}.{k}"]) for k in ("weight", "bias"))
    return g.node("LayerNormalization", g.node("Add", x, skip), gamma, beta, epsilon=EPSILON)


def _attention(g: Graph, h: str, w: Weights) -> str:
    merged = g.matrix(h, w["qkv.weight"].T, w["qkv.bias"])
    q = g.node("Split", merged, outputs=3, axis=-1, num_outputs=3)
    return g.node(
        "MultiHeadAttention", q, f"{q}.1", f"{q}.2", domain=MICROSOFT, num_heads=len(w["qkv.bias"]) // (3 * HEAD_WIDTH)
    )


def roles_graph(w: Weights, quantised: bool) -> Graph:
    """Build the graph from a cue's query, its pieces' keys and their geometry to role log-probabilities."""
    g = Graph("roles", quantised)
    query = g.input("query", TensorProto.FLOAT, ["c", KEY])
    key = g.input("key", TensorProto.FLOAT, ["c", "t", KEY])
    width = w["geometry.weight"].shape[1]
    geometry = g.input("geometry", TensorProto.FLOAT, ["c", "t", width])
    column = g.node("Unsqueeze", query, g.constant(np.array([2])))
    matrix = g.node("Mul", column, g.constant(w["product"]))
    matrix = g.node("Add", matrix, g.constant(np.eye(KEY, dtype=np.float32)))
    z = g.node("Add", g.node("MatMul", key, matrix), g.node("Unsqueeze", query, g.constant(np.array([1]))))
    z = _gelu(g, g.node("Add", z, g.float_matrix(geometry, w["geometry.weight"].T)))
    for i, reach in enumerate(block_reaches(w)):
        z = _block(g, z, reach, {k.split(".", 2)[2]: v for k, v in w.items() if k.startswith(f"blocks.{i}.")})
    scores = g.float_matrix(z, w["role.weight"].T, w["role.bias"])
    g.output("roles", g.node("LogSoftmax", scores, axis=-1), ["c", "t", len(w["role.bias"])])
    return g


def block_reaches(w: Weights) -> tuple[int, ...]:
    """Return the reach of each residual block; three times as far at each."""
    return tuple(3**i for i in range(sum(name.startswith("blocks.") and name.endswith("norm.bias") for name in w)))


def _block(g: Graph, z: str, reach: int, w: Weights) -> str:
    gamma, beta = (g.constant(w[f"norm.{k}"]) for k in ("weight", "bias"))
    normed = g.node("LayerNormalization", z, gamma, beta, epsilon=1e-5)
    padded = g.node("Pad", normed, g.constant(np.array([0, reach, 0, 0, reach, 0])))
    axis, far = g.constant(np.array([1])), g.constant(np.array([np.iinfo(np.int64).max]))
    before = g.node("Slice", padded, *(g.constant(np.array([i])) for i in (0, -2 * reach)), axis)
    behind = g.node("Slice", padded, g.constant(np.array([2 * reach])), far, axis)
    shifted = g.node("Concat", before, normed, behind, axis=-1)
    up = g.node("BiasGelu", g.matrix(shifted, w["along.weight"].T), g.constant(w["along.bias"]), domain=MICROSOFT)
    return g.node("Add", z, g.matrix(up, w["out.weight"].T, w["out.bias"]))


def _gelu(g: Graph, x: str) -> str:
    return g.node("Gelu", x, domain=MICROSOFT)


def acts_graph(w: Weights) -> Graph:
    """Build the graph from the sum of a cue's and its content's features to scores of acts and negation."""
    g = Graph("acts", False)
    x = g.input("features", TensorProto.FLOAT, ["c", w["act.weight"].shape[1]])
    g.output("acts", g.float_matrix(_gelu(g, x), w["act.weight"].T, w["act.bias"]), ["c", len(w["act.bias"])])
    return g


def export(weights: Path, out: Path, quantised: bool) -> None:
    """Write the three graphs of a checkpoint to the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    w = load(weights)
    metadata = {"weights": hashlib.sha256(weights.read_bytes()).hexdigest()[:12], "reach": str(REACH)}
    encoder_graph(w, quantised).save(out / "encoder.onnx", metadata)
    roles_graph(w, quantised).save(out / "roles.onnx", metadata)
    acts_graph(w).save(out / "acts.onnx", metadata)


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true")
    args = parser.parse_args()
    export(args.weights, args.out, not args.float)
    for path in sorted(args.out.glob("*.onnx")):
        print(f"{path} {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
