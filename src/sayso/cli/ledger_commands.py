"""The commands that work with a ledger: they read the command line and call the library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sayso.cli.given import Given, given_paths, leaving, source_options

LEDGER = click.argument("ledger", metavar="LEDGER", type=click.Path(dir_okay=False, path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON, an object a line, instead of a listing.")

_ADD_EXAMPLES = """\b
Examples:
  sayso add news.db story.txt
  sayso add news.db articles/ --outlet "The Courier"
  sayso add news.db wire.jsonl --json
  sayso add news.db https://news.example/feed.xml
  sayso add news.db dump.csv --text-column body
"""


@click.command(epilog=_ADD_EXAMPLES)
@LEDGER
@click.argument("paths", nargs=-1, metavar="SOURCE...")
@source_options
@click.option(
    "--threads", metavar="N", type=click.IntRange(min=1), help="Read N articles at once; by default, one a core."
)
@JSON
@leaving
def add(ledger: Path, paths: tuple[str, ...], given: Given, **options: Any) -> int:
    """Read articles and keep their statements in LEDGER, which is made where there is none.

    A SOURCE is what `sayso read` takes: a file of text, a web page, a table, a web archive, mail or a PDF; a folder of
    these; the address of a page, of a feed or of a sitemap, whose articles are read; or - for standard input. What
    is there already is left alone, so a command that was stopped can be run again; an article that has changed since
    is kept in both versions.
    """
    from sayso.cli.adding import Job
    from sayso.cli.adding import add as run

    return run(Job(ledger, given_paths(paths, f"sayso add {ledger} story.txt"), given, **options))


@click.command("import", epilog="\b\nExamples:\n  sayso import news.db readings.jsonl")
@LEDGER
@click.argument("paths", nargs=-1, metavar="READINGS...")
@JSON
@leaving
def take_in(ledger: Path, paths: tuple[str, ...], as_json: bool) -> int:
    """Keep readings in LEDGER that `sayso read --json` or `sayso export` wrote."""
    from sayso.cli.adding import take_in as run

    return run(ledger, given_paths(paths, f"sayso import {ledger} readings.jsonl"), as_json=as_json)


COMMANDS = (add, take_in)
