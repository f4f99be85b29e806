"""The speakers of an article: who each of its statements is handed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sayso.article import Span
from sayso.reader.contents import Contents
from sayso.reader.model import Model
from sayso.reader.pieces import Pieces
from sayso.reader.quotation import QuoteState
from sayso.reader.speakers.addressees import addressed, target
from sayso.reader.speakers.contexts import LONGEST, Context, Rows, contexts, marked
from sayso.reader.speakers.entities import Entity, Place, normal
from sayso.reader.speakers.linker import Linker
from sayso.reader.speakers.mentions import Kind, Mention, mention, named
from sayso.reader.speakers.names import Names
from sayso.reader.speakers.naming import Called, Naming, affiliation_of, role_of, type_of
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
    placed = placed_mentions(pieces, statements, names)
    seen = contexts(model, pieces, [said.span for said, _ in placed], rows)
    linker = Linker(model.speakers, seen if len(pieces) <= LONGEST else [], model.nearness)
    met = _Met(pieces.text, names, statements)
    for (said, place), context in zip(placed, seen, strict=True):
        met.settle(linker, said, place, context)
    _hand_on(statements, met.owners)
    addressees = met.addressees()
    numbers = range(len(statements))
    acting = [met.owners[n] for n in numbers if n in met.owners] + [addressees[n] for n in numbers if n in addressees]
    speakers = _speakers(dict.fromkeys(acting), Naming(pieces.text, names, met.whose))

    def id_of(entity: Entity | None) -> str | None:
        return None if entity is None else speakers[entity.number].id

    given = tuple(
        replace(statement, speaker=id_of(met.owners.get(n)), addressee=id_of(addressees.get(n)))
        for n, statement in enumerate(statements)
    )
    return given, tuple(dict.fromkeys(speakers.values())), _mentions(met.mentions, speakers)


class _Met:
    """Whoever is met in an article, and what they have to do with its statements."""

    def __init__(self, text: str, names: Names, statements: Sequence[Statement]) -> None:
        self.mentions: list[tuple[Mention, Entity, Context]] = []
        self.owners: dict[int, Entity] = {}  # whom each statement is handed to
        self.whose: dict[int, Entity] = {}  # whom an "its" before an entity means, by the entity's number
        self._called_upon: dict[int, Entity] = {}  # whom a statement is addressed to, where no name tells
        targets = ((n, target(text, statement)) for n, statement in enumerate(statements))
        self._targets = {n: start for n, start in targets if start is not None}
        spans = ((n, addressed(text, statement)) for n, statement in enumerate(statements))
        self._addressed = {n: mention(text, span, names) for n, span in spans if span}

    def settle(self, linker: Linker, said: Mention, place: Place, context: Context) -> None:
        """Settle a mention, and whom its own words and its statement mean besides."""
        holder = linker.owner_of(said, place)
        entity = linker.take(linker.choose(said, place), said, place)
        if holder is not None and holder is not entity:
            self.whose.setdefault(entity.number, holder)
        self.mentions.append((said, entity, context))
        if place.statement is None:
            return
        self.owners[place.statement] = entity
        other = self._addressed.get(place.statement)
        if other is not None and other.kind is not Kind.NAME:
            whom = linker.whom(other, replace(place, statement=None))
            if whom is not None:
                self._called_upon[place.statement] = whom

    def addressees(self) -> dict[int, Entity]:
        """Return whom each statement is addressed to, by its number: not those who speak it."""
        named = [(said, entity) for said, entity, _ in self.mentions if said.kind is Kind.NAME]
        by_end = {said.span.end: entity for said, entity in named}
        by_start = {said.span.start: entity for said, entity in named}
        found = {n: by_start[start] for n, start in self._targets.items() if start in by_start}
        found |= self._called_upon
        for number, words in self._addressed.items():
            if words.kind is Kind.NAME and words.span.end in by_end:
                found[number] = by_end[words.span.end]
        return {n: entity for n, entity in found.items() if entity is not self.owners.get(n)}


def _hand_on(statements: Sequence[Statement], owners: dict[int, Entity]) -> None:
    """Give a floating quotation to whoever spoke before it."""
    before: Entity | None = None
    for number, statement in enumerate(statements):
        if number not in owners and before is not None and not statement.cue and not statement.source:
            owners[number] = before
        before = owners.get(number, before)


def _speakers(speaking: Iterable[Entity], naming: Naming) -> dict[int, Speaker]:
    """Return the speaker that each entity is, by its number: those that go by one proper name are one.

    So "Pelska" and "the Pelskan government" become one, though no word of theirs is the same.
    """
    groups: dict[str, list[Entity]] = {}
    calls: dict[str, Called] = {}
    for entity in speaking:
        called = naming.called(entity)
        whole = normal(called.name) if called.proper and not entity.human else f"{entity.number}"
        groups.setdefault(whole, []).append(entity)
        calls.setdefault(whole, called)
    return {
        entity.number: speaker
        for number, (whole, group) in enumerate(groups.items(), 1)
        for speaker in [_speaker(f"p{number}", calls[whole], group)]
        for entity in group
    }


def _speaker(id: str, called: Called, group: Sequence[Entity]) -> Speaker:
    spans = {said.span for entity in group for said, _ in entity.mentions}
    first = group[0]
    of = affiliation_of(first) or (called.stand.of if called.stand else None)
    return Speaker(id, called.name, type_of(first, called), role_of(first), of, tuple(sorted(spans)))


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
    contents = Contents(statements)
    found = []
    for span, number in spans:
        said = (named if number is None else mention)(pieces.text, span, names)
        if number is not None or said.kind is Kind.NAME:
            found.append((said, _place(pieces, statements, contents, span, number)))
    return _speakers_first(found)


def _place(
    pieces: Pieces, statements: Sequence[Statement], contents: Contents, span: Span, number: int | None
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
