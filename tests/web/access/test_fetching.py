"""What a person gives an address of is fetched under the rules of the sources."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.web.access.sites import alone, token


@pytest.fixture
def inside() -> Iterator[tuple[str, list[str]]]:
    """A server that only this machine reaches, and what it was asked."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("address", ["http://{}/a", "http://localhost:{port}/a", "file:///etc/passwd", "ftp://{}/a"])
def test_no_address_of_this_machine_is_fetched(tmp_path: Path, inside: tuple[str, list[str]], address: str) -> None:
    where, asked = inside
    client = alone(tmp_path)
    wanted = address.format(where, port=where.rpartition(":")[2])
    answer = client.post("/add/address", data={"csrf": token(client, "/add"), "address": wanted})
    if answer.status_code == 303:
        for _ in range(200):
            page = client.get(answer.headers["location"]).text
            if "only public addresses" in page:
                break
        assert "only public addresses" in page
    else:
        assert answer.status_code == 422
    assert asked == []
