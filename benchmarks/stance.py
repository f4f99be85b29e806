"""Score the relater on what it was not made for: stance of headlines to articles, and entailment between sentences.

Usage:

    python -m benchmarks.stance [--corpus ../shared/corpus] [--pairs 2000]

Of the Fake News Challenge (training part; Pomerleau and Rao, 2017) a headline is put against every sentence of an
article, as statements of two articles, and the likeliest one counts; of entailment (RTE, SICK, SNLI, MNLI), a sentence
against another. The relater learned nothing of either: two or three thresholds are set on half of the pairs, whose
articles are in no pair of the other half, and the figures are of that other half.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from sentencex import segment

from benchmarks.predictions import arguments
from sayso.article import Span
from sayso.claims.features import features_of
from sayso.claims.relating import Relater, shipped_relater
from sayso.claims.told import Facts, Roles, Told, told
from sayso.statement import Act, Quote

Judged = tuple[float, float, str]
"""How likely two have to do with each other, how likely they then stand on one side, and what is right."""

_SENTENCES = 40  # of an article that are looked at
_GRID = np.linspace(0.02, 0.98, 49)


def whole(relater: Relater, text: str, number: int, article: int) -> Told:
    """Return a sentence as a statement that is content from end to end."""
    facts = Facts(number, article, number, Act.ASSERT, False, Quote.INDIRECT)
    return told(text, Roles((), (), (Span(0, len(text)),)), facts, relater.tokenizer)


def likeliest(relater: Relater, one: str, others: Sequence[str]) -> tuple[float, float]:
    """Return the chances of the sentence that most likely has to do with one."""
    some = [whole(relater, text, n, min(n, 1)) for n, text in enumerate([one, *others])]
    related, same = relater.chances(features_of(relater.table(some), [0]))
    best = 1 + int(np.argmax(related[0, 1:]))
    return float(related[0, best]), float(same[0, best])


def stances(corpus: Path, relater: Relater, count: int) -> Iterator[tuple[str, Judged]]:
    """Yield the article of a random pair of the Fake News Challenge, and how it is judged."""
    with (corpus / "relations/fnc1-bodies.jsonl").open(encoding="utf8") as lines:
        bodies = {row["id"]: row["text"] for row in map(json.loads, lines)}
    with (corpus / "relations/fnc1-stances.jsonl").open(encoding="utf8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    for row in random.Random(0).sample(rows, count):
        sentences = [s.strip() for s in segment("en", bodies[row["body"]]) if s.strip()][:_SENTENCES]
        yield row["body"], (*likeliest(relater, row["headline"], sentences), row["label"])


def entailed(corpus: Path, relater: Relater, name: str, count: int) -> Iterator[tuple[str, Judged]]:
    """Yield the first sentence of a random pair of one set, and how it is judged."""
    with (corpus / "relations/entailment.jsonl").open(encoding="utf8") as lines:
        rows = [row for row in map(json.loads, lines) if row["set"] == name]
    for row in random.Random(0).sample(rows, min(count, len(rows))):
        if row["a"].strip() and row["b"].strip():
            yield row["a"], (*likeliest(relater, row["a"], [row["b"]]), row["label"])


def measured(
    pairs: Iterable[tuple[str, Judged]], labels: tuple[str, str, str, str], score: Callable[[str, str], float]
) -> str:
    """Set the thresholds on half of the pairs, and return what they give on the others.

    Args:
        labels: of pairs that have nothing to do with each other, say the same, the opposite, and neither.
        score: of a label found, by the right one.
    """
    halves: tuple[list[Judged], list[Judged]] = ([], [])
    for group, judged in pairs:
        halves[random.Random(group).random() < 0.5].append(judged)

    def label(judged: Judged, low: float, below: float, above: float) -> str:
        related, same, _ = judged
        if related < low:
            return labels[0]
        return labels[2] if same < below else labels[1] if same > above else labels[3]

    def total(half: Sequence[Judged], at: tuple[float, float, float]) -> float:
        return sum(score(label(judged, *at), judged[2]) for judged in half)

    grid = [(low, below, above) for low, below, above in product(_GRID[::2], _GRID[::4], _GRID[::4]) if below <= above]
    best = max(grid, key=lambda at: total(halves[0], at))
    test = halves[1]
    right = sum(label(judged, *best) == judged[2] for judged in test) / len(test)
    most = Counter(judged[2] for judged in test).most_common(1)[0]
    weighted = total(test, best) / sum(score(judged[2], judged[2]) for judged in test)
    return (
        f"right {right:.3f} (always {most[0]!r}: {most[1] / len(test):.3f}), score {weighted:.3f} of {len(test)} pairs"
    )


def challenge(found: str, right: str) -> float:
    """Return the challenge's own score: a quarter for related or not, the rest for the stance of related ones."""
    if (found == "unrelated") != (right == "unrelated"):
        return 0.0
    return 0.25 if right == "unrelated" else 1.0 if found == right else 0.25


def main() -> None:
    """Parse the command line, measure, and print."""
    parser = arguments(__doc__)
    parser.add_argument("--pairs", type=int, default=2000)
    args = parser.parse_args()
    relater = shipped_relater() if args.model is None else Relater(args.model)
    labels = ("unrelated", "agree", "disagree", "discuss")
    print("Fake News Challenge", measured(stances(args.corpus, relater, args.pairs), labels, challenge))
    with (args.corpus / "relations/entailment.jsonl").open(encoding="utf8") as lines:
        known = Counter((row["set"], row["label"]) for row in map(json.loads, lines))
    for name in dict.fromkeys(name for name, _ in known):  # of RTE, its years
        three = (name, "contradiction") in known
        names = ("neutral", "entailment", "contradiction", "neutral") if three else _two(known, name)
        pairs = entailed(args.corpus, relater, name, args.pairs)
        print(f"{name:19}", measured(pairs, names, lambda found, right: float(found == right)))


def _two(known: Counter[tuple[str, str]], name: str) -> tuple[str, str, str, str]:
    other = next(label for of, label in known if of == name and label != "entailment")
    return other, "entailment", other, other


if __name__ == "__main__":
    main()
