"""Readings as one HTML page that needs nothing else: no script, no request, no font.

The article stands as it was given, its statements marked in place; a list beside it gathers them by source.
Notes appear on hover and on focus through CSS alone, and a content security policy forbids all else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from sayso.article import Article
from sayso.dates import in_words
from sayso.exports.arrange import (
    FAMILY_OF,
    LOW_CONFIDENCE,
    NO_SOURCE,
    Family,
    Group,
    by_source,
    chains_of,
    headline_of,
    headline_paragraph,
    label_of,
    one_line,
    printable,
)
from sayso.exports.marking import Close, Mark, Open, Paragraph, Piece, Role, lanes, paragraphs_of
from sayso.statement import Act, Quote, Reading, Statement

_MOST_LANES = 5  # deeper underlines than page.css draws share the lowest line
_NOTE_SOURCE_LENGTH = 120
_QUOTED = {Quote.DIRECT: "quoted", Quote.MIXED: "partly quoted", Quote.INDIRECT: "paraphrased"}


def html_page(readings: Sequence[Reading]) -> str:
    """Return one self-contained page that shows `readings` in order.

    Characters that HTML cannot carry or that act on a terminal (NUL, other controls, lone surrogates) appear
    as U+FFFD; apart from them the text inside the page's articles is the text as given.
    """
    style = _style(max((len(r.statements) for r in readings), default=0))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    sections = "\n".join(_section(number, reading) for number, reading in enumerate(readings, 1))
    models = sorted({one_line(r.model) for r in readings})
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="generator" content="sayso">\n'
        f"<title>{escape(_page_title(readings))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{_masthead(readings)}<main>\n{sections}\n</main>\n"
        f"<footer><p>Read by sayso{escape(' with ' + ', '.join(models)) if models else ''}. "
        "It records who said what; it does not rule on who is right, and it can misread.</p></footer>\n"
        "</body>\n</html>\n"
    )


def _style(most_statements: int) -> str:
    """Return the page's style sheet, with one rule a statement number that lights all its parts together."""
    css = files("sayso.exports").joinpath("page.css").read_text(encoding="utf-8")
    # Focus on a mark must not light the marks around it; focus on the link in an item of the list lights the item.
    rules = (
        f".reading:has(mark.s{n}:is(:hover,:focus,:target),li.s{n}:is(:hover,:focus-within)) .s{n}{{--lit:var(--tint)}}"
        for n in range(1, most_statements + 1)
    )
    return css + "\n".join(rules)


def _page_title(readings: Sequence[Reading]) -> str:
    if len(readings) == 1:
        return f"{headline_of(readings[0].article)} – who said what"
    return f"Who said what in {len(readings)} articles"


def _masthead(readings: Sequence[Reading]) -> str:
    families = "".join(f'<li class="{family}">{_act_names(family)}</li>' for family in Family)
    return (
        '<header class="masthead">\n<p class="brand">sayso</p>\n<details class="legend"><summary>How to read this page'
        '</summary>\n<p>In each article <mark class="source">who speaks</mark> is set bold, '
        '<mark class="cue tell" data-label="assert">the words that hand it over</mark> are italic and followed by the '
        'act, and <mark class="content tell l0">what is handed over</mark> is underlined. Statements inside statements '
        "have a line of their own. Point at a mark, tap it, or step through with the Tab key to see its note.</p>\n"
        f"<p>Colour follows the kind of act, never the party:</p>\n<ul>{families}</ul></details>\n"
        f"{_contents(readings)}</header>\n"
    )


def _act_names(family: Family) -> str:
    return " ".join(f'<span class="act">{act}</span>' for act in Act if FAMILY_OF[act] is family)


def _contents(readings: Sequence[Reading]) -> str:
    if len(readings) < 2:
        return ""
    items = "".join(
        f'<li><a href="#a{number}">{escape(headline_of(reading.article))}</a>{_dateline(reading.article)}</li>'
        for number, reading in enumerate(readings, 1)
    )
    return f'<nav aria-label="Articles"><ol>{items}</ol></nav>\n'


