"""Label unlabelled news with a trained model, for self-training and distillation.

Usage:

    python -m training.silver --model FOLDER --news ../shared/corpus/news/unlabelled.jsonl --out runs/silver.jsonl

Writes the marks of `training.corpus.example`, one article a line. A statement of low confidence is written without
its labels counting: its words are left unknown to the cue head, and it teaches no role.
"""

from __future__ import annotations

import argparse
import json
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


def load_silver(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """Return the articles of a silver file as examples."""
    with path.open(encoding="utf8") as lines:
        records = [json.loads(line) for line in lines]
    return [example(r["id"], r["text"], r["marks"], "silver", tokenizer) for r in records]


def main() -> None:
    """Parse the command line, read, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--longest", type=int, default=8000, help="characters; longer articles are left out")
    args = parser.parse_args()
    with args.news.open(encoding="utf8") as lines:
        records = [r for r in map(json.loads, lines) if 400 <= len(r["text"]) <= args.longest][: args.articles]
    articles = (Article(r["text"], id=str(n)) for n, r in enumerate(records))
    with args.out.open("w", encoding="utf8") as out:
        for reading in Reader(args.model).read_many(articles):
            out.write(json.dumps(record(reading)) + "\n")


if __name__ == "__main__":
    main()
