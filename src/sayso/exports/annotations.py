"""Statements as W3C Web Annotations: each pinned to the article by its place and by its very words.

The model is https://www.w3.org/TR/annotation-model/. Positions count the characters of the article's text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from sayso.article import Span
from sayso.statement import Reading, Statement

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters before and behind that tell like words apart


def annotations_of(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield an annotation for each statement of a reading that has words to pin it to."""
    article = reading.article
    source = article.url or f"urn:sayso:{quote(article.id.encode('utf-8', 'replace'), safe='')}"
    names = {speaker.id: speaker.name for speaker in reading.speakers}
    for statement in reading.statements:
        spans = statement.content or statement.cue or statement.source
        if spans:
            yield {
                "id": f"{source}#{quote(statement.id.encode('utf-8', 'replace'), safe='')}",
                "type": "Annotation",
                "motivation": "identifying",
                "generator": {"id": "urn:sayso", "type": "Software", "name": reading.model},
                "body": _bodies(statement, reading, names),
                "target": [_target(source, reading.article.text, span) for span in spans],
            }


def annotation_lines(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the lines of one annotation page that holds the annotations of all articles."""
    yield f'{{"@context": "{CONTEXT}", "id": "urn:sayso:annotations", "type": "AnnotationPage", "items": [\n'
    first = True
    for reading in readings:
        for annotation in annotations_of(reading):
            yield ("" if first else ",\n") + json.dumps(annotation, ensure_ascii=True)
            first = False
    yield "\n]}\n"


def _bodies(statement: Statement, reading: Reading, names: dict[str, str]) -> list[dict[str, Any]]:
    act = f"not {statement.act.value}" if statement.negated else statement.act.value
    told = [("tagging", act), ("tagging", statement.quote.value)]
    told += [("tagging", distance.value) for distance in statement.distance]
    speaker = names.get(statement.speaker or "")
    words = reading.words(statement.source) if statement.source else None
    who = speaker or words
    if who:
        told.append(("describing", f"by {who}"))
    if statement.addressee in names:
        told.append(("describing", f"to {names[statement.addressee]}"))
    if statement.made:
        told.append(("describing", f"made {statement.made}"))
    return [
        {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"} for purpose, value in told
    ]


def _target(source: str, text: str, span: Span) -> dict[str, Any]:
    return {
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": text[span.start : span.end],
                "prefix": text[max(0, span.start - _AROUND) : span.start],
                "suffix": text[span.end : span.end + _AROUND],
            },
        ],
    }
