"""The contents of an article's statements, to be asked which of them hold a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from sayso.article import Span
from sayso.statement import Statement


class Contents:
    """The contents of statements, to be asked which of them hold a place."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        pieces = ((span, n) for n, statement in enumerate(statements) for span in statement.content)
        self._spans = sorted(pieces)
        self._sizes = [sum(span.end - span.start for span in statement.content) for statement in statements]
        self._furthest = list(accumulate((span.end for span, _ in self._spans), max))

    def holding(self, place: Span) -> tuple[int, ...]:
        """Return the numbers of the statements in whose content a place lies, the smallest content first."""
        i = bisect_right(self._spans, place.start, key=lambda item: item[0].start) - 1
        found = set()
        while i >= 0 and self._furthest[i] >= place.end:
            span, number = self._spans[i]
            if place.end <= span.end:
                found.add(number)
            i -= 1
        return tuple(sorted(found, key=lambda n: (self._sizes[n], n)))
