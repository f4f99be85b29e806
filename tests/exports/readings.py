"""Invented readings that the tests of the views share."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from sayso.article import Article, Span
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

MINISTRY = """Ministry rejects report of a sealed harbour

CORRAN, March 14 – The ministry of trade on Tuesday firmly rejected claims by the Tidewater Ledger that dockers had \
alleged the harbour of Corran was “sealed at night”. “Nobody sealed anything,” said Ilse Marquand, the ministry's \
spokeswoman, “and nobody will.”

She called on the newspaper to publish its sources, and warned that “rumours sink ships faster than storms”.

The paper's editor did not deny that two of its informants are reportedly being investigated. Tomas Verhey, who has \
chaired the dockers' union since 2019, praised the reporters and accused the ministry of hiding behind words.

“We will stop every crane on the coast,” he told a rally.

“We have done it before.”

“A quiet catastrophe.” The port authority declined to comment. Marquand promised an inquiry by May."""

HOSTILE = (
    """</title><script>document.title = 'owned'</script>

"<img src=x onerror=alert(1)>" said A\x00B\x1b[31m \u202eevil\u202c & 'co' <b>[red]\r
"""
    + "Longwordwithoutanybreak" * 40
    + ' "quoted" &amp; &lt;done&gt;\ud800'
)


class Made:
    """A reading in the making: each part of a statement is given by its words, looked for from the phrase `at`."""

    def __init__(self, text: str, **facts: Any) -> None:
        self.article = Article(text, **facts)
        self.statements: list[Statement] = []
        self.times: list[TimeExpression] = []
        self.speakers: list[Speaker] = []
        self.mentions: list[EntityMention] = []

    def add(self, act: Act, source: str | None, cue: str | None, *content: str, at: str = "", **facts: Any) -> None:
        start = self.article.text.index(at)
        self.statements.append(
            Statement(
                id=f"s{len(self.statements) + 1}",
                source=self._spans(start, source),
                cue=self._spans(start, cue),
                content=self._spans(start, *content),
                act=act,
                negated=facts.pop("negated", False),
                quote=facts.pop("quote", Quote.INDIRECT),
                within=facts.pop("within", None),
                distance=facts.pop("distance", ()),
                confidence=facts.pop("confidence", 0.9),
                made=facts.pop("made", None),
            )
        )
        assert not facts

    def reading(self, **facts: Any) -> Reading:
        return Reading(
            self.article,
            tuple(self.statements),
            model="test-1",
            times=tuple(self.times),
            speakers=tuple(self.speakers),
            mentions=tuple(sorted(self.mentions, key=lambda mention: mention.span)),
            **facts,
        )

    def speaker(self, name: str, type: SpeakerType, *words: str, **about: str) -> None:
        """Add a speaker, and make the statements theirs whose sources are among `words`."""
        id = f"p{len(self.speakers) + 1}"
        mine = [s for s in self.statements if " ".join(self.article.text[a:b] for a, b in s.source) in words]
        spans = tuple(span for s in mine for span in s.source)
        self.mentions += [EntityMention(span, MentionType(type.value), id) for span in dict.fromkeys(spans)]
        self.speakers.append(Speaker(id, name, type, about.get("role"), about.get("of"), spans))
        self.statements = [replace(s, speaker=id) if s in mine else s for s in self.statements]

    def time(self, words: str, value: str | None) -> None:
        start = self.article.text.index(words)
        self.times.append(TimeExpression(Span(start, start + len(words)), TimeType.DATE, value))

    def _spans(self, start: int, *words: str | None) -> tuple[Span, ...]:
        spans = []
        for word in words:
            if word is not None:
                match = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(self.article.text, start)
                assert match, word
                spans.append(Span(*match.span()))
                start = match.end()
        return tuple(spans)


def ministry() -> Reading:
    """An article with statements three deep, a floating quotation, and a content over two paragraphs."""
    made = Made(MINISTRY, outlet="The Corran Courier", published=date(2031, 3, 15))
    sealed = "the harbour of Corran was “sealed at night”"
    made.time("March 14", "2031-03-14")
    made.time("on Tuesday", "2031-03-11")
    made.add(Act.DENY, "Ministry", "rejects", "report of a sealed harbour")
    made.add(
        Act.DENY, "The ministry of trade", "firmly rejected",
        f"claims by the Tidewater Ledger that dockers had alleged {sealed}", quote=Quote.MIXED, at="The ministry of",
        made="2031-03-11",
    )  # fmt: skip
    made.add(
        Act.ASSERT, "the Tidewater Ledger", "claims", f"dockers had alleged {sealed}", quote=Quote.MIXED,
        within="s2", distance=(Distance.HEDGED,),
    )  # fmt: skip
    made.add(Act.ACCUSE, "dockers", "had alleged", sealed, quote=Quote.MIXED, within="s3")
    made.add(
        Act.DENY, "Ilse Marquand, the ministry's spokeswoman", "said",
        "“Nobody sealed anything,”", "“and nobody will.”", quote=Quote.DIRECT,
    )  # fmt: skip
    made.add(Act.DEMAND, "She", "called on", "the newspaper to publish its sources")
    made.add(Act.WARN, "She", "warned", "“rumours sink ships faster than storms”", quote=Quote.DIRECT, confidence=0.41)
    made.add(
        Act.DENY, "The paper's editor", "did not deny", "two of its informants are reportedly being investigated",
        negated=True,
    )  # fmt: skip
    made.add(
        Act.ASSERT, None, "reportedly", "two of its informants are", "being investigated", within="s8",
        distance=(Distance.HEDGED, Distance.UNNAMED), confidence=0.62,
    )  # fmt: skip
    union = "Tomas Verhey, who has chaired the dockers' union since 2019"
    made.add(Act.PRAISE, union, "praised", "the reporters")
    made.add(Act.ACCUSE, union, "accused", "the ministry of hiding behind words")
    made.add(
        Act.THREATEN, "he", "told", "“We will stop every crane on the coast,”", "“We have done it before.”",
        quote=Quote.DIRECT, at="“We will",
    )  # fmt: skip
    made.add(Act.ASSERT, None, None, "“A quiet catastrophe.”", quote=Quote.DIRECT, distance=(Distance.UNNAMED,))
    made.add(Act.DECLINE, "The port authority", "declined to comment")
    made.add(Act.PROMISE, "Marquand", "promised", "an inquiry by May", at="Marquand promised", confidence=0.97)
    made.speaker(
        "Ilse Marquand",
        SpeakerType.PERSON,
        "Ilse Marquand, the ministry's spokeswoman",
        "She",
        "Marquand",
        role="spokeswoman",
        of="ministry",
    )
    made.speaker("Tomas Verhey", SpeakerType.PERSON, union, "he")
    return made.reading()


def crossing() -> Reading:
    """Marks that cross each other, reach over paragraphs, and lie outside the text or on nothing."""
    text = "one two three four\n\nfive six seven eight nine"
    spans = [(0, 13), (4, 23), (8, 8), (20, 99), (14, 28), (0, len(text)), (18, 20)]
    statements = tuple(
        Statement(
            f"s{i}", (Span(0, 3),), (Span(4, 7),), (Span(*span),), Act.ASSERT, False, Quote.INDIRECT, None, (), 0.5
        )
        for i, span in enumerate(spans, 1)
    )
    return Reading(Article(text), statements, model="test-1")


def hostile() -> Reading:
    """An article that tries to break out of wherever it is shown, with marks over most of it."""
    made = Made(HOSTILE, outlet="<script>document.title = 'outlet'</script>", id='"><script>alert(2)</script>')
    speaker = "A\x00B\x1b[31m \u202eevil\u202c & 'co' <b>[red]"
    made.add(Act.ASSERT, speaker, "said", '"<img src=x onerror=alert(1)>"', quote=Quote.DIRECT)
    made.add(Act.DENY, "</title>", "document.title", HOSTILE[HOSTILE.index("Longword") : -1], "\ud800", confidence=0.2)
    return made.reading(language='en" onload="alert(3)', warnings=("<i>looks odd</i>",))
