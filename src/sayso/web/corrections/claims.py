"""Correcting a claim: the side of each statement, statements that are not on it, and claims that are one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.web.access import tell
from sayso.web.corrections.forms import Editor, Given, Note, Number, Opened, led, note_of, reason
from sayso.web.rendering import render

router = APIRouter()
_LIKE = 6  # claims that are offered as the same one


@router.get("/claim/{number}/correct")
def correct_page(request: Request, number: Number, ledger: Opened, editor: Editor) -> HTMLResponse:
    """Show the statements of a claim with their sides, and claims that may be the same."""
    return _page(request, ledger, number)


@router.post("/claim/{number}/merge")
def merge(request: Request, number: Number, ledger: Opened, editor: Editor, other: Given, note: Note = "") -> Response:
    """Decide that two claims are one."""
    try:
        found = ledger.merge_claims(number, other, author=editor.name, note=note_of(note))
    except LedgerError as error:
        tell(request, f"was refused: {reason(error)}")
        return _page(request, ledger, number, told=reason(error), status=422)
    return led(request, f"/claim/{found.id}/correct", f"made claims {number} and {other} one")


def _page(request: Request, ledger: Ledger, number: int, *, told: str = "", status: int = 200) -> HTMLResponse:
    claim = ledger.claim(number)
    like = [other for other in ledger.claims_about(claim.sentence[:400], limit=_LIKE) if other.id != claim.id]
    return render(request, "correct_claim.html", status=status, claim=claim, like=like, told=told)
