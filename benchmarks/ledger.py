"""Measure the ledger: adding, growing, finding among a million statements, and being killed.

Usage:

    python -m benchmarks.ledger adding [--articles 10000]
    python -m benchmarks.ledger growing [--statements 100000]
    python -m benchmarks.ledger finding [--statements 1000000] [--keep FILE]
    python -m benchmarks.ledger gathering [--statements 1000000] [--keep FILE]
    python -m benchmarks.ledger kills [--kills 200]

*adding* reads articles, varied from those in `examples/`, once for themselves and once into a ledger, on all cores.
*growing* adds invented readings and compares what a statement costs early and late. *finding* fills a ledger with
invented statements and asks it, each kind of question two hundred times, warm. *gathering* compares what it costs to
add and gather an article into a ledger of 10,000 statements and into a large one. *kills* adds articles in a process
that is killed at random instants, begun again each time, and counts what is there in the end.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from sayso import Article, Ledger, Reader, Reading, Span
from sayso.ledger.finding import Filters
from sayso.sources import Failure, open_source
from sayso.statement import Act, Quote, Speaker, SpeakerType, Statement

ROOT = Path(__file__).parent.parent
_SYLLABLES = "ba ce dor fen gal hin jor kel lum mar nes ost pra quil ren sol tar ulm ven wyn yar zel".split()
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")


def varied(count: int, seed: int = 0) -> Iterator[Article]:
    """Yield articles made from the examples: names changed, numbers changed, paragraphs left out and mixed."""
    rng = random.Random(seed)
    given = [a for p in sorted((ROOT / "examples").iterdir()) for a in open_source(p) if not isinstance(a, Failure)]
    for number in range(count):
        pattern = rng.choice(given)
        head, *rest = pattern.text.split("\n\n")
        rest = rng.sample(rest, max(1, len(rest) - rng.randrange(3)))
        text = "\n\n".join([head, *rest])
        names = {name: word(rng).capitalize() for name in set(_NAME.findall(text)) if rng.random() < 0.5}
        text = _NAME.sub(lambda match, names=names: names.get(match[0], match[0]), text)  # type: ignore[misc]
        text = re.sub(r"\d+", lambda match: str(rng.randrange(1, 10 ** len(match[0]))), text)
        day = date(2026, 1, 1) + timedelta(rng.randrange(300))
        yield Article(text, id=f"v{number}", outlet=f"Outlet {rng.randrange(40)}", published=day)


def word(rng: random.Random) -> str:
    """Return an invented word."""
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randrange(2, 4)))


def invented(count: int, seed: int = 0) -> Iterator[Reading]:
    """Yield readings of invented words with thirty statements each, by speakers of whom some come back often."""
    rng = random.Random(seed)
    words = [word(rng) for _ in range(20_000)]
    weights = [1 / (n + 10) for n in range(len(words))]
    people = [f"{word(rng).capitalize()} {word(rng).capitalize()}" for _ in range(30_000)]
    fame = [1 / (n + 5) for n in range(len(people))]
    acts = list(Act)
    for number in range(-(-count // 30)):
        parts, statements, speakers = [], [], []
        names = list(dict.fromkeys(rng.choices(people, fame, k=6)))
        at = 0
        for n in range(30):
            name = names[n % len(names)]
            said = " ".join(rng.choices(words, weights, k=14))
            parts.append(f"{name} said {said}. ")
            spans = (Span(at, at + len(name)),), (Span(at + len(name) + 1, at + len(name) + 5),)
            content = (Span(at + len(name) + 6, at + len(name) + 6 + len(said)),)
            statements.append(
                Statement(
                    f"s{n + 1}", *spans, content, rng.choice(acts), False, Quote.INDIRECT, None, (), 0.9,
                    speaker=f"p{n % len(names) + 1}",
                )
            )  # fmt: skip
            at += len(parts[-1])
        for n, name in enumerate(names, 1):
            speakers.append(Speaker(f"p{n}", name, SpeakerType.PERSON, None, None, ()))
        day = date(2020, 1, 1) + timedelta(rng.randrange(2000))
        article = Article("".join(parts), id=f"i{number}", outlet=f"Outlet {rng.randrange(40)}", published=day)
        yield Reading(article, tuple(statements), "invented/1", speakers=tuple(speakers))


def adding(folder: Path, count: int) -> None:
    """Compare reading with reading into a ledger."""
    reader = Reader()
    list(reader.read_many(varied(20, seed=1)))
    start = time.perf_counter()
    statements = sum(len(reading.statements) for reading in reader.read_many(varied(count)))
    read = time.perf_counter() - start
    with Ledger(folder / "added.db") as ledger:
        start = time.perf_counter()
        for reading in reader.read_many(varied(count)):
            ledger.add(reading)
        ledger.pack()
        added = time.perf_counter() - start
    size = sum(path.stat().st_size for path in folder.glob("added.db*"))
    print(f"{count:,} articles, {statements:,} statements; the ledger has {size / 2**20:,.0f} MiB")
    print(f"read {read:.1f} s, read and added {added:.1f} s: {added / read:.3f} times")


def growing(folder: Path, count: int) -> None:
    """Compare what a statement costs early and late."""
    chunk = 3000
    costs = []
    readings = invented(count + chunk)
    with Ledger(folder / "grown.db") as ledger:
        for first in range(0, count, chunk):
            some = list(islice(readings, chunk // 30))
            start = time.process_time()
            for reading in some:
                ledger.add(reading)
            costs.append((first, (time.process_time() - start) / chunk * 1e6))
    for first, cost in costs[:: max(1, len(costs) // 8)]:
        print(f"from statement {first:>9,}: {cost:6.1f} microseconds of CPU time each")
    early, late = costs[0][1], sum(cost for _, cost in costs[-3:]) / 3
    print(f"the last {3 * chunk:,} against the first {chunk:,}: {late / early:.2f} times")


def gathering(folder: Path, count: int, keep: Path | None) -> None:
    """Compare what it costs to add an article and gather its statements, in a small ledger and in a large one."""
    small = _gathering(folder / "small.db", 10_000)
    large = _gathering(keep or folder / "large.db", count)
    print(f"an article of thirty statements, added and gathered: {small * 1e3:.0f} ms of CPU time among 10,000")
    print(f"statements, {large * 1e3:.0f} ms among {count:,}: {large / small:.2f} times")


def _gathering(path: Path, count: int) -> float:
    """Return the seconds of CPU time that an article costs: two hundred are gathered first, and a hundred measured."""
    readings = invented(count + 9000)
    with Ledger(path) as ledger:
        for reading in islice(readings, -(-count // 30)):
            ledger.add(reading)  # what is there already stays as it is
        ledger.pack()
    with sqlite3.connect(path) as connection:  # as if gathered, with nothing found, which would take half an hour
        connection.execute("INSERT OR IGNORE INTO gathered (article_id) SELECT id FROM articles")
    connection.close()
    with Ledger(path) as ledger:
        for number, reading in enumerate(readings):
            if number == 200:
                start = time.process_time()
            ledger.add(reading)
            for _ in ledger.gather():
                pass
        return (time.process_time() - start) / (number - 199)


def finding(folder: Path, count: int, keep: Path | None) -> None:
    """Ask a large ledger."""
    path = keep or folder / "large.db"
    with Ledger(path) as ledger:
        if not any(True for _ in islice(ledger.readings(), 1)):
            for reading in invented(count):
                ledger.add(reading)
            ledger.pack()
    rng = random.Random(7)
    with Ledger(path, read_only=True) as ledger, sqlite3.connect(path) as connection:
        total = connection.execute("SELECT count(*) FROM statements").fetchone()[0]
        text = "SELECT content FROM statements WHERE id = ?"
        some = [connection.execute(text, (rng.randrange(1, total),)).fetchone()[0] for _ in range(200)]
        names = [row[0] for row in connection.execute("SELECT name FROM speakers ORDER BY random() LIMIT 200")]
        pairs = [" ".join(rng.sample(text.split(), 2)) for text in some]
        print(f"{total:,} statements; {path.stat().st_size / 2**20:,.0f} MiB")
        questions: dict[str, Callable[[int], object]] = {
            "search, two words": lambda n: ledger.search(pairs[n]),
            "search, one word": lambda n: ledger.search(pairs[n].split()[0]),
            "search, words only": lambda n: ledger.search(pairs[n], by_meaning=False),
            "search by speaker": lambda n: ledger.search(pairs[n].split()[0], Filters(speaker=names[n])),
            "search, between days": lambda n: ledger.search(
                pairs[n].split()[0], Filters(since=date(2021, 1, 1), until=date(2022, 1, 1), act=Act.DENY)
            ),
            "who": lambda n: ledger.who(names[n]),
            "who, by surname": lambda n: ledger.who(names[n].split()[-1], limit=3),
            "show": lambda n: ledger.show(rng.randrange(1, total)),
        }
        ask(questions)


def ask(questions: dict[str, Callable[[int], object]]) -> None:
    """Print how long each kind of question takes, of two hundred."""
    print(f"{'':22} {'median ms':>10} {'95 % ms':>10}")
    for name, question in questions.items():
        for n in range(5):
            question(n)
        took = []
        for n in range(200):
            start = time.perf_counter()
            question(n)
            took.append((time.perf_counter() - start) * 1000)
        took.sort()
        print(f"{name:22} {took[100]:10.1f} {took[190]:10.1f}")


def kills(folder: Path, count: int) -> None:
    """Kill a process that adds, again and again, and see what is there in the end."""
    articles = [replace(a, id=f"k{n}") for n, a in enumerate(varied(400))]
    wire, path = folder / "wire.jsonl", folder / "killed.db"
    wire.write_text("".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in articles), "utf8")
    rng, killed = random.Random(3), 0
    command = [sys.executable, "-m", "sayso", "add", str(path), str(wire), "--threads", "1"]
    while killed < count:
        if killed % 25 == 24:  # all is there by now; begin anew, so that there is something to do
            _check(path, len(articles), whole=False)
            for file in folder.glob("killed.db*"):
                file.unlink()
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.1, 1.6))
        running.kill()
        running.wait()
        killed += 1
        if path.exists():
            _check(path, len(articles), whole=False)
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    _check(path, len(articles), whole=True)
    print(f"killed {killed} times: nothing lost, nothing double, every check ok, the rest was added in the end")


def _check(path: Path, count: int, *, whole: bool) -> None:
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if "articles" not in tables:
            return
        articles, identities = connection.execute("SELECT count(*), count(DISTINCT identity) FROM articles").fetchone()
        assert articles == identities <= count
        assert not whole or articles == count
        lost = "SELECT count(*) FROM statements WHERE id NOT IN (SELECT statement_id FROM vectors)"
        assert connection.execute(lost).fetchone() == (0,)
        empty = "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM statements)"
        assert connection.execute(empty).fetchone() == (0,)


def main() -> None:
    """Parse the command line, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["adding", "growing", "finding", "gathering", "kills"])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--statements", type=int, help="100,000 for growing, 1,000,000 for finding and gathering")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="a ledger that is filled where it is empty, and kept")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if args.what == "adding":
            adding(folder, args.articles)
        elif args.what == "growing":
            growing(folder, args.statements or 100_000)
        elif args.what == "finding":
            finding(folder, args.statements or 1_000_000, args.keep)
        elif args.what == "gathering":
            gathering(folder, args.statements or 1_000_000, args.keep)
        else:
            kills(folder, args.kills)


if __name__ == "__main__":
    main()
