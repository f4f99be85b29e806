"""`create_app`: the web application of one ledger, put together from its rooms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from sayso import __version__
from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.web import access, api, corrections, embedding, pages
from sayso.web.jobs import Jobs
from sayso.web.rendering import STATIC, render
from sayso.web.settings import Settings

_UNREADABLE = "What was sent cannot be understood: go back, and check it."


def create_app(settings: Settings) -> FastAPI:
    """Return the application that serves a ledger.

    Raises:
        LedgerError: the ledger is not there, or cannot be opened.
    """
    ledger = Ledger(settings.ledger, must_exist=True)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        ledger.close()

    app = FastAPI(
        title="sayso",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.settings, app.state.ledger, app.state.jobs = settings, ledger, Jobs(ledger)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(pages.router)
    app.include_router(api.router, prefix="/api/v1")
    app.include_router(corrections.router)
    app.include_router(embedding.router)
    app.add_exception_handler(LedgerError, _missing)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    access.install(app, settings)
    return app


def _missing(request: Request, error: Exception) -> Response:
    """Answer what the ledger has not, or could not do."""
    missing = "there is no" in str(error)
    told = "Nothing here" if missing else "The ledger could not be asked"
    return render(request, "error.html", status=404 if missing else 503, title=told, told=_sentence(str(error)))


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = "Nothing here" if error.status_code == 404 else "That did not work"
    told = "There is no such page." if error.detail == "Not Found" else error.detail
    return render(request, "error.html", status=error.status_code, title=title, told=told)


def _misunderstood(request: Request, error: Exception) -> Response:
    """Answer an address or a form that holds what no page of ours writes."""
    missing = request.method in ("GET", "HEAD")  # a number that is none: there is no such page
    title, told = ("Nothing here", "There is no such page.") if missing else ("That did not work", _UNREADABLE)
    return render(request, "error.html", status=404 if missing else 422, title=title, told=told)


def _sentence(told: str) -> str:
    """Return what an error tells, without the path of the ledger and the hint at a command."""
    told = told.split(": ", 1)[-1].split("; `")[0]
    return told[:1].upper() + told[1:] + "."
