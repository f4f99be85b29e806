"""When to come back: pauses after successes and failures. Seconds in, seconds out."""

from __future__ import annotations

import random
from dataclasses import dataclass

DAY = 86_400.0
_HOUR = 3600.0
_LASTING_TRIES = 3  # what will not pass by itself is tried so often: a page may be announced before it is there


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things are done."""

    every: float = 900.0  # seconds after which a source is asked again
    young: float = 3 * DAY  # how long an article is looked at again, to see whether it has changed
    retry: float = 300.0  # seconds after which a link that failed is tried again; thrice as long after each failure
    tries: int = 7  # until a link is given up, about thirty hours
    sitemap_days: float = 7.0  # of a sitemap, only what is younger, or has no date

    def source(self, failures: int, retry_after: float | None, rng: random.Random) -> float:
        """Return the seconds until a source is asked again, doubled with each failure in a row, up to a day."""
        pause = min(self.every * 2 ** min(failures, 12), max(DAY, self.every)) if failures else self.every
        return max(_varied(pause, rng), min(retry_after or 0, DAY))

    def link(self, tries: int, retry_after: float | None, rng: random.Random) -> float:
        """Return the seconds until a link that failed is tried again."""
        pause = min(self.retry * 3 ** min(tries - 1, 12), DAY)
        return max(_varied(pause, rng), min(retry_after or 0, DAY))

    def most_tries(self, *, lasting: bool) -> int:
        """Return after how many tries a link is given up."""
        return min(_LASTING_TRIES, self.tries) if lasting else self.tries

    def next_look(self, age: float, rng: random.Random) -> float | None:
        """Return the seconds until an article is looked at again: when it is twice as old; None once it is old."""
        pause = max(age, _HOUR)
        return _varied(pause, rng) if age + pause <= self.young else None


def _varied(seconds: float, rng: random.Random) -> float:
    """Return about as many seconds, so that what began at one time does not come back at one time."""
    return seconds * rng.uniform(0.9, 1.1)
