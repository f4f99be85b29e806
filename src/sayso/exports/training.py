"""Readings as annotated stories, the form that `training/corpus.py` learns from: for what persons corrected."""

from __future__ import annotations

from typing import Any

from sayso.statement import Reading, Statement


def story_of(reading: Reading) -> dict[str, Any]:
    """Return a reading as a story of one article: its entities, and its statements with words and offsets."""
    article = reading.article
    return {
        "id": article.id,
        "topic": article.title or "",
        "claims": [],
        "entities": [
            {"id": s.id, "name": s.name, "type": s.type.value, "role": s.role, "of": s.of} for s in reading.speakers
        ],
        "articles": [
            {
                "id": article.id,
                "outlet": article.outlet,
                "kind": "report",
                "published": article.published.isoformat() if article.published else None,
                "title": article.title,
                "text": article.text,
                "statements": [_statement(statement, reading) for statement in reading.statements],
                "times": [
                    {"text": reading.words((time.span,)), "value": time.value, "offsets": list(time.span)}
                    for time in reading.times
                ],
            }
        ],
    }


def _statement(statement: Statement, reading: Reading) -> dict[str, Any]:
    roles = {"source": statement.source, "cue": statement.cue, "content": statement.content}
    text = reading.article.text
    return {
        "id": statement.id,
        "source": reading.words(statement.source) or None,
        "cue": reading.words(statement.cue) or None,
        "content": [text[span.start : span.end] for span in statement.content],
        "speaker": statement.speaker,
        "addressee": statement.addressee,
        "act": statement.act.value,
        "negated": statement.negated,
        "quote": statement.quote.value,
        "made": statement.made,
        "within": statement.within,
        "claims": [list(claim) for claim in statement.claims],
        "offsets": {role: [list(span) for span in spans] for role, spans in roles.items()},
    }
