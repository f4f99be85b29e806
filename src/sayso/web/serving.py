"""Serving: from settings to a socket that listens, until somebody stops it."""

from __future__ import annotations

import socket
import threading
import webbrowser
from contextlib import suppress
from dataclasses import replace

import uvicorn

from sayso.errors import SaysoError
from sayso.web.app import create_app
from sayso.web.settings import Settings


def run(settings: Settings, *, opening: bool = False) -> int:
    """Serve a ledger until it is stopped, and return the exit code.

    Args:
        settings: what to serve, and where.
        opening: open it in the browser of this machine, too.

    Raises:
        SaysoError: the ledger cannot be opened, or the address not be listened on.
    """
    listening = _listening(settings)
    settings = replace(settings, port=listening.getsockname()[1])
    with listening:
        app = create_app(settings)
        address = address_of(settings)
        print(f"{settings.ledger}: {address} (stop with Ctrl-C)", flush=True)
        if opening:
            threading.Timer(0.5, webbrowser.open, (address,)).start()
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
            timeout_graceful_shutdown=5, limit_concurrency=400,
        )  # fmt: skip
        with suppress(KeyboardInterrupt):  # raised once more when all is shut: it is how a server is stopped
            uvicorn.Server(config).run(sockets=[listening])
    return 0


def address_of(settings: Settings) -> str:
    """Return the address to open in a browser."""
    host = {"0.0.0.0": "localhost", "::": "localhost"}.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}{settings.base_path}/"


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        told = f"{settings.host}:{settings.port}: {error.strerror or error}"
        raise SaysoError(f"{told}; name another address with --host, or another port with --port") from error
    except OverflowError as error:
        raise SaysoError(f"{settings.host}: this is no address; leave --host out to stay on this machine") from error
