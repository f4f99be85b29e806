"""The speakers of an article: who each of its statements is handed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.article import Span
from sayso.reader.pieces import Pieces
from sayso.reader.quotation import QuoteState
from sayso.reader.speakers.entities import Entity, Place
from sayso.reader.speakers.linker import Linker
from sayso.reader.speakers.mentions import Kind, Mention, mention, named
from sayso.reader.speakers.names import known_names, names_anywhere
from sayso.reader.speakers.naming import affiliation_of, name_of, role_of, type_of
from sayso.statement import Speaker, Statement

Placed = tuple[Mention, Place]


def with_speakers(
    pieces: Pieces, statements: Sequence[Statement], weights: Mapping[str, float]
) -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
    """Return the statements with their speakers' ids, and the speakers in the order in which they first speak."""
    linker = Linker(weights)
    owners: dict[int, Entity] = {}
    for said, place in placed_mentions(pieces, statements):
        entity = linker.take(linker.choose(said, place), said, place)
        if place.statement is not None:
            owners[place.statement] = entity
    _hand_on(statements, owners)
    speakers: dict[int, Speaker] = {}
    given = []
    for number, statement in enumerate(statements):
        owner = owners.get(number)
        if owner is not None:
            speaker = speakers.setdefault(id(owner), _speaker(owner, f"p{len(speakers) + 1}"))
            statement = replace(statement, speaker=speaker.id)
        given.append(statement)
    return tuple(given), tuple(speakers.values())


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


def placed_mentions(pieces: Pieces, statements: Sequence[Statement]) -> list[Placed]:
    """Return the sources of statements and the names elsewhere, each with its place, in the order of the text.

    The source of an outer statement comes before an "I" in its content even where it stands behind it.
    """
    text, known = pieces.text, known_names(pieces.text)
    spans: list[tuple[Span, int | None]] = [(s.source[0], n) for n, s in enumerate(statements) if s.source]
    taken = [span for span, _ in spans]
    for start, end in names_anywhere(text, known):
        if not any(start < other.end and other.start < end for other in taken):
            spans.append((Span(start, end), None))
    spans.sort(key=lambda item: (item[0], -1 if item[1] is None else item[1]))
    found = []
    for span, number in spans:
        said = named(text, span, known) if number is None else mention(text, span, known)
        if number is not None or said.kind is Kind.NAME:
            found.append((said, _place(pieces, statements, span, number)))
    return _speakers_first(found)


def _place(pieces: Pieces, statements: Sequence[Statement], span: Span, number: int | None) -> Place:
    at = pieces.range_of(span.start, span.start + 1)
    piece = at[0] if at else 0
    key = span if number is None else (statements[number].cue or statements[number].content)[0]
    holders = [
        (sum(s.end - s.start for s in other.content), n)
        for n, other in enumerate(statements)
        if n != number and any(s.start <= key.start and key.end <= s.end for s in other.content)
    ]
    return Place(
        int(pieces.sentence[piece]),
        int(pieces.paragraph[piece]),
        bool(pieces.quotes[span.start] != QuoteState.OUTSIDE),
        number,
        tuple(n for _, n in sorted(holders)),
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
