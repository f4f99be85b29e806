"""An article's text with its statements marked in it, as a template can write it down: nothing here is HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.article import Article
from sayso.dates import in_words
from sayso.exports.arrange import FAMILY_OF, NO_SOURCE, headline_of, headline_paragraph, one_line
from sayso.exports.marking import Close, Mark, Open, Paragraph, Piece, Role, lanes, paragraphs_of
from sayso.ledger.listing import Placed, WholeArticle
from sayso.statement import Act, Quote

_MOST_LANES = 5  # deeper underlines than the style sheet draws share the lowest line
_QUOTED = {Quote.DIRECT: "quoted", Quote.MIXED: "partly quoted", Quote.INDIRECT: "paraphrased"}


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a paragraph: words, or the beginning or end of a mark."""

    kind: str  # text, open or close
    text: str = ""
    classes: str = ""
    statement: str = ""  # its label
    label: str = ""  # the act, where this piece carries it
    anchor: bool = False  # links to the statement lead here


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    tokens: tuple[Token, ...]
    heading: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A statement in the list beside the text."""

    placed: Placed
    family: str
    more: tuple[str, ...]  # how it is said, when, and how the author stands off
    within: Placed | None
    anchored: bool  # it has words in the text to lead to


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of a speaker."""

    name: str  # empty where nobody is named
    speaker: int | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class View:
    """An article as its page shows it."""

    headline: str
    headline_inside: bool  # the text itself begins with it
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    acts: tuple[tuple[Act, int], ...]  # of all statements, how many of each
    shown: int
    total: int


def marked(whole: WholeArticle, placed: Sequence[Placed], acts: Sequence[str]) -> View:
    """Lay statements over an article's text, and list them by speaker.

    Args:
        acts: only statements of these are marked and listed; all, where there are none.
    """
    shown = [one for one in placed if not acts or one.entry.act in acts]
    marks, lane = _marks(shown)
    laid = paragraphs_of(whole.text, marks)
    places = _places(laid)
    stands_for = Article(whole.text, title=whole.article.title)
    inside = headline_paragraph(stands_for)
    lines = tuple(
        Line(tuple(_token(token, shown, lane, places) for token in paragraph.tokens), n == inside)
        for n, paragraph in enumerate(laid)
    )
    counts = Counter(one.entry.act for one in placed)
    known = {one.entry.id: one for one in placed}
    return View(
        headline_of(stands_for),
        inside is not None,
        lines,
        _groups(shown, known, {shown[n].entry.id for n in places}),
        tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        len(shown),
        len(placed),
    )


def _marks(placed: Sequence[Placed]) -> tuple[list[Mark], dict[Mark, int]]:
    marks = [
        Mark(span, n, role)
        for n, one in enumerate(placed)
        for role, spans in ((Role.CONTENT, one.content), (Role.SOURCE, one.source), (Role.CUE, one.cue))
        for span in spans
    ]
    contents = [mark for mark in marks if mark.role is Role.CONTENT]
    depth = lanes([mark.span for mark in contents])
    return marks, {mark: min(line, _MOST_LANES - 1) for mark, line in zip(contents, depth, strict=True)}


def _places(laid: Sequence[Paragraph]) -> dict[int, tuple[Piece, Piece]]:
    """Return by statement the piece that links lead to, and the one that carries the act: the cue's, if it has one."""
    pieces = [token.piece for paragraph in laid for token in paragraph.tokens if isinstance(token, Open)]
    found: dict[int, tuple[Piece, Piece]] = {}
    for role in (Role.CUE, Role.CONTENT, Role.SOURCE):
        firsts = {piece.mark.statement: piece for piece in pieces if piece.first and piece.mark.role is role}
        lasts = {piece.mark.statement: piece for piece in pieces if piece.last and piece.mark.role is role}
        for statement, first in firsts.items():
            found.setdefault(statement, (first, lasts[statement]))
    return found


def _token(
    token: Open | Close | str, shown: Sequence[Placed], lane: dict[Mark, int], places: dict[int, tuple[Piece, Piece]]
) -> Token:
    if isinstance(token, str):
        return Token("text", token)
    if isinstance(token, Close):
        return Token("close")
    mark = token.piece.mark
    entry = shown[mark.statement].entry
    classes = [str(mark.role), str(FAMILY_OF[entry.act])]
    if mark.role is Role.CONTENT:
        classes.append(f"l{lane[mark]}")
    anchor, label = places[mark.statement]
    told = f"{'not ' if entry.negated else ''}{entry.act}" if token.piece is label else ""
    return Token("open", "", " ".join(classes), entry.label, told, token.piece is anchor)


def _groups(shown: Sequence[Placed], known: dict[int, Placed], anchored: set[int]) -> tuple[Group, ...]:
    gathered: dict[tuple[int | None, str], list[Item]] = {}
    for one in shown:
        entry = one.entry
        name = one_line(entry.speaker or entry.source or "")
        item = Item(
            one,
            str(FAMILY_OF[entry.act]),
            tuple(_more(one)),
            known.get(one.within) if one.within is not None else None,
            entry.id in anchored,
        )
        gathered.setdefault((entry.speaker_id, "" if entry.speaker_id else name), []).append(item)
    return tuple(
        Group(
            one_line(items[0].placed.entry.speaker or items[0].placed.entry.source or "") or NO_SOURCE, id, tuple(items)
        )
        for (id, _), items in gathered.items()
    )


def _more(one: Placed) -> list[str]:
    told = [_QUOTED[one.quote]]
    if one.entry.made:
        told.append(in_words(one.entry.made))
    told += [str(part) for part in one.distance]
    if one.status == "added":
        told.append("added by hand")
    else:
        told.append(f"confidence {one.entry.confidence:.2f}")
    return told
