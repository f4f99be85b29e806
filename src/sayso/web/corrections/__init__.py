"""The pages on which persons correct what a ledger holds, and see who corrected what; for editors alone."""

from __future__ import annotations

from fastapi import APIRouter

from sayso.web.corrections import claims, history, speakers, statements

router = APIRouter(include_in_schema=False)
for _page in (statements, speakers, claims, history):
    router.include_router(_page.router)
