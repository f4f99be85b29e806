"""Errors of the API as problem+json (RFC 9457): every route of `Route` answers so, whatever is raised in it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException as AnyHTTPException

from sayso.errors import LedgerError
from sayso.web.api.models import Problem

MEDIA_TYPE = "application/problem+json"


def described(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Return how the API's description tells of some problems."""
    schema = Problem.model_json_schema()
    return {
        code: {"description": HTTPStatus(code).phrase, "content": {MEDIA_TYPE: {"schema": schema}}} for code in codes
    }


def problem(status: int, detail: str, headers: dict[str, str] | None = None, errors: Any = None) -> JSONResponse:
    """Return a problem as an answer."""
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)
    return JSONResponse(told.model_dump(exclude_none=True), status, headers, MEDIA_TYPE)


class Route(APIRoute):
    """A route whose errors are problems."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        answer = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            given = [name for name, _ in request.query_params.multi_items()]
            if len(set(given)) < len(given):  # else the last one would hold, and nobody would be told
                return problem(422, "A parameter is given twice; none is a list.")
            try:
                return await answer(request)
            except RequestValidationError as error:
                return problem(422, "The request is not understood.", errors=[_where(e) for e in error.errors()])
            except AnyHTTPException as error:
                return problem(error.status_code, str(error.detail), dict(error.headers or {}))
            except LedgerError as error:
                return problem(503, _told(error), {"Retry-After": "5"})

        return guarded


@contextmanager
def answered(status: int) -> Iterator[None]:
    """Turn what a ledger refuses into a status; what its file cannot do stays what it is.

    Raises:
        HTTPException: the ledger refused.
    """
    try:
        yield
    except LedgerError as error:
        if error.__cause__ is not None:  # of the database: nothing that the request could do better
            raise
        raise HTTPException(status, _told(error)) from error


def _told(error: LedgerError) -> str:
    """Return what a ledger says, without the path of its file, which is nobody's business, and hints at commands."""
    told = str(error)
    path, parted, rest = told.partition(": ")
    if parted and (path.endswith(".db") or "/" in path or "\\" in path):
        told = rest
    told = told.split("; `sayso")[0]
    return told[:1].upper() + told[1:] + "."


def _where(error: Any) -> dict[str, Any]:
    return {"where": [str(part) for part in error["loc"]], "why": error["msg"]}
