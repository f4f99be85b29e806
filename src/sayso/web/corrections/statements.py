"""Correcting a statement, adding one that was not found, rejecting one and bringing it back, and its side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from sayso.article import Span
from sayso.claims.relation import Relation
from sayso.errors import LedgerError
from sayso.exports.arrange import one_line
from sayso.ledger import Ledger
from sayso.ledger.disputes import Side
from sayso.ledger.listing import Placed, WholeArticle
from sayso.ledger.undoing import ROLES
from sayso.statement import Act, Distance, Quote
from sayso.web.access import tell
from sayso.web.corrections.forms import (
    Editor,
    Given,
    Note,
    Number,
    Opened,
    led,
    note_of,
    places,
    reason,
    spans_of,
    verbatim,
    words_at,
)
from sayso.web.rendering import render

router = APIRouter()
Short = Annotated[str, Field(max_length=2_000)]
Long = Annotated[str, Field(max_length=40_000)]


class Sent(BaseModel):
    """What the form of a statement sends: its values, and each part by its words and by where they stand."""

    act: Short = Act.ASSERT.value
    negated: Short = "no"
    quote: Short = Quote.INDIRECT.value
    distance: list[Short] = Field(default_factory=list, max_length=8)
    made: Short = ""
    speaker: Short = ""
    addressee: Short = ""
    within: Short = ""
    source: Long = ""
    cue: Long = ""
    content: Long = ""
    source_at: Long = ""
    cue_at: Long = ""
    content_at: Long = ""
    note: Annotated[str, Field(max_length=2_000)] = ""
    seen: int = Field(default=0, ge=0, le=2**53 - 1)  # the last correction of the statement that the page showed

    def values(self) -> dict[str, str]:
        """Return the values by field, as the ledger takes them."""
        told = {"act": self.act, "negated": self.negated, "quote": self.quote, "distance": " ".join(self.distance)}
        told |= {name: getattr(self, name).strip() for name in ("made", "speaker", "addressee", "within")}
        return told


Filled = Annotated[Sent, Form()]


@router.get("/statement/{number}/correct")
def correct_page(request: Request, number: Number, ledger: Opened, editor: Editor) -> HTMLResponse:
    """Show the form of a statement, and what was corrected of it."""
    return _form(request, ledger, number)


@router.post("/statement/{number}/correct")
def correct(request: Request, number: Number, ledger: Opened, editor: Editor, sent: Filled) -> Response:
    """Correct what the form has otherwise than the statement."""
    whole, placed, _ = _found(ledger, number)
    shown = ledger.show(number)
    if sent.seen != (shown.corrections[-1].id if shown.corrections else 0):
        told = "Somebody has corrected this statement meanwhile: these are its values now. Please look again."
        return _form(request, ledger, number, told=told, status=409)
    try:
        before = _kept(whole.text, placed)
        given = {name: value for name, value in sent.values().items() if value != before.values()[name]}
        spans = {}
        for role in ROLES:
            where, words = getattr(sent, f"{role}_at").strip(), getattr(sent, role).strip()
            if where != getattr(before, f"{role}_at"):
                spans[role] = _spans(where)
            elif words != getattr(before, role):
                given[role] = words
        if given or spans:
            ledger.amend(number, given, spans, author=editor.name, note=note_of(sent.note))
    except LedgerError as error:
        return _form(request, ledger, number, told=reason(error), status=422, sent=sent)
    changed = ", ".join([*given, *spans]) or "nothing"
    return led(request, f"/statement/{number}/correct?done={len(given) + len(spans)}", f"corrected {changed}")


@router.get("/article/{number}/supply")
def supply_page(request: Request, number: Number, ledger: Opened, editor: Editor) -> HTMLResponse:
    """Show the form of a statement that was not found."""
    return _form_of(request, ledger.article(number), ledger.placed(number), None, Sent())


@router.post("/article/{number}/supply")
def supply(request: Request, number: Number, ledger: Opened, editor: Editor, sent: Filled) -> Response:
    """Add a statement."""
    try:
        spans, given = {}, {name: value for name, value in sent.values().items() if value}
        for role in ROLES:
            where, words = getattr(sent, f"{role}_at").strip(), getattr(sent, role).strip()
            if where:
                spans[role] = _spans(where)
            elif words:
                given[role] = words
        added = ledger.supply_at(number, given, spans, author=editor.name, note=note_of(sent.note))
    except LedgerError as error:
        whole, placed = ledger.article(number), ledger.placed(number)
        return _form_of(request, whole, placed, None, sent, told=reason(error), status=422)
    return led(request, f"/statement/{added}/correct?done=1", f"added statement {added}")


@router.post("/statement/{number}/reject")
def reject(request: Request, number: Number, ledger: Opened, editor: Editor, note: Note = "") -> Response:
    """Take out a statement that its article does not make."""
    ledger.reject(number, author=editor.name, note=note_of(note))
    return led(request, f"/statement/{number}/correct", f"rejected statement {number}")


@router.post("/statement/{number}/restore")
def restore(request: Request, number: Number, ledger: Opened, editor: Editor, note: Note = "") -> Response:
    """Bring back a statement that was rejected."""
    ledger.restore(number, author=editor.name, note=note_of(note))
    return led(request, f"/statement/{number}/correct", f"brought back statement {number}")


@router.post("/statement/{number}/side")
def change_side(
    request: Request,
    number: Number,
    ledger: Opened,
    editor: Editor,
    side: Annotated[Literal["affirm", "deny", "neither"], Form()],
    note: Note = "",
    next: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Decide on which side of its claim a statement is, or that it is not on the claim."""
    try:
        if side == "neither":
            ledger.split_claim(number, author=editor.name, note=note_of(note))
        else:
            ledger.change_side(number, Side(side), author=editor.name, note=note_of(note))
    except LedgerError as error:
        return _form(request, ledger, number, told=reason(error), status=422)
    done = "took it off its claim" if side == "neither" else f"put it on the side that would {side}"
    return led(request, next or f"/statement/{number}/correct", done)


