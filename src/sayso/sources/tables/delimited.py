"""Delimited text (CSV) row by row: encoding and dialect are told from its beginning; a bad row costs that row only."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sayso.sources.archives.bounded import look_ahead
from sayso.sources.common import SIZE_LIMIT
from sayso.sources.decoding import encoding_of

_SAMPLE = 64 * 2**10
_SAMPLE_ROWS = 50
_DELIMITERS = ",;\t|"
_WIDEST = 16 * 2**10  # fields
_PER_LINE = 100  # bytes that keeping a line takes besides its characters
_TOO_LARGE = f"it is larger than {SIZE_LIMIT // 2**20} MiB: leave it out, or close its quotation marks"
_TOO_WIDE = f"it has more than {_WIDEST:,} fields: keep the columns that matter"
_MARKS = "its quotation marks do not match: double those within a field, and end the field with one"
_BACKSLASHED = re.compile(r"\\\"(?![,;\t|\r\n\"]|$)")
_DOUBLED = re.compile(r"(?<=[^,;\t|\r\n\"])\"\"(?=[^,;\t|\r\n\"])")
_SEPARATOR_LINE = re.compile(r"sep=([^\w\s\"]|\t)\s*", re.IGNORECASE)  # Excel writes it


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank."""

    line: int  # where it begins, counted from 1
    found: list[str] | str  # its fields, or what is wrong with it


def read_rows(stream: BinaryIO, is_column: Callable[[str], bool]) -> Iterator[Row]:
    """Yield the rows of delimited text, the header first.

    After a row that is not well-formed, reading goes on with the next line that has as many fields as the header.

    Args:
        stream: bytes, open for reading; it need not be seekable.
        is_column: tells the names of columns that are likely in a header, by which the delimiter is known.

    Raises:
        TextError: the first bytes are no text, or their encoding cannot be told.
        SourceError: the stream is compressed and cannot be inflated to its end; raised where reading comes to that.
        OSError, ValueError: it cannot be read.
    """
    head, stream = look_ahead(stream, _SAMPLE)
    encoding, mark = encoding_of(head, "it")
    stream.read(mark)
    sample = head[mark:].decode(encoding, "replace")
    lines = _Lines(stream, encoding)
    separator = _SEPARATOR_LINE.match(sample)
    if separator:
        sample = sample[separator.end() :]
        lines.pass_over()
    yield from _rows(lines, _dialect(sample, separator[1] if separator else None, is_column, len(head) == _SAMPLE))


class _Lines:
    """The lines of a table, of which those of one row can be made to come again.

    Args:
        stream: the bytes of the table after its byte order mark.
        encoding: how they are encoded.
    """

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        wide = encoding.startswith(("utf-16", "utf-32"))  # in which a line end is more than one byte
        self._text = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n") if wide else None
        self._stream, self._encoding = stream, encoding
        self._number = 0
        self._size = 0
        self._again: deque[tuple[int, str]] = deque()
        self.row: list[tuple[int, str]] = []  # the lines of the row that is being read

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        number, line = self._again.popleft() if self._again else self._next()
        self.row.append((number, line))
        self._size += len(line) + _PER_LINE
        if self._size > SIZE_LIMIT:
            raise _TooLargeError
        return line

    def pass_over(self) -> None:
        """Pass over the next line."""
        next(self, None)
        self.begin_row()

    def begin_row(self) -> None:
        """Forget the lines of the row before."""
        self.row, self._size = [], 0

    def take_back(self, first: int) -> None:
        """Make the lines of the row from its `first` on come again."""
        self._again.extendleft(reversed(self.row[first:]))
        self.begin_row()

    def _next(self) -> tuple[int, str]:
        line = self._line(SIZE_LIMIT + 1)
        if not line:
            raise StopIteration
        self._number += 1
        if len(line) > SIZE_LIMIT and not line.endswith("\n"):
            self.row.append((self._number, ""))
            while (rest := self._line(2**20)) and not rest.endswith("\n"):
                pass
            raise _TooLargeError
        return self._number, line

    def _line(self, most: int) -> str:
        if self._text is not None:
            return self._text.readline(most)
        line = self._stream.readline(most)
        try:
            return line.decode(self._encoding)
        except UnicodeDecodeError:  # of which the beginning of the table told nothing
            return line.decode("cp1252", "replace")


