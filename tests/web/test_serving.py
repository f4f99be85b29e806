"""`sayso serve` listens where it is told, and says what to do where it cannot."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from sayso.errors import LedgerError, SaysoError
from sayso.ledger import Ledger
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


def test_it_serves_until_it_is_stopped_and_leaves_quietly(tmp_path: Path) -> None:
    Ledger(tmp_path / "n.db").close()
    # Whoever runs these in the background has interrupts ignored, and so would the server.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from sayso.cli.main import main; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", str(tmp_path / "n.db"), "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    address = process.stdout.readline().split(": ")[1].split()[0]
    with urllib.request.urlopen(address, timeout=20) as page:
        assert page.status == 200
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
