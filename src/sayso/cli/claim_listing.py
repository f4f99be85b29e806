"""Claims for a terminal: disputes side by side, one claim in full, and the tree of who says it on whose word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from sayso.claims.tracing import Node
from sayso.cli.ledger_listing import label_of, statement
from sayso.cli.terminal import COLOUR
from sayso.dates import in_words
from sayso.exports.arrange import FAMILY_OF, one_line
from sayso.ledger.disputes import Claim, Side, Trace, Voice
from sayso.ledger.quotations import Printed, Repeated

_SHOWN = 4
"""Voices of a side in a list of disputes."""


def disputes(found: Sequence[Claim], ledger: str, more: str = "") -> RenderableType:
    """Return claims with both their sides.

    Args:
        ledger: its path, for a shell.
        more: how to see further ones, where there are any.
    """
    if not found:
        return Text("No disputes found.", style="dim")
    parts: list[RenderableType] = []
    for claim in found:
        parts += [_heading(claim), _both_sides(claim, _SHOWN), Text()]
    again = [f"sayso claim {ledger} {found[0].id}   # in full", f"sayso trace {ledger} {found[0].id}   # on whose word"]
    again += [f"There are more: {more}"] * bool(more)
    again += ["These are proposals: sayso merge, split and side put them right."]
    return Group(*parts, *(Text(line, style="dim", no_wrap=True, overflow="ignore") for line in again))


def claim(found: Claim) -> RenderableType:
    """Return one claim with every statement on it."""
    parts: list[RenderableType] = [_heading(found)]
    for side in Side:
        voices = found.on(side)
        if voices:
            parts += [Text(), Text(side.value, style="bold")]
            parts += [statement(voice.entry) for voice in voices]
    if found.turns:
        parts += [Text(), Text("changed sides", style="bold")]
        for turn in found.turns:
            day = f" · {in_words(turn.day)}" if turn.day else ""
            parts.append(Padding(Text(f"{one_line(turn.speaker)}: {turn.before} → {turn.after}{day}"), (0, 0, 0, 6)))
    return Group(*parts)


def _heading(found: Claim) -> RenderableType:
    text = Text(f"{found.id:>4}  ", style="dim")
    said = one_line(found.worded).strip('“”"')
    text.append(f"“{said}”", style="bold")
    return Group(text, Padding(Text(" · ".join(_facts(found)), style="dim"), (0, 0, 0, 6)))


def _facts(found: Claim) -> Iterator[str]:
    yield f"{_count(found.articles, 'article')}"
    yield f"affirmed by {_count(found.affirmed_by, 'source')}, denied by {found.denied_by}"
    if found.first_said:
        yield f"first said {in_words(found.first_said)}"
    if found.first_denied:
        yield f"first denied {in_words(found.first_denied)}"
    if found.confirmed:
        yield f"confirmed {in_words(found.confirmed)}"
    elif found.first_denied:
        yield "still open"


def _both_sides(found: Claim, most: int) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), expand=True, pad_edge=False, show_header=False)
    for _ in Side:
        table.add_column(ratio=1, overflow="fold")
    table.add_row(*(_side(found, side, most) for side in Side))
    return Padding(table, (0, 0, 0, 6))


def _side(found: Claim, side: Side, most: int) -> RenderableType:
    voices = found.on(side)
    parts: list[RenderableType] = [Text(side.value, style="bold underline")]
    parts += [_voice(voice) for voice in voices[:most]]
    if len(voices) > most:
        parts.append(Text(f"and {len(voices) - most} more", style="dim"))
    return Group(*parts)


def _voice(voice: Voice) -> Text:
    text = Text(one_line(voice.chain[0].name), style="bold" if voice.chain[0].named else "italic")
    text.append("  ").append(label_of(voice.entry), style=f"not italic bold {COLOUR[FAMILY_OF[voice.entry.act]]}")
    text.append(f"  {one_line(voice.entry.content)}", style="not bold not italic")
    behind = [one_line(relay.name) + ", denying it" * relay.denies for relay in voice.chain[1:]]
    about = [f"in {' ← '.join(behind)}"] if behind else []
    about += [in_words(voice.day)] if voice.day else []
    return text.append("  " + " · ".join(about), style="not bold not italic dim")


def trace(found: Trace) -> RenderableType:
    """Return the trees of who affirms and who denies a claim on whose word."""
    parts: list[RenderableType] = [_heading(found.claim)]
    for side, nodes in ((Side.AFFIRM, found.affirmed), (Side.DENY, found.denied)):
        if nodes:
            parts += [Text(), Text(side.value, style="bold")]
            parts += [Padding(_tree(node), (0, 0, 0, 6)) for node in nodes]
    return Group(*parts)


def _tree(node: Node) -> Tree:
    tree = Tree(_named(node), guide_style="dim")
    _grow(tree, node)
    return tree


def _grow(tree: Tree, node: Node) -> None:
    for other in node.passed_on:
        _grow(tree.add(_named(other)), other)


def _named(node: Node) -> Text:
    relay = node.relay
    text = Text(one_line(relay.name), style="bold" if relay.named else "italic")
    about = [] if relay.named else ["unnamed"]
    about += ["denying it"] if relay.denies else []
    about += [in_words(node.first)] if node.first else []
    about += [f"statement{'s' * (len(node.statements) > 1)} {', '.join(map(str, node.statements))}"] * bool(
        node.statements
    )
    about += ["as above"] if node.again else []
    return text.append("  " + " · ".join(about), style="not bold not italic dim")


def quotations(found: Sequence[Repeated]) -> RenderableType:
    """Return quotations that two articles print, with what differs."""
    if not found:
        return Text("No such quotations found.", style="dim")
    parts: list[RenderableType] = []
    for pair in found:
        parts += [_printed(pair.one), _printed(pair.other)]
        for difference in pair.differences:
            line = Text("“").append(one_line(difference.one) or "—", style="bold").append("” → “")
            line.append(one_line(difference.other) or "—", style="bold").append("”")
            parts.append(Padding(line, (0, 0, 0, 6)))
        parts.append(Text())
    return Group(*parts[:-1])


def _printed(printed: Printed) -> Text:
    entry = printed.entry
    text = Text(f"{entry.id:>4}  ", style="dim")
    text.append(one_line(entry.speaker or entry.source or "no source"), style="not dim bold")
    text.append(f"  “{one_line(printed.words).strip('“”')}”", style="not dim not bold")
    place = [one_line(entry.outlet)] if entry.outlet else []
    place += [in_words(entry.published)] if entry.published else []
    return text.append("  " + " · ".join(place))


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