class _TooLargeError(Exception):
    """A row is larger than it may be."""


def _rows(lines: _Lines, dialect: type[csv.Dialect]) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), SIZE_LIMIT))  # of the whole process; it begins with 128 KiB
    reader = csv.reader(lines, dialect)
    width = 0
    while True:
        lines.begin_row()
        try:
            found = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLargeError) as error:
            first = lines.row[0][0]
            lines.take_back(1)
            _go_to_row(lines, dialect, width)
            reader = csv.reader(lines, dialect)
            yield Row(first, _TOO_LARGE if isinstance(error, _TooLargeError) else _MARKS)
            continue
        if any(cell.strip() for cell in found):
            width = width or len(found)
            yield Row(lines.row[0][0], found if len(found) <= _WIDEST else _TOO_WIDE)


def _go_to_row(lines: _Lines, dialect: type[csv.Dialect], width: int) -> None:
    """Pass over lines until the next is one that has as many fields as the header by itself."""
    while True:
        lines.begin_row()
        try:
            fields = next(csv.reader([next(lines)], dialect), [])
        except StopIteration:
            return
        except (csv.Error, _TooLargeError):
            continue
        if len(fields) == width:
            lines.take_back(0)
            return


def _dialect(sample: str, delimiter: str | None, is_column: Callable[[str], bool], is_cut: bool) -> type[csv.Dialect]:
    """Tell how fields are set apart and quoted: the delimiter is the one that makes the most of the header."""
    escape = "\\" if len(_BACKSLASHED.findall(sample)) > len(_DOUBLED.findall(sample)) else None
    lines = sample.splitlines(keepends=True)
    lines = lines[:-1] if is_cut and len(lines) > 1 else lines

    def worth(dialect: type[csv.Dialect]) -> tuple[int, int]:
        header = next(_sampled(lines, dialect), [])
        return sum(map(is_column, header)), len(header)

    candidates = [_made(mark, escape) for mark in (delimiter or _DELIMITERS)]
    best = max(candidates, key=worth)  # the first of equals
    if best.delimiter != "\t":
        return best
    unquoted = _made("\t", None, csv.QUOTE_NONE)  # as many dumps with tabs are
    return max((best, unquoted), key=lambda dialect: _regularity(lines, dialect))


def _made(delimiter: str, escape: str | None, quoting: int = csv.QUOTE_MINIMAL) -> type[csv.Dialect]:
    attributes = {
        "delimiter": delimiter,
        "quotechar": '"',
        "doublequote": True,
        "escapechar": escape,
        "lineterminator": "\n",
        "quoting": quoting,
        "strict": True,
    }
    return type("_Told", (csv.Dialect,), attributes)


def _sampled(lines: list[str], dialect: type[csv.Dialect]) -> Iterator[list[str]]:
    """Yield the first rows of a sample; an empty one, and no more, for one that is not well-formed."""
    reader = csv.reader(lines, dialect)
    for _ in range(_SAMPLE_ROWS):
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "end of data" not in str(error):  # which only tells that the sample ends
                yield []
            return
        if any(row):
            yield row


def _regularity(lines: list[str], dialect: type[csv.Dialect]) -> float:
    """Return the share of rows of a sample that have as many fields as the header; 0 if one is not well-formed."""
    rows = list(_sampled(lines, dialect))
    return sum(len(row) == len(rows[0]) for row in rows) / len(rows) if rows and rows[-1] else 0.0
