"""Statements as a table, a row each: for spreadsheets (CSV) and for analysis (Parquet)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sayso.edtf import bounds
from sayso.errors import ExportError
from sayso.statement import Reading, Speaker

_BATCH = 10_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One statement, flat."""

    article: str  # id
    statement: str  # s1, s2, ... in the article
    outlet: str | None
    published: date | None
    title: str | None
    url: str | None
    speaker: str | None  # name
    speaker_type: str | None
    role: str | None
    affiliation: str | None
    act: str
    negated: bool
    quote: str
    source: str | None  # in the article's words
    cue: str | None
    content: str
    addressee: str | None  # name
    made: str | None  # EDTF
    made_from: str | None  # its first day, and its last
    made_to: str | None
    within: str | None  # the statement in whose content it stands
    distance: str  # words, with spaces between
    confidence: float
    start: int | None  # of its content, in characters of the article
    end: int | None


COLUMNS = tuple(Line.__annotations__)


def lines(reading: Reading) -> Iterator[Line]:
    """Yield a line for each statement of a reading."""
    article = reading.article
    speakers = {speaker.id: speaker for speaker in reading.speakers}
    nobody: Speaker | None = None
    for s in reading.statements:
        speaker = speakers.get(s.speaker or "", nobody)
        addressee = speakers.get(s.addressee or "", nobody)
        first, last = bounds(s.made) if s.made else (None, None)
        yield Line(
            article.id,
            s.id,
            article.outlet,
            article.published,
            article.title,
            article.url,
            speaker.name if speaker else None,
            speaker.type.value if speaker else None,
            speaker.role if speaker else None,
            speaker.of if speaker else None,
            s.act.value,
            s.negated,
            s.quote.value,
            reading.words(s.source) if s.source else None,
            reading.words(s.cue) if s.cue else None,
            reading.words(s.content),
            addressee.name if addressee else None,
            s.made,
            first,
            last,
            s.within,
            " ".join(s.distance),
            s.confidence,
            s.content[0].start if s.content else None,
            s.content[-1].end if s.content else None,
        )


def csv_lines(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the lines of a CSV file (RFC 4180), its header first.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    yield _csv_row(COLUMNS)
    for reading in readings:
        for line in lines(reading):
            yield _csv_row([_cell(getattr(line, name)) for name in COLUMNS])


def write_parquet(readings: Iterable[Reading], path: Path) -> None:
    """Write a Parquet file.

    Raises:
        ExportError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow: pip install 'sayso[parquet]'") from error
    types = {"published": pa.date32(), "negated": pa.bool_(), "confidence": pa.float64()}
    types |= {"start": pa.int64(), "end": pa.int64()}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(readings):
            columns = {name: [_whole(getattr(line, name)) for line in batch] for name in COLUMNS}
            writer.write_table(pa.table(columns, schema=schema))


def _batches(readings: Iterable[Reading]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for reading in readings:
        batch += lines(reading)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    yield batch


def _csv_row(values: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return "'" + text if isinstance(value, str) and text.startswith(_FORMULA) else text


def _whole(value: object) -> object:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