def _dateline(article: Article) -> str:
    parts = [escape(one_line(article.outlet))] if article.outlet and article.outlet.strip() else []
    if article.published:
        day = article.published
        parts.append(f'<time datetime="{day.isoformat()}">{day.day} {day:%B} {day.year}</time>')
    return f'<p class="dateline">{" · ".join(parts)}</p>' if parts else ""


def _section(number: int, reading: Reading) -> str:
    article = reading.article
    view = _View(f"a{number}", reading)
    inside = headline_paragraph(article)
    heading = "" if inside is not None else f'<h2 id="{view.prefix}h"{" class=plain" if not article.title else ""}>'
    if heading:
        heading += f"{escape(headline_of(article))}</h2>"
    author = f'<p class="author">By {escape(one_line(article.author))}</p>' if article.author else ""
    warnings = "".join(f'<p class="warning">{escape(one_line(w))}</p>' for w in reading.warnings)
    language = "" if reading.language == "und" else f' lang="{escape(one_line(reading.language))}"'
    paragraphs = paragraphs_of(article.text, view.marks)
    view.place(paragraphs)
    body = "".join(view.paragraph(p, heading=i == inside) for i, p in enumerate(paragraphs))
    rest = article.text[sum(len(p.before) + len(p.text) for p in paragraphs) :]
    return (
        f'<section class="reading" id="{view.prefix}" aria-labelledby="{view.prefix}h">\n'
        f'<div class="head">{_dateline(article)}{heading}{author}{warnings}</div>\n'
        f'<div class="text"{language}>{body}{_text(rest)}</div>\n{view.ledger()}</section>'
    )


