"""A web site on loopback for the tests: what it answers is given path by path, and what it was asked is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """What is sent for a path."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Route = Answer | Callable[[BaseHTTPRequestHandler], Answer | None]
"""What a path gives; a function that returns None has sent its answer itself."""


class Site:
    """A site under way; `routes` may be changed while it is."""

    def __init__(self, routes: Mapping[str, Route]) -> None:
        self.routes = dict(routes)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []  # of each request, their names in lower case
        self.times: list[float] = []
        self.over = threading.Event()  # what hangs waits for it
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.answer(self)

            do_CONNECT = do_GET

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                pass  # whoever asked has gone

        self.server = Server(("127.0.0.1", 0), Handler)

    @property
    def port(self) -> int:
        return self.server.server_port

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def count(self, path: str) -> int:
        return self.asked.count(path)

    def last(self, path: str) -> dict[str, str]:
        """Return the headers with which a path was asked for last."""
        return next(
            headers for asked, headers in zip(self.asked[::-1], self.headers[::-1], strict=True) if asked == path
        )

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        self.headers.append({name.lower(): value for name, value in handler.headers.items()})
        self.times.append(time.monotonic())
        route = self.routes.get(handler.path, Answer("nothing is here", 404))
        found = route if isinstance(route, Answer) else route(handler)
        if found is None:
            return
        body = found.body.encode() if isinstance(found.body, str) else found.body
        handler.send_response(found.status)
        known = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | dict(found.headers)
        for name, value in known.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def hang(self, handler: BaseHTTPRequestHandler) -> None:
        """Keep silent until the test is over."""
        self.over.wait(30)


@contextmanager
def serving(routes: Mapping[str, Route]) -> Iterator[Site]:
    """Serve some paths."""
    site = Site(routes)
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        site.server.shutdown()
        site.server.server_close()


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})
