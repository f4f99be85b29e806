"""Who corrected what and when, and taking it back."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.web.access import tell
from sayso.web.corrections.forms import Editor, Note, Opened, led, note_of, reason
from sayso.web.rendering import render

router = APIRouter()
_PAGE = 50  # deeds on a page


@router.get("/history")
def history_page(request: Request, ledger: Opened, page: Annotated[int, Query(ge=1, le=2_000)] = 1) -> HTMLResponse:
    """Show what persons did, the latest first."""
    return _history(request, ledger, page)


@router.post("/undo")
def undo(
    request: Request,
    ledger: Opened,
    editor: Editor,
    kind: Annotated[Literal["correction", "ruling"], Form()],
    ids: Annotated[str, Form(max_length=8_000, pattern=r"^\d{1,15}( \d{1,15})*$")],
    note: Note = "",
    next: Annotated[str, Form(max_length=400)] = "/history",
) -> Response:
    """Take back a correction, or the rulings of one stroke."""
    numbers = [int(id) for id in ids.split(" ")]
    try:
        if kind == "ruling":
            ledger.overrule(numbers)
        else:
            for number in numbers:
                ledger.undo(number, author=editor.name, note=note_of(note))
    except LedgerError as error:
        tell(request, f"was refused: {reason(error)}")
        return _history(request, ledger, 1, told=reason(error), status=422)
    return led(request, next, f"took back {kind} {ids}")


def _history(request: Request, ledger: Ledger, page: int, *, told: str = "", status: int = 200) -> HTMLResponse:
    found = ledger.deeds(limit=_PAGE + 1, offset=_PAGE * (page - 1))
    names = {}
    for deed in found[:_PAGE]:
        if deed.kind in ("speaker", "speakers"):
            for id in (deed.about, *deed.others):
                if id:
                    names[id] = ledger.speaker(id).name
    return render(
        request,
        "history.html",
        status=status,
        deeds=found[:_PAGE],
        names=names,
        page=page,
        more=len(found) > _PAGE,
        told=told,
    )