def _text(text: str) -> str:
    # A bare carriage return would reach the page as a line feed.
    return escape(printable(text), quote=False).replace("\r", "&#13;")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a statement is anchored in the text, and which piece carries its label."""

    anchor: Piece
    label: Piece


class _View:
    """One reading on the page: how its statements are numbered, marked and listed."""

    def __init__(self, prefix: str, reading: Reading) -> None:
        self.prefix = prefix
        self.reading = reading
        self.marks, self._lane = _marks_of(reading)
        self._chains = chains_of(reading)
        self._number = {s.id: i for i, s in enumerate(reading.statements, 1)}
        self._places: dict[int, _Place] = {}

    def place(self, paragraphs: Sequence[Paragraph]) -> None:
        """Choose for each statement the pieces that are anchor and label: its cue's, else its content's or source's."""
        pieces = [t.piece for p in paragraphs for t in p.tokens if isinstance(t, Open)]
        for role in (Role.CUE, Role.CONTENT, Role.SOURCE):
            firsts = {p.mark.statement: p for p in pieces if p.first and p.mark.role is role}
            lasts = {p.mark.statement: p for p in pieces if p.last and p.mark.role is role}
            for statement, first in firsts.items():
                self._places.setdefault(statement, _Place(first, lasts[statement]))

    def paragraph(self, paragraph: Paragraph, *, heading: bool) -> str:
        """Return a paragraph with its marks, and the white space before it."""
        tag, attributes = ("h2", f' id="{self.prefix}h"') if heading else ("p", "")
        parts = [_text(paragraph.before), f'<{tag}{attributes} dir="auto">']
        for token in paragraph.tokens:
            if isinstance(token, str):
                parts.append(_text(token))
            else:
                parts.append("</mark>" if isinstance(token, Close) else self._open(token.piece))
        return "".join([*parts, f"</{tag}>"])

    def ledger(self) -> str:
        """Return the list of statements, grouped by source."""
        statements = self.reading.statements
        if not statements:
            return '<aside class="ledger"><p class="none">No statements found.</p></aside>\n'
        groups = by_source(self.reading)
        sources = sum(1 for group in groups if group.source)
        tally = f"{_count(len(statements), 'statement')}, {_count(sources, 'named source')}"
        body = "\n".join(self._group(group) for group in groups)
        return f'<aside class="ledger" aria-label="Statements by source"><p class="tally">{tally}</p>\n{body}</aside>\n'

    def _open(self, piece: Piece) -> str:
        index, role = piece.mark.statement, piece.mark.role
        statement = self.reading.statements[index]
        place = self._places[index]
        classes = [str(role), f"s{index + 1}", FAMILY_OF[statement.act]]
        if role is Role.CONTENT:
            classes.append(f"l{self._lane[piece.mark]}")
        attributes = [f'class="{" ".join(classes)}"', f'data-note="{escape(self._note(statement))}"']
        if piece is place.label:
            attributes.append(f'data-label="{label_of(statement)}" data-n="{index + 1}"')
        if piece is place.anchor:
            here = f"{self.prefix}s{index + 1}"
            attributes.append(f'id="{here}" tabindex="0" aria-describedby="{self.prefix}n{index + 1}"')
        return f"<mark {' '.join(attributes)}>"

    def _note(self, statement: Statement) -> str:
        cue = _shortened(one_line(self.reading.words(statement.cue)))
        lines = [self._source(statement), f"{label_of(statement)}: {cue}" if cue else label_of(statement)]
        lines.append(" · ".join([_QUOTED[statement.quote], *statement.distance]))
        lines += [in_words(statement.made)] if statement.made else []
        lines += [f"within {self._source(outer)}: {label_of(outer)}" for outer in self._chains[statement.id][:3]]
        lines.append(f"confidence {statement.confidence:.2f}")
        return "\n".join(lines)

    def _source(self, statement: Statement) -> str:
        return _shortened(one_line(self.reading.words(statement.source))) or NO_SOURCE

    def _group(self, group: Group) -> str:
        items = "\n".join(self._item(statement) for statement in group.statements)
        about = f" <small><bdi>{escape(group.about)}</bdi></small>" if group.about else ""
        name = f"<bdi>{escape(group.source)}</bdi>{about}" if group.source else NO_SOURCE
        return f"<section><h3{'' if group.source else ' class=nobody'}>{name}</h3>\n<ol>{items}</ol></section>"

    def _item(self, statement: Statement) -> str:
        n = self._number[statement.id]
        words = one_line(self.reading.words(statement.content or statement.cue)) or "…"
        body = (
            f'<span class="number">{n}</span> <span class="act">{label_of(statement)}</span> '
            f'<bdi class="words">{escape(words)}</bdi>'
        )
        if n - 1 in self._places:
            body = f'<a href="#{self.prefix}s{n}">{body}</a>'
        more = " · ".join(self._more(statement))
        confidence = f"confidence {statement.confidence:.2f}"
        if statement.confidence >= LOW_CONFIDENCE:  # only for print and for screen readers
            more += f'<span class="sure">{" · " if more else ""}{confidence}</span>'
        else:
            more += f"{' · ' if more else ''}{confidence}"
        return (
            f'<li id="{self.prefix}n{n}" class="s{n} {FAMILY_OF[statement.act]}">{body}<p class="more">{more}</p></li>'
        )

    def _more(self, statement: Statement) -> Iterator[str]:
        if statement.made:
            yield escape(in_words(statement.made))
        yield from (str(d) for d in statement.distance)
        for outer in self._chains[statement.id][:1]:
            link = f"#{self.prefix}n{self._number[outer.id]}"
            yield f'within <a href="{link}"><bdi>{escape(self._source(outer))}</bdi>: {label_of(outer)}</a>'


def _marks_of(reading: Reading) -> tuple[list[Mark], dict[Mark, int]]:
    """Return every span of every statement as a mark, and for those of contents the line their underline takes."""
    marks = [
        Mark(span, i, role)
        for i, s in enumerate(reading.statements)
        for role, spans in ((Role.CONTENT, s.content), (Role.SOURCE, s.source), (Role.CUE, s.cue))
        for span in spans
    ]
    contents = [mark for mark in marks if mark.role is Role.CONTENT]
    lines = lanes([mark.span for mark in contents])
    return marks, {mark: min(line, _MOST_LANES - 1) for mark, line in zip(contents, lines, strict=True)}


def _shortened(text: str) -> str:
    return text if len(text) <= _NOTE_SOURCE_LENGTH else text[: _NOTE_SOURCE_LENGTH - 1].rstrip() + "…"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
