"""Laying marks over a text: from spans that may overlap in any way to pieces that nest, as HTML asks.

In come a text and marks; out comes a flat run of openings, stretches of text and closings in which each opening
has its closing and no two pieces cross. A mark that crosses another is cut into several pieces.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sayso.article import Span, paragraphs


class Role(StrEnum):
    """What a stretch of text is to its statement."""

    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of one statement."""

    span: Span
    statement: int  # position of the statement in its reading
    role: Role


@dataclass(slots=True, eq=False)
class Piece:
    """A part of a mark that is shown in one element."""

    mark: Mark
    first: bool = False  # of all pieces of its statement in its role
    last: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A piece begins."""

    piece: Piece


@dataclass(frozen=True, slots=True)
class Close:
    """The piece begun last ends."""

    piece: Piece


Token = Open | Close | str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text, with the white space before it."""

    before: str
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The paragraph's own text."""
        return "".join(token for token in self.tokens if isinstance(token, str))


def paragraphs_of(text: str, marks: Sequence[Mark]) -> list[Paragraph]:
    """Cut `text` into paragraphs and lay `marks` over them; white space after the last paragraph stays out."""
    ordered = sorted((m for m in marks if m.span.start < m.span.end), key=_wide_first)
    marked: list[Paragraph] = []
    waiting, live, at = 0, list[Mark](), 0
    for start, end in paragraphs(text):
        while waiting < len(ordered) and ordered[waiting].span.start < end:
            live.append(ordered[waiting])
            waiting += 1
        live = [mark for mark in live if mark.span.end > start]
        marked.append(Paragraph(text[at:start], tuple(_tokens(text, start, end, live))))
        at = end
    _number(marked)
    return marked


def lanes(spans: Sequence[Span]) -> list[int]:
    """Give each span the lowest lane on which it meets no shorter one, so that underlines never lie on each other."""
    lane_of = [0] * len(spans)
    taken: list[list[Span]] = []
    for i in sorted(range(len(spans)), key=lambda i: spans[i].end - spans[i].start):
        span = spans[i]
        lane = next((n for n, others in enumerate(taken) if not any(_meet(span, o) for o in others)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append(span)
        lane_of[i] = lane
    return lane_of


def _tokens(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Token]:
    """Walk from boundary to boundary; at each, close what ends and what crosses it, and open it again inside."""
    bounds = {start, end}
    for mark in marks:
        bounds.update((max(mark.span.start, start), min(mark.span.end, end)))
    edges = sorted(bounds)
    stack: list[Piece] = []
    waiting, active = 0, list[Mark]()
    for here, there in itertools.pairwise(edges):
        active = [mark for mark in active if mark.span.end > here]
        while waiting < len(marks) and marks[waiting].span.start <= here:
            active.append(marks[waiting])
            waiting += 1
        kept = _common(stack, active)
        while len(stack) > kept:
            yield Close(stack.pop())
        for mark in active[kept:]:
            stack.append(Piece(mark))
            yield Open(stack[-1])
        yield text[here:there]
    while stack:
        yield Close(stack.pop())


def _common(stack: Sequence[Piece], active: Sequence[Mark]) -> int:
    """Count the outermost pieces that stay open."""
    count = 0
    for piece, mark in zip(stack, active, strict=False):
        if piece.mark is not mark:
            break
        count += 1
    return count


def _number(paragraphs: Sequence[Paragraph]) -> None:
    """Note which pieces come first and last of their statement's role."""
    ends: dict[tuple[int, Role], Piece] = {}
    for paragraph in paragraphs:
        for token in paragraph.tokens:
            if isinstance(token, Open):
                key = token.piece.mark.statement, token.piece.mark.role
                token.piece.first = key not in ends
                ends[key] = token.piece
    for piece in ends.values():
        piece.last = True


def _wide_first(mark: Mark) -> tuple[int, int, int, str]:
    return mark.span.start, -mark.span.end, mark.statement, mark.role


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
