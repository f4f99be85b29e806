"""The pages that add: a text that is pasted, files, or an address; and how far it is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sayso.article import Article
from sayso.ledger import Ledger
from sayso.sources import open_source
from sayso.sources.common import Failure
from sayso.web.access import require_editor
from sayso.web.jobs import Full, Jobs
from sayso.web.opened import ledger_of, settings_of
from sayso.web.rendering import render

router = APIRouter()
_LONGEST = 2_000_000  # characters of a text that is pasted
_LARGEST = 64 * 2**20  # bytes of all files of a form together
_PART = 2**20
_TEXT = "Paste the text of an article first."
_ADDRESS = "Give an address that begins with http:// or https://."
_FILES = "Choose a file first."
Somebody = Annotated[Any, Depends(require_editor)]
Told = Annotated[str, Form(max_length=500)]


@router.get("/add")
def form(request: Request, who: Somebody) -> HTMLResponse:
    """Show the forms."""
    return _form(request)


@router.post("/add/text", response_class=HTMLResponse)
def text(
    request: Request,
    who: Somebody,
    ledger: Annotated[Ledger, Depends(ledger_of)],
    text: Annotated[str, Form(max_length=_LONGEST)] = "",
    title: Told = "",
    outlet: Told = "",
    published: Told = "",
) -> Response:
    """Add a text that was pasted."""
    if not text.strip():
        return _form(request, _TEXT, {"text": text, "title": title, "outlet": outlet, "published": published})
    body = text.replace("\r\n", "\n")  # as every browser sends line ends
    article = Article(body, title=title.strip() or None, outlet=outlet.strip() or None, published=_day(published))
    return _given(request, title.strip() or "a text that was pasted", who.name, lambda: iter([article]))


@router.post("/add/address", response_class=HTMLResponse)
def address(request: Request, who: Somebody, address: Annotated[str, Form(max_length=4000)] = "") -> Response:
    """Add what an address holds; only addresses of the open web are fetched."""
    wanted = address.strip()
    if not wanted.lower().startswith(("http://", "https://")):
        return _form(request, _ADDRESS, {"address": address})
    return _given(request, wanted, who.name, lambda: open_source(wanted))


@router.post("/add/files", response_class=HTMLResponse)
def files(request: Request, who: Somebody, files: Annotated[list[UploadFile] | None, File()] = None) -> Response:
    """Add files that were uploaded."""
    given = [file for file in files or [] if file.filename]
    if not given:
        return _form(request, _FILES)
    folder = Path(tempfile.mkdtemp(prefix="sayso-"))
    names = _kept(given, folder)
    if names is None:
        return _form(request, "These files are larger than 64 MiB together: use `sayso add` for them.")

    def find() -> Iterator[Article | Failure]:
        for name in names:
            yield from open_source(folder / name)

    return _given(request, ", ".join(name.split("-", 1)[1] for name in names)[:300], who.name, find, folder)


@router.get("/add/{job}")
def progress(request: Request, who: Somebody, job: str) -> HTMLResponse:
    """Show how far a job is."""
    known = _jobs(request).job(job)
    if known is None:
        told = "Nothing is known of this any more; what was added is among the articles."
        return render(request, "error.html", status=404, title="Nothing here", told=told)
    return render(request, "adding.html", job=known)


def _given(
    request: Request, what: str, by: str, find: Callable[[], Iterator[Article | Failure]], folder: Path | None = None
) -> Response:
    try:
        job = _jobs(request).give(what, by, find, folder)
    except Full as error:
        told = str(error)
        return _form(request, told[:1].upper() + told[1:] + ".")
    return RedirectResponse(f"{settings_of(request).base_path}/add/{job.id}", status_code=303)


def _form(request: Request, wrong: str = "", kept: dict[str, str] | None = None) -> HTMLResponse:
    values = {"text": "", "title": "", "outlet": "", "published": "", "address": ""} | (kept or {})
    return render(request, "add.html", status=422 if wrong else 200, wrong=wrong, kept=values)


def _kept(files: list[UploadFile], folder: Path) -> list[str] | None:
    """Write files down, under names of ours with their endings; None where they are too large."""
    names, room = [], _LARGEST
    for number, file in enumerate(files, 1):
        name = "".join(c for c in Path(file.filename or "").name if c.isalnum() or c in " ._-").strip(". ")[-80:]
        names.append(f"{number}-{name or 'file'}")
        with (folder / names[-1]).open("wb") as kept:
            while part := file.file.read(_PART):
                room -= len(part)
                if room < 0:
                    return None
                kept.write(part)
    return names


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None