@router.post("/statement/{number}/relate")
def relate(
    request: Request,
    number: Number,
    ledger: Opened,
    editor: Editor,
    other: Given,
    relation: Annotated[Literal["same", "opposite", "unrelated"], Form()],
    note: Note = "",
) -> Response:
    """Decide how a statement relates to another."""
    try:
        ledger.relate(number, other, Relation[relation.upper()], author=editor.name, note=note_of(note))
    except LedgerError as error:
        return _form(request, ledger, number, told=reason(error), status=422)
    return led(request, f"/statement/{number}/correct", f"decided on statements {number} and {other}: {relation}")


def _found(ledger: Ledger, number: int) -> tuple[WholeArticle, Placed, list[Placed]]:
    """Return a statement with its article and the article's other statements."""
    article = ledger.show(number).entry.article
    everything = ledger.placed(article, rejected=True)
    mine = next(one for one in everything if one.entry.id == number)
    return ledger.article(article), mine, [one for one in everything if one is not mine and one.status != "rejected"]


def _kept(text: str, placed: Placed) -> Sent:
    """Return what the form of a statement shows before anything is changed in it."""
    entry = placed.entry
    told: dict[str, Any] = {}
    for role in ROLES:
        told |= {role: words_at(text, getattr(placed, role)), f"{role}_at": places(getattr(placed, role))}
    return Sent.model_construct(
        act=entry.act.value,
        negated="yes" if entry.negated else "no",
        quote=placed.quote.value,
        distance=[part.value for part in placed.distance],
        made=entry.made or "",
        speaker=one_line(entry.speaker or ""),
        addressee=one_line(entry.addressee or ""),
        within=str(placed.within or ""),
        **told,
    )


def _spans(written: str) -> tuple[Span, ...]:
    found = spans_of(written)
    if found is None:
        raise LedgerError("the places of the words could not be understood: mark them in the text again")
    return found


def _form(
    request: Request, ledger: Ledger, number: int, *, told: str = "", status: int = 200, sent: Sent | None = None
) -> HTMLResponse:
    whole, placed, others = _found(ledger, number)
    if told:
        tell(request, f"was refused: {told}")
    shown = ledger.show(number)
    kept = sent or _kept(whole.text, placed)
    kept.seen = shown.corrections[-1].id if shown.corrections else 0
    return _form_of(request, whole, others, placed, kept, told=told, status=status, corrections=shown.corrections[::-1])


def _form_of(
    request: Request,
    whole: WholeArticle,
    others: Sequence[Placed],
    placed: Placed | None,
    sent: Sent,
    *,
    told: str = "",
    status: int = 200,
    corrections: Sequence[Any] = (),
) -> HTMLResponse:
    done = request.query_params.get("done", "")
    entries = [one.entry for one in others]
    names = {name for entry in entries for name in (entry.speaker, entry.addressee) if name}
    latest: dict[str, int] = {}
    for one in reversed(corrections):
        latest[one.field] = one.id
    return render(
        request,
        "correct_statement.html",
        status=status,
        article=whole.article,
        text=verbatim(whole.text),
        placed=placed,
        others=others,
        names=sorted(map(one_line, names)),
        sent=sent,
        told=told,
        done=int(done) if done.isdecimal() and len(done) < 4 else None,
        corrections=corrections,
        latest=latest,
        acts=list(Act),
        quotes=list(Quote),
        distances=list(Distance),
    )
