"""Label unlabelled news with a trained model, for self-training and distillation.

Usage:

    python -m training.silver --model FOLDER --news ../shared/corpus/news/unlabelled.jsonl --out runs/silver.jsonl
    python -m training.silver --model FOLDER --polnear ../shared/corpus/polnear/train.jsonl --out runs/completed.jsonl

Writes the marks of `training.corpus.example`, one article a line. A statement of low confidence is written without
its labels counting: its words are left unknown to the cue head, and it teaches no role. With `--polnear`, PolNeAR's
own marks stay, and get the acts and the nested statements that they lack from the model.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from sayso import Article, Reader, Reading, Statement
from training.corpus import ACTS, Example, example

SURE = 0.5
"""Confidence from which a statement teaches."""


def marks_of(statement: Statement) -> dict[str, Any]:
    """Return a statement as marks; an unsure one keeps only its cue, which then counts as unknown."""
    if statement.confidence < SURE:
        return {"source": [], "cue": statement.cue or statement.content[:1], "content": []}
    return {
        "source": statement.source,
        "cue": statement.cue,
        "content": statement.content,
        "act": ACTS.index(statement.act),
        "negated": float(statement.negated),
        "weight": statement.confidence,
    }


def record(reading: Reading) -> dict[str, Any]:
    """Return a reading as a line of the silver file."""
    marks = [marks_of(statement) for statement in reading.statements]
    return {"id": reading.article.id, "text": reading.article.text, "marks": marks}


def completed(record: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """Return a PolNeAR record with what its annotation lacks: acts, and the statements inside its contents."""
    marks = []
    for gold in record["attributions"]:
        same = next((s for s in reading.statements if _overlap(s.cue, gold["cue"])), None)
        marks.append({**gold, "act": ACTS.index(same.act), "negated": float(same.negated)} if same else gold)
    cues = [cue for gold in record["attributions"] for cue in gold["cue"]]
    contents = [span for gold in record["attributions"] for span in gold["content"]]
    for statement in reading.statements:
        key = statement.cue or statement.content[:1]
        if _overlap(key, contents) and not _overlap(key, cues) and statement.confidence >= SURE:
            marks.append(marks_of(statement))
    return {"id": record["id"], "text": record["text"], "kind": "polnear", "marks": marks}


def _overlap(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def load_silver(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """Return the articles of a silver file as examples."""
    with path.open(encoding="utf8") as lines:
        records = [json.loads(line) for line in lines]
    return [example(r["id"], r["text"], r["marks"], r.get("kind", "silver"), tokenizer) for r in records]


def main() -> None:
    """Parse the command line, read, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    texts = parser.add_mutually_exclusive_group(required=True)
    texts.add_argument("--news", type=Path, help="JSON lines of unlabelled articles")
    texts.add_argument("--polnear", type=Path, help="a PolNeAR file, to be completed")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--without", type=Path, help="annotated news, which needs no labels of a machine")
    parser.add_argument("--longest", type=int, default=8000, help="characters; longer articles are left out")
    args = parser.parse_args()
    with (args.polnear or args.news).open(encoding="utf8") as lines:
        records = [json.loads(line) for line in lines]
    if args.without:
        annotated = {json.loads(line)["id"] for line in args.without.read_text("utf8").splitlines()}
        records = [r for r in records if r["id"] not in annotated]
    if args.news:
        records = [r for r in records if 400 <= len(r["text"]) <= args.longest][: args.articles]
    readings = Reader(args.model).read_many(Article(r["text"], id=str(n)) for n, r in enumerate(records))
    with args.out.open("w", encoding="utf8") as out:
        for given, reading in zip(records, readings, strict=True):
            out.write(json.dumps(completed(given, reading) if args.polnear else record(reading)) + "\n")


if __name__ == "__main__":
    main()
