"""Readings as JSON: lossless both ways, as the published schema says, and nothing else is taken back."""

from __future__ import annotations

import copy
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sayso.article import Article, Span
from sayso.errors import SchemaError
from sayso.exports.json import SCHEMA, dump, load, reading_from_json, reading_schema, reading_to_json
from sayso.statement import Act, Distance, Quote, Reading, Speaker, SpeakerType, Statement, TimeExpression, TimeType
from tests.exports.readings import crossing, ministry

ODD = st.text(st.characters())  # lone surrogates, controls and NULs among them
EDTF = ("2031", "2031-03", "2031-03-14", "2031-21", "2031-03/..", "../2031-03-14", "2029~", "2031-03-14T04:12Z")
VALIDATOR = Draft202012Validator(reading_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


@st.composite
def spans(draw: st.DrawFn, length: int) -> tuple[Span, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
    return tuple(Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(ODD.filter(str.strip))
    parts = spans(len(text))
    ids = draw(st.lists(ODD.filter(bool), unique=True, max_size=4))
    people = draw(st.lists(ODD, unique=True, max_size=3))
    speakers = tuple(
        Speaker(id, draw(ODD), draw(st.sampled_from(SpeakerType)), draw(st.none() | ODD), None, draw(parts))
        for id in people
    )
    statements = tuple(
        Statement(
            id=id,
            source=draw(parts),
            cue=draw(parts),
            content=draw(parts),
            act=draw(st.sampled_from(Act)),
            negated=draw(st.booleans()),
            quote=draw(st.sampled_from(Quote)),
            within=draw(st.sampled_from([None, *ids[:place]])),
            distance=tuple(draw(st.lists(st.sampled_from(Distance), unique=True))),
            confidence=draw(st.floats(0, 1)),
            speaker=draw(st.sampled_from([None, *people])),
            addressee=draw(st.sampled_from([None, *people])),
            made=draw(st.sampled_from([None, *EDTF])),
            made_evidence=next(iter(draw(parts)), None),
        )
        for place, id in enumerate(ids)
    )
    times = tuple(
        TimeExpression(span, draw(st.sampled_from(TimeType)), draw(st.sampled_from([None, *EDTF])))
        for span in draw(parts)
    )
    article = Article(
        text,
        id=draw(ODD),
        outlet=draw(st.none() | ODD),
        published=draw(st.none() | st.dates()),
        title=draw(st.none() | ODD),
        url=draw(st.none() | ODD),
    )
    return Reading(article, statements, draw(ODD), draw(ODD), tuple(draw(st.lists(ODD, max_size=2))), times, speakers)


@given(readings())
def test_a_reading_comes_back_as_it_was_and_fits_the_schema(reading: Reading) -> None:
    data = reading_to_json(reading)
    VALIDATOR.validate(data)
    assert reading_from_json(data) == reading


@given(readings())
@example(Reading(Article("\ud83d\ude00 a \u2028\x85\x9b\ud83d b \ude00"), (), "m"))
def test_a_line_is_one_line_of_utf_8_and_comes_back(reading: Reading) -> None:
    line = dump(reading)
    assert len(line.splitlines()) == 1
    back = load(line.encode("utf-8"))
    assert len(back.article.text) == len(reading.article.text)
    halves = any("\ud800" <= a <= "\udbff" and "\udc00" <= b <= "\udfff" for a, b in pairwise(line))
    assert not halves
    if "\ufffd" not in line:
        assert back == reading


def test_lone_surrogates_come_back_and_halves_of_one_character_keep_their_length() -> None:
    lone = Reading(Article("a \ud800 \udfff b é 😀"), (), "m")
    assert load(dump(lone)) == lone
    assert "é 😀" in dump(lone)
    assert load(dump(Reading(Article("a \ud83d\ude00 b"), (), "m"))).article.text == "a \ufffd\ufffd b"


def test_the_fields_are_those_of_the_published_schema() -> None:
    data = reading_to_json(ministry())
    schema = reading_schema()
    statement = schema["$defs"]["statement"]
    told = ["author", "modified", "stated_language", "credit", "correction", "source_warning"]
    assert list(data) == schema["required"]
    assert [name for name in schema["properties"] if name not in told] == schema["required"]
    assert [name for name in statement["properties"] if name != "claims"] == statement["required"]
    assert all(list(s) == statement["required"] for s in data["statements"])
    assert (data["schema"], data["published"]) == (SCHEMA, "2031-03-15")


def test_the_schema_is_a_schema_and_describes_each_field() -> None:
    schema = reading_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:sayso:reading:1"
    statement = schema["$defs"]["statement"]["properties"]
    fields = [*schema["properties"].values(), *statement.values(), *statement["words"]["properties"].values()]
    assert all(field["description"].endswith(".") for field in fields)


def test_the_words_of_the_schema_are_those_of_the_package() -> None:
    statement = reading_schema()["$defs"]["statement"]["properties"]
    assert statement["act"]["enum"] == list(Act)
    assert statement["quote"]["enum"] == list(Quote)
    assert statement["distance"]["items"]["enum"] == list(Distance)


def test_words_are_the_articles_own_and_are_ignored_on_input() -> None:
    data = reading_to_json(ministry())
    fifth, floating = data["statements"][4], data["statements"][12]
    assert fifth["words"]["content"] == "“Nobody sealed anything,” … “and nobody will.”"
    assert floating["words"] == {"source": None, "cue": None, "content": "“A quiet catastrophe.”"}
    fifth["words"] = "anything"
    del floating["words"]
    assert reading_from_json(data) == ministry()


def test_fields_of_later_versions_are_ignored() -> None:
    data = reading_to_json(ministry())
    data["mood"] = data["statements"][0]["mood"] = [{}]
    VALIDATOR.validate(data)
    assert reading_from_json(data) == ministry()


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return a good reading's JSON with the value at `path` set, or left out if it is `...`."""
    data: Any = copy.deepcopy(reading_to_json(ministry()))
    *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
    place = data
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    found: dict[str, Any] = data
    return found


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("schema", "sayso.reading/2", "the schema must be 'sayso.reading/1', not \"sayso.reading/2\""),
        ("schema", ..., "the schema must be 'sayso.reading/1', not null"),
        ("text", " ", "`text` of the reading is empty"),
        ("id", "", "`id` of the reading is empty"),
        ("outlet", ..., "`outlet` of the reading is missing"),
        ("published", "2024-02-31", '`published` of the reading must be a day as YYYY-MM-DD, not "2024-02-31"'),
        ("published", "20240221", '`published` of the reading must be a day as YYYY-MM-DD, not "20240221"'),
        ("warnings", [1], "`warnings` of the reading must hold strings only, not a number"),
        ("statements", {}, "`statements` of the reading must be an array, not an object"),
        ("statements.1", [], "statement 2 must be an object, not an array"),
        ("statements.1.act", "sing", "`act` of statement 2 must be one of assert, confirm, deny"),
        ("statements.1.act", [], "`act` of statement 2 must be a string, not an array"),
        ("statements.1.negated", 1, "`negated` of statement 2 must be true or false, not a number"),
        (
            "statements.1.quote",
            "\ud800",
            '`quote` of statement 2 must be one of direct, mixed, indirect, not "\\ud800"',
        ),
        ("statements.1.distance", ["far"], "`distance` of statement 2 must be one of hedged"),
        ("statements.1.distance", ["hedged"] * 2, "`distance` of statement 2 names the same one twice"),
        ("statements.1.confidence", 1.5, "`confidence` of statement 2 must be a number from 0 to 1"),
        ("statements.1.confidence", True, "`confidence` of statement 2 must be a number from 0 to 1"),
        ("statements.1.confidence", float("nan"), "`confidence` of statement 2 must be a number from 0 to 1"),
        ("statements.1.cue", [[1, 99999]], "`cue` of statement 2 has a span that is empty or lies outside the text"),
        ("statements.1.cue", [[-1, 2]], "`cue` of statement 2 has a span that is empty or lies outside the text"),
        ("statements.1.cue", [[2, 2]], "`cue` of statement 2 has a span that is empty or lies outside the text"),
        ("statements.1.cue", [[4, 8], [1, 5]], "`cue` of statement 2 has spans that overlap or are not in text order"),
        ("statements.1.cue", [[1.0, 2]], "`cue` of statement 2 must hold pairs of whole numbers"),
        ("statements.1.cue", [[False, True]], "`cue` of statement 2 must hold pairs of whole numbers"),
        ("statements.1.cue", [1, 2], "`cue` of statement 2 must hold pairs of whole numbers"),
        ("statements.1.claims", [["7"]], "`claims` of statement 2 must hold pairs of a claim's id and a side"),
        ("statements.1.claims", [["7", "doubt"]], "`claims` of statement 2 must hold pairs of a claim's id and a side"),
        ("statements.1.claims", [[7, "deny"]], "`claims` of statement 2 must hold pairs of a claim's id and a side"),
        ("times", ..., "`times` of the reading is missing"),
        ("times", [1], "time 1 must be an object, not a number"),
        ("times.0.span", [3, 3], "`span` of time 1 is empty or lies outside the text"),
        ("times.0.span", 3, "`span` of time 1 must be a pair of whole numbers"),
        ("times.1.span", [0, 5], "`span` of time 2 overlaps the one before, or is not in text order"),
        ("times.0.type", "era", '`type` of time 1 must be one of date, time, duration, not "era"'),
        ("times.0.value", "soon", '`value` of time 1 must be a time as EDTF writes it, not "soon"'),
        ("speakers", ..., "`speakers` of the reading is missing"),
        ("speakers.1.id", "p1", "two speakers have the same id"),
        ("speakers.0.type", "cat", "`type` of speaker 1 must be one of person, organization"),
        ("speakers.0.mentions", [[5, 9], [1, 4]], "`mentions` of speaker 1 has spans that overlap or are not in text"),
        ("statements.1.speaker", "p99", 'the speaker of statement "s2" is "p99", who is not there'),
        ("statements.1.addressee", "p99", 'the addressee of statement "s2" is "p99", who is not there'),
        ("statements.1.made", ..., "`made` of statement 2 is missing"),
        ("statements.1.made", "soon", '`made` of statement 2 must be a time as EDTF writes it, not "soon"'),
        ("statements.1.made_evidence", [5, 5], "`made_evidence` of statement 2 is empty or lies outside the text"),
        ("statements.1.id", "s1", "two statements have the same id"),
        ("statements.1.within", "s99", 'statement "s2" is within "s99", which is not there'),
        ("statements.1.within", "s2", 'statement "s2" stands within itself'),
        ("statements.1.within", "s4", 'statement "s2" stands within itself'),
    ],
)
def test_what_is_wrong_is_said_by_its_place(path: str, value: Any, message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        reading_from_json(changed(path, value))
    assert str(caught.value).startswith(message)


def test_a_number_too_long_to_print_is_told_without_it() -> None:
    with pytest.raises(SchemaError, match="`confidence` of statement 2 must be a number from 0 to 1"):
        reading_from_json(changed("statements.1.confidence", 10**5000))


def test_spans_outside_the_text_are_not_taken_back() -> None:
    with pytest.raises(SchemaError):
        reading_from_json(reading_to_json(crossing()))


@pytest.mark.parametrize("line", ["", "{", b"\xff\xfe\xff", "[" * 100_000, "9" * 5000, "null", '"a"'])
def test_a_line_that_is_no_reading_is_a_schema_error(line: str | bytes) -> None:
    with pytest.raises(SchemaError):
        load(line)


def test_a_confidence_that_is_no_number_is_a_schema_error() -> None:
    statement = Statement("s1", (), (), (), Act.ASSERT, False, Quote.DIRECT, None, (), float("nan"))
    with pytest.raises(SchemaError):
        dump(Reading(Article("a"), (statement,), "m"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3),
    max_leaves=8,
)
PATHS = st.sampled_from([
    *reading_schema()["properties"],
    *(f"statements.1.{key}" for key in reading_schema()["$defs"]["statement"]["properties"]),
    "statements.1", "statements.1.cue.0", "statements.1.cue.0.1", "warnings",
])  # fmt: skip


@given(JSON)
def test_any_json_is_a_reading_or_a_schema_error(data: Any) -> None:
    with pytest.raises(SchemaError):
        reading_from_json(data)


@given(PATHS, JSON)
def test_any_value_in_any_place_gives_a_reading_or_a_schema_error(path: str, value: Any) -> None:
    with suppress(SchemaError):
        assert isinstance(reading_from_json(changed(path, value)), Reading)


def test_what_a_source_tells_of_an_article_comes_back_and_need_not_be_there() -> None:
    told = replace(
        ministry().article,
        author="Ida Rook",
        modified=date(2031, 3, 16),
        language="en-GB",
        credit="Reuters",
        correction="An earlier version misstated the year.",
        warning="much was left out",
    )
    reading = replace(ministry(), article=told)
    assert load(dump(reading)) == reading
    assert set(reading_to_json(reading)) - set(reading_to_json(ministry())) == {
        "author", "modified", "stated_language", "credit", "correction", "source_warning",
    }  # fmt: skip
    VALIDATOR.validate(reading_to_json(reading))


@pytest.mark.parametrize("field", ["author", "modified", "stated_language", "credit", "correction", "source_warning"])
def test_what_a_source_tells_must_be_words(field: str) -> None:
    with pytest.raises(SchemaError, match=f"`{field}` of the reading"):
        reading_from_json(reading_to_json(ministry()) | {field: 7})
