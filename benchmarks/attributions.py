"""Score top-level statements against PolNeAR's development articles.

Usage:

    python -m benchmarks.attributions [--corpus ../shared/corpus] [--model FOLDER] [--chunks]

Prints the table of `score_attributions.py` twice, once with all statements and once without those that name no
source; with `--chunks` also the table of `score_chunks.py`, on the same articles in the form of CofeNet.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.predictions import arguments, readings, score
from sayso import Reading, Statement

_THAT = re.compile(r"\bthat,?\s+$")


def polnear_content(reading: Reading, statement: Statement) -> list[tuple[int, int]]:
    """Return a content as PolNeAR marks it: with the "that" in front of it, which the scheme of sayso leaves out."""
    (start, end), *others = statement.content
    that = _THAT.search(reading.article.text, max(0, start - 8), start)
    return [(that.start() if that else start, end), *others]


def attributions(reading: Reading, *, with_source: bool) -> dict[str, Any]:
    """Return a reading's top-level statements in PolNeAR's form."""
    kept = [s for s in reading.statements if s.within is None and (s.source or not with_source)]
    return {
        "id": reading.article.id,
        "attributions": [{"source": s.source, "cue": s.cue, "content": polnear_content(reading, s)} for s in kept],
    }


def chunk_labels(reading: Reading, offsets: list[tuple[int, int]]) -> list[str]:
    """Return a BIO label for each token; content is written first, then source and cue over it."""
    labels = ["O"] * len(offsets)
    for role in ("content", "source", "cue"):
        for statement in reading.statements:
            if statement.within is None:
                spans = polnear_content(reading, statement) if role == "content" else getattr(statement, role)
                for span in spans:
                    _label(labels, offsets, span, role)
    return labels


def _label(labels: list[str], offsets: list[tuple[int, int]], span: tuple[int, int], role: str) -> None:
    first, last = span
    inside = [i for i, (start, end) in enumerate(offsets) if start < last and end > first]
    for i in inside:
        labels[i] = ("B-" if i == inside[0] else "I-") + role


def chunks(corpus: Path, model: Path | None) -> str:
    """Score the chunks of the development part, each read as a text of its own."""
    path = corpus / "polnear" / "chunks-valid.jsonl"
    spec = importlib.util.spec_from_file_location("score_chunks", corpus / "score_chunks.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    texts = [scorer.text_of(record["tokens"]) for record in gold]
    records = [{"id": str(i), "text": text or "-"} for i, (text, _) in enumerate(texts)]

    def predictions() -> Iterator[dict[str, Any]]:
        for record, (_, offsets), reading in zip(gold, texts, readings(records, model), strict=True):
            labels = chunk_labels(reading, offsets)
            yield {"id": record["id"], "tokens": record["tokens"], "labels": labels}

    return score(corpus / "score_chunks.py", path, predictions())


def main() -> None:
    """Parse the command line, read, and print."""
    parser = arguments(__doc__)
    parser.add_argument("--chunks", action="store_true", help="also score CofeNet's form of the same articles")
    args = parser.parse_args()
    gold = args.corpus / "polnear" / "dev.jsonl"
    found = list(readings(map(json.loads, gold.read_text("utf8").splitlines()), args.model))
    for with_source, title in ((False, "all statements"), (True, "statements that name a source")):
        print(f"PolNeAR dev, {title}")
        rows = (attributions(reading, with_source=with_source) for reading in found)
        print(score(args.corpus / "score_attributions.py", gold, rows))
    if args.chunks:
        print("PolNeAR dev in CofeNet's chunks")
        print(chunks(args.corpus, args.model))


if __name__ == "__main__":
    main()
