"""The API's routes, put together; what no route answers is a problem, too."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.routing import Match

from sayso.web.api import articles, claims, deciding, speakers, statements
from sayso.web.api.problems import Route, problem

router = APIRouter(route_class=Route)
_PARTS: tuple[APIRouter, ...] = (articles.router, statements.router, speakers.router, claims.router, deciding.router)
for _part in _PARTS:
    router.include_router(_part)
_ALL = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


@router.api_route("/{path:path}", methods=_ALL, include_in_schema=False)
async def nothing(request: Request, path: str) -> Response:
    """Answer what no other route does: there is nothing here, or nothing to be done in this way."""
    allowed = sorted(_allowed({**request.scope, "path": f"/{path}", "root_path": ""}))
    if allowed:
        told = f"{request.method} is not among what can be done here."
        return problem(405, told, {"Allow": ", ".join(allowed)})
    return problem(404, "There is nothing here; /api/v1/openapi.json describes what there is.")


def _allowed(scope: dict[str, Any]) -> set[str]:
    routes = (route for part in _PARTS for route in part.routes)
    partial = (route for route in routes if route.matches(scope)[0] is not Match.NONE)
    return {method for route in partial for method in getattr(route, "methods", ())}
