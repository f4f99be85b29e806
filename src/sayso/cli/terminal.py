"""A reading as it appears in a terminal: its statements grouped by speaker, nested ones under the one they stand in.

In comes a `Reading`, out comes something that rich can print. The article's words are shown as they stand, with
white space folded; characters that steer a terminal appear as U+FFFD, and nothing in them is taken for markup.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.article import Article
from sayso.dates import in_words
from sayso.exports.arrange import (
    FAMILY_OF,
    LOW_CONFIDENCE,
    NO_SOURCE,
    Family,
    by_source,
    chains_of,
    headline_of,
    label_of,
    one_line,
)
from sayso.statement import Reading, Statement

# The terminal's own sixteen colours, so that they fit its theme. Red is left out: a denial is no error.
COLOUR = {
    Family.TELL: "bright_blue",
    Family.OPPOSE: "magenta",
    Family.WANT: "cyan",
    Family.BACK: "green",
    Family.ALARM: "yellow",
    Family.SILENT: "default",
}
_BETWEEN = {"": "", ":": " "}  # between cue and content, by how the cue ends; in transcripts a colon is the cue
_INDENT = 4
_DEEPEST = 4  # levels that are indented further; a narrow terminal has no room for more


def render(reading: Reading) -> RenderableType:
    """Return `reading` for a terminal: the headline, then each speaker with their statements, in text order."""
    article = reading.article
    parts: list[RenderableType] = [Text(headline_of(article), style="bold")]
    if line := _dateline(article):
        parts.append(Text(line, style="dim"))
    parts += [Text(f"! {one_line(warning)}", style="yellow") for warning in reading.warnings]
    inner, outermost = _nested(reading)
    width = max((len(label_of(s)) for s in reading.statements), default=0)
    if not reading.statements and not reading.warnings:
        parts += [Text(), Text("No statements found.", style="dim")]
    for group in by_source(reading, outermost):
        parts += [Text(), _source(group.source, group.about)]
        for statement in group.statements:
            parts += _with_inner(reading, statement, inner, width)
    return Group(*parts)


def _dateline(article: Article) -> str:
    parts = [one_line(article.outlet)] if article.outlet else []
    if article.published:
        parts.append(f"{article.published.day} {article.published:%B} {article.published.year}")
    return " · ".join(part for part in parts if part)


def _nested(reading: Reading) -> tuple[dict[str, list[Statement]], list[Statement]]:
    """Return the statements that stand directly within each other one, and those that stand within none."""
    inner: dict[str, list[Statement]] = defaultdict(list)
    outermost: list[Statement] = []
    chains = chains_of(reading)
    for statement in reading.statements:
        chain = chains[statement.id]
        # In a circle, which no reader should make, every statement has itself for its outermost one.
        if not chain or any(outer.within == statement.id for outer in chain):
            outermost.append(statement)
        else:
            inner[chain[0].id].append(statement)
    return inner, outermost


def _with_inner(
    reading: Reading, statement: Statement, inner: dict[str, list[Statement]], width: int, depth: int = 0
) -> Iterator[RenderableType]:
    row = Table.grid(padding=(0, 2, 0, 0))
    row.add_column(width=width, no_wrap=True)
    row.add_column(overflow="fold")
    label = Text(label_of(statement), style=f"bold {COLOUR[FAMILY_OF[statement.act]]}")
    row.add_row(label, _words(reading, statement, nested=depth > 0))
    yield Padding(row, (0, 0, 0, 2 + min(depth, _DEEPEST) * _INDENT))
    for nested in inner[statement.id]:
        yield from _with_inner(reading, nested, inner, width, depth + 1)


def _words(reading: Reading, statement: Statement, *, nested: bool) -> Text:
    text = Text()
    if nested:
        text.append_text(_source(one_line(reading.words(statement.source)))).append(" ")
    if cue := one_line(reading.words(statement.cue)):
        text.append(cue, style="italic")
    if content := one_line(reading.words(statement.content)):
        text.append(_BETWEEN.get(cue[-1:], ": ")).append(content)
    if notes := _notes(statement):
        text.append("  ").append(" · ".join(notes), style="dim")
    return text


def _notes(statement: Statement) -> Sequence[str]:
    notes = [in_words(statement.made)] if statement.made else []
    notes += [str(distance) for distance in statement.distance]
    if statement.confidence < LOW_CONFIDENCE:
        notes.append(f"{statement.confidence:.2f}")
    return notes


def _source(words: str, about: str = "") -> Text:
    if not words:
        return Text(NO_SOURCE, style="italic dim")
    return Text(words, style="bold").append(f"  {about}" if about else "", style="not bold dim")
