"""`sayso serve`: a ledger in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.cli.given import leaving
from sayso.cli.ledger_commands import LEDGER
from sayso.errors import SaysoError

_EXTRA = "Serving a ledger needs more than the core: pip install 'sayso[web]'"
_WEB = {"fastapi", "starlette", "uvicorn", "jinja2", "argon2", "multipart", "python_multipart"}


@click.command(
    epilog="\b\nExamples:\n  sayso serve news.db\n  sayso serve news.db --port 9000 --no-open\n"
    "  sayso serve news.db --host 0.0.0.0 --accounts people.db"
)
@LEDGER
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8467,
    show_default=True,
    help="On which port; 0 takes any that is free.",
)
@click.option(
    "--accounts",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Who may come in, as `sayso accounts` keeps it; any address but loopback demands it.",
)
@click.option("--base-path", metavar="PATH", default="", help="Below which path a proxy has it, as in /ledger.")
@click.option(
    "--public-host",
    "public_hosts",
    metavar="NAME",
    multiple=True,
    help="A further name that browsers know it by, as behind a proxy.",
)
@click.option("--secure", is_flag=True, help="Browsers reach it over HTTPS: cookies are sent there only.")
@click.option("--open/--no-open", "opening", default=False, help="Open it in the browser of this machine.")
@leaving
def serve(ledger: Path, opening: bool, **options: object) -> int:
    """Read, follow and correct LEDGER in a browser.

    By default only this machine can reach it, and whoever sits there may do everything. Stop it with Ctrl-C.
    """
    try:
        from sayso.web.serving import run
        from sayso.web.settings import Settings
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in _WEB:
            raise SaysoError(_EXTRA) from error
        raise
    options["base_path"] = str(options["base_path"]).rstrip("/")
    return run(Settings(ledger=ledger, **options), opening=opening)  # type: ignore[arg-type]


COMMANDS = (serve,)
