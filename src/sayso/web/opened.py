"""The ledger that an application serves: opened once, its pool of connections shared by all requests."""

from __future__ import annotations

from fastapi import Request

from sayso.ledger import Ledger
from sayso.web.settings import Settings


def ledger_of(request: Request) -> Ledger:
    """Return the application's ledger; to be asked from a thread, never on the event loop."""
    ledger: Ledger = request.app.state.ledger
    return ledger


def settings_of(request: Request) -> Settings:
    """Return the settings that the application was made with."""
    settings: Settings = request.app.state.settings
    return settings
