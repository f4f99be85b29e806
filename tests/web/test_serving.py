"""`sayso serve` listens where it is told, and says what to do where it cannot."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sayso.errors import LedgerError, SaysoError
from sayso.web.serving import address_of, run
from sayso.web.settings import Settings


def test_its_address_is_one_to_open() -> None:
    assert address_of(Settings(Path("n.db"))) == "http://127.0.0.1:8467/"
    assert address_of(Settings(Path("n.db"), host="::1", port=1, base_path="/l")) == "http://[::1]:1/l/"
    assert address_of(Settings(Path("n.db"), host="0.0.0.0")) == "http://localhost:8467/"


def test_a_port_that_is_taken_is_told_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SaysoError, match="--port"):
        run(Settings(tmp_path / "n.db", port=taken.getsockname()[1]))


def test_a_ledger_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no such ledger"):
        run(Settings(tmp_path / "n.db", port=0))
