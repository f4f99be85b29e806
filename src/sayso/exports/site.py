"""Disputes as a folder of pages that need no server: a list, a page for each claim, and the articles they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from sayso.errors import ExportError
from sayso.exports.claim_page import FOOTER, facts, page, shown
from sayso.exports.claim_page import claim_page as page_of
from sayso.exports.html import html_page
from sayso.ledger import Ledger
from sayso.ledger.disputes import Claim


def write_site(ledger: Ledger, claims: Iterable[int], folder: Path) -> int:
    """Write the pages of some claims, and return how many files these are.

    Every address in them is relative, so that the folder can lie anywhere: on a server, on a stick, in a mail.

    Args:
        ledger: which holds them.
        claims: their numbers, in the order in which the list has them.
        folder: it is made where there is none.

    Raises:
        LedgerError: there is no such claim.
        ExportError: the folder cannot be written.
    """
    traces = [ledger.trace(number) for number in claims]
    anchors: dict[int, str] = {}
    pages: dict[str, str] = {}
    numbers = dict.fromkeys(voice.entry.article for trace in traces for voice in trace.claim.voices)
    for number in numbers:
        reading = ledger.reading(number)
        pages[f"articles/{number}.html"] = html_page([reading])
        order = {statement.id: n for n, statement in enumerate(reading.statements, 1)}
        for placed in ledger.placed(number):
            anchors[placed.entry.id] = f"a1s{order[placed.entry.label]}" if placed.entry.label in order else "a1"

    def link(article: int, statement: int) -> str:
        return f"../articles/{article}.html#{anchors[statement]}"

    for trace in traces:
        pages[f"claims/{trace.claim.id}.html"] = page_of(trace, link, "../index.html")
    pages["index.html"] = _index([trace.claim for trace in traces])
    _write(pages, folder)
    return len(pages)


def _index(claims: list[Claim]) -> str:
    items = "\n".join(
        f'<li><a href="claims/{claim.id}.html"><bdi>{shown(claim.worded)}</bdi></a>'
        f'<p class="quiet">affirmed by {claim.affirmed_by}, denied by {claim.denied_by}</p>{facts(claim)}</li>'
        for claim in claims
    )
    title = "What is disputed, and by whom"
    head = f'<header><p class="brand">sayso</p></header>\n<main>\n<h1>{escape(title)}</h1>'
    return page(title, f'{head}\n<ol class="list">{items}</ol>\n</main>\n{FOOTER}')


def _write(pages: dict[str, str], folder: Path) -> None:
    """Write pages, the list last: whoever finds it finds all that it links to."""
    try:
        for name, text in pages.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ExportError(f"{error.filename or folder}: {error.strerror or error}") from error
