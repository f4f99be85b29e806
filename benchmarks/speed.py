"""Measure how fast articles are read, how much memory that takes, where the time goes, and how peers do.

Usage:

    python -m benchmarks.speed [--corpus ../shared/corpus] [--articles N] [--model FOLDER] [--no-peers]

Texts are articles of the corpus's `news/unlabelled.jsonl`, evenly spaced, else the repository's examples repeated.
Words are what stands between white space. Each line of the table is measured in a process of its own, the best of
three rounds over the same texts after the weights are loaded; what says "1 thread" is held to one core. Other work on
the machine stretches wall time far more than CPU time. Needs Linux or macOS.

Peers come with the extra `bench`. Where no trained spaCy pipeline is installed, textacy runs on an untrained one, of
which only the speed means anything; see `peers.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path

from benchmarks.measure import ROUNDS, Figures, MeasurementError, fresh
from benchmarks.peers import INSTALL, PEERS

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
STAGES = ("tokenising", "encoder", "roles", "decoding", "assembling", "rest")
_BUSY = 0.5
"""A load average above which other work may be running."""

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a run, in a file with one JSON string a line."""

    file: Path
    count: int
    words: int
    origin: str  # where they come from, in words


def main() -> None:
    """Parse the command line, measure, and print as results come."""
    args = _options()
    with tempfile.TemporaryDirectory() as scratch:
        texts = _write(args, Path(scratch) / "texts.jsonl")
        print(f"{machine()}\nTexts: {texts.origin}; {texts.words:,} words\n", flush=True)
        rows = _throughput(args, texts)
        print(f"{_shares(args, texts)}\n\n{_start(args)}\n\n{_ratios(rows)}")


def machine() -> str:
    """Return what the figures depend on: processor, versions, and whether other work was running."""
    versions = f"Python {platform.python_version()}, onnxruntime {version('onnxruntime')}"
    load = os.getloadavg()[0]
    busy = f"\nLoad average {load:.1f} at the start: where that is other work, go by CPU time." if load > _BUSY else ""
    return f"Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()}, {versions}{busy}"


def table(head: Row, rows: Iterable[Row]) -> str:
    """Lay rows out: the first column to the left, figures to the right."""
    lines = [head, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]

    def laid(line: Row) -> str:
        cells = (cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))
        return "  ".join((line[0].ljust(widths[0]), *cells)).rstrip()

    return "\n".join(map(laid, lines))


