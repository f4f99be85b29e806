"""Measure how well the articles of web pages are found, beside trafilatura's own defaults on the same pages.

Usage:

    python -m benchmarks.pages FOLDER [--show-misses]

FOLDER holds pages and what is to be found on them, in one of the forms in which trafilatura has published its
evaluation:

- its repository's folder `tests`, with `evaldata.json` (or an `evaldata.py` that defines `EVAL_PAGES`) and the pages in
  `eval` and `cache` below it;
- the folder `tests` of one of its early source distributions (`pip download --no-binary :all: trafilatura==0.5.0`),
  whose `unit_tests.py` asserts what is in the result for a page in `cache`, and what is not.

Either names for each page pieces of its article, and pieces of what stands around it. A piece that is found counts as
true or false positive, one that is not as false or true negative, white space aside; so did the library's evaluation.
Pages are no part of this repository: they belong to their publishers.
"""

from __future__ import annotations

import argparse
import ast
import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from sayso.article import Article
from sayso.sources.common import Facts
from sayso.sources.pages.page import read_page

Extract = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Case:
    """One page, with pieces that its article has and pieces that it has not."""

    page: Path
    inside: tuple[str, ...]
    outside: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """What one extractor found."""

    true_positive: int = 0
    false_positive: int = 0
    false_negative: int = 0
    true_negative: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    def add(self, case: Case, text: str) -> None:
        """Count what of a case is in a text."""
        plain = _plain(text)
        for pieces, found, missed in ((case.inside, True, False), (case.outside, False, True)):
            for piece in pieces:
                there = _plain(piece) in plain
                if there is missed:
                    self.misses.append(f"{case.page.name}: {'has' if there else 'lacks'} {piece[:60]!r}")
                self._count(there, wanted=found)

    def precision(self) -> float:
        """Return the share of the pieces found that belong to the article."""
        return _share(self.true_positive, self.true_positive + self.false_positive)

    def recall(self) -> float:
        """Return the share of the article's pieces that were found."""
        return _share(self.true_positive, self.true_positive + self.false_negative)

    def f1(self) -> float:
        """Return the harmonic mean of both."""
        return _share(2 * self.true_positive, 2 * self.true_positive + self.false_positive + self.false_negative)

    def _count(self, there: bool, *, wanted: bool) -> None:
        if wanted:
            self.true_positive += there
            self.false_negative += not there
        else:
            self.false_positive += there
            self.true_negative += not there


def main() -> None:
    """Parse the command line, measure and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="trafilatura's tests, of its repository or an early distribution")
    parser.add_argument("--show-misses", action="store_true", help="list what sayso took for the article, or did not")
    args = parser.parse_args()
    logging.disable()
    cases = list(cases_in(args.folder))
    if not cases:
        raise SystemExit(f"{args.folder}: there are no cases here, or none of their pages")
    scores = measured(cases, {"sayso": ours, f"trafilatura {version('trafilatura')}": theirs})
    pieces = sum(len(case.inside) + len(case.outside) for case in cases)
    print(f"{len(cases)} pages, {pieces} pieces\n")
    print("| | precision | recall | F1 | ms a page |\n| --- | --- | --- | --- | --- |")
    for name, score in scores.items():
        speed = 1000 * score.seconds / len(cases)
        print(f"| {name} | {score.precision():.3f} | {score.recall():.3f} | {score.f1():.3f} | {speed:.0f} |")
    if args.show_misses:
        print("", *scores["sayso"].misses, sep="\n")


def measured(cases: Sequence[Case], extractors: dict[str, Extract]) -> dict[str, Score]:
    """Return what each extractor finds of the cases, one page after the other."""
    scores = {name: Score() for name in extractors}
    for case in cases:
        data = case.page.read_bytes()
        for name, extract in extractors.items():
            begun = time.process_time()
            text = extract(data)
            scores[name].seconds += time.process_time() - begun
            scores[name].add(case, text)
    return scores


def ours(data: bytes) -> str:
    """Return the text that sayso reads on a page, empty where it finds no article."""
    found = read_page(data, "page", Facts())
    return found.text if isinstance(found, Article) else ""


def theirs(data: bytes) -> str:
    """Return what trafilatura extracts by default; its evaluation leaves out comments, and so is it done here."""
    from trafilatura import extract

    return extract(data, include_comments=False, include_tables=True) or ""


def cases_in(folder: Path) -> Iterator[Case]:
    """Yield the cases of an evaluation whose pages are there."""
    if (folder / "evaldata.json").is_file():
        yield from _listed(folder, json.loads((folder / "evaldata.json").read_text("utf-8")))
    elif (folder / "evaldata.py").is_file():
        yield from _listed(folder, _assigned(folder / "evaldata.py", "EVAL_PAGES"))
    elif (folder / "unit_tests.py").is_file():
        yield from _asserted(folder)


def _listed(folder: Path, pages: dict[str, dict[str, object]]) -> Iterator[Case]:
    for item in pages.values():
        paths = [folder / place / str(item["file"]) for place in ("eval", "cache", "")]
        page = next((path for path in paths if path.is_file()), None)
        if page is not None:
            yield Case(page, _strings(item.get("with")), _strings(item.get("without")))


def _asserted(folder: Path) -> Iterator[Case]:
    """Read the cases out of tests, by their syntax: nothing of them is run."""
    files = _assigned(folder / "unit_tests.py", "MOCK_PAGES")
    url = ""
    pieces: dict[str, dict[bool, list[str]]] = {}
    for node in ast.walk(_ordered((folder / "unit_tests.py").read_text("utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            url = _page_of(node.value) or ""
        elif isinstance(node, ast.Assert) and url in files:
            for piece, inside in _claims(node.test):
                pieces.setdefault(url, {True: [], False: []})[inside].append(piece)
    for url, found in pieces.items():
        page = folder / "cache" / str(files[url])
        if page.is_file():
            yield Case(page, tuple(found[True]), tuple(found[False]))


def _ordered(source: str) -> ast.Module:
    """Return the statements of a file in the order in which they stand, those inside others among them."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assign | ast.Assert)]
    return ast.Module(sorted(nodes, key=lambda node: node.lineno), [])


def _page_of(call: ast.Call) -> str | None:
    name = getattr(call.func, "id", "")
    first = call.args[0] if call.args else None
    known = name == "load_mock_page" and isinstance(first, ast.Constant) and isinstance(first.value, str)
    return str(first.value) if known and isinstance(first, ast.Constant) else None


def _claims(test: ast.expr) -> Iterator[tuple[str, bool]]:
    """Yield each string that a test wants in the result, or wants not to be there."""
    for part in test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]:
        if isinstance(part, ast.Compare) and isinstance(part.left, ast.Constant) and isinstance(part.left.value, str):
            target = part.comparators[0]
            if isinstance(target, ast.Name) and isinstance(part.ops[0], ast.In | ast.NotIn):
                yield part.left.value, isinstance(part.ops[0], ast.In)


def _assigned(path: Path, name: str) -> dict[str, dict[str, object]]:
    """Return the dictionary that a file assigns to a name."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            found: dict[str, dict[str, object]] = ast.literal_eval(node.value)
            return found
    return {}


def _strings(value: object) -> tuple[str, ...]:
    return tuple(piece for piece in value if isinstance(piece, str)) if isinstance(value, list) else ()


def _plain(text: str) -> str:
    return " ".join(text.split())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


if __name__ == "__main__":
    main()
