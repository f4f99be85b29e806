"""Score time expressions and their values against texts marked with TIMEX3, beside dateparser's search.

Usage:

    python -m benchmarks.times [--corpus ../shared/corpus] [--set te3-platinum]

Of the marked expressions those count that name a day, a month, a year or a stretch of the calendar: not *now* and
*recently*, nor durations tied to no date, which sayso leaves out by intent. An expression is found when a found one
overlaps it, and its value is right when EDTF and TIMEX3 name the same stretch of days. dateparser gives one day for
everything, so its value counts as right when that day lies within the stretch. It comes with the extra `bench`.
"""

from __future__ import annotations

import calendar
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.predictions import arguments
from sayso.reader.times.reading import time_expressions

Stretch = tuple[date, date]  # its first day and its last
Found = tuple[int, int, Stretch | None]
Search = Callable[[str, date], list[Found]]

_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}


@dataclass(slots=True)
class Score:
    """What one tool found in all texts."""

    found: int = 0
    found_marked: int = 0  # found ones that overlap a marked one of any kind
    marked: int = 0
    met: int = 0  # marked ones that a found one overlaps
    right: int = 0
    seconds: float = 0.0

    def row(self, name: str) -> str:
        """Return the figures as a row of the table."""
        precision, recall = self.found_marked / max(1, self.found), self.met / max(1, self.marked)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        right = self.right / max(1, self.marked)
        return f"{name:20} {precision:9.3f} {recall:9.3f} {f1:9.3f} {right:12.3f} {self.seconds:9.2f}"


def days_of(value: str) -> Stretch | None:
    """Return the days that a TIMEX3 or an EDTF value stands for, None for one that names no days."""
    first, slash, last = value.partition("/")
    if slash:
        start, end = days_of(first), days_of(last)
        return (start[0], end[1]) if start and end else None
    value = value.split("T")[0].rstrip("~?%")
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return (monday + timedelta(5 if match[3] else 0), monday + timedelta(6))
    if match := re.fullmatch(r"(\d{4})-(?:Q([1-4])|H([12])|(SP|SU|FA|AU|WI)|(2[1-4]))", value):
        month = int(match[2]) * 3 - 2 if match[2] else int(match[3]) * 6 - 5 if match[3] else 0
        month = month or (_SEASONS[match[4]] if match[4] else (int(match[5]) - 20) * 3)
        return _months(int(match[1]), month, 6 if match[3] else 3)
    if re.fullmatch(r"\d{3}X?", value):
        return date(int(value[:3]) * 10, 1, 1), date(int(value[:3]) * 10 + 9, 12, 31)
    parts = [int(part) for part in value.split("-")] if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else []
    match parts:
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case [year, month]:
            return _months(year, month, 1)
        case [year, month, day]:
            return date(year, month, day), date(year, month, day)
    return None


def _months(year: int, month: int, count: int) -> Stretch:
    end = year * 12 + month - 1 + count - 1
    last = calendar.monthrange(end // 12, end % 12 + 1)[1]
    return date(year, month, 1), date(end // 12, end % 12 + 1, last)


def sayso(text: str, published: date) -> list[Found]:
    """Search with sayso."""
    found = time_expressions(text, published)
    return [(t.span.start, t.span.end, days_of(t.value) if t.value else None) for t in found]


def dateparser(text: str, published: date) -> list[Found]:
    """Search with dateparser, which tells words and not places: each is looked for behind the one before."""
    from dateparser.search import search_dates

    base = datetime(published.year, published.month, published.day)
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    at = 0
    found: list[Found] = []
    for words, moment in search_dates(text, languages=["en"], settings=settings) or ():
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            found.append((start, at, (moment.date(), moment.date())))
    return found


def same(value: Stretch | None, marked: Stretch) -> bool:
    """Tell whether a found value is the marked one."""
    return value == marked


def within(value: Stretch | None, marked: Stretch) -> bool:
    """Tell whether a found day lies in the marked stretch."""
    return value is not None and marked[0] <= value[0] <= marked[1]


def measure(
    articles: Sequence[Mapping[str, Any]], search: Search, is_right: Callable[[Stretch | None, Stretch], bool]
) -> Score:
    """Run one tool over all texts."""
    score = Score()
    for article in articles:
        start = time.perf_counter()
        found = search(article["text"], date.fromisoformat(article["published"]))
        score.seconds += time.perf_counter() - start
        marked = [(*entry["span"], _value(entry)) for entry in article["times"]]
        score.found += len(found)
        score.found_marked += sum(any(_meet(one, other) for other in marked) for one in found)
        for entry in marked:
            if entry[2] is not None:
                met = [one for one in found if _meet(one, entry)]
                score.marked += 1
                score.met += bool(met)
                score.right += any(is_right(one[2], entry[2]) for one in met)
    return score


def _value(entry: Mapping[str, Any]) -> Stretch | None:
    return days_of(entry["value"]) if entry["type"] in ("DATE", "TIME") and entry["value"] else None


def _meet(one: Found, other: Found) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def read(path: Path, name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the texts of a set that have a day of publication."""
    for line in path.read_text("utf8").splitlines():
        article = json.loads(line)
        if article["set"] == name and article["published"]:
            yield article


def main() -> None:
    """Parse the command line, search, and print."""
    parser = arguments(__doc__)
    parser.add_argument("--set", default="te3-platinum", choices=["te3-platinum", "timebank", "aquaint", "wikiwars"])
    args = parser.parse_args()
    articles = list(read(args.corpus / "times/timex3.jsonl", args.set))
    sayso("It fell on Monday.", date(2031, 3, 12))  # tables are built once
    rows = [measure(articles, sayso, same).row("sayso")]
    if find_spec("dateparser"):
        rows.append(measure(articles, dateparser, within).row("dateparser.search"))
    else:
        rows.append("dateparser.search    not installed: pip install 'sayso[bench]'")
    print(f"{args.set}, {len(articles)} texts")
    print(f"{'':20} {'precision':>9} {'recall':>9} {'F1':>9} {'value right':>12} {'seconds':>9}")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
