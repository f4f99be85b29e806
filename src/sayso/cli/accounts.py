"""The command that keeps the accounts of those who read and correct a ledger over the web."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.given import leaving
from sayso.cli.ledger_commands import JSON

if TYPE_CHECKING:
    from sayso.web.access.accounts import Accounts

ROLES = ("reader", "editor", "owner")
NAME = click.argument("name")


@click.group()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def accounts(context: click.Context, file: Path) -> None:
    """Keep the accounts that `sayso serve --accounts FILE` lets in, in FILE.

    Passwords are asked for; where they are piped in, the first line of standard input is one.
    """
    context.obj = file


@accounts.command(epilog="\b\nExamples:\n  sayso accounts people.db add nele --role owner")
@NAME
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="reader",
    show_default=True,
    help="Readers read, editors correct as well, owners also see what everybody did.",
)
@click.pass_obj
@leaving
def add(file: Path, name: str, role: str) -> int:
    """Let somebody in, under a NAME; FILE is made where there is none."""
    opened = _opened(file, must_exist=False)
    from sayso.web.access.person import Role

    opened.add(name, Role(role), _password())
    click.echo(f"{name} may come in, as {role}.")
    return 0


@accounts.command("list", epilog="\b\nExamples:\n  sayso accounts people.db list")
@JSON
@click.pass_obj
@leaving
def list_accounts(file: Path, as_json: bool) -> int:
    """Show who may come in, and as what."""
    found = _opened(file).all()
    for one in found:
        click.echo(json.dumps(asdict(one)) if as_json else f"{one.name}  {one.role}  since {one.added_at[:10]}")
    if not found and not as_json:
        click.echo("Nobody may come in.")
    return 0


@accounts.command(epilog="\b\nExamples:\n  sayso accounts people.db remove nele")
@NAME
@click.pass_obj
@leaving
def remove(file: Path, name: str) -> int:
    """Let NAME in no longer; whoever is signed in under it is signed out."""
    _opened(file).remove(name)
    click.echo(f"{name} may not come in any longer.")
    return 0


@accounts.command(epilog="\b\nExamples:\n  sayso accounts people.db password nele")
@NAME
@click.pass_obj
@leaving
def password(file: Path, name: str) -> int:
    """Give NAME another password; they are signed out everywhere."""
    _opened(file).set_password(name, _password())
    click.echo(f"{name} has another password.")
    return 0


COMMANDS = (accounts,)


def _opened(file: Path, *, must_exist: bool = True) -> Accounts:
    try:
        from sayso.web.access.accounts import Accounts
    except ImportError as error:
        raise click.ClickException("accounts need more than the core: pip install 'sayso[web]'") from error
    return Accounts(file, must_exist=must_exist)


def _password() -> str:
    """Ask for a password, twice; one that is piped in is taken as it is."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
