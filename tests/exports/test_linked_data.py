"""Exports as linked data: schema.org, and W3C Web Annotations."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest

from sayso.exports.annotations import CONTEXT, annotation_lines, annotations_of
from sayso.exports.jsonld import article_to_jsonld, jsonld_lines
from tests.exports.readings import crossing, hostile, ministry

# What the Web Annotation Data Model (W3C Recommendation, 23 February 2017) asks of annotations with text selectors.
SELECTOR = {
    "oneOf": [
        {
            "required": ["type", "start", "end"],
            "properties": {"type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0}},
        },
        {
            "required": ["type", "exact"],
            "properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string"}},
        },
    ]
}
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": {"type": "string", "format": "uri", "pattern": "^[a-z]+:"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["identifying", "describing", "tagging"]},
        "body": {
            "type": "array",
            "items": {
                "required": ["type", "value"],
                "properties": {"type": {"const": "TextualBody"}, "purpose": {"enum": ["tagging", "describing"]}},
            },
        },
        "target": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["source", "selector"],
                "properties": {"selector": {"type": "array", "items": SELECTOR}},
            },
        },
    },
}
# The part of schema.org's vocabulary that is used: which properties each type has.
SCHEMA_ORG = {
    "NewsArticle": "identifier headline url datePublished dateModified author publisher sourceOrganization correction "
    "inLanguage hasPart",
    "Quotation": "identifier text spokenByCharacter dateCreated keywords isPartOf",
    "Claim": "identifier text author dateCreated keywords appearance",
    "Person": "name jobTitle affiliation",
    "Organization": "name",
    "Country": "name",
    "NewsMediaOrganization": "name",
}


def nodes(value: Any) -> list[dict[str, Any]]:
    """Return every typed object in a document."""
    if isinstance(value, list):
        return [node for item in value for node in nodes(item)]
    if not isinstance(value, dict):
        return []
    return [*([value] if "@type" in value else []), *(n for item in value.values() for n in nodes(item))]


@pytest.mark.parametrize("reading", [ministry(), crossing(), hostile()])
def test_each_annotation_is_what_the_standard_asks(reading: Any) -> None:
    found = list(annotations_of(reading))
    assert len(found) == len(reading.statements)
    for annotation in found:
        jsonschema.validate(annotation, ANNOTATION)


def test_both_selectors_lead_to_the_same_words() -> None:
    text = ministry().article.text
    for annotation in annotations_of(ministry()):
        for target in annotation["target"]:
            position, quote = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])


def test_bodies_tell_who_what_and_when() -> None:
    second = list(annotations_of(ministry()))[1]
    assert [(body["purpose"], body["value"]) for body in second["body"]] == [
        ("tagging", "deny"),
        ("tagging", "mixed"),
        ("describing", "by The ministry of trade"),
        ("describing", "made 2031-03-11"),
    ]


def test_a_page_of_annotations_is_one_document() -> None:
    page = json.loads("".join(annotation_lines([ministry(), crossing()])))
    assert (page["@context"], page["type"]) == (CONTEXT, "AnnotationPage")
    assert len(page["items"]) == len(ministry().statements) + len(crossing().statements)
    assert json.loads("".join(annotation_lines([])))["items"] == []


@pytest.mark.parametrize("reading", [ministry(), crossing(), hostile()])
def test_types_and_properties_are_schema_orgs(reading: Any) -> None:
    for node in nodes(article_to_jsonld(reading)):
        assert set(node) - {"@type", "@id", "@context"} <= set(SCHEMA_ORG[node["@type"]].split())


def test_the_document_expands_as_linked_data() -> None:
    jsonld = pytest.importorskip("pyld").jsonld
    document = article_to_jsonld(replace(ministry(), article=replace(ministry().article, url="https://post.example/1")))
    document["@context"] = {"@vocab": "https://schema.org/"}  # the same vocabulary, without a network
    (article,) = jsonld.expand(document)
    assert article["@type"] == ["https://schema.org/NewsArticle"]
    assert article["@id"] == "https://post.example/1"
    parts = article["https://schema.org/hasPart"]
    assert len(parts) == len(ministry().statements)
    assert {part["@type"][0].rsplit("/", 1)[1] for part in parts} == {"Claim", "Quotation"}
    assert parts[0]["@id"] == "https://post.example/1#s1"


def test_quotations_name_their_speaker_and_claims_their_author() -> None:
    parts = article_to_jsonld(ministry())["hasPart"]
    assert parts[4]["@type"] == "Quotation"
    assert parts[4]["spokenByCharacter"]["name"] == "Ilse Marquand"
    assert (parts[9]["@type"], parts[9]["author"]["name"]) == ("Claim", "Tomas Verhey")
    assert parts[7]["keywords"] == ["not deny"]


def test_several_articles_are_one_document() -> None:
    documents = json.loads("".join(jsonld_lines([ministry(), crossing()])))
    assert [document["identifier"] for document in documents] == [ministry().article.id, crossing().article.id]


def test_author_credit_and_correction_of_an_article_are_told() -> None:
    told = replace(
        ministry().article,
        author="Ida Rook",
        modified=date(2031, 3, 16),
        credit="Reuters",
        correction="An earlier version misstated the year.",
    )
    document = article_to_jsonld(replace(ministry(), article=told))
    assert document["author"] == {"@type": "Person", "name": "Ida Rook"}
    assert document["sourceOrganization"] == {"@type": "Organization", "name": "Reuters"}
    assert (document["dateModified"], document["correction"]) == ("2031-03-16", told.correction)
