"""What a ledger answers, for a terminal: statements found, speakers, one statement in its article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.cli.terminal import COLOUR
from sayso.dates import in_words
from sayso.exports.arrange import FAMILY_OF, LOW_CONFIDENCE, NO_SOURCE, one_line
from sayso.ledger.answers import Doubt, Entry, KnownSpeaker
from sayso.ledger.corrections import Correction
from sayso.ledger.finding import Page
from sayso.ledger.histories import Changed, Headline
from sayso.ledger.histories import Group as Reprints
from sayso.ledger.profiles import Profile, Role, Shown

_INDENT = 2


def page(found: Page, offset: int, again: str) -> RenderableType:
    """Return statements that were found, and how to see further ones.

    Args:
        offset: how many stand before these.
        again: the command that shows those behind them.
    """
    if not found.entries:
        return Text("No statements found." if not offset else "No further statements.", style="dim")
    parts: list[RenderableType] = []
    for entry in found.entries:
        parts += [statement(entry), Text()]
    if found.more:
        parts.append(Text(f"There are more: {again}", style="dim"))
    else:
        parts.pop()
    return Group(*parts)


def statement(entry: Entry, *, speaker: bool = True) -> RenderableType:
    """Return one statement: who, what act, the words, and where it stands."""
    row = Table.grid(padding=(0, 2, 0, 0))
    row.add_column(no_wrap=True, justify="right", style="dim", min_width=4)
    row.add_column(overflow="fold")
    text = Text()
    if speaker:
        name = one_line(entry.speaker or entry.source or "")
        text.append(name or NO_SOURCE, style="bold" if name else "italic dim").append("  ")
    text.append(label_of(entry), style=f"bold {COLOUR[FAMILY_OF[entry.act]]}").append("  ")
    if entry.cue:
        text.append(one_line(entry.cue), style="italic").append(" " if entry.cue.endswith(":") else ": ")
    text.append(one_line(entry.content))
    if notes := list(_notes(entry)):
        text.append("  ").append(" · ".join(notes), style="dim")
    row.add_row(str(entry.id), text)
    return row


def label_of(entry: Entry) -> str:
    """Return the act as a label."""
    return f"not {entry.act}" if entry.negated else str(entry.act)


def _notes(entry: Entry) -> Iterator[str]:
    if entry.addressee:
        yield f"to {one_line(entry.addressee)}"
    if entry.made:
        yield in_words(entry.made)
    if entry.outlet:
        yield one_line(entry.outlet)
    if entry.published:
        yield in_words(entry.published) if not entry.made else f"in the issue of {in_words(entry.published)}"
    if entry.confidence < LOW_CONFIDENCE:
        yield f"{entry.confidence:.2f}"


def profile(found: Profile) -> RenderableType:
    """Return who somebody is and what they said."""
    parts: list[RenderableType] = [_named(found.speaker)]
    parts += [Padding(Text(line, style="dim"), (0, 0, 0, _INDENT)) for line in map(_role, found.roles)]
    acts = ", ".join(f"{act} {count}" for act, count in found.acts.items())
    if acts:
        parts += [Text(), Text(acts)]
    towards = ", ".join(f"{act} {one_line(name)} {count}" for act, name, count in found.towards)
    if towards:
        parts.append(Text(f"towards others: {towards}"))
    for title, entries in (("said", found.said), ("was told", found.heard)):
        if entries:
            parts += [Text(), Text(title, style="bold dim")]
            parts += [statement(entry, speaker=title != "said") for entry in entries]
    return Group(*parts)


def _named(speaker: KnownSpeaker) -> Text:
    text = Text(one_line(speaker.name), style="bold")
    about = [speaker.type.value, f"speaker {speaker.id}"]
    others = [one_line(name) for name in speaker.aliases if name != speaker.name]
    if others:
        about.append(f"also {', '.join(others)}")
    count = speaker.statements
    about.append(f"{count:,} statement{'' if count == 1 else 's'}")
    return text.append("  ").append(" · ".join(about), style="not bold dim")


def _role(role: Role) -> str:
    what = ", ".join(one_line(part) for part in (role.role, role.affiliation) if part)
    days = [in_words(day) for day in dict.fromkeys((role.first, role.last)) if day]
    when = f", {' to '.join(days)}" if days else ""
    return f"{what} ({role.articles} article{'' if role.articles == 1 else 's'}{when})"


def shown(found: Shown) -> RenderableType:
    """Return one statement in its article."""
    entry = found.entry
    parts: list[RenderableType] = [statement(entry)]
    place = [one_line(part) for part in (entry.title, entry.url) if part]
    parts += [Padding(Text(part, style="dim"), (0, 0, 0, 6)) for part in place]
    text = Text(one_line_of(found.before), style="dim")
    text.append(one_line_of(found.words), style="not dim").append(one_line_of(found.after))
    parts += [Text(), Padding(text, (0, 0, 0, 6))]
    for title, entries in (("within", found.within), ("in it", found.inner)):
        if entries:
            parts += [Text(), Text(title, style="bold dim"), *(statement(e) for e in entries)]
    if found.corrections:
        parts += [Text(), Text("corrected", style="bold dim")]
        parts += [Padding(Text(correction(one)), (0, 0, 0, 6)) for one in found.corrections]
    return Group(*parts)


def correction(one: Correction) -> str:
    """Return one correction: when, by whom, and what became of what the model had read."""
    note = f"  {one_line(one.note)}" if one.note else ""
    what = f"{one.field}: {_value(one.old)} → {_value(one.new)}"
    return f"{one.at}  {one_line(one.author)}  {what}{note}"


def _value(value: object) -> str:
    return "nothing" if value is None else one_line(value if isinstance(value, str) else json.dumps(value))


def one_line_of(text: str) -> str:
    """Return a piece of text on one line, with the space at its ends kept."""
    words = one_line(text)
    return f"{' ' if text[:1].isspace() else ''}{words}{' ' if words and text[-1:].isspace() else ''}"


def changes(found: Sequence[Changed]) -> RenderableType:
    """Return what later versions changed of statements."""
    if not found:
        return Text("No article has changed.", style="dim")
    parts: list[RenderableType] = []
    for number, one in enumerate(found):
        before = found[number - 1] if number else None
        if before is None or before.article.id != one.article.id:
            parts += [Text()] if before else []
            parts.append(_headline(one.article, f"article {one.article.id}, version {one.version}"))
        parts.append(Padding(Text(one.kind.value, style="bold"), (0, 0, 0, _INDENT)))
        parts += [statement(entry) for entry in (one.earlier, one.later) if entry]
    return Group(*parts)


def reprints(found: Sequence[Reprints]) -> RenderableType:
    """Return which articles go back to which."""
    if not found:
        return Text("No article goes back to another one.", style="dim")
    parts: list[RenderableType] = []
    for group in found:
        parts.append(_headline(group.origin, f"article {group.origin.id}"))
        for article, share in group.reprints:
            line = _headline(article, f"article {article.id} · {share:.0%} in common")
            parts.append(Padding(line, (0, 0, 0, _INDENT)))
        parts.append(Text())
    return Group(*parts[:-1])


def _headline(article: Headline, about: str) -> Text:
    place = [one_line(article.outlet)] if article.outlet else []
    place += [in_words(article.published)] if article.published else []
    title = one_line(article.title or article.url or "(no title)")
    return Text(title, style="bold").append("  " + " · ".join([*place, about]), style="not bold dim")


def doubts(found: Sequence[Doubt], ledger: str) -> RenderableType:
    """Return the pairs of speakers to be decided on, and how to."""
    if not found:
        return Text("No doubts: every speaker is told from every other.", style="dim")
    parts: list[RenderableType] = []
    for doubt in found:
        parts += [_named(doubt.speaker), Text("may be").append(" ").append_text(_named(doubt.other))]
        parts.append(Text(f"{doubt.reason}", style="dim"))
        pair = f"{doubt.speaker.id} {doubt.other.id}"
        parts += [Text(f"sayso same {ledger} {pair}   or   sayso different {ledger} {pair}", style="dim"), Text()]
    return Group(*parts[:-1])
