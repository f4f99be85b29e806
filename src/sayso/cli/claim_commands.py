"""The commands about claims: gather, disputes, claim, trace, quotes, and those that decide on claims."""

from __future__ import annotations

import getpass
import json
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.finding_commands import AUTHOR, NOTE, filtering, filters_of, given_again, printed
from sayso.cli.given import leaving
from sayso.cli.ledger_commands import JSON, LEDGER

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.disputes import Claim

SHAPES = ("tree", "dot", "mermaid")
RELATIONS = ("same", "opposite", "unrelated")
SIDES = ("affirm", "deny")


@click.command(epilog="\b\nExamples:\n  sayso gather news.db")
@LEDGER
@leaving
def gather(ledger: Path) -> int:
    """Gather the statements of LEDGER into claims.

    `sayso disputes` and `sayso trace` do so by themselves; this does it beforehand, for instance over night. A command
    that was stopped can be run again.
    """
    with _opened(ledger) as opened:
        count = _gather(opened)
    click.echo(f"{ledger}: {count:,} article{'' if count == 1 else 's'} gathered.")
    return 0


@click.command(
    epilog="\b\nExamples:\n  sayso disputes news.db\n  sayso disputes news.db --about dredging --min-origins 3\n"
    "  sayso disputes news.db --speaker Marquand --since 2031-03-01 --json"
)
@LEDGER
@filtering
@click.option(
    "--min-origins", metavar="N", type=click.IntRange(1), default=1, help="Only with N independent sources or more."
)
@click.option("--all", "one_sided", is_flag=True, help="Claims that nobody denies, too.")
@JSON
@leaving
def disputes(ledger: Path, min_origins: int, one_sided: bool, as_json: bool, **options: Any) -> int:
    """Show what is disputed in LEDGER: claims with both sides, those that moved last first."""
    limit, skip, filters = filters_of(options)
    with _opened(ledger) as opened:
        _gather(opened)
        found = opened.disputes(filters, min_origins=min_origins, limit=limit + 1, offset=skip, one_sided=one_sided)
    found, more = found[:limit], len(found) > limit
    if as_json:
        return _json(found)
    from sayso.cli.claim_listing import disputes as listing

    again = shlex.join(["sayso", "disputes", str(ledger), *given_again(options, skip + limit)]) if more else ""
    printed(listing(found, shlex.quote(str(ledger)), again))
    return 0


@click.command(epilog="\b\nExamples:\n  sayso claim news.db 7\n  sayso claim news.db 7 --json")
@LEDGER
@click.argument("number", type=click.IntRange(1))
@JSON
@leaving
def claim(ledger: Path, number: int, as_json: bool) -> int:
    """Show one claim of LEDGER in full, by its NUMBER: every statement that affirms or denies it."""
    with _opened(ledger) as opened:
        _gather(opened)
        found = opened.claim(number)
    if as_json:
        return _json([found])
    from sayso.cli.claim_listing import claim as listing

    printed(listing(found))
    return 0


@click.command(
    epilog="\b\nExamples:\n  sayso trace news.db 7\n  sayso trace news.db secret talks\n"
    "  sayso trace news.db 7 --as dot | dot -Tsvg > trace.svg"
)
@LEDGER
@click.argument("what", nargs=-1, required=True, metavar="CLAIM|WORDS...")
@click.option("--as", "shape", type=click.Choice(SHAPES), default="tree", show_default=True, help="What to write.")
@JSON
@leaving
def trace(ledger: Path, what: tuple[str, ...], shape: str, as_json: bool) -> int:
    """Show who says something on whose word, from the first known sources to the outlets.

    CLAIM is the number of a claim; WORDS find the claim that they fit best.
    """
    with _opened(ledger) as opened:
        _gather(opened)
        found = opened.trace(_number(opened, what))
    if as_json:
        return _json([found])
    if shape == "tree":
        from sayso.cli.claim_listing import trace as listing

        printed(listing(found))
        return 0
    from sayso.exports import trees

    click.echo(trees.dot(found) if shape == "dot" else trees.mermaid(found))
    return 0


