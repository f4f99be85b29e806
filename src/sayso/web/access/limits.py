"""Rate limits: so many requests at once, and so many a second in the long run, for each who asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

_MOST = 20_000  # askers that are remembered; those who have waited longest are forgotten first


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of tokens, one for each request, that fills up again."""

    burst: int
    a_second: float


READING = Rate(600, 60)
"""Of one person, or one address that nobody has signed in from: a page is five requests, and a program pages on."""
WRITING = Rate(120, 2)
SIGNING_IN = Rate(8, 1 / 60)
"""Of one address, and for one name: guessing a password takes eight tries, then one a minute."""


class Limits:
    """Counts what each asker has left.

    Args:
        clock: tells the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: dict[tuple[str, Rate], tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, who: str, rate: Rate) -> float:
        """Take one token of somebody's; return 0 where there was one, else the seconds until there is."""
        at = self._clock()
        with self._lock:
            left, before = self._left.pop((who, rate), (float(rate.burst), at))
            left = min(float(rate.burst), left + (at - before) * rate.a_second)
            wait = 0.0 if left >= 1 else (1 - left) / rate.a_second
            self._left[who, rate] = (left - 1 if not wait else left, at)
            while len(self._left) > _MOST:
                del self._left[next(iter(self._left))]
        return wait

    def forget(self, who: str, rate: Rate) -> None:
        """Give somebody all their tokens back, as after a password that was right."""
        with self._lock:
            self._left.pop((who, rate), None)
