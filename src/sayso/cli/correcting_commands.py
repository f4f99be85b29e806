"""The commands that correct a ledger, and that hand it out."""

from __future__ import annotations

import getpass
import json
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.exporting_site import WithSite
from sayso.cli.finding_commands import AUTHOR, NOTE
from sayso.cli.given import leaving
from sayso.cli.ledger_commands import JSON, LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sayso.article import Article
    from sayso.ledger import Ledger

FORMATS = ("jsonl", "csv", "parquet", "jsonld", "annotations")
VALUES = click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")


@click.command(
    epilog="\b\nExamples:\n  sayso correct news.db 1207 act=deny made=2031-03-10 --note 'see the video'\n"
    "  sayso correct news.db 1207 speaker='Odalys Venn'\n  sayso correct news.db 41 --speaker role='foreign minister'"
)
@LEDGER
@click.argument("number", type=click.IntRange(1))
@VALUES
@click.option("--speaker", is_flag=True, help="NUMBER is that of a speaker.")
@AUTHOR
@NOTE
@leaving
def correct(
    ledger: Path,
    number: int,
    values: tuple[str, ...],
    speaker: bool,
    author: str | None,
    note: str | None,
) -> int:
    """Correct a statement of LEDGER, by its NUMBER: FIELD=VALUE for each value that is wrong.

    Fields of a statement: act, negated (yes or no), quote, distance, made, source, cue, content (their words in the
    article), speaker, addressee (a number or a name), within (the number of a statement). Of a speaker: name, type,
    role, affiliation, country. What the model had read stays visible, and `sayso corrections list` shows it.
    """
    given = _pairs(values)
    with _opened(ledger) as opened:
        put = opened.correct_speaker if speaker else opened.correct
        put(number, given, author=_author(author), note=note)
    click.echo(f"{'Speaker' if speaker else 'Statement'} {number}: {', '.join(given)} corrected.")
    return 0


@click.command(epilog="\b\nExamples:\n  sayso reject news.db 1207 --note 'a caption'")
@LEDGER
@click.argument("statement", type=click.IntRange(1))
@AUTHOR
@NOTE
@leaving
def reject(ledger: Path, statement: int, author: str | None, note: str | None) -> int:
    """Take a STATEMENT out of what LEDGER shows, by its number; `sayso restore` brings it back."""
    with _opened(ledger) as opened:
        opened.reject(statement, author=_author(author), note=note)
    click.echo(f"Statement {statement} is rejected.")
    return 0


@click.command(epilog="\b\nExamples:\n  sayso restore news.db 1207")
@LEDGER
@click.argument("statement", type=click.IntRange(1))
@AUTHOR
@NOTE
@leaving
def restore(ledger: Path, statement: int, author: str | None, note: str | None) -> int:
    """Bring back a STATEMENT of LEDGER that was rejected."""
    with _opened(ledger) as opened:
        opened.restore(statement, author=_author(author), note=note)
    click.echo(f"Statement {statement} is back.")
    return 0


@click.command(
    epilog="\b\nExamples:\n  sayso supply news.db 12 content='the bridge was safe' cue=insisted source='The mayor'"
)
@LEDGER
@click.argument("article", type=click.IntRange(1))
@VALUES
@AUTHOR
@NOTE
@leaving
def supply(ledger: Path, article: int, values: tuple[str, ...], author: str | None, note: str | None) -> int:
    """Add a statement that sayso did not find in an ARTICLE of LEDGER, by the article's number.

    FIELD=VALUE as for `sayso correct`; content must be among them.
    """
    with _opened(ledger) as opened:
        number = opened.supply(article, _pairs(values), author=_author(author), note=note)
    click.echo(f"Statement {number} is added.")
    return 0


@click.group()
def corrections() -> None:
    """Show what was corrected in a ledger, or hand it out as data to train on."""


@corrections.command("list", epilog="\b\nExamples:\n  sayso corrections list news.db")
@LEDGER
@JSON
@leaving
def list_corrections(ledger: Path, as_json: bool) -> int:
    """Show the corrections in LEDGER: what the model had read, what it became, who said so, and when."""
    from sayso.ledger import Ledger

    with Ledger(ledger, read_only=True) as opened:
        found = opened.corrections()
    for one in found:
        if as_json:
            click.echo(json.dumps(asdict(one)))
        else:
            from sayso.cli.ledger_listing import correction

            what = f"statement {one.statement}" if one.statement else f"speaker {one.speaker}"
            click.echo(f"{what}  {correction(one)}")
    if not found and not as_json:
        click.echo("Nothing was corrected.")
    return 0


