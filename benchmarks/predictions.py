"""What the accuracy benchmarks share: read with the installed package, hand over to the corpus's scorers."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sayso import Article, Reader, Reading


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that all accuracy benchmarks take."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"), help="folder of the corpus")
    parser.add_argument("--model", type=Path, help="folder of other weights than the package's")
    return parser


def readings(records: Iterable[dict[str, Any]], model: Path | None) -> Iterator[Reading]:
    """Read records that have an `id` and a `text`, and where it is known the day they were `published`."""
    return Reader(model).read_many(
        Article(
            r["text"],
            id=r["id"],
            outlet=r.get("outlet"),
            published=date.fromisoformat(r["published"]) if r.get("published") else None,
        )
        for r in records
    )


def score(scorer: Path, gold: Path, predictions: Iterable[dict[str, Any]]) -> str:
    """Write predictions as JSON lines, run a scorer of the corpus on them, and return what it prints."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as file:
        for prediction in predictions:
            file.write(json.dumps(prediction) + "\n")
        file.flush()
        command = [sys.executable, str(scorer), str(gold), file.name]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
