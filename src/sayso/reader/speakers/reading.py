"""The speakers of an article: who each of its statements is handed to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from sayso.article import Span
from sayso.reader.model import Model
from sayso.reader.pieces import Pieces
from sayso.reader.quotation import QuoteState
from sayso.reader.speakers.contexts import LONGEST, Context, Rows, contexts, marked
from sayso.reader.speakers.entities import Entity, Place
from sayso.reader.speakers.linker import Linker
from sayso.reader.speakers.mentions import Kind, Mention, mention, named
from sayso.reader.speakers.names import Names
from sayso.reader.speakers.naming import affiliation_of, name_of, role_of, type_of
from sayso.statement import EntityMention, MentionType, Speaker, Statement

Placed = tuple[Mention, Place]


def with_speakers(
    pieces: Pieces, statements: Sequence[Statement], names: Names, model: Model, rows: Rows
) -> tuple[tuple[Statement, ...], tuple[Speaker, ...], tuple[EntityMention, ...]]:
    """Tell who speaks.

    Args:
        rows: what the encoder says of the names and the sources.

    Returns:
        The statements with their speakers' ids, the speakers in the order in which they first speak, and every
        mention of anybody, in text order.
    """
    owners: dict[int, Entity] = {}
    placed = placed_mentions(pieces, statements, names)
    seen = contexts(model, pieces, [said.span for said, _ in placed], rows)
    linker = Linker(model.speakers, seen if len(pieces) <= LONGEST else [], model.nearness)
    met = []
    for (said, place), context in zip(placed, seen, strict=True):
        entity = linker.take(linker.choose(said, place), said, place)
        met.append((said, entity, context))
        if place.statement is not None:
            owners[place.statement] = entity
    _hand_on(statements, owners)
    speakers: dict[int, Speaker] = {}
    given = []
    for number, statement in enumerate(statements):
        owner = owners.get(number)
        if owner is not None:
            speaker = speakers.setdefault(owner.number, _speaker(owner, f"p{len(speakers) + 1}"))
            statement = replace(statement, speaker=speaker.id)
        given.append(statement)
    return tuple(given), tuple(speakers.values()), _mentions(met, speakers)


def _hand_on(statements: Sequence[Statement], owners: dict[int, Entity]) -> None:
    """Give a floating quotation to whoever spoke before it."""
    before: Entity | None = None
    for number, statement in enumerate(statements):
        if number not in owners and before is not None and not statement.cue and not statement.source:
            owners[number] = before
        before = owners.get(number, before)


def _speaker(entity: Entity, id: str) -> Speaker:
    spans = tuple(sorted(said.span for said, _ in entity.mentions))
    return Speaker(id, name_of(entity), type_of(entity), role_of(entity), affiliation_of(entity), spans)


def _mentions(
    met: Sequence[tuple[Mention, Entity, Context]], speakers: Mapping[int, Speaker]
) -> tuple[EntityMention, ...]:
    """Return what a reader is shown of mentions: a name that is no name of anybody is left out."""
    found: dict[Span, EntityMention] = {}
    for said, entity, context in met:
        speaker = speakers.get(entity.number)
        kind = int(context.types.argmax())
        if speaker is None and kind == 0:
            continue
        kind = kind or 1 + int(context.types[1:].argmax())
        id = speaker.id if speaker else None
        found.setdefault(said.span, EntityMention(said.span, tuple(MentionType)[kind - 1], id))
    return tuple(found[span] for span in sorted(found))


def placed_mentions(pieces: Pieces, statements: Sequence[Statement], names: Names) -> list[Placed]:
    """Return the sources of statements and the names elsewhere, each with its place, in the order of the text.

    The source of an outer statement comes before an "I" in its content even where it stands behind it.
    """
    spans: list[tuple[Span, int | None]] = [(s.source[0], n) for n, s in enumerate(statements) if s.source]
    taken = marked(pieces, [span for span, _ in spans])
    for span in names.spans:
        at = pieces.range_of(span.start, span.end)
        if at is not None and not taken[at[0] : at[1]].any():
            spans.append((span, None))
    spans.sort(key=lambda item: (item[0], -1 if item[1] is None else item[1]))
    contents = _Contents(statements)
    found = []
    for span, number in spans:
        said = (named if number is None else mention)(pieces.text, span, names.known)
        if number is not None or said.kind is Kind.NAME:
            found.append((said, _place(pieces, statements, contents, span, number)))
    return _speakers_first(found)


class _Contents:
    """The contents of statements, to be asked which of them hold a place."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        pieces = ((span, n) for n, statement in enumerate(statements) for span in statement.content)
        self._spans = sorted(pieces)
        self._sizes = [sum(span.end - span.start for span in statement.content) for statement in statements]
        self._furthest = list(accumulate((span.end for span, _ in self._spans), max))

    def holding(self, place: Span) -> tuple[int, ...]:
        """Return the numbers of the statements in whose content a place lies, the smallest content first."""
        i = bisect_right(self._spans, place.start, key=lambda item: item[0].start) - 1
        found = set()
        while i >= 0 and self._furthest[i] >= place.end:
            span, number = self._spans[i]
            if place.end <= span.end:
                found.add(number)
            i -= 1
        return tuple(sorted(found, key=lambda n: (self._sizes[n], n)))


def _place(
    pieces: Pieces, statements: Sequence[Statement], contents: _Contents, span: Span, number: int | None
) -> Place:
    at = pieces.range_of(span.start, span.start + 1)
    piece = at[0] if at else 0
    key = span if number is None else (statements[number].cue or statements[number].content)[0]
    return Place(
        int(pieces.sentence[piece]),
        int(pieces.paragraph[piece]),
        bool(pieces.quotes[span.start] != QuoteState.OUTSIDE),
        number,
        tuple(n for n in contents.holding(key) if n != number),
    )


def _speakers_first(found: Sequence[Placed]) -> list[Placed]:
    where = {place.statement: i for i, (_, place) in enumerate(found) if place.statement is not None}
    ordered: list[Placed] = []
    done: set[int] = set()

    def visit(i: int) -> None:
        if i in done:
            return
        done.add(i)
        said, place = found[i]
        if said.kind is Kind.PRONOUN and said.person == 1:
            for outer in place.within:
                if where.get(outer, -1) > i:
                    visit(where[outer])
        ordered.append(found[i])

    for i in range(len(found)):
        visit(i)
    return ordered
