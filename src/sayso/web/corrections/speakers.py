"""Correcting a speaker: what is known of them, two who are one, and one who is two."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from sayso.errors import LedgerError
from sayso.exports.arrange import one_line
from sayso.ledger import Ledger
from sayso.ledger.corrections import SPEAKER_FIELDS
from sayso.statement import SpeakerType
from sayso.web.access import tell
from sayso.web.corrections.forms import Editor, Given, Note, Number, Opened, Short, led, note_of, reason
from sayso.web.rendering import render

router = APIRouter()
_SAID = 200  # statements that are offered for parting


@router.get("/speaker/{number}/correct")
def correct_page(request: Request, number: Number, ledger: Opened, editor: Editor) -> HTMLResponse:
    """Show the form of a speaker, and who they may be."""
    return _page(request, ledger, number)


@router.post("/speaker/{number}/correct")
def correct(
    request: Request,
    number: Number,
    ledger: Opened,
    editor: Editor,
    name: Short = "",
    type: Short = "",
    role: Short = "",
    affiliation: Short = "",
    country: Short = "",
    note: Note = "",
) -> Response:
    """Correct what the form has otherwise than the speaker."""
    known = ledger.speaker(number)
    sent = {"name": name, "type": type, "role": role, "affiliation": affiliation, "country": country}
    given = {field: sent[field].strip() for field in SPEAKER_FIELDS}
    given = {field: value for field, value in given.items() if value != one_line(getattr(known, field) or "")}
    try:
        ledger.correct_speaker(known.id, given, author=editor.name, note=note_of(note))
    except LedgerError as error:
        return _refused(request, ledger, known.id, error)
    return led(request, f"/speaker/{known.id}/correct", f"corrected {', '.join(given) or 'nothing'}")


@router.post("/speaker/{number}/join")
def join(request: Request, number: Number, ledger: Opened, editor: Editor, other: Given, note: Note = "") -> Response:
    """Make one of two speakers: the one of the page is the one who stays."""
    try:
        ledger.join(other, number, author=editor.name, note=note_of(note))
    except LedgerError as error:
        return _refused(request, ledger, number, error)
    return led(request, f"/speaker/{number}/correct", f"made speakers {number} and {other} one")


@router.post("/speaker/{number}/apart")
def keep_apart(
    request: Request, number: Number, ledger: Opened, editor: Editor, other: Given, note: Note = ""
) -> Response:
    """Decide that two speakers are not one."""
    try:
        ledger.keep_apart(number, other, author=editor.name, note=note_of(note))
    except LedgerError as error:
        return _refused(request, ledger, number, error)
    return led(request, f"/speaker/{number}/correct", f"keeps speakers {number} and {other} apart")


@router.post("/speaker/{number}/part")
def part(
    request: Request,
    number: Number,
    ledger: Opened,
    editor: Editor,
    name: Short = "",
    statement: Annotated[list[int] | None, Form(max_length=_SAID)] = None,
    note: Note = "",
) -> Response:
    """Make another speaker of some of this one's statements."""
    chosen = [one for one in statement or [] if 0 < one < 2**53]
    try:
        made = ledger.part(number, chosen, name=name, author=editor.name, note=note_of(note))
    except LedgerError as error:
        return _refused(request, ledger, number, error)
    return led(request, f"/speaker/{made}/correct", f"parted speaker {made} from {number}")


def _refused(request: Request, ledger: Ledger, number: int, error: LedgerError) -> HTMLResponse:
    tell(request, f"was refused: {reason(error)}")
    return _page(request, ledger, number, told=reason(error), status=422)


def _page(request: Request, ledger: Ledger, number: int, *, told: str = "", status: int = 200) -> HTMLResponse:
    known = ledger.speaker(number)
    doubts = ledger.doubts(known.id)
    likely = {one.id: (one, doubt.reason) for doubt in doubts for one in (doubt.speaker, doubt.other)}
    for other in ledger.speakers_named(known.name.split()[-1] if known.name.split() else known.name):
        likely.setdefault(other.id, (other, ""))
    likely.pop(known.id, None)
    return render(
        request,
        "correct_speaker.html",
        status=status,
        known=known,
        said=ledger.profile(known.id, statements=_SAID).said,
        likely=list(likely.values())[:12],
        types=list(SpeakerType),
        told=told,
    )
