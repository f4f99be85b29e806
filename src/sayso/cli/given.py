"""What the commands share: what they are given, and how they leave."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec

import click

_LEFT = 128 + getattr(signal, "SIGPIPE", 13)  # what a shell reports of a program whose output nobody takes any longer

P = ParamSpec("P")


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