def _options() -> argparse.Namespace:
    """Parse the command line; `predictions.arguments` is not used as its module loads the reader into this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"), help="folder of the corpus")
    parser.add_argument("--articles", type=_count, default=100, metavar="N", help="how many articles to read (100)")
    parser.add_argument("--model", type=Path, help="folder of other weights than the package's")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True, help="run other libraries too")
    return parser.parse_args()


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one article is needed")
    return number


def _write(args: argparse.Namespace, file: Path) -> Texts:
    """Write the texts of the run to `file`, one at a time: this process must stay small, as its children start so."""
    news = args.corpus / "news" / "unlabelled.jsonl"
    given, origin = _news(news, args.articles) if news.exists() else _examples(args.articles)
    count = words = 0
    with file.open("w", encoding="utf8") as out:
        for text in given:
            out.write(json.dumps(text) + "\n")
            count, words = count + 1, words + len(text.split())
    return Texts(file, count, words, f"{count} {origin}")


def _news(path: Path, wanted: int) -> tuple[Iterator[str], str]:
    with path.open(encoding="utf8") as file:
        total = sum(1 for _ in file)
    chosen = {i * total // wanted for i in range(wanted)} if wanted < total else set(range(total))

    def texts() -> Iterator[str]:
        with path.open(encoding="utf8") as file:
            yield from (json.loads(line)["text"] for i, line in enumerate(file) if i in chosen)

    return texts(), f"articles of {path}, evenly spaced among its {total:,}"


def _examples(wanted: int) -> tuple[Iterator[str], str]:
    texts = [path.read_text("utf8") for path in sorted(EXAMPLES.glob("*.txt"))]
    return islice(cycle(texts), wanted), f"articles, the {len(texts)} of examples/*.txt over and over"


def _throughput(args: argparse.Namespace, texts: Texts) -> dict[str, Figures]:
    """Measure reader and peers, print their table, and return its figures by name."""
    read = {"texts": texts.file, "model": args.model}
    rows = {"sayso": fresh("read", threads=1, **read), "all": fresh("read", threads=None, **read)}
    titles = {"sayso": "sayso, 1 thread", "all": f"sayso, {os.cpu_count()} threads"}
    notes = []
    for name, peer in PEERS.items() if args.peers else ():
        if peer.missing:
            notes.append(f"{name}: not installed: {INSTALL}")
            continue
        try:
            rows[name] = fresh("peer", name=name, texts=texts.file, threads=1)
        except MeasurementError as error:
            notes.append(f"{name}: failed: {error}")
            continue
        titles[name] = peer.title()
        notes.append(peer.note(rows[name]))
    head = ["", "words/s", "words/CPU s", "wall s", "CPU s", "CPU s/1,000 articles", "found", "peak MiB"]
    print(table(head, (_throughput_row(titles[name], texts, row) for name, row in rows.items())))
    scaled = "" if texts.count == 1000 else f" CPU seconds for 1,000 articles are scaled from {texts.count}."
    print(f"Best of {ROUNDS} rounds, weights loaded.{scaled}", *notes, sep="\n", end="\n\n", flush=True)
    return rows


def _throughput_row(title: str, texts: Texts, row: Figures) -> Row:
    return (
        title,
        f"{texts.words / row['wall']:,.0f}",
        f"{texts.words / row['cpu']:,.0f}",
        f"{row['wall']:.2f}",
        f"{row['cpu']:.2f}",
        f"{row['cpu'] * 1000 / texts.count:.1f}",
        f"{row['found']:,}",
        f"{row['peak']:.0f}",
    )


def _shares(args: argparse.Namespace, texts: Texts) -> str:
    spent = fresh("stages", texts=texts.file, model=args.model, threads=1)
    total = sum(spent.values())
    rows = ((stage, f"{spent.get(stage, 0.0):.2f}", f"{spent.get(stage, 0.0) / total:.1%}") for stage in STAGES)
    return table(["stage, 1 thread", "CPU s", "share"], rows)


def _start(args: argparse.Namespace) -> str:
    """Measure what it takes to begin: imports, weights, and the whole command on one example."""
    loads = [fresh("load", model=args.model, threads=1) for _ in range(ROUNDS)]
    least = {key: min(run[key] for run in loads) for key in ("import_wall", "import_cpu", "wall", "cpu", "peak")}
    rows = [
        ["imports", f"{least['import_wall']:.2f}", f"{least['import_cpu']:.2f}", ""],
        [f"weights, {loads[0]['name']}", f"{least['wall']:.2f}", f"{least['cpu']:.2f}", f"{least['peak']:.0f}"],
    ]
    example = min(EXAMPLES.glob("*.txt"))
    title = f"sayso read examples/{example.name}"
    note = ""
    try:
        run = fresh("command", path=example)
        rows.append([title, f"{run['wall']:.2f}", f"{run['cpu']:.2f}", f"{run['peak']:.0f}"])
    except MeasurementError as error:
        note = f"\n{title}: failed: {error}"
    head = ["start, in a new process", "wall s", "CPU s", "peak MiB"]
    return f"{table(head, rows)}{note}\nFiles already lay in the system's cache."


def _ratios(rows: dict[str, Figures]) -> str:
    one, every = rows["sayso"], rows["all"]  # the rest are peers
    lines = [("sayso, all cores to one: words/s", f"{one['wall'] / every['wall']:.2f}")]
    for name, peer in list(rows.items())[2:]:
        lines += [
            (f"sayso to {name}, 1 thread each: words/CPU s", f"{peer['cpu'] / one['cpu']:.2f}"),
            (f"sayso to {name}, 1 thread each: words/s", f"{peer['wall'] / one['wall']:.2f}"),
            (f"sayso to {name}, 1 thread each: peak memory", f"{one['peak'] / peer['peak']:.2f}"),
        ]
    return table(["ratios", ""], lines)


def _processor() -> str:
    """Return the processor's name as Linux tells it, else what the platform says."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text("utf8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
