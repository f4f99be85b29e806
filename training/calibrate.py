"""Tune decoding biases and calibrate confidence on the development sets; write both to the model's `model.json`.

Usage:

    python -m training.calibrate --corpus ../shared/corpus --model src/sayso/models/en [--keep-biases]

Biases are tuned on every other development article, and what they bring is reported on those left out. Confidence
is a logistic regression (Platt, 1999) of whether the scorer would match a statement on the evidence the decoder
leaves; its reliability is reported by five-fold cross-validation over articles.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.reader.assembly import Draft, Evidence, drafts, nest
from sayso.reader.decoding import Biases, find
from sayso.reader.encoding import Encoded, encode
from sayso.reader.model import Model
from sayso.reader.pieces import pieces_of
from training.corpus import story_articles
from training.matching import Marks, match

GRID = (-1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 1.0, 1.5)


@dataclass(frozen=True, slots=True)
class Read:
    """A development article as the encoder sees it, with its gold statements."""

    encoded: Encoded
    text: str
    gold: tuple[Marks, ...]
    nested: bool  # whether the gold statements include nested ones


def read_part(model: Model, corpus: Path, part: str) -> list[Read]:
    """Encode the articles of a part of the stories, or the development articles of PolNeAR for "polnear"."""
    if part == "polnear":
        lines = (corpus / "polnear" / "dev.jsonl").read_text("utf8").splitlines()
        given = [(r["text"], r["attributions"]) for r in map(json.loads, lines)]
    else:
        articles = story_articles(corpus / "stories" / part)
        given = [(a["text"], [s["offsets"] for s in a["statements"]]) for a in articles]
    return [
        Read(
            encode(model, [pieces_of(text, model.tokenizer)]),
            text,
            tuple(Marks.of(text, spans) for spans in gold),
            part != "polnear",
        )
        for text, gold in given
    ]


def found_in(model: Model, read: Read, biases: Biases) -> list[Draft]:
    """Return the statements found in an article; only the outermost where the gold ones are."""
    found = drafts(model, read.encoded, find(model, read.encoded, biases))
    if read.nested:
        return found
    return [draft for draft, parent in zip(found, nest(found), strict=True) if parent is None]


def marks_of(read: Read, draft: Draft) -> Marks:
    """Return the words a draft covers."""
    return Marks.of(read.text, {"source": draft.source, "cue": draft.cue, "content": draft.content})


def counts(model: Model, reads: Sequence[Read], biases: Biases) -> NDArray[np.int64]:
    """Return (matched, predicted, gold) over some articles."""
    total = np.zeros(3, np.int64)
    for read in reads:
        found = [marks_of(read, d) for d in found_in(model, read, biases)]
        total += (len(match(read.gold, found)), len(found), len(read.gold))
    return total


def f1(total: NDArray[np.int64]) -> float:
    """Return F1 from (matched, predicted, gold)."""
    return 2 * int(total[0]) / max(1, int(total[1] + total[2]))


def tune(model: Model, parts: Sequence[Sequence[Read]]) -> Biases:
    """Return the biases that give the best mean F1 over parts, one at a time, twice around."""

    def value(biases: Biases) -> float:
        return float(np.mean([f1(counts(model, part, biases)) for part in parts]))

    best = Biases()
    top = value(best)
    for _ in range(2):
        for field in fields(Biases):
            for bias in GRID:
                tried = replace(best, **{field.name: bias})
                score = value(tried)
                if score > top + 1e-4:
                    best, top = tried, score
    return best


def evidence(
    model: Model, reads: Sequence[Read], biases: Biases
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return for each statement found its evidence with a 1 in front, whether it matches, and its article."""
    rows, right, article = [], [], []
    for n, read in enumerate(reads):
        found = found_in(model, read, biases)
        matched = {y for _, y in match(read.gold, [marks_of(read, d) for d in found])}
        for y, draft in enumerate(found):
            rows.append([1.0, *draft.evidence])
            right.append(float(y in matched))
            article.append(n)
    return np.array(rows), np.array(right), np.array(article)


def fit(x: NDArray[np.float64], y: NDArray[np.float64], ridge: float = 1.0) -> NDArray[np.float64]:
    """Return the weights of a logistic regression, by Newton's method with a small ridge."""
    w = np.zeros(x.shape[1])
    penalty = ridge * np.eye(x.shape[1])
    penalty[0, 0] = 0
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - penalty @ w
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, gradient)
    return w


def cross_validated(
    x: NDArray[np.float64], y: NDArray[np.float64], article: NDArray[np.int64], folds: int = 5
) -> NDArray[np.float64]:
    """Return for each statement the confidence given by a fit on other articles."""
    p = np.zeros(len(y))
    for fold in range(folds):
        out = article % folds == fold
        p[out] = 1 / (1 + np.exp(-x[out] @ fit(x[~out], y[~out])))
    return p


def reliability(p: NDArray[np.float64], y: NDArray[np.float64], bins: int = 10) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, count) for each tenth of the confidence scale that is not empty."""
    which = np.minimum((p * bins).astype(int), bins - 1)
    chosen = [which == b for b in range(bins)]
    return [(float(p[c].mean()), float(y[c].mean()), int(c.sum())) for c in chosen if c.any()]


def report(model: Model, parts: dict[str, tuple[list[Read], list[Read]]], biases: Biases) -> None:
    """Print what the biases bring on the articles they were not tuned on."""
    for name, (_, held) in parts.items():
        plain, tuned = f1(counts(model, held, Biases())), f1(counts(model, held, biases))
        print(f"{name}: held-out statements F1 {plain:.3f} untuned, {tuned:.3f} tuned")


def main() -> None:
    """Parse the command line, tune, calibrate, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--keep-biases", action="store_true", help="calibrate only")
    args = parser.parse_args()
    model = Model(args.model)
    reads = {part: read_part(model, args.corpus, part) for part in ("dev", "dev-real", "polnear")}
    halves = {part: (r[::2], r[1::2]) for part, r in reads.items()}
    if args.keep_biases:
        biases = Biases(**model.card.get("biases", {}))
    else:
        biases = tune(model, [half for half, _ in halves.values()])
        report(model, halves, biases)
    x, y, article = evidence(model, [r for part in reads.values() for r in part if r.nested], biases)
    p = cross_validated(x, y, article)
    bins = reliability(p, y)
    error = sum(n * abs(mean - share) for mean, share, n in bins) / len(y)
    print(f"reliability over {len(y)} statements, expected calibration error {error:.3f}")
    for mean, share, n in bins:
        print(f"  confidence {mean:.2f}  right {share:.2f}  ({n})")
    weights = dict(zip(("bias", *Evidence._fields), fit(x, y).round(4).tolist(), strict=True))
    write(args.model / "model.json", {"biases": asdict(biases), "calibration": weights})


def write(path: Path, entries: dict[str, Any]) -> None:
    """Put entries into a model card."""
    card = json.loads(path.read_text("utf8"))
    path.write_text(json.dumps(card | entries, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
