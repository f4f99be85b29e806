"""Score the claims that statements of the development stories are gathered into.

Usage:

    python -m benchmarks.claims [--corpus ../shared/corpus] [--parts dev dev-real] [--gold]

All articles of a part are read into one ledger and gathered. With `--gold` the annotated statements are given, so that
only relating and gathering are measured. Prints the corpus's own table.
"""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
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
                addressee=s["addressee"],
                distance=(),
                confidence=1.0,
                made=s["made"],
            )
        )
    ids = dict.fromkeys(s[role] for role in ("speaker", "addressee") for s in told["statements"] if s[role])
    speakers = tuple(_speaker(names, id) for id in ids)
    article = Article(told["text"], told["id"], told["outlet"], date.fromisoformat(told["published"]))
    return Reading(article, tuple(statements), "gold/1", speakers=speakers)


def _speaker(names: dict[str, Any], id: str) -> Speaker:
    entity = names[id]
    kind = SpeakerType(entity["type"]) if entity["type"] in set(SpeakerType) else SpeakerType.GROUP
    return Speaker(id, entity["name"], kind, entity["role"], names[entity["of"]]["name"] if entity["of"] else None, ())


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


def orders(read: Iterable[Reading], count: int, folder: Path) -> Iterator[float]:
    """Yield, for random orders of adding, the share of all pairs on one claim that they and the given order have."""
    read = list(read)
    rng = random.Random(0)
    first = _pairs(claimed(read, folder / "order.db"))
    for number in range(count):
        rng.shuffle(read)
        other = _pairs(claimed(read, folder / f"order-{number}.db"))
        yield len(first & other) / len(first | other)


def _pairs(rows: Iterable[dict[str, Any]]) -> set[tuple[tuple[str, str], tuple[str, str], bool]]:
    """Return the pairs of statements on one claim, and whether each stands on one side of it."""
    on: dict[int, list[tuple[tuple[str, str], str]]] = {}
    for row in rows:
        for statement in row["statements"]:
            for claim, side in statement["claims"]:
                on.setdefault(claim, []).append(((row["id"], statement["id"]), side))
    return {
        (one, other, side == side_of_other)
        for members in on.values()
        for (one, side), (other, side_of_other) in combinations(sorted(members), 2)
    }


def main() -> None:
    """Parse the command line, read, gather, and print."""
    parser = arguments(__doc__)
    parser.add_argument("--parts", nargs="+", default=["dev", "dev-real", "seed"])
    parser.add_argument("--gold", action="store_true", help="take the statements of the annotation")
    parser.add_argument("--orders", type=int, default=0, help="random orders of adding to compare")
    args = parser.parse_args()
    for part in args.parts:
        with tempfile.TemporaryDirectory() as folder:
            stories = part_folder(args.corpus, part, Path(folder))
            read = list(given(stories) if args.gold else readings(articles(stories), args.model))
            print(f"stories, {part}")
            found = score(args.corpus / "score_statements.py", stories, claimed(read, Path(folder) / "news.db"))
            print("\n".join(line for line in found.splitlines() if "claim" in line or line.startswith("statements")))
            for share in orders(read, args.orders, Path(folder)):
                print(f"in another order               {share:.3f} of all pairs in common")


if __name__ == "__main__":
    main()
