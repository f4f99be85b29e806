"""`sayso export site`: disputes as a folder of pages that need no server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sayso.cli.given import leaving
from sayso.cli.ledger_commands import LEDGER


@click.command(
    epilog="\b\nExamples:\n  sayso export site news.db --claim 7 --out talks/\n"
    "  sayso export site news.db --about dredging --out dredging/"
)
@LEDGER
@click.option(
    "--out", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), required=True,
    help="Where to; it is made where there is none.",
)  # fmt: skip
@click.option(
    "--claim", "claims", metavar="N", type=click.IntRange(1), multiple=True, help="This claim; several may be."
)
@click.option("--about", metavar="WORDS", help="Only with these words in what is said.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=50, show_default=True, help="How many.")
@leaving
def site(ledger: Path, out: Path, claims: tuple[int, ...], about: str | None, limit: int) -> int:
    """Write what is disputed in LEDGER as pages that need no server: open index.html in the folder.

    Each claim has a page with both sides, the days, the trace and altered quotations; the articles stand beside, with
    their statements marked. Without --claim, it is those that moved last.
    """
    from sayso.exports.site import write_site
    from sayso.ledger import Ledger
    from sayso.ledger.finding import Filters

    with Ledger(ledger, must_exist=True) as opened:
        if not claims:
            for _ in opened.gather():
                pass
            claims = tuple(claim.id for claim in opened.disputes(Filters(about=about), limit=limit))
        count = write_site(opened, claims, out)
    click.echo(
        f"{out}: {count} page{'' if count == 1 else 's'} for {len(claims)} claim{'' if len(claims) == 1 else 's'}."
    )
    return 0


class WithSite(click.Command):
    """`sayso export`, of which `sayso export site` is a command of its own."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the command that is meant."""
        if args and args[0] == "site":
            return site.make_context(f"{info_name} site", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)
