"""What an HTML message shows."""

from __future__ import annotations

import pytest

from sayso.sources.mail.shown import shown_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One &amp; two</p><p>three<br>four", "One & two\n\nthree\n\nfour"),
        ("<head><title>No</title></head><body>Yes", "Yes"),
        ("<style>p > a {x: '<p>'}</style><script>if (a<b) {}</script>Yes", "Yes"),
        ("<SCRIPT>no</Script >Yes", "Yes"),
        ("a<!-- <p>no</p> -->b", "ab"),
        ("<img alt='a > b' title=\"c > d\">Yes", "Yes"),
        ('<a href="x">said</a> <b>so</b>', "said so"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<!DOCTYPE html><?xml version='1.0'?><o:p>so</o:p>", "so"),
        ("<a it's>x", "x"),
        ("", ""),
    ],
)
def test_text_is_told_from_markup(html: str, text: str) -> None:
    assert shown_text(html) == text
