"""What the forms share: what they send, how errors are told, and where one is led afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Form, Path, Request
from fastapi.responses import RedirectResponse

from sayso.article import Span
from sayso.errors import LedgerError
from sayso.exports.arrange import one_line, printable
from sayso.ledger import Ledger
from sayso.web.access import Person, require_editor, tell
from sayso.web.access.origins import is_local_path
from sayso.web.opened import ledger_of, settings_of

Opened = Annotated[Ledger, Depends(ledger_of)]
Editor = Annotated[Person, Depends(require_editor)]
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
Given = Annotated[int, Form(ge=1, le=2**53 - 1)]
Short = Annotated[str, Form(max_length=2_000)]
Note = Annotated[str, Form(max_length=2_000)]

_PLACES = re.compile(r"\d{1,9}-\d{1,9}(?: \d{1,9}-\d{1,9}){0,49}")
_SAFE = re.compile("[\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\r]")


def places(spans: Sequence[Span]) -> str:
    """Return spans as a form sends them: `12-40 52-60`."""
    return " ".join(f"{span.start}-{span.end}" for span in spans)


def spans_of(written: str) -> tuple[Span, ...] | None:
    """Return the spans that a form sent, None where they are none."""
    written = written.strip()
    if not written:
        return ()
    if not _PLACES.fullmatch(written):
        return None
    return tuple(Span(*map(int, part.split("-"))) for part in written.split(" "))


def verbatim(text: str) -> str:
    """Return a text to be marked in a page: what could act on the page is made visible, each character by one."""
    return _SAFE.sub(lambda found: " " if found[0] == "\r" else "\ufffd", printable(text))


def words_at(text: str, spans: Sequence[Span]) -> str:
    """Return the words at some places on one line, pieces parted by an ellipsis, as a form shows them."""
    return " … ".join(one_line(text[span.start : span.end]) for span in spans)


def reason(error: LedgerError) -> str:
    """Return what an error tells, without the path of the ledger and the hint at a command."""
    told = one_line(re.sub(r"^\S*?[/\\.]\S*: ", "", str(error)).split("; `")[0])[:600]
    return f"{told[:1].upper()}{told[1:]}."


def note_of(note: str) -> str | None:
    """Return what a person noted, None where it is nothing."""
    return note.strip() or None


def led(request: Request, path: str, done: str) -> RedirectResponse:
    """Lead on to a page of ours, and tell the audit log what was done."""
    tell(request, done)
    return RedirectResponse(settings_of(request).base_path + (path if is_local_path(path) else "/history"), 303)
