"""robots.txt: what the owner of a site lets programs fetch, and how fast. Kept for a day, within bounds."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.errors import FetchError
from sayso.sources.fetching.fetcher import Fetcher
from sayso.sources.fetching.urls import host_of, parsed

if TYPE_CHECKING:
    from protego import Protego

_SIZE = 512 * 2**10  # bytes of one file that are read, as RFC 9309 asks
_KEPT = 16 * 2**20  # bytes of files that are kept, all together
_MOST = 5000  # files that are kept
_LONG = 86_400.0  # seconds for which a file holds, as RFC 9309 asks,
_SHORT = 600.0  # and that it could not be had
_LONGEST_DELAY = 120.0  # seconds between two requests; who asks for more is not fetched from at that pace
_LOCKS = 64


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the robots.txt of one site says."""

    until: float
    size: int = 0
    parsed: Protego | None = None  # None: all is allowed
    trouble: FetchError | None = None  # it could not be had


class Robots:
    """Asks the robots.txt of each site, once a day, on behalf of a fetcher.

    Args:
        fetcher: fetches the files; its User-Agent tells whom the rules are for.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._agent = fetcher.agent.partition("/")[0].partition(" ")[0].lower()
        self._known: OrderedDict[str, _Rules] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._asking = [threading.Lock() for _ in range(_LOCKS)]  # so that one site is asked once

    def check(self, url: str) -> None:
        """Let a URL pass that may be fetched; its host's turns are slowed down as its rules ask.

        Raises:
            FetchError: the rules forbid it, or cannot be had, which means to wait.
        """
        parts = parsed(url)
        site = f"{parts.scheme}://{host_of(parts)}"
        with self._asking[hash(site) % _LOCKS]:
            rules = self._of(site)
        if rules.trouble is not None:
            raise rules.trouble
        if rules.parsed is None:
            return
        delay = rules.parsed.crawl_delay(self._agent)
        if delay:
            self._fetcher.turns.slow(host_of(parts), min(delay, _LONGEST_DELAY))
        if not rules.parsed.can_fetch(url, self._agent):
            raise FetchError("the robots.txt of its site forbids fetching it: ask whoever runs the site", lasting=True)

    def _of(self, site: str) -> _Rules:
        with self._lock:
            rules = self._known.get(site)
            if rules is not None and rules.until > time.monotonic():
                self._known.move_to_end(site)
                return rules
        rules = self._fetched(site)
        with self._lock:
            self._keep(site, rules)
        return rules

    def _keep(self, site: str, rules: _Rules) -> None:
        before = self._known.pop(site, None)
        self._size += rules.size - (before.size if before else 0)
        self._known[site] = rules
        while len(self._known) > _MOST or (self._size > _KEPT and len(self._known) > 1):
            self._size -= self._known.popitem(last=False)[1].size

    def _fetched(self, site: str) -> _Rules:
        now = time.monotonic()
        limits = replace(self._fetcher.limits, total=min(self._fetcher.limits.total, 30.0))
        try:
            with self._fetcher.open(f"{site}/robots.txt", limits=limits) as (_, stream):
                text = stream.read(_SIZE)
        except FetchError as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return _Rules(now + _LONG)
            if error.status is None and error.lasting:  # it leads where nothing may be fetched from
                return _Rules(now + _SHORT, trouble=error)
            told = f"the robots.txt of its site cannot be had ({error}), so it is left alone: try later"
            trouble = FetchError(told, status=error.status, retry_after=error.retry_after)
            return _Rules(now + max(_SHORT, error.retry_after or 0), trouble=trouble)
        return _Rules(now + _LONG, len(text), _parsed(text, self._agent))


def _parsed(data: bytes, agent: str) -> Protego | None:
    from protego import Protego

    text = data.decode("utf-8-sig", "replace")
    return Protego.parse(_shortened(text, agent)) if text.strip() else None


def _shortened(text: str, agent: str) -> str:
    """Put one name in the place of all other programs' names, each once a group: thousands would take minutes."""
    lines = []
    group: set[str] = set()
    for line in text.splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        if key.strip().lower().replace(" ", "-") in ("user-agent", "useragent"):
            name = value.strip().lower()
            name = name if name == "*" or (name and agent.startswith(name)) else "another-program"
            if name not in group:
                group.add(name)
                lines.append(f"User-agent: {name}")
        elif line.strip():
            group.clear()
            lines.append(line)
    return "\n".join(lines)
