"""Getting articles in: a path or standard input goes in, articles come out one by one, lazily.

What cannot be taken as an article comes out as a `Failure` in its place, and never stops the others.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from sayso.article import Article
from sayso.errors import SourceError, TextError
from sayso.sources.common import SIZE_LIMIT, TOO_LARGE, Facts, Failure
from sayso.sources.decoding import check_is_utf8_text
from sayso.sources.folder import RECORDS, files_in
from sayso.sources.records import numbered_lines, parse_object, read_records
from sayso.sources.text import read_text

__all__ = ["Failure", "open_source"]

_PEEK = 4096
_STANDARD_INPUT = "standard input"


def open_source(
    source: str | Path, *, outlet: str | None = None, published: date | None = None, title: str | None = None
) -> Iterator[Article | Failure]:
    """Yield the articles of one source as they are read.

    Args:
        source: the path of a file or folder, or the string `-` for standard input. A file whose name ends in
            `.jsonl` or `.ndjson` holds one article a line; any other is the plain text of one article, and its
            name without the extension is the article's id. A folder stands for the `.txt`, `.jsonl` and `.ndjson`
            files below it. Standard input is JSON lines if its first line that is not blank is an object with
            `text`, else plain text.
        outlet: who published the articles. This and the next two override what a record or a dateline says.
        published: the day they appeared.
        title: their headline.

    Yields:
        Articles; and a `Failure` for each that could not be had, also for a source that cannot be opened at all.
        Nothing is raised.
    """
    facts = Facts(outlet, published, title)
    where = _STANDARD_INPUT if source == "-" else str(source)
    try:
        if source == "-":
            yield from _read_standard_input(sys.stdin.buffer, facts)
        elif Path(source).is_dir():
            yield from _read_folder(Path(source), where, facts)
        else:
            yield from _read_file(Path(source), where, facts)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path, or standard input closed
        yield Failure(where, None, _why(error))


def _read_folder(folder: Path, where: str, facts: Facts) -> Iterator[Article | Failure]:
    found = False
    for path in files_in(folder):
        found = True
        if isinstance(path, OSError):
            yield Failure(str(path.filename), None, _why(path))
            continue
        try:
            yield from _read_file(path, str(path), facts)
        except OSError as error:
            yield Failure(str(path), None, _why(error))
    if not found:
        yield Failure(where, None, "there is no .txt, .jsonl or .ndjson file in this folder: name files or another one")


def _read_file(path: Path, where: str, facts: Facts) -> Iterator[Article | Failure]:
    with path.open("rb") as stream:
        if path.suffix.lower() not in RECORDS:
            yield read_text(stream, where, facts, id=path.stem)
            return
        try:  # one failure for what is no text at all, rather than one a line
            check_is_utf8_text(stream.peek(_PEEK), "it")
        except TextError as error:
            yield Failure(where, None, str(error))
            return
        yield from read_records(numbered_lines(stream), where, facts)


def _read_standard_input(stream: BinaryIO, facts: Facts) -> Iterator[Article | Failure]:
    lines = numbered_lines(stream)
    head = bytearray()
    for number, line in lines:
        if line is None or len(head) + len(line) > SIZE_LIMIT:
            yield Failure(_STANDARD_INPUT, None, TOO_LARGE)
            return
        if line.strip():
            if _is_record(line):
                yield from read_records(chain([(number, line)], lines), _STANDARD_INPUT, facts)
                return
            head += line
            break
        head += line
    yield read_text(stream, _STANDARD_INPUT, facts, head=bytes(head))


def _is_record(line: bytes) -> bool:
    try:
        return "text" in parse_object(line)
    except SourceError:
        return False


def _why(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file: check the path"
        case PermissionError():
            return "it may not be read: ask for permission to"
        case OSError():
            return f"it cannot be read: {error.strerror or error}"
        case _:
            return f"it cannot be read: {error}"
