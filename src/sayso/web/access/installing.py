"""Putting access in place: what every request passes through, and the pages to sign in and out."""

from __future__ import annotations

import getpass

from fastapi import FastAPI

from sayso.web.access import pages
from sayso.web.access.accounts import Accounts
from sayso.web.access.guard import Guard, demand
from sayso.web.access.limits import Limits
from sayso.web.settings import Settings


def install(app: FastAPI, settings: Settings) -> None:
    """Guard an application: every request passes the checks, and knows who it comes from.

    Raises:
        AccessError: the address that it is to be served at demands accounts, or their file cannot be opened.
    """
    demand(settings)
    accounts = Accounts(settings.accounts, must_exist=True) if settings.accounts else None
    app.add_middleware(Guard, settings=settings, accounts=accounts, owner=_sitting_here(), limits=Limits())
    app.include_router(pages.router)


def _sitting_here() -> str:
    """Return the name of whoever runs this program, as the system has it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user, as in a container
        return "owner"
