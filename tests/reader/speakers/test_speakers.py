"""Speakers: one for all the words that mean the same one, another for everybody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso import Article, Reader, Reading, Span
from sayso.reader.encoding import encode
from sayso.reader.model import shipped_model
from sayso.reader.pieces import pieces_of
from sayso.reader.speakers.contexts import Rows, marked
from sayso.reader.speakers.names import Names
from sayso.reader.speakers.reading import with_speakers
from sayso.statement import Act, Quote, SpeakerType, Statement

TEXT = """Ministry denies sealing the harbour

CORRAN - The ministry of trade denied that the harbour of Corran had been sealed. “Nobody sealed anything,” said Ilse \
Marquand, a spokeswoman for the ministry. She called the report a rumour.

“I was there myself,” Ms. Marquand added.

Tomas Verhey, who leads the dockers, said the ministry was lying. He accused it of hiding behind words.

Two port officials said that the gates had been shut. A person close to the board said the order came from above.

“Ask the gulls.”"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(threads=1)


Given = Callable[[str, list[tuple[str | None, str | None, str]]], Reading]


@pytest.fixture(scope="module")
def given() -> Given:
    """Resolve speakers of statements that the test tells, with the weights that ship."""
    model = shipped_model()

    def resolve(text: str, told: list[tuple[str | None, str | None, str]]) -> Reading:
        at, statements = 0, []
        for number, (source, cue, content) in enumerate(told, 1):
            at = text.index(content, 0)
            near = text.rindex("\n", 0, at) + 1 if "\n" in text[:at] else 0

            def span(words: str | None, near: int = near) -> tuple[Span, ...]:
                if words is None:
                    return ()
                start = text.index(words, near)
                return (Span(start, start + len(words)),)

            statements.append(
                Statement(
                    f"s{number}", span(source), span(cue), (Span(at, at + len(content)),),
                    Act.ASSERT, False, Quote.INDIRECT, None, (), 0.9,
                )
            )  # fmt: skip
        pieces, names, rows = pieces_of(text, model.tokenizer), Names.of(text), Rows()
        spans = [*names.spans, *(span for statement in statements for span in statement.source)]
        rows.keep(0, encode(model, [pieces]).features.rest, marked(pieces, spans))
        found, speakers, mentions = with_speakers(pieces, statements, names, model, rows)
        return Reading(Article(text), found, "m", speakers=speakers, mentions=mentions)

    return resolve


def test_names_titles_and_pronouns_become_one_speaker(given: Given) -> None:
    reading = given(
        TEXT,
        [
            ("Ilse Marquand, a spokeswoman for the ministry", "said", "“Nobody sealed anything,”"),
            ("She", "called", "the report a rumour"),
            ("Ms. Marquand", "added", "“I was there myself,”"),
        ],
    )
    (speaker,) = reading.speakers
    assert {s.speaker for s in reading.statements} == {speaker.id}
    assert (speaker.name, speaker.type, speaker.role) == ("Ilse Marquand", SpeakerType.PERSON, "spokeswoman")


def test_two_people_stay_two(given: Given) -> None:
    reading = given(
        TEXT,
        [
            ("Ilse Marquand, a spokeswoman for the ministry", "said", "“Nobody sealed anything,”"),
            ("Tomas Verhey, who leads the dockers,", "said", "the ministry was lying"),
            ("He", "accused", "it of hiding behind words"),
        ],
    )
    one, other, again = (s.speaker for s in reading.statements)
    assert one != other
    assert other == again


def test_unnamed_sources_stay_distinct_and_visible(given: Given) -> None:
    reading = given(
        TEXT,
        [
            ("Two port officials", "said", "the gates had been shut"),
            ("A person close to the board", "said", "the order came from above"),
        ],
    )
    assert [(s.name, s.type) for s in reading.speakers] == [
        ("Two port officials", SpeakerType.GROUP),
        ("A person close to the board", SpeakerType.UNNAMED),
    ]


def test_a_floating_quotation_is_that_of_whoever_spoke_before(given: Given) -> None:
    reading = given(
        TEXT, [("A person close to the board", "said", "the order came from above"), (None, None, "“Ask the gulls.”")]
    )
    assert reading.statements[0].speaker == reading.statements[1].speaker


def test_where_nobody_is_named_nobody_speaks(given: Given) -> None:
    reading = given("The plan was reportedly shelved.", [(None, "reportedly", "was")])
    assert reading.speakers == ()
    assert reading.statements[0].speaker is None


def test_every_source_of_a_reading_has_a_speaker_who_is_mentioned_there(reader: Reader) -> None:
    reading = reader.read(Article(TEXT))
    known = {speaker.id: speaker for speaker in reading.speakers}
    assert len(known) == len(reading.speakers)
    for statement in reading.statements:
        if statement.source:
            assert statement.source[0] in known[statement.speaker or ""].mentions
