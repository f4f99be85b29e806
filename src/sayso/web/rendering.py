"""Templates and what each of them may use: every page is rendered here, everything in it escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sayso.web.access.asked import csrf_token, current
from sayso.web.opened import settings_of
from sayso.web.words import FILTERS

ROOM = Path(__file__).parent
STATIC = ROOM / "static"


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page.

    Args:
        template: its file in `templates/`.
        status: of HTTP.
        values: what the template shows; `csrf`, `person`, `root` and `query` are there in any case.
    """
    told: dict[str, Any] = {"root": settings_of(request).base_path, "query": "", "path": request.url.path}
    told |= {"csrf": csrf_token(request), "person": current(request)}
    page = _environment().get_template(template).render(told | values)
    return HTMLResponse(page, status_code=status)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(ROOM / "templates"),
        autoescape=True,  # of every template, whatever its name
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    return made
