"""The commands that ask a ledger: search, timeline, who, show, and those that decide on speakers."""

from __future__ import annotations

import getpass
import json
import shlex
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.given import day, leaving
from sayso.cli.ledger_commands import JSON, LEDGER

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

    from sayso.ledger.finding import Filters, Page

ACTS = (
    "assert confirm deny accuse demand promise threaten warn condemn praise ask decline believe intend".split()
)  # as in `Act`, which is not loaded for --help
AUTHOR = click.option(
    "--author", metavar="NAME", envvar="SAYSO_AUTHOR", help="Who says so; by default the user's name on this machine."
)
NOTE = click.option("--note", metavar="TEXT", help="Why, for those who come later.")


def filtering(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that tell which statements are wanted."""
    day_type = click.DateTime(["%Y-%m-%d"])
    for option in reversed(
        (
            click.option("--speaker", metavar="NAME", help="Only of speakers with this name, or with it in theirs."),
            click.option("--act", type=click.Choice(ACTS), help="Only of this act."),
            click.option("--outlet", metavar="NAME", help="Only in articles of this outlet."),
            click.option("--since", metavar="YYYY-MM-DD", type=day_type, help="Only made on this day or later."),
            click.option("--until", metavar="YYYY-MM-DD", type=day_type, help="Only made on this day or earlier."),
            click.option("--about", metavar="WORDS", help="Only with these words in what is said."),
            click.option("--limit", metavar="N", type=click.IntRange(1, 10_000), default=20, show_default=True,
                         help="How many to show."),
            click.option("--skip", metavar="N", type=click.IntRange(0), default=0, help="Leave out the first N."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


@click.command(
    epilog="\b\nExamples:\n  sayso search news.db energy talks\n"
    '  sayso search news.db "sealed at night" --act deny --since 2026-01-01\n'
    "  sayso search news.db --speaker Marquand --json"
)
@LEDGER
@click.argument("words", nargs=-1)
@filtering
@click.option("--words-only", is_flag=True, help="Look for the words alone, not for what says the like in others.")
@JSON
@leaving
def search(ledger: Path, words: tuple[str, ...], words_only: bool, as_json: bool, **options: Any) -> int:
    """Find statements in LEDGER by their WORDS and by what they are about.

    WORDS in double quotes must stand together. Without WORDS, all that the options let through are shown, the latest
    first.
    """
    query = " ".join(f'"{word}"' if " " in word and len(words) > 1 else word for word in words)
    limit, skip, filters = filters_of(options)
    with _open(ledger) as opened:
        found = opened.search(query, filters, limit=limit, offset=skip, by_meaning=not words_only)
    return _show_page(
        found, skip, as_json, ["sayso", "search", str(ledger), *words, *given_again(options, skip + limit)]
    )


@click.command(epilog="\b\nExamples:\n  sayso timeline news.db --about bridge\n  sayso timeline news.db --speaker Venn")
@LEDGER
@filtering
@JSON
@leaving
def timeline(ledger: Path, as_json: bool, **options: Any) -> int:
    """Show statements in LEDGER by the day on which they were made, the earliest first."""
    limit, skip, filters = filters_of(options)
    with _open(ledger) as opened:
        found = opened.timeline(filters, limit=limit, offset=skip)
    return _show_page(found, skip, as_json, ["sayso", "timeline", str(ledger), *given_again(options, skip + limit)])


@click.command(epilog="\b\nExamples:\n  sayso who news.db Zakharova\n  sayso who news.db ministry --limit 20")
@LEDGER
@click.argument("name")
@click.option(
    "--limit", metavar="N", type=click.IntRange(1, 1000), default=3, show_default=True, help="How many speakers."
)
@click.option(
    "--statements", metavar="N", type=click.IntRange(0, 1000), default=8, show_default=True,
    help="How many of each one's latest statements.",
)  # fmt: skip
@JSON
@leaving
def who(ledger: Path, name: str, limit: int, statements: int, as_json: bool) -> int:
    """Show who goes by NAME in LEDGER: roles over time, what they said, and to whom."""
    with _open(ledger) as opened:
        found = opened.who(name, limit=limit, statements=statements)
    if as_json:
        return _json(found)
    from sayso.cli.ledger_listing import profile

    for number, one in enumerate(found):
        printed(profile(one), blank=number > 0)
    if not found:
        click.echo(f"Nobody in {ledger} goes by {name!r}.")
    return 0


@click.command(epilog="\b\nExamples:\n  sayso show news.db 1207")
@LEDGER
@click.argument("statement", type=click.IntRange(1))
@JSON
@leaving
def show(ledger: Path, statement: int, as_json: bool) -> int:
    """Show one STATEMENT of LEDGER, by its number, in its article."""
    with _open(ledger) as opened:
        found = opened.show(statement)
    if as_json:
        return _json([found])
    from sayso.cli.ledger_listing import shown

    printed(shown(found))
    return 0


@click.command(epilog="\b\nExamples:\n  sayso changes news.db\n  sayso changes news.db 12 --json")
@LEDGER
@click.argument("article", type=click.IntRange(1), required=False)
@click.option("--limit", metavar="N", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many.")
@JSON
@leaving
def changes(ledger: Path, article: int | None, limit: int, as_json: bool) -> int:
    """Show what later versions of articles in LEDGER changed of their statements, the latest first.

    With the number of an ARTICLE, those of its versions alone.
    """
    with _open(ledger) as opened:
        found = opened.changes(article, limit=limit)
    if as_json:
        return _json(found)
    from sayso.cli.ledger_listing import changes as listing

    printed(listing(found))
    return 0


@click.command(epilog="\b\nExamples:\n  sayso reprints news.db")
@LEDGER
@click.option("--limit", metavar="N", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many.")
@JSON
@leaving
def reprints(ledger: Path, limit: int, as_json: bool) -> int:
    """Show the articles in LEDGER that others go back to, and which, with the share of text in common."""
    with _open(ledger) as opened:
        found = opened.reprints(limit=limit)
    if as_json:
        return _json(found)
    from sayso.cli.ledger_listing import reprints as listing

    printed(listing(found))
    return 0


@click.command(epilog="\b\nExamples:\n  sayso doubts news.db")
@LEDGER
@JSON
@leaving
def doubts(ledger: Path, as_json: bool) -> int:
    """Show the pairs of speakers in LEDGER who may be one, for a person to decide."""
    with _open(ledger) as opened:
        found = opened.doubts()
    if as_json:
        return _json(found)
    from sayso.cli.ledger_listing import doubts as listing

    printed(listing(found, shlex.quote(str(ledger))))
    return 0


@click.command(epilog="\b\nExamples:\n  sayso same news.db 41 7 --note 'the harbour minister'")
@LEDGER
@click.argument("speaker", type=click.IntRange(1))
@click.argument("other", type=click.IntRange(1))
@AUTHOR
@NOTE
@leaving
def same(ledger: Path, speaker: int, other: int, author: str | None, note: str | None) -> int:
    """Decide that SPEAKER is OTHER, by their numbers: what they said becomes OTHER's."""
    from sayso.ledger import Ledger

    with Ledger(ledger) as opened:
        kept = opened.join(speaker, other, author=author or getpass.getuser(), note=note)
    click.echo(f"Speaker {speaker} is {kept.name} (speaker {kept.id}).")
    return 0


@click.command(epilog="\b\nExamples:\n  sayso different news.db 41 7")
@LEDGER
@click.argument("speaker", type=click.IntRange(1))
@click.argument("other", type=click.IntRange(1))
@AUTHOR
@NOTE
@leaving
def different(ledger: Path, speaker: int, other: int, author: str | None, note: str | None) -> int:
    """Decide that SPEAKER and OTHER, by their numbers, are two."""
    from sayso.ledger import Ledger

    with Ledger(ledger) as opened:
        opened.keep_apart(speaker, other, author=author or getpass.getuser(), note=note)
    click.echo(f"Speakers {speaker} and {other} stay two.")
    return 0


COMMANDS = (search, timeline, who, show, changes, reprints, doubts, same, different)


def _open(ledger: Path) -> Any:
    from sayso.ledger import Ledger

    return Ledger(ledger, read_only=True)


def filters_of(options: dict[str, Any]) -> tuple[int, int, Filters]:
    """Return how many statements are wanted, behind how many, and which."""
    from sayso.ledger.finding import Filters
    from sayso.statement import Act

    since: datetime | None = options["since"]
    until: datetime | None = options["until"]
    filters = Filters(
        speaker=options["speaker"],
        act=Act(options["act"]) if options["act"] else None,
        outlet=options["outlet"],
        since=day(since),
        until=day(until),
        about=options["about"],
    )
    return options["limit"], options["skip"], filters


def given_again(options: dict[str, Any], skip: int) -> list[str]:
    """Return the options as they were given, with another number to skip."""
    found = []
    for name, value in options.items():
        if value is not None and name != "skip" and (name, value) != ("limit", 20):
            written = value.date().isoformat() if isinstance(value, datetime) else str(value)
            found += [f"--{name}", written]
    return [*found, "--skip", str(skip)]


def _show_page(found: Page, skip: int, as_json: bool, again: list[str]) -> int:
    if as_json:
        return _json(found.entries)
    from sayso.cli.ledger_listing import page

    printed(page(found, skip, shlex.join(again)))
    return 0


def _json(values: Any) -> int:
    for value in values:
        click.echo(json.dumps(asdict(value), ensure_ascii=True))
    return 0


def printed(what: RenderableType, *, blank: bool = False) -> None:
    """Print a listing, without spaces at the ends of lines."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(what)
    lines = (line.rstrip(" ") for line in capture.get().split("\n"))
    click.echo(("\n" if blank else "") + "\n".join(lines), nl=False)
