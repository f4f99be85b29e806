"""The pages that readers see, one module a page."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute

from sayso.web.pages import adding, article, claim, finding, lists, speaker

router = APIRouter(include_in_schema=False)
for _page in (lists, article, claim, speaker, finding, adding):
    for _route in _page.router.routes:
        if isinstance(_route, APIRoute) and _route.methods and "GET" in _route.methods:
            _route.methods.add("HEAD")  # link checkers ask so
    router.include_router(_page.router)
