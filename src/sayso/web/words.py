"""What templates say in words: days, counts, acts, and text of articles that is safe to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sayso.dates import in_words
from sayso.exports.arrange import FAMILY_OF, one_line, printable
from sayso.statement import Act

_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), "\ufffd")


def plain(text: str | None) -> str:
    """Return words of an article on one line, without what could act on the page around them."""
    return one_line(text or "")


def body(text: str) -> str:
    """Return a stretch of an article's text, as long as it was, without what could act on the page or turn it round."""
    return printable(text).translate(_TURNING)


def day(value: str | None) -> str:
    """Return a day or a stretch of time in words."""
    return in_words(value) if value else ""


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with what it counts."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def family(act: Act | str) -> str:
    """Return the family of an act, which tells its colour."""
    return str(FAMILY_OF[Act(act)])


def label(entry: Any) -> str:
    """Return the act of a statement, with its negation."""
    return f"not {entry.act}" if entry.negated else str(entry.act)


def cut(text: str, most: int = 200) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def bare(text: str) -> str:
    """Return a sentence without the quotation marks around it, where there are such on both its ends."""
    inner = text[1:-1]
    paired = len(text) > 2 and (text[0], text[-1]) in (("“", "”"), ('"', '"')) and not set('“”"') & set(inner)
    return inner if paired else text


FILTERS: dict[str, Callable[..., Any]] = {
    "plain": plain,
    "body": body,
    "day": day,
    "count": count,
    "family": family,
    "label": label,
    "cut": cut,
    "bare": bare,
}
