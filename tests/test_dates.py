"""Times in words."""

from __future__ import annotations

import pytest

from sayso.dates import in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2031-03-11", "11 March 2031"),
        ("2031-03", "March 2031"),
        ("2031", "2031"),
        ("2031~", "about 2031"),
        ("2022-21/..", "since spring 2022"),
        ("../2031-03-14", "up to 14 March 2031"),
        ("2031-03-03/2031-03-09", "3 March 2031 to 9 March 2031"),
        ("2031-03-10T10:15Z", "10 March 2031, 10:15 UTC"),
        ("2031-03-10T10:15+02:00", "10 March 2031, 10:15 UTC+02:00"),
        ("2031-03-09T04:12", "9 March 2031, 04:12"),
        ("199X", "199X"),
        ("2031-77", "2031-77"),
    ],
)
def test_a_value_is_told_in_words(value: str, words: str) -> None:
    assert in_words(value) == words
