"""A claim or a statement as a small card that other sites show in a frame: one HTML file, without script or request."""

from __future__ import annotations

from html import escape

from sayso.exports.arrange import one_line
from sayso.exports.claim_page import Link, facts, page, shown, sides, statement_line
from sayso.ledger.disputes import Claim
from sayso.ledger.profiles import Shown

_VOICES = 3  # of each side


def claim_card(claim: Claim, link: Link, more: str | None) -> str:
    """Return the card of a claim.

    Args:
        claim: the claim.
        link: to its statements.
        more: the address of the claim's own page.
    """
    body = f"<h1><bdi>{shown(claim.worded)}</bdi></h1>\n{facts(claim)}\n{sides(claim, link, _VOICES)}"
    return _card(claim.worded, body, more)


def statement_card(found: Shown, link: Link, more: str | None) -> str:
    """Return the card of one statement, a quotation as a rule.

    Args:
        found: the statement in its article.
        link: to it.
        more: the address of its own page.
    """
    entry = found.entry
    title = f'<p class="quiet"><bdi>{shown(entry.title)}</bdi></p>' if entry.title else ""
    return _card(entry.content, f'<div class="voice">{statement_line(entry, link)}{title}</div>', more)


def _card(title: str, body: str, more: str | None) -> str:
    # A link in a frame must leave the frame, and tells the other page nothing of where it stands.
    whole = f'<a href="{escape(more)}" target="_top" rel="noopener">The whole of it</a> · ' if more else ""
    body = body.replace("<a href=", '<a target="_top" rel="noopener" href=')
    foot = f"<footer><p>{whole}sayso records who said what; it does not rule on who is right.</p></footer>"
    return page(one_line(title), f'<article class="card"><p class="brand">sayso</p>\n{body}\n{foot}</article>')
