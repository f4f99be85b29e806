"""A claim as one HTML page that needs nothing else: both sides in equal size, the days, the trace, altered quotations.

The pieces serve the card that other sites embed (`card.py`) and the static site (`site.py`) alike. Words of articles
are put on one line, without what could act on the page around them, and escaped; a policy forbids all but the style.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from itertools import combinations

from sayso.claims.tracing import Node
from sayso.dates import in_words
from sayso.exports.arrange import FAMILY_OF, NO_SOURCE, one_line
from sayso.ledger.answers import Entry
from sayso.ledger.disputes import Claim, Side, Trace, Voice
from sayso.ledger.quotations import ALIKE, LEAST, Difference, compared, quoted

HEADING = {Side.AFFIRM: "Affirmed", Side.DENY: "Denied"}
_MOST_COMPARED = 60  # quotations of one claim
Link = Callable[[int, int], str | None]
"""Where a statement can be read, by its article's number and its own; None where nowhere."""


def claim_page(trace: Trace, link: Link, home: str | None = None) -> str:
    """Return the page of a claim.

    Args:
        trace: the claim, and on whose word it stands.
        link: to its statements.
        home: the address of the list that it is one of.
    """
    claim = trace.claim
    parts = [
        _brand(home),
        f"<main>\n<h1><bdi>{shown(claim.worded)}</bdi></h1>\n{facts(claim)}",
        sides(claim, link),
        _turns(claim),
        _days(claim, link),
        _trace(trace),
        _altered(claim, link),
        f"</main>\n{FOOTER}",
    ]
    return page(one_line(claim.worded), "\n".join(part for part in parts if part))


def page(title: str, body: str) -> str:
    """Return a whole page, its style inside, and a policy that allows nothing else."""
    policy = f"default-src 'none'; style-src {style_source()}; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="generator" content="sayso">\n'
        f"<title>{escape(title)} – sayso</title>\n<style>{_style()}</style>\n</head>\n<body>\n{body}\n"
        "</body>\n</html>\n"
    )


FOOTER = "<footer><p>sayso records who said what; it does not rule on who is right, and it can misread.</p></footer>\n"


