"""Tables of articles, one a row: CSV with whatever delimiter, and Parquet. Rows are read as they are asked for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sayso.article import Article
from sayso.errors import SourceError, TextError
from sayso.sources.archives.bounded import FREE, RATIO, inflated
from sayso.sources.common import SIZE_LIMIT, Facts, Failure
from sayso.sources.tables.columns import Columns, Rows, find_columns, is_usual
from sayso.sources.tables.delimited import Row, read_rows

__all__ = ["Columns", "read_csv", "read_parquet"]

_NO_ROWS = "there are no rows in it: name a table that has some"
_BATCH_BYTES = 8 * 2**20
_BATCH_ROWS = 16  # more are no faster, and of 16 that say they are small the large ones can be borne
_BUFFER = 2**20
_NO_EXTRA = "reading a Parquet table needs more than the core: pip install 'sayso[sources]'"
_DAMAGED = "it is damaged, or no Parquet table: get the file again"
_NO_PIPE = "a Parquet table cannot be read from a pipe: save it as a file, and name that"


def read_csv(stream: BinaryIO, where: str, facts: Facts, columns: Columns | None = None) -> Iterator[Article | Failure]:
    """Yield one article, or one failure, for each row of a CSV table that is not blank.

    The delimiter (comma, semicolon, tab or bar), the encoding and the way in which quotation marks within a field are
    written are told from the first 64 KiB. The first row that is not blank names the columns.

    Args:
        stream: the table, open for reading; it need not be seekable, and may be compressed.
        where: what to call it in failures.
        facts: what is known about all articles; a row's own, then its dateline, fill in the rest.
        columns: the names of columns that have none of the usual names.

    Yields:
        Articles; a `Failure` for a row that has no text, is too large or not well-formed, after which reading goes on
        with the next row that is; and one for a table of which nothing can be read, or not the rest.
    """
    columns = columns or Columns()
    try:
        rows = read_rows(inflated(stream), lambda name: is_usual(name, columns))
        yield from _articles(rows, where, facts, columns)
    except (TextError, SourceError) as error:
        yield Failure(where, None, str(error))
    except (OSError, ValueError) as error:
        yield Failure(where, None, _why(error))


def _articles(rows: Iterator[Row], where: str, facts: Facts, columns: Columns) -> Iterator[Article | Failure]:
    header = next(rows, None)
    if header is None:
        raise SourceError("it is empty: there is no article in it")
    if isinstance(header.found, str):
        raise SourceError(f"its header cannot be read, as {header.found}")
    places, made = find_columns(header.found, columns), Rows(facts)
    empty = True
    for row in rows:
        empty = False
        yield _article(row, len(header.found), places, made, where)
    if empty:
        raise SourceError(_NO_ROWS)


def _article(row: Row, width: int, places: dict[str, int], made: Rows, where: str) -> Article | Failure:
    place = f"line {row.line}"
    here = f"{where} {place}"
    if isinstance(row.found, str):
        return Failure(here, None, row.found)
    if len(row.found) <= places["text"] or any(cell.strip() for cell in row.found[width:]):
        count = len(row.found)
        return Failure(here, None, f"it has {count} fields and the header {width}: put quotation marks around them")
    return made.article({kind: row.found[n] for kind, n in places.items() if n < len(row.found)}, here, place)


def read_parquet(
    source: str | Path | BinaryIO, where: str, facts: Facts, columns: Columns | None = None
) -> Iterator[Article | Failure]:
    """Yield one article, or one failure, for each row of a Parquet table; only the columns that are needed are read.

    Args:
        source: the path of the table, or the table itself, open for reading and seekable.
        where: what to call it in failures.
        facts: what is known about all articles; a row's own, then its dateline, fill in the rest.
        columns: the names of columns that have none of the usual names.

    Yields:
        Articles; a `Failure` for a row that has no text or too much of it; and one for a table of which nothing can be
        read, or not the rest.
    """
    try:
        import pyarrow as pa
    except ImportError:
        yield Failure(where, None, _NO_EXTRA)
        return
    try:
        if isinstance(source, str | Path):
            with Path(source).open("rb") as stream:
                yield from _parquet_articles(stream, where, facts, columns or Columns())
        elif not source.seekable():
            yield Failure(where, None, _NO_PIPE)
        else:
            yield from _parquet_articles(source, where, facts, columns or Columns())
    except SourceError as error:
        yield Failure(where, None, str(error))
    except (pa.ArrowException, ValueError, MemoryError):  # sizes that a damaged table makes up
        yield Failure(where, None, _DAMAGED)
    except OSError as error:  # Arrow's own have no number
        yield Failure(where, None, _why(error) if error.errno else _DAMAGED)


def _parquet_articles(stream: BinaryIO, where: str, facts: Facts, columns: Columns) -> Iterator[Article | Failure]:
    from pyarrow.parquet import ParquetFile

    packed = stream.seek(0, io.SEEK_END)
    with ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False) as file:
        names = file.schema_arrow.names
        places, made = find_columns(names, columns), Rows(facts)
        _check_type(file.schema_arrow.field(places["text"]))
        wanted = {kind: names[place] for kind, place in places.items()}
        number = 0
        for batch in file.iter_batches(_batch_rows(file.metadata, packed), columns=[*wanted.values()]):
            cells = {kind: batch.column(name) for kind, name in wanted.items()}
            for n in range(batch.num_rows):
                number += 1
                place = f"row {number}"
                yield _parquet_article({kind: cells[kind][n] for kind in cells}, f"{where} {place}", place, made)
    if not number:
        raise SourceError(_NO_ROWS)


def _check_type(field: Any) -> None:
    from pyarrow import types

    kind = field.type.value_type if types.is_dictionary(field.type) else field.type
    if not any(is_type(kind) for is_type in _text_types()):
        raise SourceError(
            f"its column {field.name[:40]!r} holds no text but {str(kind)[:40]}: name another with --text-column"
        )


def _text_types() -> tuple[Callable[[Any], bool], ...]:
    from pyarrow import types

    return types.is_string, types.is_large_string, types.is_string_view, types.is_binary, types.is_large_binary


def _batch_rows(metadata: Any, packed: int) -> int:
    """Return how many rows to read at once, after what the table says about its size.

    What it says about single columns is not asked: Arrow ends the process where that is damaged.

    Args:
        metadata: what the table says about itself.
        packed: how many bytes it has.

    Raises:
        SourceError: it grows beyond measure.
    """
    size: int = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if size > FREE and size > RATIO * packed:
        raise SourceError(
            f"its data grows more than {RATIO}-fold, as a decompression bomb does: "
            "leave it alone, or save it uncompressed if you trust it"
        )
    mean: int = size // max(1, metadata.num_rows) + 1
    return max(1, min(_BATCH_ROWS, _BATCH_BYTES // mean))


def _parquet_article(cells: dict[str, Any], where: str, place: str, made: Rows) -> Article | Failure:
    text = cells["text"]
    if text.is_valid and _bytes_of(text) > SIZE_LIMIT:
        return Failure(where, None, f"it is larger than {SIZE_LIMIT // 2**20} MiB: leave it out")
    return made.article({kind: _value(cell) for kind, cell in cells.items()}, where, place)


def _bytes_of(scalar: Any) -> int:
    size: int = len(scalar.value.as_buffer() if hasattr(scalar, "dictionary") else scalar.as_buffer())
    return size


def _value(scalar: Any) -> object:
    """Return a cell as Python has it; None where it has nothing like it."""
    import pyarrow as pa

    try:
        if pa.types.is_dictionary(scalar.type):
            scalar = scalar.value
        if any(is_type(scalar.type) for is_type in _text_types()):
            return scalar.as_buffer().to_pybytes().decode("utf-8", "replace") if scalar.is_valid else None
        if pa.types.is_timestamp(scalar.type):  # Python knows no nanoseconds
            scalar = scalar.cast(pa.timestamp("us", scalar.type.tz), safe=False)
        value: object = scalar.as_py()
        return value
    except (pa.ArrowException, ValueError, OverflowError, LookupError):  # a year 300,000; a time zone of no place
        return None


def _why(error: OSError | ValueError) -> str:
    return f"it cannot be read: {getattr(error, 'strerror', None) or error}"
