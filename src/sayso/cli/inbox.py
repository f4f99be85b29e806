"""The articles of a job as they come from their sources, and what went wrong on the way."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.article import Article
from sayso.cli.given import Given
from sayso.cli.progress import Bar
from sayso.errors import SaysoError
from sayso.exports.arrange import one_line


@dataclass(slots=True)
class Inbox:
    """Articles to be read, one by one; what cannot be had is noted and told at the end."""

    paths: tuple[str, ...]
    bar: Bar
    command: str  # by which a path can be tried again
    given: Given = field(default_factory=Given)
    failures: list[str] = field(default_factory=list)  # one line each

    def __iter__(self) -> Iterator[Article]:
        left = self.given.limit
        for path in self.paths:
            try:
                for article in self._articles(path):
                    yield article
                    left = None if left is None else left - 1
                    if left == 0:
                        return
            except (SaysoError, OSError) as error:
                self._failed(path, path, reason_of(error))

    def tell(self) -> None:
        """Tell of all failures, on standard error."""
        if self.failures:
            print(f"sayso: {len(self.failures)} could not be read:", file=sys.stderr)
        for failure in self.failures:
            print(f"  {failure}", file=sys.stderr)

    def _articles(self, path: str) -> Iterator[Article]:
        from sayso.sources import Columns, Failure, open_source

        given = self.given
        articles = open_source(
            path,
            outlet=given.outlet,
            published=given.published,
            title=given.title,
            columns=Columns(**given.columns),
            allow_private=given.allow_private,
        )
        for item in articles:
            if isinstance(item, Failure):
                name = item.where if not item.id or item.id in item.where else f"{item.where} ({item.id})"
                self._failed(path, name, item.reason)
            else:
                yield item

    def _failed(self, path: str, name: str, reason: str) -> None:
        again = "pipe it in again" if path == "-" else f"{self.command} {shlex.quote(path)}"
        self.failures.append(f"{one_line(name)}: {one_line(reason).rstrip('.')}. To retry: {one_line(again)}")


def reason_of(error: SaysoError | OSError) -> str:
    """Return what to tell of an error."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error)