@corrections.command("export", epilog="\b\nExamples:\n  sayso corrections export news.db > corrected.jsonl")
@LEDGER
@leaving
def export_corrections(ledger: Path) -> int:
    """Write the corrected articles of LEDGER with all their statements, as data to train on: one story a line."""
    from sayso.exports.training import story_of
    from sayso.ledger import Ledger

    with Ledger(ledger, read_only=True) as opened:
        for reading in opened.corrected_readings():
            click.echo(json.dumps(story_of(reading), ensure_ascii=True))
    return 0


@click.command(epilog="\b\nExamples:\n  sayso reread news.db")
@LEDGER
@click.option("--threads", metavar="N", type=click.IntRange(min=1), help="Read N articles at once.")
@leaving
def reread(ledger: Path, threads: int | None) -> int:
    """Read those articles of LEDGER anew that other weights read; corrections are kept."""
    from sayso.reader import Reader
    from sayso.reader.model import shipped_model

    count = 0
    with _opened(ledger) as opened:
        waiting: list[int] = []
        articles = opened.read_by_others(shipped_model().name)
        for reading in Reader(threads=threads).read_many(_noting(articles, waiting)):
            opened.replace(waiting.pop(0), reading)
            count += 1
        opened.pack()
    click.echo(f"{ledger}: {count:,} article{'' if count == 1 else 's'} read anew.")
    return 0


@click.command(
    cls=WithSite,
    epilog="\b\nExamples:\n  sayso export news.db > news.jsonl\n  sayso export news.db --format csv --out news.csv\n"
    "  sayso export site news.db --claim 7 --out talks/",
)
@LEDGER
@click.option("--format", "format", type=click.Choice(FORMATS), help="What to write; else as FILE ends, or jsonl.")
@click.option(
    "--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Where; else standard output."
)
@leaving
def export(ledger: Path, format: str | None, out: Path | None) -> int:
    """Write everything in LEDGER in a format that other programs read.

    jsonl: readings, as `sayso read --json` writes them, to be taken in again by `sayso import`. csv, parquet: a row for
    each statement. jsonld: schema.org. annotations: W3C Web Annotations. `sayso export site` writes pages instead.
    """
    from sayso.ledger import Ledger

    ending = out.suffix.lower().lstrip(".") if out else ""
    format = format or (ending if ending in FORMATS else "jsonl")
    if out is not None and out.exists() and out.samefile(ledger):
        raise click.BadParameter("that is the ledger itself: name another file", param_hint="'--out'")
    if format == "parquet" and out is None:
        raise click.UsageError("Parquet goes to a file: name it with --out.")
    with Ledger(ledger, read_only=True) as opened:
        if out is None:
            for line in _lines(opened, format):
                sys.stdout.buffer.write(line.encode("utf-8"))
            sys.stdout.buffer.flush()
        else:
            _write(opened, format, out)
    return 0


COMMANDS = (correct, reject, restore, supply, corrections, reread, export)


def _lines(ledger: Ledger, format: str) -> Iterator[str]:
    from sayso.exports import annotations, jsonld, table
    from sayso.exports.json import dump

    readings = ledger.readings()
    if format == "csv":
        yield from table.csv_lines(readings)
    elif format == "jsonld":
        yield from jsonld.jsonld_lines(readings)
    elif format == "annotations":
        yield from annotations.annotation_lines(readings)
    else:
        yield from (dump(reading) + "\n" for reading in readings)


def _write(ledger: Ledger, format: str, out: Path) -> None:
    """Write beside the file's place first, so that a file that was there stays whole until this one is."""
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(out.parent)!r}", param_hint="'--out'")
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            if format == "parquet":
                from sayso.exports.table import write_parquet

                write_parquet(ledger.readings(), Path(name))
            else:
                file.writelines(_lines(ledger, format))
        Path(name).chmod(0o644)
        Path(name).replace(out)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _noting(articles: Iterator[tuple[int, Article]], waiting: list[int]) -> Iterator[Article]:
    """Pass articles on, and note their numbers in the order in which their readings will come."""
    for number, article in articles:
        waiting.append(number)
        yield article


def _opened(ledger: Path) -> Ledger:
    """Open a ledger that must be there."""
    from sayso.ledger import Ledger

    return Ledger(ledger, must_exist=True)


def _author(given: str | None) -> str:
    return given or getpass.getuser()


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for value in values:
        field, equals, new = value.partition("=")
        if not equals or not field:
            raise click.UsageError(f"{value!r} is no FIELD=VALUE, such as act=deny.")
        pairs[field] = new
    return pairs