@click.command(epilog="\b\nExamples:\n  sayso quotes news.db --altered\n  sayso quotes news.db --speaker Marquand")
@LEDGER
@filtering
@click.option("--altered", is_flag=True, help="Only those whose words differ, beyond typography.")
@JSON
@leaving
def quotes(ledger: Path, altered: bool, as_json: bool, **options: Any) -> int:
    """Show the quotations in LEDGER that two articles print, and where their words differ."""
    limit, skip, filters = filters_of(options)
    with _opened(ledger) as opened:
        found = opened.quotations(filters, altered=altered, limit=limit, offset=skip)
    if as_json:
        return _json(found)
    from sayso.cli.claim_listing import quotations

    printed(quotations(found))
    return 0


@click.command(epilog="\b\nExamples:\n  sayso relate news.db 12 87 opposite --note 'he means the same meeting'")
@LEDGER
@click.argument("statement", type=click.IntRange(1))
@click.argument("other", type=click.IntRange(1))
@click.argument("relation", type=click.Choice(RELATIONS))
@AUTHOR
@NOTE
@leaving
def relate(ledger: Path, statement: int, other: int, relation: str, author: str | None, note: str | None) -> int:
    """Decide how two statements of LEDGER relate: they say the same, the opposite, or nothing of each other."""
    from sayso.claims.relation import Relation

    with _opened(ledger) as opened:
        opened.relate(statement, other, Relation[relation.upper()], author=_author(author), note=note)
    click.echo(f"Statements {statement} and {other}: {relation}.")
    return 0


@click.command(epilog="\b\nExamples:\n  sayso merge news.db 7 12")
@LEDGER
@click.argument("number", metavar="CLAIM", type=click.IntRange(1))
@click.argument("other", type=click.IntRange(1))
@AUTHOR
@NOTE
@leaving
def merge(ledger: Path, number: int, other: int, author: str | None, note: str | None) -> int:
    """Decide that CLAIM and OTHER are one claim: who affirms the one affirms the other."""
    with _opened(ledger) as opened:
        kept = opened.merge_claims(number, other, author=_author(author), note=note)
    click.echo(f"Claims {number} and {other} are one, claim {kept.id}.")
    return 0


@click.command(epilog="\b\nExamples:\n  sayso split news.db 1207 --note 'another meeting'")
@LEDGER
@click.argument("statement", type=click.IntRange(1))
@AUTHOR
@NOTE
@leaving
def split(ledger: Path, statement: int, author: str | None, note: str | None) -> int:
    """Decide that a STATEMENT, by its number, is not on the claim that it was gathered into."""
    with _opened(ledger) as opened:
        opened.split_claim(statement, author=_author(author), note=note)
    click.echo(f"Statement {statement} is on another claim, or on none.")
    return 0


@click.command(epilog="\b\nExamples:\n  sayso side news.db 1207 deny")
@LEDGER
@click.argument("statement", type=click.IntRange(1))
@click.argument("side", type=click.Choice(SIDES))
@AUTHOR
@NOTE
@leaving
def side(ledger: Path, statement: int, side: str, author: str | None, note: str | None) -> int:
    """Decide on which SIDE of its claim a STATEMENT is, by its number."""
    from sayso.ledger.disputes import Side

    with _opened(ledger) as opened:
        found = opened.change_side(statement, Side(side), author=_author(author), note=note)
    click.echo(f"Statement {statement} is on the side that is to {side} claim {found.id}.")
    return 0


COMMANDS = (gather, disputes, claim, trace, quotes, relate, merge, split, side)


def _opened(ledger: Path) -> Ledger:
    from sayso.ledger import Ledger

    return Ledger(ledger, must_exist=True)


def _gather(opened: Ledger) -> int:
    """Gather what is not gathered yet, with a progress bar where that takes long, and return how many articles."""
    from sayso.cli.progress import counted
    from sayso.errors import SaysoError

    try:
        return sum(1 for _ in counted(opened.gather(), opened.ungathered(), "Gathering"))
    except SaysoError as error:
        print(f"sayso: not all articles could be gathered: {error}", file=sys.stderr)
        return 0


def _number(opened: Ledger, what: tuple[str, ...]) -> int:
    """Return the number of the claim that is meant."""
    if len(what) == 1 and what[0].isdecimal():
        return int(what[0])
    found: list[Claim] = opened.claims_about(" ".join(what), limit=1)
    if not found:
        raise click.UsageError(f"No claim in {opened.path} is about {' '.join(what)!r}; `sayso disputes` lists them.")
    return found[0].id


def _author(author: str | None) -> str:
    return author or getpass.getuser()


def _json(values: Any) -> int:
    for value in values:
        click.echo(json.dumps(asdict(value), ensure_ascii=True))
    return 0
