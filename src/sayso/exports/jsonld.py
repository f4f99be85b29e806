"""Statements as schema.org linked data: quotations and reports of words, each in the article it appears in.

A statement that is quoted is a `Quotation`, any other a `Claim`: who it is by, what it says, where it appears. Neither
says that it is true.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from sayso.statement import Quote, Reading, Speaker, SpeakerType, Statement

CONTEXT = "https://schema.org"
_KINDS = {
    SpeakerType.PERSON: "Person",
    SpeakerType.UNNAMED: "Person",
    SpeakerType.ORGANIZATION: "Organization",
    SpeakerType.COUNTRY: "Country",
    SpeakerType.OUTLET: "NewsMediaOrganization",
    SpeakerType.GROUP: "Organization",
}


def article_to_jsonld(reading: Reading) -> dict[str, Any]:
    """Return an article with its statements as one JSON-LD document."""
    article = reading.article
    speakers = {speaker.id: _speaker(speaker) for speaker in reading.speakers}
    base = article.url or f"urn:sayso:{_part(article.id)}"
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": base,
        "identifier": article.id,
        "headline": article.title,
        "url": article.url,
        "datePublished": article.published.isoformat() if article.published else None,
        "dateModified": article.modified.isoformat() if article.modified else None,
        "author": {"@type": "Person", "name": article.author} if article.author else None,
        "sourceOrganization": {"@type": "Organization", "name": article.credit} if article.credit else None,
        "correction": article.correction,
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet} if article.outlet else None,
        "inLanguage": reading.language if reading.language != "und" else None,
        "hasPart": [_statement(statement, reading, speakers, base) for statement in reading.statements],
    }
    return {key: value for key, value in document.items() if value is not None}


def jsonld_lines(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the lines of one JSON-LD document that holds all articles."""
    yield "[\n"
    for number, reading in enumerate(readings):
        yield (",\n" if number else "") + json.dumps(article_to_jsonld(reading), ensure_ascii=True)
    yield "\n]\n"


def _statement(statement: Statement, reading: Reading, speakers: dict[str, Any], base: str) -> dict[str, Any]:
    quoted = statement.quote is Quote.DIRECT
    who = speakers.get(statement.speaker or "")
    found: dict[str, Any] = {
        "@type": "Quotation" if quoted else "Claim",
        "@id": f"{base}#{_part(statement.id)}",
        "identifier": statement.id,
        "text": reading.words(statement.content),
        "spokenByCharacter" if quoted else "author": who,
        "dateCreated": statement.made,
        "keywords": [f"not {statement.act.value}" if statement.negated else statement.act.value],
        "isPartOf" if quoted else "appearance": {"@id": base},
    }
    return {key: value for key, value in found.items() if value is not None}


def _speaker(speaker: Speaker) -> dict[str, Any]:
    kind = _KINDS[speaker.type]
    found: dict[str, Any] = {"@type": kind, "name": speaker.name}
    if kind == "Person":
        found["jobTitle"] = speaker.role
        found["affiliation"] = {"@type": "Organization", "name": speaker.of} if speaker.of else None
    return {key: value for key, value in found.items() if value is not None}


def _part(id: str) -> str:
    """Return an id as a part of an address."""
    return quote(id.encode("utf-8", "replace"), safe="")
