"""`sayso mcp`: a ledger's questions for assistants, over the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.cli.given import leaving
from sayso.cli.ledger_commands import LEDGER


@click.command(epilog="\b\nExamples:\n  sayso mcp news.db")
@LEDGER
@leaving
def mcp(ledger: Path) -> int:
    """Let an assistant ask LEDGER, over the Model Context Protocol, on standard input and output.

    The assistant starts this command itself: it can search statements, ask who denies what, trace a claim and read a
    text, and can change nothing.
    """
    from sayso.errors import ExportError
    from sayso.ledger import Ledger

    try:
        from sayso.web.assistants import server
    except ModuleNotFoundError as error:
        raise ExportError("answering assistants needs more than the core: pip install 'sayso[mcp]'") from error
    with Ledger(ledger, must_exist=True, read_only=True) as opened:
        server(opened).run("stdio")
    return 0


COMMANDS = (mcp,)
