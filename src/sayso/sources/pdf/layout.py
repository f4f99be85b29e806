"""Lines of print on pages go in, paragraphs of text come out, without running heads and page numbers. No I/O."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_EDGE = 3  # lines at the top and at the bottom of a page among which a running head is looked for
_NUMBER = re.compile(
    r"[-–—|\[(]?\s*(?:page|p\.|seite)?\s*(?:[0-9]{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|von|\|)\s*[0-9]{1,4})?\s*[-–—|\])]?",
    re.IGNORECASE,
)
_PRINTED = re.compile(  # by a browser
    r"(?:file|https?)://\S+(?:\s+[0-9]+/[0-9]+)?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}, [0-9]{1,2}:[0-9]{2}(?: [AP]M)?\s.*"
)
_ITEM = re.compile(r"[•·▪●◦‣∙]|[-–—*]\s|\(?(?:[0-9]{1,2}|[a-z])[.)]\s")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$|[”»]$")
_HYPHEN = re.compile(r"(\w*[a-zà-ÿ])[-\u00ad\u2010]$")
_GOES_ON = re.compile(r"[^\W_][-\u2010—]$")
_WORD_AHEAD = re.compile(r"[a-zà-ÿ]+")
_WITH_HYPHEN = re.compile(r"\b\w+(?:[-\u2010]\w+)+\b")
_PLAIN_WORD = re.compile(r"\b[^\W\d_]+\b")
_LONGEST_WORD = 100  # characters of the end of a line that are looked at
_STAYS = frozenset(
    "all cross far full half high ill long low mid neo quasi self short still two three four five ten top ultra well "
    "vice".split()
)
"""What a hyphen mostly stays after."""
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print."""

    text: str
    page: int
    x: float  # of its left end, in points
    y: float  # of its foot, in points, from the bottom of the page up
    size: float  # of its type, in points


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, joined."""

    text: str
    page: int  # on which it begins
    size: float


def paragraphs(lines: Iterable[Line]) -> list[Paragraph]:
    """Return the paragraphs that lines make, in their order.

    A paragraph ends where the next line is set apart by space, indented, of another size, an item of a list, or
    follows a line that ended early; it may go on over the end of a column or page.
    """
    kept = _without_running(
        [
            Line(text, line.page, line.x, line.y, line.size)
            for line in lines
            if (text := _clean(line.text)).strip("\u00ad")
        ]
    )
    if not kept:
        return []
    leading, longest = _leading(kept), _longest(kept)
    groups = [[kept[0]]]
    for before, line in pairwise(kept):
        if _begins(before, line, leading.get(_rounded(line.size), 1.25 * line.size), longest[_rounded(before.size)]):
            groups.append([line])
        else:
            groups[-1].append(line)
    compounds, words = _words(kept)
    return [Paragraph(_joined(group, compounds, words), group[0].page, group[0].size) for group in groups]


def _clean(text: str) -> str:
    return " ".join(text.translate(_LIGATURES).replace("\x00", "").split())


def _without_running(lines: list[Line]) -> list[Line]:
    """Leave out what stands at the edges of at least half of the pages (two or more), and page numbers."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {page: _edges(of_page) for page, of_page in pages.items()}
    counted = Counter(key for of_page in edges.values() for key in {_key(line) for line in of_page})
    least = max(2, len(pages) / 2)
    gone = {
        line
        for of_page in edges.values()
        for line in of_page
        if _NUMBER.fullmatch(line.text)
        or _PRINTED.fullmatch(line.text)
        or (counted[_key(line)] >= least and len(line.text) < 150)
    }
    return [line for line in lines if line not in gone]


def _edges(lines: list[Line]) -> list[Line]:
    down = sorted(lines, key=lambda line: -line.y)
    return down[:_EDGE] + down[_EDGE:][-_EDGE:]


def _key(line: Line) -> tuple[str, int]:
    """Return what a running head has in common from page to page: its words and its height."""
    return re.sub(r"[0-9]+", "0", line.text.lower()), round(line.y / 6)


def _rounded(size: float) -> int:
    return round(size * 2)


def _leading(lines: Sequence[Line]) -> dict[int, float]:
    """Return the usual distance between two lines of each size (in halves of a point), at most 1.6 times the size."""
    steps: dict[int, list[float]] = {}
    for before, line in pairwise(lines):
        step = before.y - line.y
        if before.page == line.page and _rounded(before.size) == _rounded(line.size) and 0 < step < 3 * line.size:
            steps.setdefault(_rounded(line.size), []).append(step)
    return {size: min(median(found), 0.8 * size) for size, found in steps.items()}


def _longest(lines: Sequence[Line]) -> Counter[int]:
    """Return how many characters the longest line of each size has."""
    longest: Counter[int] = Counter()
    for line in lines:
        longest[_rounded(line.size)] = max(longest[_rounded(line.size)], len(line.text))
    return longest


def _begins(before: Line, line: Line, leading: float, longest: int) -> bool:
    """Tell whether a line begins a paragraph."""
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size) or _ITEM.match(line.text):
        return True
    if _GOES_ON.search(before.text):
        return False
    ended = bool(_SENTENCE_END.search(before.text))
    step = before.y - line.y
    if before.page != line.page or step < -0.5 * line.size:  # the next page or column
        return ended and not line.text[0].islower()
    if step > 1.3 * leading or line.x - before.x > 0.8 * line.size > 0:
        return True
    return len(before.text) < (0.75 if ended else 0.0 if line.text[0].islower() else 0.6) * longest


def _words(lines: Iterable[Line]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that stand with a hyphen inside a line, and those without."""
    texts = [line.text.lower() for line in lines]
    compounds = frozenset(word for text in texts for word in _WITH_HYPHEN.findall(text))
    return compounds, frozenset(word for text in texts for word in _PLAIN_WORD.findall(text))


def _joined(lines: Sequence[Line], compounds: frozenset[str], words: frozenset[str]) -> str:
    parts = [lines[0].text]
    end = lines[0].text[-_LONGEST_WORD:]
    for line in lines[1:]:
        first, ahead = _HYPHEN.search(end), _WORD_AHEAD.match(line.text)
        if first and ahead:
            if not _hyphen_stays(first[1].lower(), ahead[0], compounds, words):
                parts[-1], end = parts[-1][:-1], end[:-1]
            space = ""
        else:
            space = "" if _GOES_ON.search(end[-2:]) else " "
        parts += [space, line.text]
        end = (end + space + line.text[-_LONGEST_WORD:])[-_LONGEST_WORD:]
    return "".join(parts).replace("\u00ad", "")


def _hyphen_stays(first: str, second: str, compounds: frozenset[str], words: frozenset[str]) -> bool:
    if f"{first}-{second}" in compounds:
        return True
    if first + second in words:
        return False
    return first in _STAYS
