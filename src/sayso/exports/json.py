"""Readings as JSON and back, lossless both ways. `reading.schema.json` beside this module is the published schema."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.resources import files
from typing import Any

from sayso.article import Article, Span
from sayso.errors import SchemaError
from sayso.exports.json_input import SCHEMA, reading_of
from sayso.statement import Reading, Statement

__all__ = ["SCHEMA", "dump", "load", "reading_from_json", "reading_schema", "reading_to_json"]

_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# Surrogates have no UTF-8; the others end a line or act on a terminal.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """Return a reading as one JSON object; docs/json.md and the schema tell what its fields mean."""
    article = reading.article
    return {
        "schema": SCHEMA,
        "id": article.id,
        "outlet": article.outlet,
        "published": date.isoformat(article.published) if article.published else None,
        "title": article.title,
        "url": article.url,
        **_told(article),
        "text": article.text,
        "language": reading.language,
        "model": reading.model,
        "warnings": list(reading.warnings),
        "statements": [_statement_to_json(statement, reading) for statement in reading.statements],
        "times": [
            {
                "span": [time.span.start, time.span.end],
                "type": time.type.value,
                "value": time.value,
                "words": article.text[time.span.start : time.span.end],
            }
            for time in reading.times
        ],
        "speakers": [
            {
                "id": speaker.id,
                "name": speaker.name,
                "type": speaker.type.value,
                "role": speaker.role,
                "of": speaker.of,
                "mentions": _spans_to_json(speaker.mentions),
            }
            for speaker in reading.speakers
        ],
        "mentions": [
            {
                "span": [mention.span.start, mention.span.end],
                "type": mention.type.value,
                "speaker": mention.speaker,
                "words": article.text[mention.span.start : mention.span.end],
            }
            for mention in reading.mentions
        ],
    }


def reading_from_json(data: Any) -> Reading:
    """Return the reading that `reading_to_json` gave.

    Args:
        data: what a JSON parser returned. Fields that this version does not know, and `words`, are ignored.

    Raises:
        SchemaError: it is not a reading, is of another schema version, or does not fit together.
    """
    return reading_of(data)


def dump(reading: Reading) -> str:
    """Return a reading as one line of JSON, without a line end, that any UTF-8 file can hold.

    Lone surrogates are escaped, and so come back from `load`. The two halves of one character as separate
    surrogates, which no decoder of text gives, cannot be told from that character in JSON: each half becomes
    U+FFFD, so that offsets hold.

    Raises:
        SchemaError: a confidence is not a number.
    """
    try:
        line = json.dumps(reading_to_json(reading), ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise SchemaError("a confidence is not a finite number: there is no JSON for it") from error
    line = _HALVES.sub("\ufffd\ufffd", line)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def load(line: str | bytes) -> Reading:
    """Return the reading on a line that `dump` gave.

    Raises:
        SchemaError: the line is not JSON, or `reading_from_json` refuses it.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, numbers too long, brackets too deep
        raise SchemaError(
            "this is not valid JSON: a reading is one object, as `sayso read --json` writes it"
        ) from error
    return reading_from_json(data)


def reading_schema() -> dict[str, Any]:
    """Return the published JSON Schema (2020-12) of a reading."""
    schema: dict[str, Any] = json.loads(files("sayso.exports").joinpath("reading.schema.json").read_text("utf-8"))
    return schema


def _told(article: Article) -> dict[str, str]:
    """Return what only some sources tell of an article; what they do not is left out."""
    told = {
        "author": article.author,
        "modified": date.isoformat(article.modified) if article.modified else None,
        "stated_language": article.language,
        "credit": article.credit,
        "correction": article.correction,
        "source_warning": article.warning,
    }
    return {key: value for key, value in told.items() if value is not None}


def _statement_to_json(statement: Statement, reading: Reading) -> dict[str, Any]:
    claims = {"claims": [list(claim) for claim in statement.claims]} if statement.claims else {}
    return {
        "id": statement.id,
        "source": _spans_to_json(statement.source),
        "cue": _spans_to_json(statement.cue),
        "content": _spans_to_json(statement.content),
        "act": statement.act.value,
        "negated": statement.negated,
        "quote": statement.quote.value,
        "within": statement.within,
        "distance": [distance.value for distance in statement.distance],
        "confidence": statement.confidence,
        "speaker": statement.speaker,
        "addressee": statement.addressee,
        "made": statement.made,
        "made_evidence": list(statement.made_evidence) if statement.made_evidence else None,
        **claims,
        "words": {
            "source": reading.words(statement.source) if statement.source else None,
            "cue": reading.words(statement.cue) if statement.cue else None,
            "content": reading.words(statement.content),
        },
    }


def _spans_to_json(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
