"""Score which articles go back to which, on the annotated stories: their reprints and rewrites of a wire report.

Usage:

    python -m benchmarks.reprints [--corpus ../shared/corpus] [--part dev]

Every article of every story is added to one ledger, in the order of publication, without its statements. A pair counts
as right where a story's wire report and its reprint or rewrite are in one group; any other pair in a group is wrong.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.predictions import arguments
from sayso import Article, Ledger, Reading


def stories(folder: Path) -> Iterator[list[dict[str, Any]]]:
    """Yield the articles of each story."""
    for path in sorted(folder.glob("*.json")):
        yield json.loads(path.read_text("utf8"))["articles"]


def wanted(story: list[dict[str, Any]]) -> set[frozenset[str]]:
    """Return the pairs of a story of which one goes back to the other."""
    wires = [a["id"] for a in story if a["kind"] == "wire"]
    copies = [a["id"] for a in story if a["kind"] in ("reprint", "rewrite")]
    return {frozenset((a, b)) for group in ([*wires, *copies],) if wires for a, b in combinations(group, 2)}


def grouped(articles: list[dict[str, Any]], path: Path) -> set[frozenset[str]]:
    """Add articles to a ledger, and return the pairs that it puts into one group."""
    with Ledger(path) as ledger:
        for a in sorted(articles, key=lambda a: (a["published"], a["kind"] != "wire")):
            published = date.fromisoformat(a["published"])
            ledger.add(Reading(Article(a["text"], a["id"], a["outlet"], published), (), "none"))
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT given_id, coalesce(origin_id, id) FROM articles").fetchall()
    return {frozenset((a, b)) for (a, x), (b, y) in combinations(rows, 2) if x == y}


def main() -> None:
    """Parse the command line, group, and print."""
    parser = arguments(__doc__)
    parser.add_argument("--part", default="dev", choices=["train", "dev", "dev-real"])
    args = parser.parse_args()
    found_stories = list(stories(args.corpus / "stories" / args.part))
    gold = set().union(*map(wanted, found_stories))
    with tempfile.TemporaryDirectory() as folder:
        found = grouped([a for story in found_stories for a in story], Path(folder) / "news.db")
    right = len(gold & found)
    count = sum(map(len, found_stories))
    print(f"stories, {args.part}: {count} articles, {len(gold)} pairs of a report and its copy")
    print(f"precision {right / max(1, len(found)):.3f}  recall {right / max(1, len(gold)):.3f}")


if __name__ == "__main__":
    main()
