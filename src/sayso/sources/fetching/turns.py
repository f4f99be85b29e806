"""Whose turn it is: between two requests to one host some time passes, however many threads ask."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

_MOST = 10_000  # hosts that are remembered
LONGEST_REST = 86_400.0
"""Seconds beyond which no host is left alone, whatever it asks for."""
PATIENCE = 150.0
"""Seconds for which a request waits for its turn; a host that is to rest longer is not asked."""


@dataclass(slots=True)
class _Host:
    free: float = 0.0  # the instant from which it may be asked again
    delay: float = 0.0  # what its robots.txt asks for


class Turns:
    """Gives each host's requests their turns.

    Args:
        delay: seconds between the beginnings of two requests to one host.
    """

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = threading.Lock()
        self._ended = threading.Event()

    @property
    def delay(self) -> float:
        """The seconds between two requests to a host that asks for nothing else."""
        return self._delay

    def left(self, host: str) -> float:
        """Return the seconds until a host may be asked again."""
        with self._lock:
            known = self._hosts.get(host)
            return max(0.0, known.free - time.monotonic()) if known else 0.0

    def wait(self, host: str) -> bool:
        """Wait for the next turn at a host and take it; False where that takes too long, or `end` was called."""
        with self._lock:
            known = self._known(host)
            now = time.monotonic()
            turn = max(now, known.free)
            if turn - now > PATIENCE:
                return False
            known.free = turn + max(self._delay, known.delay)
        return not self._ended.wait(turn - now) if turn > now else not self._ended.is_set()

    def slow(self, host: str, delay: float) -> None:
        """Leave at least so many seconds between two requests to a host."""
        with self._lock:
            known = self._known(host)
            known.delay = min(delay, LONGEST_REST)

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for some seconds."""
        with self._lock:
            known = self._known(host)
            known.free = max(known.free, time.monotonic() + min(seconds, LONGEST_REST))

    def end(self) -> None:
        """Let nobody wait any longer."""
        self._ended.set()

    def _known(self, host: str) -> _Host:
        known = self._hosts.setdefault(host, _Host())
        self._hosts.move_to_end(host)
        if len(self._hosts) > _MOST:
            self._hosts.popitem(last=False)
        return known
