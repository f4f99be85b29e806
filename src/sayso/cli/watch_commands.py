"""The command `sayso watch`: it reads the command line and calls the library."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sayso.cli.given import leaving
from sayso.cli.ledger_commands import LEDGER

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd]?)")
_MOST_DAYS = 36_500
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}

_EXAMPLES = """\b
Examples:
  sayso watch news.db https://example.com/feed.xml --once
  sayso watch news.db feeds.opml --every 30m --contact desk@example.com
"""


def _seconds(
    unit: str, least: float = 0.0, most: float = 365 * 86_400.0
) -> Callable[[click.Context, click.Parameter, str], float]:
    """Return what reads a time such as `90s`, `15m`, `2h` or `3d`; a bare number counts the unit."""

    def read(context: click.Context, parameter: click.Parameter, value: str) -> float:
        match = _DURATION.fullmatch(value.strip().lower())
        if match is None:
            raise click.BadParameter(f"{value!r} is no time: write it like 90s, 15m, 2h or 3d")
        seconds = float(match[1]) * _UNITS[match[2] or unit]
        if seconds < least:
            raise click.BadParameter(f"{value!r} is less than {least:g} seconds")
        if seconds > most:
            raise click.BadParameter(f"{value!r} is more than {most:,.0f} seconds")
        return seconds

    return read


def _days(context: click.Context, parameter: click.Parameter, value: float) -> float:
    """Return a number of days that a calendar has; `nan` and `inf` are numbers, too."""
    if not value <= _MOST_DAYS:
        raise click.BadParameter(f"{value:g} is more than {_MOST_DAYS:,} days")
    return value


@click.command(epilog=_EXAMPLES)
@LEDGER
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--once", is_flag=True, help="Look once and leave, as for cron.")
@click.option(
    "--every",
    metavar="TIME",
    callback=_seconds("m", 1.0),
    default="15m",
    show_default=True,
    help="Ask each source after this time: 90s, 15m, 2h, 1d.",
)
@click.option(
    "--look-again",
    metavar="TIME",
    callback=_seconds("d"),
    default="3d",
    show_default=True,
    help="For so long, look whether an article has changed.",
)
@click.option(
    "--sitemap-days",
    metavar="N",
    type=click.FloatRange(min=0),
    callback=_days,
    default=7.0,
    show_default=True,
    help="Of sitemaps, take only pages of the last N days.",
)
@click.option(
    "--connections",
    metavar="N",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    help="Fetch and read N pages at once.",
)
@click.option(
    "--per-host-delay",
    "delay",
    metavar="TIME",
    callback=_seconds("s", most=120.0),
    default="1s",
    show_default=True,
    help="Wait so long between two requests to one host.",
)
@click.option("--user-agent", "agent", metavar="TEXT", help="The name to fetch by.")
@click.option("--contact", metavar="TEXT", help="A mail address or page of yours, added to the name.")
@click.option("--proxy", metavar="URL", help="Fetch through a proxy: http://HOST:PORT.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses, too.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, an object a line, for whatever happens.")
@leaving
def watch(ledger: Path, sources: tuple[str, ...], **options: Any) -> int:
    """Watch feeds and sitemaps, and keep the statements of new articles in LEDGER.

    A SOURCE is the URL of an RSS or Atom feed, of a list of feeds (OPML) or of a sitemap, or a file: OPML, or text with
    a URL a line. It goes on until it is stopped with Ctrl-C; at whatever moment that is, the next run goes on there.
    """
    from sayso.cli.watching import Job, run

    return run(Job(ledger, sources, **options))


COMMANDS = (watch,)
