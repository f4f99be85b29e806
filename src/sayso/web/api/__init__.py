"""The JSON API, `/api/v1`: every question of a ledger and every correction, described by OpenAPI."""

from __future__ import annotations

from sayso.web.api.routes import router

__all__ = ["router"]
