"""How a watch stands, on a terminal: what is watched, what came of it, and what is under way."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from sayso.errors import LedgerError
from sayso.exports.arrange import one_line

if TYPE_CHECKING:
    from sayso.ledger.watching import Counts
    from sayso.watch import Watcher

_COUNTED = 10.0  # seconds after which the journal, which may be large, is counted anew
_SHOWN = 8  # URLs under way


class Status:
    """A few lines at the foot of the terminal, for as long as it is entered."""

    def __init__(self, ledger: Path, watcher: Watcher, happened: Mapping[str, int]) -> None:
        self._ledger, self._watcher, self._happened = ledger, watcher, happened
        self._counts: Counts | None = None
        self._counted = 0.0
        self._live = Live(
            console=Console(stderr=True),
            get_renderable=self.lines,
            refresh_per_second=2,
            transient=True,
            redirect_stdout=sys.stdout is not None and sys.stdout.isatty(),
        )

    def __enter__(self) -> Status:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def lines(self) -> Group:
        """Return what is shown now."""
        now = time.monotonic()
        if self._counts is None or now - self._counted > _COUNTED:
            with contextlib.suppress(LedgerError):  # whoever writes tells of it
                self._counts = self._watcher.counts()
            self._counted = now
        urls = (f"  {one_line(url)}" for url in self._watcher.under_way()[:_SHOWN])
        lines = [*self._told(), *(Text(url, style="dim") for url in urls)]
        for line in lines:
            line.no_wrap, line.overflow = True, "ellipsis"
        return Group(Text("─" * 3, style="dim"), *lines)

    def _told(self) -> list[Text]:
        counts, happened = self._counts, self._happened
        if counts is None:
            return [Text(f"{self._ledger}")]
        sources = [f"{counts.sources:,} watched"]
        sources += [f"{counts.failing:,} failing"] if counts.failing else []
        sources += [_next(counts.next_at)] if counts.next_at and not self._watcher.under_way() else []
        articles = [f"{happened.get('new', 0):,} articles added"]
        articles += [f"{changed:,} changed"] if (changed := happened.get("changed", 0)) else []
        articles += [f"{counts.added:,} in all", f"{counts.waiting:,} waiting"]
        articles += [f"{counts.given_up:,} given up"] if counts.given_up else []
        return [Text(f"{self._ledger}: {' · '.join(sources)}"), Text(f"  {' · '.join(articles)}")]


def _next(next_at: str) -> str:
    left = (datetime.fromisoformat(next_at) - datetime.now(UTC)).total_seconds()
    return f"next in {left / 60:.0f} min" if left >= 90 else f"next in {max(left, 0):.0f} s"
