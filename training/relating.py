r"""Grow the trees that relate statements, and write them as the package takes them.

Usage:

    python -m training.relating --corpus ../shared/corpus --model src/sayso/models/en

On all pairs of statements of each training story, one forest learns which have to do with each other, another on which
sides those stand (gradient boosting over histograms; Ke et al., 2017). How rare word pieces are is counted in the
unlabelled news.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper
from sklearn.ensemble import HistGradientBoostingClassifier
from tokenizers import Tokenizer

from sayso.claims.features import Floats, features_of, tabled
from sayso.claims.relation import Relation
from sayso.reader.meaning import shipped_meaning
from training.stories import SKETCHES, Story, load_sketches, load_stories

MOST, LEAST = 40, 0.03
"""Links that a statement keeps at most, and the chance from which a pair is kept."""
_OPSET, _ML_OPSET = 21, 3
_NODES = ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")
_LEAVES = ("treeids", "nodeids", "weights")


def rareness_of(news: Path, tokenizer: Tokenizer) -> Floats:
    """Return [vocabulary] how much a word piece tells: the logarithm of how few of the news have it."""
    counts = np.zeros(tokenizer.get_vocab_size())
    with news.open(encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        counts[np.unique(encoding.ids)] += 1
    found: Floats = np.log((len(texts) + 1) / (counts + 1)).astype(np.float32)
    return found


def pairs_of(story: Story, rareness: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return [pairs, features] and [pairs] relations of all pairs of a story's statements."""
    size = len(story.told)
    features = features_of(tabled(story.told, shipped_meaning().sum_of, rareness), range(size))
    ones, others = np.triu_indices(size, 1)
    relations = [int(story.relation(i, j)) for i, j in zip(ones.tolist(), others.tolist(), strict=True)]
    return features[ones, others], np.array(relations)


def grown(features: Floats, wanted: NDArray[np.bool_], trees: int, leaves: int) -> HistGradientBoostingClassifier:
    """Return a forest that tells which pairs are wanted."""
    forest = HistGradientBoostingClassifier(
        max_iter=trees,
        max_leaf_nodes=leaves,
        learning_rate=0.05,
        l2_regularization=2,
        min_samples_leaf=40,
        random_state=0,
    )
    return forest.fit(features, wanted)


def exported(forests: Sequence[HistGradientBoostingClassifier], names: Sequence[str]) -> onnx.ModelProto:
    """Return forests as a graph from `features` to the log-odds of each."""
    nodes, outputs = [], []
    for forest, name in zip(forests, names, strict=True):
        nodes.append(_ensemble(forest, name))
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 1]))
    given = helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, forests[0].n_features_in_])
    graph = helper.make_graph(nodes, "relating", [given], outputs)
    versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid("ai.onnx.ml", _ML_OPSET)]
    return helper.make_model(graph, opset_imports=versions, ir_version=10)


def _ensemble(forest: HistGradientBoostingClassifier, name: str) -> onnx.NodeProto:
    """Return a forest as one node; as in scikit-learn, a pair goes left where its feature is at most the threshold."""
    lists: dict[str, list[Any]] = {f"nodes_{key}": [] for key in _NODES} | {f"target_{key}": [] for key in _LEAVES}
    for tree, (predictor,) in enumerate(forest._predictors):
        for number, node in enumerate(predictor.nodes):
            leaf = bool(node["is_leaf"])
            lists["nodes_treeids"].append(tree)
            lists["nodes_nodeids"].append(number)
            lists["nodes_featureids"].append(0 if leaf else int(node["feature_idx"]))
            lists["nodes_values"].append(0.0 if leaf else _at_most(float(node["num_threshold"])))
            lists["nodes_modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            lists["nodes_truenodeids"].append(0 if leaf else int(node["left"]))
            lists["nodes_falsenodeids"].append(0 if leaf else int(node["right"]))
            if leaf:
                lists["target_treeids"].append(tree)
                lists["target_nodeids"].append(number)
                lists["target_weights"].append(float(node["value"]))
    return helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        [name],
        domain="ai.onnx.ml",
        n_targets=1,
        base_values=[float(forest._baseline_prediction[0, 0])],
        target_ids=[0] * len(lists["target_weights"]),
        **lists,
    )


def _at_most(threshold: float) -> float:
    """Return the largest single-precision number that is no larger: features are such numbers, thresholds are not."""
    rounded = np.float32(threshold)
    return float(rounded if rounded <= threshold else np.nextafter(rounded, np.float32(-np.inf)))


def main() -> None:
    """Parse the command line, grow, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder of the package's weights, written to")
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    rareness = rareness_of(args.corpus / "news/unlabelled.jsonl", tokenizer)
    stories = load_stories(args.corpus / "stories/train", tokenizer) + load_sketches(SKETCHES, tokenizer)
    features, relations = (np.concatenate(some) for some in zip(*(pairs_of(s, rareness) for s in stories), strict=True))
    related = relations != Relation.UNRELATED
    forests = [
        grown(features, related, trees=200, leaves=15),
        grown(features[related], relations[related] == Relation.SAME, trees=80, leaves=8),
    ]
    onnx.save(exported(forests, ("related", "same")), args.model / "relating.onnx")
    card = {"most": MOST, "least": LEAST}
    np.savez(args.model / "relating.npz", rareness=rareness.astype(np.float16), card=np.array(json.dumps(card)))
    print(f"{len(relations):,} pairs of {len(stories)} stories, {related.mean():.1%} of them related")


if __name__ == "__main__":
    main()
