"""Score the claims that statements of the development stories are gathered into.

Usage:

    python -m benchmarks.claims [--corpus ../shared/corpus] [--parts dev dev-real] [--gold]

All articles of a part are read into one ledger and gathered. With `--gold` the annotated statements are given, so that
only relating and gathering are measured. Prints the corpus's own table.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.predictions import arguments, readings, score
from benchmarks.statements import articles, part_folder, prediction
from sayso import Article, Ledger, Reading
from sayso.article import Span
from sayso.statement import Act, Quote, Speaker, SpeakerType, Statement


def given(folder: Path) -> Iterator[Reading]:
    """Yield the articles of a folder with the statements of their annotation."""
    for path in sorted(folder.glob("*.json")):
        story = json.loads(path.read_text("utf8"))
        names = {entity["id"]: entity for entity in story["entities"]}
        for told in story["articles"]:
            yield _reading(told, names)


def _reading(told: dict[str, Any], names: dict[str, Any]) -> Reading:
    statements = []
    for s in told["statements"]:
        spans = {
            role: tuple(Span(*pair) for pair in s["offsets"].get(role) or []) for role in ("source", "cue", "content")
        }
        statements.append(
            Statement(
                id=s["id"].replace("t", "s"),
                source=spans["source"],
                cue=spans["cue"],
                content=spans["content"],
                act=Act(s["act"]),
                negated=s["negated"],
                quote=Quote(s["quote"]),
                within=s["within"] and s["within"].replace("t", "s"),
                speaker=s["speaker"],
                distance=(),
                confidence=1.0,
                made=s["made"],
            )
        )
    ids = dict.fromkeys(s["speaker"] for s in told["statements"] if s["speaker"])
    known = {"person", "organization", "country", "outlet", "group", "unnamed"}
    speakers = tuple(
        Speaker(
            id,
            names[id]["name"],
            SpeakerType(names[id]["type"] if names[id]["type"] in known else "group"),
            None,
            None,
            (),
        )
        for id in ids
    )
    article = Article(told["text"], told["id"], told["outlet"], date.fromisoformat(told["published"]))
    return Reading(article, tuple(statements), "gold/1", speakers=speakers)


def claimed(read: Iterable[Reading], path: Path) -> Iterator[dict[str, Any]]:
    """Yield readings as the scorer takes them, with the claims that a ledger gathers them into."""
    read = list(read)
    with Ledger(path) as ledger:
        for reading in read:
            ledger.add(reading)
        for _ in ledger.gather():
            pass
    with sqlite3.connect(path) as connection:
        asked = (
            "SELECT a.given_id, s.label, d.claim_id, d.side FROM sides d "
            "JOIN statements s ON s.id = d.statement_id JOIN articles a ON a.id = s.article_id"
        )
        sides = {(article, label): [[claim, side]] for article, label, claim, side in connection.execute(asked)}
    for reading in read:
        row = prediction(reading)
        for statement in row["statements"]:
            statement["claims"] = sides.get((reading.article.id, statement["id"]), [])
        yield row


def main() -> None:
    """Parse the command line, read, gather, and print."""
    parser = arguments(__doc__)
    parser.add_argument("--parts", nargs="+", default=["dev", "dev-real", "seed"])
    parser.add_argument("--gold", action="store_true", help="take the statements of the annotation")
    args = parser.parse_args()
    for part in args.parts:
        with tempfile.TemporaryDirectory() as folder:
            stories = part_folder(args.corpus, part, Path(folder))
            read = given(stories) if args.gold else readings(articles(stories), args.model)
            print(f"stories, {part}")
            found = score(args.corpus / "score_statements.py", stories, claimed(read, Path(folder) / "news.db"))
            print("\n".join(line for line in found.splitlines() if "claim" in line or line.startswith("statements")))


if __name__ == "__main__":
    main()
