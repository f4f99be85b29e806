"""JSON lines: an article a line, with `text` and, if known, `id`, `url`, `outlet`, `published`, `title` and `author`.

What a record calls by another usual name, such as `headline`, is found as the columns of tables are.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any, BinaryIO

from sayso.article import Article
from sayso.errors import SourceError, TextError
from sayso.sources.common import SIZE_LIMIT, TOO_LARGE, Facts, Failure, article_of
from sayso.sources.tables.columns import Columns, find_columns
from sayso.sources.tables.days import day_of
from sayso.sources.tables.seen import Seen

Line = tuple[int, bytes | None]
"""A line's number, counted from 1, and its bytes; None for a line that is larger than `SIZE_LIMIT`."""


def numbered_lines(stream: BinaryIO) -> Iterator[Line]:
    """Yield the lines of a stream as they come, holding one at a time.

    Raises:
        OSError: the stream cannot be read.
    """
    number = 0
    while line := stream.readline(SIZE_LIMIT + 1):
        number += 1
        too_large = len(line) > SIZE_LIMIT
        while too_large and line and not line.endswith(b"\n"):
            line = stream.readline(2**20)
        yield number, None if too_large else line


def read_records(
    lines: Iterable[Line], where: str, facts: Facts, columns: Columns | None = None
) -> Iterator[Article | Failure]:
    """Yield one article, or one failure, for each line that is not blank.

    Memory does not grow with the file, but for a digest of each id by which a second article of the same id is told.

    Args:
        lines: what `numbered_lines` yields.
        where: what to call the stream in failures.
        facts: what is known about all articles; a record's fields, then its dateline, fill in the rest.
        columns: the names of fields that have none of the usual names.
    """
    seen = Seen()
    for number, line in lines:
        if line is not None and not line.strip():
            continue
        here = f"{where} line {number}"
        if line is None:
            yield Failure(here, None, TOO_LARGE)
            continue
        found = _read_record(line, here, facts, columns or Columns())
        if isinstance(found, Article):
            first = seen.before(found.id, f"line {number}")
            if first is not None:
                found = Failure(here, found.id, f"it has the id, or is the very text, of {first}: give it its own id")
        yield found


def parse_object(line: bytes) -> dict[str, Any]:
    """Return the JSON object on a line.

    Raises:
        SourceError: there is none.
    """
    try:
        value = json.loads(line.removeprefix(codecs.BOM_UTF8).rstrip().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError("it is not UTF-8: JSON lines must be") from error
    except json.JSONDecodeError as error:
        raise SourceError(f"it is not valid JSON at column {error.colno}: write one object on each line") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets thousands deep
        raise SourceError("it is JSON that nobody writes: a number too long or brackets too deep") from error
    if not isinstance(value, dict):
        raise SourceError('it is not a JSON object: write {"text": …} on each line')
    return value


def _read_record(line: bytes, here: str, facts: Facts, columns: Columns) -> Article | Failure:
    id = ""
    try:
        record = parse_object(line)
        id = _id(record)
        record = _by_usual_names(record, columns)
        id = _id(record)
        if not isinstance(record.get("text"), str):
            raise SourceError("it has no text: give it as a string named `text`")
        own = Facts(
            _string(record, "outlet"),
            _day(record, "published"),
            _string(record, "title"),
            _string(record, "url"),
            _string(record, "author"),
            _day(record, "modified"),
            _string(record, "language"),
        )
        return article_of(record["text"], id, facts.or_else(own))
    except TextError:
        return Failure(here, id or None, "its text is empty: leave the line out")
    except SourceError as error:
        return Failure(here, id or None, str(error))


def _by_usual_names(record: dict[str, Any], columns: Columns) -> dict[str, Any]:
    """Return a record whose fields have the names that they have here; one that has such a name keeps it.

    Raises:
        SourceError: it lacks a field that the caller has named, or which is its text cannot be told.
    """
    names = list(record)
    named = {field.name: getattr(columns, field.name) for field in fields(Columns)}
    try:
        places = find_columns(names, columns)
    except SourceError as error:
        if any(name is not None and name not in record for name in named.values()):
            raise SourceError(str(error).replace("column", "field", 1)) from error
        raise SourceError("it has no text: give it as a string named `text`") from error
    found = {kind: _lenient(kind, record[names[place]]) for kind, place in places.items()}
    return found | {kind: record[kind] for kind, name in named.items() if kind in record and name in (None, kind)}


def _lenient(kind: str, value: Any) -> Any:
    """Return the value of a field that only seems to be what is looked for, or None."""
    if kind in ("published", "modified"):
        day = day_of(value)
        return day.isoformat() if day else None
    if isinstance(value, list):
        value = ", ".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) or kind == "id" else None


def _id(record: dict[str, Any]) -> str:
    id = record.get("id")
    if isinstance(id, int | float) and not isinstance(id, bool):
        return str(id)
    return _string(record, "id") or ""


def _string(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise SourceError(f"its `{key}` is not a string: write it as one or leave it out")
    return value if value and value.strip() else None


def _day(record: dict[str, Any], key: str) -> date | None:
    value = _string(record, key)
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()  # the day as written, in whatever time zone
    except ValueError as error:
        raise SourceError(f"its `{key}` is no day: write it as YYYY-MM-DD or leave it out") from error
