"""What the commands share: what they are given, and how they leave."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

_LEFT = 128 + getattr(signal, "SIGPIPE", 13)  # what a shell reports of a program whose output nobody takes any longer

P = ParamSpec("P")
R = TypeVar("R")


_COLUMNS = ("text", "id", "title", "date", "outlet", "url")


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of the articles of its sources, and of how to get them."""

    outlet: str | None = None
    published: date | None = None
    title: str | None = None
    columns: dict[str, str] = field(default_factory=dict)  # names of columns, by the fields of `Columns`
    allow_private: bool = False
    limit: int | None = None  # articles at most


def source_options(command: Callable[..., R]) -> Callable[..., R]:
    """Add the options that every command has that takes sources; the command gets them as one `Given`."""

    @wraps(command)
    def run(
        *args: Any,
        outlet: str | None,
        published: datetime | None,
        title: str | None = None,
        allow_private: bool,
        limit: int | None,
        **options: Any,
    ) -> R:
        columns = {name: options.pop(f"{name}_column") for name in _COLUMNS}
        columns["published"] = columns.pop("date")
        named = {name: value for name, value in columns.items() if value is not None}
        return command(*args, given=Given(outlet, day(published), title, named, allow_private, limit), **options)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


_OPTIONS = (
    click.option("--outlet", metavar="NAME", help="Who published the articles, whatever they say themselves."),
    click.option(
        "--published",
        metavar="YYYY-MM-DD",
        type=click.DateTime(["%Y-%m-%d"]),
        help="The day the articles appeared, whatever they say themselves.",
    ),
    *(
        click.option(f"--{name}-column", metavar="NAME", help=f"The column of a table, or field of records, {holds}.")
        for name, holds in zip(
            _COLUMNS,
            (
                "that holds the text",
                "with the article's id",
                "with the headline",
                "with the day it appeared",
                "with who published it",
                "with its address",
            ),
            strict=True,
        )
    ),
    click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Read N articles at most."),
    click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses, too."),
)


def leaving(command: Callable[P, int]) -> Callable[P, None]:
    """Leave with the exit code that a command returns; that nobody takes its output any longer is no error."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except BrokenPipeError:  # caught before click makes an error of it
            _close_quietly()
            code = _LEFT
        click.get_current_context().exit(code)

    return run


def given_paths(paths: tuple[str, ...], example: str) -> tuple[str, ...]:
    """Return the paths that were named, or - where something is piped in.

    Raises:
        click.UsageError: there is nothing to read.
    """
    if paths:
        return paths
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError(f"Nothing to read. Name a file or a folder, for example: {example}")
    return ("-",)


def day(given: datetime | None) -> date | None:
    """Return the day that an option names."""
    return given.date() if given else None


def _close_quietly() -> None:
    """Send what is left in the buffers nowhere, so that the interpreter finds nothing to complain about at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            os.dup2(nowhere, stream.fileno())
