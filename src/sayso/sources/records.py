"""JSON lines: an article a line, with `text` and, if known, `id`, `url`, `outlet`, `published` and `title`."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from sayso.article import Article
from sayso.errors import SourceError, TextError
from sayso.sources.common import SIZE_LIMIT, TOO_LARGE, Facts, Failure, article_of

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


def read_records(lines: Iterable[Line], where: str, facts: Facts) -> Iterator[Article | Failure]:
    """Yield one article, or one failure, for each line that is not blank.

    Memory does not grow with the file, but for a digest of each id by which a second article of the same id is told.

    Args:
        lines: what `numbered_lines` yields.
        where: what to call the stream in failures.
        facts: what is known about all articles; a record's fields, then its dateline, fill in the rest.
    """
    seen: dict[bytes, int] = {}
    for number, line in lines:
        if line is not None and not line.strip():
            continue
        here = f"{where} line {number}"
        if line is None:
            yield Failure(here, None, TOO_LARGE)
            continue
        found = _read_record(line, here, facts)
        if isinstance(found, Article):
            digest = hashlib.blake2b(found.id.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            first = seen.setdefault(digest, number)
            if first != number:
                found = Failure(
                    here, found.id, f"it has the id, or is the very text, of line {first}: give it its own id"
                )
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


def _read_record(line: bytes, here: str, facts: Facts) -> Article | Failure:
    id = ""
    try:
        record = parse_object(line)
        id = _id(record)
        if not isinstance(record.get("text"), str):
            raise SourceError("it has no text: give it as a string named `text`")
        own = Facts(_string(record, "outlet"), _published(record), _string(record, "title"), _string(record, "url"))
        return article_of(record["text"], id, facts.or_else(own))
    except TextError:
        return Failure(here, id or None, "its text is empty: leave the line out")
    except SourceError as error:
        return Failure(here, id or None, str(error))


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


def _published(record: dict[str, Any]) -> date | None:
    value = _string(record, "published")
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()  # the day as written, in whatever time zone
    except ValueError as error:
        raise SourceError("its `published` is no day: write it as YYYY-MM-DD or leave it out") from error
