"""Windows tile an article and lose nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sayso.reader.windows import cut, windows

openings = st.lists(st.sampled_from([0, 0, 0, 0, 1, 2]), max_size=300).map(lambda levels: np.array(levels, np.int8))


def article(length: int, **opens: int) -> NDArray[np.int8]:
    """Return the openings of an article, given as `at12=2`."""
    levels = np.zeros(length, np.int8)
    for place, level in opens.items():
        levels[int(place.removeprefix("at"))] = level
    return levels


@given(openings, st.integers(1, 50), st.one_of(st.none(), st.integers(1, 50)))
def test_ranges_tile_any_article_without_gap_or_overlap(
    opens: NDArray[np.int8], size: int, first_size: int | None
) -> None:
    ranges = list(cut(opens, size, first_size))
    assert [at for start, end in ranges for at in range(start, end)] == list(range(len(opens)))
    assert all(end - start <= (first_size if first_size and start == 0 else size) for start, end in ranges)
    assert all(start < end for start, end in ranges)


@given(openings, st.integers(1, 50), st.integers(0, 20))
def test_cores_tile_and_windows_contain_them_with_context(opens: NDArray[np.int8], core: int, context: int) -> None:
    found = list(windows(opens, core, context))
    assert [at for w in found for at in range(w.core_first, w.core_last)] == list(range(len(opens)))
    for window in found:
        assert window.first == max(0, window.core_first - context)
        assert window.last == min(len(opens), window.core_last + context)


def test_a_range_ends_before_a_paragraph_rather_than_a_sentence() -> None:
    assert next(cut(article(40, at12=2, at18=1), 20)) == (0, 12)


def test_a_range_ends_before_a_sentence_where_no_paragraph_opens() -> None:
    assert next(cut(article(40, at5=2, at18=1), 20)) == (0, 18)


def test_a_range_ends_anywhere_where_nothing_opens() -> None:
    assert list(cut(article(40), 20)) == [(0, 20), (20, 40)]


def test_a_short_article_is_one_window() -> None:
    assert list(windows(article(10, at5=2), 20, 4)) == [(0, 10, 0, 10)]


def test_nothing_has_no_windows() -> None:
    assert list(windows(article(0), 20, 4)) == []
