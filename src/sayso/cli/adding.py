"""What `sayso add` and `sayso import` do: from sources to readings to a ledger."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.article import Article
from sayso.cli.given import Given
from sayso.cli.inbox import Inbox
from sayso.cli.progress import Bar
from sayso.cli.remarks import Remarks
from sayso.errors import SaysoError

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.adding import Added
    from sayso.reader import Reader
    from sayso.statement import Reading


@dataclass(frozen=True, slots=True)
class Job:
    """What `sayso add` was asked to do."""

    ledger: Path
    paths: tuple[str, ...]
    given: Given = field(default_factory=Given)
    as_json: bool = False
    threads: int | None = None


@dataclass(slots=True)
class _Tally:
    """What became of the articles of a job."""

    as_json: bool
    counts: Counter[str]
    statements: int = 0

    def take(self, added: Added) -> None:
        self.counts[added.outcome.value] += 1
        self.statements += added.statements
        if self.as_json:
            row = {"article": added.article, "outcome": added.outcome.value, "statements": added.statements}
            print(json.dumps(row | {"identity": added.identity}, ensure_ascii=True), flush=True)

    def tell(self, ledger: Path) -> None:
        new, changed, same = (self.counts[key] for key in ("new", "changed", "same"))
        parts = [f"{_count(new, 'article')} added" if new or not (changed or same) else ""]
        parts += [f"{_count(changed, 'article')} had changed" if changed else ""]
        parts += [f"{_count(same, 'article')} {'was' if same == 1 else 'were'} there already" if same else ""]
        stream = sys.stderr if self.as_json else sys.stdout
        told = ", ".join(part for part in parts if part)
        print(f"{ledger}: {told}; {_count(self.statements, 'new statement')}.", file=stream)


def add(job: Job) -> int:
    """Read articles into a ledger and return the exit code: 1 when anything failed, else 0.

    Raises:
        SaysoError: the ledger cannot be opened or written, or the weights are missing.
    """
    from sayso.ledger import Ledger

    tally, remarks = _Tally(job.as_json, Counter()), Remarks()
    with Ledger(job.ledger) as ledger, Bar(job.paths) as bar:
        from sayso.reader import Reader

        inbox = Inbox(job.paths, bar, f"sayso add {job.ledger}", job.given)
        try:
            articles = bar.taking(_unknown(ledger, inbox, tally))
            with closing(_readings(Reader(threads=job.threads), articles)) as readings:
                for reading in readings:
                    added = ledger.add(reading)
                    bar.done()
                    remarks.note(reading)
                    with bar.aside():
                        tally.take(added)
            ledger.pack()
        finally:
            bar.stop()
            inbox.tell()
            remarks.tell()
    tally.tell(job.ledger)
    return 1 if inbox.failures else 0


def take_in(path: Path, sources: tuple[str, ...], *, as_json: bool) -> int:
    """Add the readings of JSON lines files to a ledger, as `sayso read --json` and `sayso export` write them.

    Raises:
        SaysoError: the ledger cannot be opened or written.
    """
    from sayso.ledger import Ledger

    tally = _Tally(as_json, Counter())
    failures: list[str] = []
    with Ledger(path) as ledger:
        for source in sources:
            for reading in _written(source, failures):
                tally.take(ledger.add(reading))
        ledger.pack()
    for failure in failures:
        print(f"sayso: {failure}", file=sys.stderr)
    tally.tell(path)
    return 1 if failures else 0


def _written(source: str, failures: list[str]) -> Iterator[Reading]:
    from sayso.exports.json import load
    from sayso.sources.tables.records import numbered_lines

    try:
        with sys.stdin.buffer if source == "-" else Path(source).open("rb") as stream:
            for number, line in numbered_lines(stream):
                try:
                    if line is None:
                        failures.append(f"{source} line {number}: it is too large")
                    elif line.strip():
                        yield load(line)
                except SaysoError as error:
                    failures.append(f"{source} line {number}: {error}")
    except OSError as error:
        failures.append(f"{source}: {error.strerror or error}")


def _unknown(ledger: Ledger, articles: Iterable[Article], tally: _Tally) -> Iterator[Article]:
    """Pass on the articles that the ledger does not have: reading is what takes the time."""
    from sayso.ledger.adding import Added, Outcome

    for article in articles:
        known = ledger.number_of(article)
        if known is None:
            yield article
        else:
            tally.take(Added(known, Outcome.SAME, 0, article.url or article.id))


def _readings(reader: Reader, articles: Iterable[Article]) -> Generator[Reading, None, None]:
    """Make sure that what `read_many` holds can be closed, whatever kind of iterator it is."""
    yield from reader.read_many(articles)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