def style_source() -> str:
    """Return what a content security policy names the pages' style by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()}'"


def shown(words: str) -> str:
    """Return words as a page can hold them."""
    return escape(one_line(words))


def facts(claim: Claim) -> str:
    """Return since when a claim is made, denied and confirmed."""
    told = [
        ("first said", claim.first_said),
        ("first denied", claim.first_denied),
        ("confirmed after that", claim.confirmed),
    ]
    parts = [f"{what} on {in_words(day)}" for what, day in told if day]
    parts.append(f"{claim.articles} article{'' if claim.articles == 1 else 's'}")
    return f'<p class="facts">{" · ".join(parts)}</p>'


def sides(claim: Claim, link: Link, most: int | None = None) -> str:
    """Return both sides of a claim, one beside the other, with so many voices of each."""
    return f'<div class="sides">{"".join(_side(claim, side, link, most) for side in Side)}</div>'


def statement_line(entry: Entry, link: Link) -> str:
    """Return who did what with words where and when, linked to the article."""
    act = f'<span class="act {FAMILY_OF[entry.act]}">{"not " if entry.negated else ""}{entry.act}</span>'
    where = " · ".join(
        part for part in (shown(entry.outlet or ""), in_words(entry.published) if entry.published else "") if part
    )
    address = link(entry.article, entry.id)
    if address and where:
        where = f'<a href="{escape(address)}">{where}</a>'
    who = f'<bdi class="who">{shown(entry.speaker or entry.source or NO_SOURCE)}</bdi>'
    return f'<p>{who} {act}</p>\n<blockquote><bdi>{shown(entry.content)}</bdi></blockquote><p class="quiet">{where}</p>'


@cache
def _style() -> str:
    """Return the colours, which are those of the article's page up to its first blank line, and what is a claim's."""
    room = files("sayso.exports")
    colours = room.joinpath("page.css").read_text(encoding="utf-8").partition("\n\n")[0]
    return f"{colours}\n{room.joinpath('claim.css').read_text(encoding='utf-8')}"


def _brand(home: str | None) -> str:
    name = f'<a href="{escape(home)}">sayso</a>' if home else "sayso"
    return f'<header><p class="brand">{name}</p></header>'


def _side(claim: Claim, side: Side, link: Link, most: int | None) -> str:
    voices = claim.on(side)
    count = claim.affirmed_by if side is Side.AFFIRM else claim.denied_by
    sources = f"{count} independent source{'' if count == 1 else 's'}" if count else "nobody known"
    items = "\n".join(f'<li class="voice">{statement_line(v.entry, link)}</li>' for v in voices[:most])
    left = len(voices) - len(voices[:most])
    more = f'<p class="quiet">and {left} more</p>' if left else ""
    return (
        f'<section class="side {side}"><h2>{HEADING[side]}</h2><p class="quiet">by {sources}</p>'
        f"<ol>{items}</ol>{more}</section>"
    )


def _turns(claim: Claim) -> str:
    if not claim.turns:
        return ""
    done = {Side.AFFIRM: "affirmed", Side.DENY: "denied"}
    items = "".join(
        f"<li><bdi>{shown(turn.speaker)}</bdi> first {done[turn.before]} it and {done[turn.after]} it later"
        f"{f', on {in_words(turn.day)}' if turn.day else ''}.</li>"
        for turn in claim.turns
    )
    return f"<h2>Who changed sides</h2>\n<ul>{items}</ul>"


def _days(claim: Claim, link: Link) -> str:
    items = "\n".join(_day(voice, link) for voice in claim.voices)
    return f'<h2>Who said what when</h2>\n<ol class="days">{items}</ol>'


def _day(voice: Voice, link: Link) -> str:
    day = f'<time datetime="{escape(voice.day)}">{in_words(voice.day)}</time>' if voice.day else "<span>no day</span>"
    chain = " · ".join(f"<bdi>{shown(relay.name)}</bdi>" for relay in voice.chain)
    address = link(voice.entry.article, voice.entry.id)
    told = f'<a href="{escape(address)}">{chain}</a>' if address else chain
    words = f"<p>{told}</p><p><bdi>{shown(voice.entry.content)}</bdi></p>"
    return f'<li>{day}<span class="on">{HEADING[voice.side].lower()}</span><div>{words}</div></li>'


def _trace(trace: Trace) -> str:
    parts = []
    for side, nodes in ((Side.AFFIRM, trace.affirmed), (Side.DENY, trace.denied)):
        if nodes:
            parts.append(
                f'<section class="tree"><h3>{HEADING[side]}</h3><ul>{"".join(map(_node, nodes))}</ul></section>'
            )
    return f'<h2>On whose word</h2>\n<div class="sides">{"".join(parts)}</div>' if parts else ""


def _node(node: Node) -> str:
    remarks = [in_words(node.first)] if node.first else []
    remarks += ["telling it only to deny it"] * node.relay.denies + ["as above"] * node.again
    about = f' <span class="quiet">{", ".join(remarks)}</span>' if remarks else ""
    behind = f"<ul>{''.join(map(_node, node.passed_on))}</ul>" if node.passed_on else ""
    return f"<li><bdi>{shown(node.relay.name)}</bdi>{about}{behind}</li>"


def _altered(claim: Claim, link: Link) -> str:
    found = "\n".join(_pair(one, other, differences, link) for one, other, differences in altered(claim.voices))
    return f"<h2>Quotations with other words</h2>\n{found}" if found else ""


def altered(voices: Sequence[Voice]) -> Iterator[tuple[Entry, Entry, tuple[Difference, ...]]]:
    """Yield the quotations among a claim's voices that two articles print with other words, and where they differ."""
    printed = [(v.entry, quoted(v.entry.content, "")) for v in voices]
    long = [(entry, words) for entry, words in printed if len(words.split()) >= LEAST][:_MOST_COMPARED]
    for (one, mine), (other, theirs) in combinations(long, 2):
        if one.article == other.article or one.speaker_id != other.speaker_id:
            continue
        alike, differences = compared(mine, theirs)
        if alike >= ALIKE and differences:
            yield one, other, differences


def _pair(one: Entry, other: Entry, differences: tuple[Difference, ...], link: Link) -> str:
    told = [(shown(d.one) or "(nothing)", shown(d.other) or "(nothing)") for d in differences]
    words = "; ".join(f"<del><bdi>{a}</bdi></del> became <ins><bdi>{b}</bdi></ins>" for a, b in told)
    return (
        f'<div class="differ"><div class="sides"><div>{statement_line(one, link)}</div>'
        f"<div>{statement_line(other, link)}</div></div><p>{words}</p></div>"
    )
