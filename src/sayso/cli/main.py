"""The command `sayso`: it reads the command line, calls the library and prints. Heavy imports wait until needed."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click

from sayso import __version__
from sayso.cli.accounts import COMMANDS as ACCOUNTS
from sayso.cli.assisting import COMMANDS as ASSISTING
from sayso.cli.claim_commands import COMMANDS as CLAIMING
from sayso.cli.correcting_commands import COMMANDS as CORRECTING
from sayso.cli.finding_commands import COMMANDS as FINDING
from sayso.cli.given import Given, given_paths, leaving, source_options
from sayso.cli.ledger_commands import COMMANDS as KEEPING
from sayso.cli.serving import COMMANDS as SERVING
from sayso.cli.watch_commands import COMMANDS as WATCHING
from sayso.errors import SaysoError

_INTERRUPTED = 128 + signal.SIGINT  # what a shell reports of a program that was interrupted

_READ_EXAMPLES = """\b
Examples:
  sayso read story.txt
  sayso read articles/ --html statements.html
  sayso read https://news.example/feed.xml --limit 5
  sayso read wire.jsonl --json --min-confidence 0.7 > readings.jsonl
  cat story.txt | sayso read - --outlet "The Courier" --published 2026-02-09
"""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=False,
    invoke_without_command=True,
    epilog="\b\nExamples:\n  sayso read story.txt\n  sayso read --help",
)
@click.version_option(__version__, prog_name="sayso")
@click.pass_context
def cli(context: click.Context) -> None:
    """On whose say-so? List who said, denied, accused, demanded or promised what in news articles."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command(epilog=_READ_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object an article and line instead of a listing.")
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write a page to FILE: the articles, with their statements marked in them.",
)
@source_options
@click.option("--title", metavar="TEXT", help="The headline, where the article's text does not hold it.")
@click.option(
    "--min-confidence",
    metavar="P",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave out statements of which sayso is less sure than P, from 0 to 1.",
)
@click.option("--with-source", is_flag=True, help="Leave out statements whose source the text does not name.")
@click.option(
    "--threads", metavar="N", type=click.IntRange(min=1), help="Read N articles at once; by default, one a core."
)
@leaving
def read(
    paths: tuple[str, ...],
    as_json: bool,
    page: Path | None,
    given: Given,
    min_confidence: float,
    with_source: bool,
    threads: int | None,
) -> int:
    """Read articles and show the statements in them.

    A PATH is a file of text, a web page, a table (.jsonl, .csv, .parquet), a web archive (.warc), mail or a PDF; a
    folder of these; the address of a page, of a feed or of a sitemap, whose articles are read; or - for standard input.
    """
    from sayso.cli.reading import Job, run

    if given.title is not None and len(paths) > 1:
        raise click.UsageError("--title is for one article; name one PATH with it.")
    job = Job(
        paths=given_paths(paths, "sayso read story.txt"),
        as_json=as_json,
        page=_writable(page, paths),
        given=given,
        min_confidence=min_confidence,
        with_source=with_source,
        threads=threads,
    )
    return run(job)


for _command in (*KEEPING, *WATCHING, *FINDING, *CLAIMING, *CORRECTING, *ASSISTING, *SERVING, *ACCOUNTS):
    cli.add_command(_command)


def main() -> None:
    """Run the command and leave with its exit code.

    0: all went well; 1: something could not be read; 2: the command was not understood; 130: interrupted.
    """
    sys.exit(_run())


def _run() -> int:
    try:
        return cli.main(prog_name="sayso", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SaysoError as error:
        click.echo(f"sayso: {error}", err=True)
        return 1
    except OSError as error:
        click.echo(f"sayso: {error.filename or 'output'}: {error.strerror or error}", err=True)
        return 1
    except (KeyboardInterrupt, click.Abort):
        click.echo("sayso: interrupted", err=True)
        return _INTERRUPTED


def _writable(page: Path | None, paths: tuple[str, ...]) -> Path | None:
    if page is not None and page.exists() and any(Path(p).is_file() and page.samefile(p) for p in paths):
        raise click.BadParameter("that is one of the articles: name another file", param_hint="'--html'")
    if page is not None and not page.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(page.parent)!r}", param_hint="'--html'")
    if page is not None and not os.access(page.parent, os.W_OK):
        raise click.BadParameter(f"nothing can be written in {str(page.parent)!r}", param_hint="'--html'")
    return page
