"""Cards of claims and statements for other sites' pages, and the oEmbed answer by which those find them.

A card is one HTML file in a frame: nothing in it runs, and it asks for nothing.
"""

from __future__ import annotations

import re
from html import escape
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from sayso.exports.arrange import one_line
from sayso.exports.card import claim_card, statement_card
from sayso.exports.claim_page import style_source
from sayso.ledger import Ledger
from sayso.web.api.asking import Number
from sayso.web.api.problems import Route, answered, described
from sayso.web.opened import ledger_of, settings_of

router = APIRouter()
oembed_router = APIRouter(route_class=Route)
Opened = Annotated[Ledger, Depends(ledger_of)]
Size = Annotated[int, Query(ge=1, le=10_000)]

_WIDTH, _HEIGHT = 560, {"claim": 580, "statement": 260}
_OURS = re.compile(r"(?:/embed)?/(claim|statement)/([1-9]\d{0,14})/?")
_IN_ARTICLE = re.compile(r"/article/([1-9]\d{0,14})/?")

_ANSWERS = described(404, 422) | {200: {"content": {"text/xml": {"schema": {"type": "string"}}}}}


class Embedded(BaseModel):
    """How to embed something, as oEmbed 1.0 has it."""

    type: Literal["rich"] = "rich"
    version: Literal["1.0"] = "1.0"
    title: str
    provider_name: str = "sayso"
    provider_url: str
    cache_age: int = 3600  # seconds
    html: str
    width: int
    height: int


@router.get("/embed/claim/{number}", response_class=HTMLResponse, include_in_schema=False)
def claim(request: Request, number: Number, ledger: Opened) -> HTMLResponse:
    """Return the card of a claim."""
    here = _here(request)
    found = ledger.claim(number)
    return _card(claim_card(found, lambda _, said: f"{here}/statement/{said}", f"{here}/claim/{number}"))


@router.get("/embed/statement/{number}", response_class=HTMLResponse, include_in_schema=False)
def statement(request: Request, number: Number, ledger: Opened) -> HTMLResponse:
    """Return the card of a statement, which is a quotation as a rule."""
    here = _here(request)
    found = ledger.show(number)
    return _card(statement_card(found, lambda _, said: f"{here}/statement/{said}", f"{here}/statement/{number}"))


@oembed_router.get("/oembed", response_model=Embedded, responses=_ANSWERS, tags=["embedding"])
def oembed(
    request: Request,
    ledger: Opened,
    url: Annotated[str, Query(max_length=2_000, description="the address of a claim's or a statement's page here")],
    format: Literal["json", "xml"] = "json",
    maxwidth: Size | None = None,
    maxheight: Size | None = None,
) -> Any:
    """Tell how the page of a claim or a statement is embedded in another page (oEmbed 1.0)."""
    kind, number = _meant(request, ledger, url)
    with answered(404):
        title = ledger.claim(number).worded if kind == "claim" else ledger.show(number).entry.content
    width, height = min(_WIDTH, maxwidth or _WIDTH), min(_HEIGHT[kind], maxheight or _HEIGHT[kind])
    here, title = _here(request), one_line(title)
    frame = (
        f'<iframe src="{escape(here)}/embed/{kind}/{number}" title="{escape(title)}" width="{width}" height="{height}" '
        'sandbox="allow-popups allow-top-navigation-by-user-activation" loading="lazy" style="border:0"></iframe>'
    )
    found = Embedded(title=title, provider_url=f"{here}/", html=frame, width=width, height=height)
    return found if format == "json" else Response(_xml(found), media_type="text/xml")


router.include_router(oembed_router)


def _xml(found: Embedded) -> str:
    told = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in found.model_dump().items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{told}</oembed>\n'


def _card(page: str) -> HTMLResponse:
    policy = (
        f"default-src 'none'; style-src {style_source()}; base-uri 'none'; form-action 'none'; frame-ancestors *; "
        "sandbox allow-popups allow-top-navigation-by-user-activation"
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


def _here(request: Request) -> str:
    """Return where this application is, as the other site's readers reach it."""
    return f"{request.url.scheme}://{request.url.netloc}{settings_of(request).base_path}"


def _meant(request: Request, ledger: Ledger, url: str) -> tuple[Literal["claim", "statement"], int]:
    """Return what an address of ours shows.

    Raises:
        HTTPException: it is none of ours, or shows nothing that can be embedded.
    """
    refused = HTTPException(404, "This is no address of a claim or a statement here.")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise refused from None
    base = settings_of(request).base_path
    if parts.scheme not in ("http", "https") or parts.netloc != request.url.netloc or not parts.path.startswith(base):
        raise refused
    path = parts.path[len(base) :]
    if match := _OURS.fullmatch(path):
        return ("claim" if match[1] == "claim" else "statement"), int(match[2])
    if match := _IN_ARTICLE.fullmatch(path):
        with answered(404):
            for placed in ledger.placed(int(match[1])):
                if placed.entry.label == parts.fragment:
                    return "statement", placed.entry.id
    raise refused
