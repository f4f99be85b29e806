"""Readings as rows and rows as readings, without loss: what the tables hold of one article."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sayso.article import Article, Span
from sayso.edtf import bounds
from sayso.statement import (
    Act,
    Distance,
    EntityMention,
    MentionType,
    Quote,
    Reading,
    Speaker,
    SpeakerType,
    Statement,
    TimeExpression,
    TimeType,
)

Row = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(words: str) -> str:
    """Return words as a database can hold them: a lone surrogate becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", words)


def identity_of(article: Article) -> str:
    """Return what makes two articles the same: the URL, or the id where there is none."""
    return plain(article.url or article.id)


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimals."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_row(reading: Reading, version: int, added_at: str) -> Row:
    """Return the row of an article."""
    article = reading.article
    return {
        "identity": identity_of(article),
        "version": version,
        "latest": True,
        "given_id": plain(article.id),
        "url": article.url and plain(article.url),
        "outlet": article.outlet and plain(article.outlet),
        "published": article.published.isoformat() if article.published else None,
        "title": article.title and plain(article.title),
        "text": zlib.compress(article.text.encode("utf-8", "surrogatepass"), 6),
        "text_hash": text_hash(article.text),
        "words": len(article.text.split()),
        "language": plain(reading.language),
        "model": plain(reading.model),
        "warnings": json.dumps([plain(warning) for warning in reading.warnings], ensure_ascii=False),
        "added_at": added_at,
        "modified": article.modified.isoformat() if article.modified else None,
        **{column: plain(value) if value else None for column, value in _told(article).items()},
    }


def _told(article: Article) -> dict[str, str | None]:
    """Return what a source tells of an article in words, by the columns that keep it."""
    return {
        "author": article.author,
        "stated_language": article.language,
        "credit": article.credit,
        "correction": article.correction,
        "source_warning": article.warning,
    }


def statement_row(statement: Statement, reading: Reading) -> Row:
    """Return the row of a statement, without the keys of others."""
    first, last = bounds(statement.made) if statement.made else (None, None)
    return {
        "label": plain(statement.id),
        "source": plain(reading.words(statement.source)) if statement.source else None,
        "cue": plain(reading.words(statement.cue)) if statement.cue else None,
        "content": plain(reading.words(statement.content)),
        "source_spans": written(statement.source),
        "cue_spans": written(statement.cue),
        "content_spans": written(statement.content),
        "act": statement.act.value,
        "negated": statement.negated,
        "quote": statement.quote.value,
        "distance": json.dumps([d.value for d in statement.distance]) if statement.distance else "[]",
        "confidence": statement.confidence,
        "made": statement.made,
        "made_from": first,
        "made_to": last,
        "made_evidence": json.dumps(statement.made_evidence) if statement.made_evidence else None,
        "speaker_label": statement.speaker and plain(statement.speaker),
        "addressee_label": statement.addressee and plain(statement.addressee),
        "status": "read",
    }


def appearance_row(speaker: Speaker) -> Row:
    """Return the row of a speaker in an article, without the keys of others."""
    return {
        "label": plain(speaker.id),
        "name": plain(speaker.name),
        "type": speaker.type.value,
        "role": speaker.role and plain(speaker.role),
        "affiliation": speaker.of and plain(speaker.of),
        "mentions": written(speaker.mentions),
    }


def time_rows(reading: Reading) -> list[Row]:
    """Return the rows of an article's time expressions."""
    return [
        {
            "start": time.span.start,
            "end": time.span.end,
            "words": plain(reading.words((time.span,))),
            "type": time.type.value,
            "value": time.value,
        }
        for time in reading.times
    ]


def mention_rows(reading: Reading) -> list[Row]:
    """Return the rows of an article's mentions."""
    rows = {
        (m.span.start, m.span.end): {
            "start": m.span.start,
            "end": m.span.end,
            "type": m.type.value,
            "label": m.speaker and plain(m.speaker),
        }
        for m in reading.mentions
    }
    return list(rows.values())


def article_of(row: Mapping[str, Any]) -> Article:
    """Return the article that a row holds."""
    return Article(
        text_of(row["text"]),
        id=row["given_id"],
        outlet=row["outlet"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        title=row["title"],
        url=row["url"],
        author=row["author"],
        modified=date.fromisoformat(row["modified"]) if row["modified"] else None,
        language=row["stated_language"],
        credit=row["credit"],
        correction=row["correction"],
        warning=row["source_warning"],
    )


def reading_of(
    article: Mapping[str, Any],
    statements: Sequence[Mapping[str, Any]],
    appearances: Sequence[Mapping[str, Any]],
    times: Sequence[Mapping[str, Any]],
    mentions: Sequence[Mapping[str, Any]],
) -> Reading:
    """Return the reading that the rows of one article hold.

    Args:
        statements: with `within`, the label of another one of the article, and `claims` where there are any.
    """
    return Reading(
        article_of(article),
        tuple(statement_of(row) for row in statements),
        model=article["model"],
        language=article["language"],
        warnings=tuple(json.loads(article["warnings"])),
        times=tuple(TimeExpression(Span(t["start"], t["end"]), TimeType(t["type"]), t["value"]) for t in times),
        speakers=tuple(
            Speaker(a["label"], a["name"], SpeakerType(a["type"]), a["role"], a["affiliation"], spans_of(a["mentions"]))
            for a in appearances
        ),
        mentions=tuple(EntityMention(Span(m["start"], m["end"]), MentionType(m["type"]), m["label"]) for m in mentions),
    )


def statement_of(row: Mapping[str, Any]) -> Statement:
    """Return the statement that a row holds."""
    return Statement(
        id=row["label"],
        source=spans_of(row["source_spans"]),
        cue=spans_of(row["cue_spans"]),
        content=spans_of(row["content_spans"]),
        act=Act(row["act"]),
        negated=bool(row["negated"]),
        quote=Quote(row["quote"]),
        within=row["within"],
        distance=tuple(Distance(d) for d in json.loads(row["distance"])),
        confidence=row["confidence"],
        speaker=row["speaker_label"],
        addressee=row["addressee_label"],
        made=row["made"],
        made_evidence=Span(*json.loads(row["made_evidence"])) if row["made_evidence"] else None,
        claims=row.get("claims", ()),
    )


def text_of(kept: bytes) -> str:
    """Return an article's text as it was given."""
    return zlib.decompress(kept).decode("utf-8", "surrogatepass")


def written(spans: Sequence[Span]) -> str:
    """Return spans as JSON, as `json.dumps` writes them, in a fifth of the time."""
    return f"[{', '.join([f'[{start}, {end}]' for start, end in spans])}]"


def spans_of(written: str) -> tuple[Span, ...]:
    """Return spans that were written as JSON."""
    return tuple(Span(*pair) for pair in json.loads(written))
