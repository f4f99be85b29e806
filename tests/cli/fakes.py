"""A reader that needs no weights, and a way to run the command with it in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso.article import Article, Span
from sayso.errors import ModelError, TextError
from sayso.statement import Act, Distance, Quote, Reading, Statement

ROOT = Path(__file__).parents[2]
COMMAND = [
    sys.executable,
    "-c",
    "import tests.cli.fakes, sayso.reader, sayso.cli.main\n"
    "sayso.reader.Reader = tests.cli.fakes.FakeReader\n"
    "sayso.cli.main.main()",
]
"""How to run `sayso` with the fake reader, from the repository's root."""
_LINE = re.compile(r"(\w+) (said) (.+)")


class FakeReader:
    """Finds `WHO said WHAT` on lines of their own; some words make it slow, unsure, German, or fail."""

    made_with: int | None = None

    def __init__(self, *, threads: int | None = None) -> None:
        if os.environ.get("FAKE_READER") == "no weights":
            raise ModelError("the weights are missing; install sayso again")
        type(self).made_with = threads

    def read_many(self, articles: Iterable[Article]) -> Iterator[Reading]:
        for article in articles:
            if "crash" in article.text:
                raise TextError("the reader gave up on this text")
            if "slowly" in article.text:
                time.sleep(0.2)
            language = "de" if "Bürgermeister" in article.text else "en"
            yield Reading(article, tuple(_statements(article.text)), model="fake-1", language=language)


def sayso(*args: str, stdin: str = "", environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run `sayso` with the fake reader, to its end."""
    process = start(*args, environment=environment)
    out, err = process.communicate(stdin, timeout=60)
    return subprocess.CompletedProcess(args, process.returncode, out, err)


def start(*args: str, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Start `sayso` with the fake reader."""
    variables = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR", "COLUMNS")}
    variables |= {"PYTHONUTF8": "1", **(environment or {})}
    command = [*COMMAND, *args]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=ROOT, env=variables, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8", text=True
    )


def _statements(text: str) -> Iterator[Statement]:
    for number, match in enumerate(_LINE.finditer(text), 1):
        nobody = match[1] == "nobody"
        yield Statement(
            id=f"s{number}",
            source=() if nobody else (Span(*match.span(1)),),
            cue=(Span(*match.span(2)),),
            content=(Span(*match.span(3)),),
            act=Act.ASSERT,
            negated=False,
            quote=Quote.INDIRECT,
            within=None,
            distance=(Distance.UNNAMED,) if nobody else (),
            confidence=0.3 if "perhaps" in match[3] else 0.9,
        )
