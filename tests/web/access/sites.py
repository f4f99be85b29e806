"""Small sites that the tests of access share."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.testclient import TestClient

from sayso.ledger import Ledger
from sayso.statement import Reading
from sayso.web.access.accounts import Accounts
from sayso.web.access.person import Role
from sayso.web.app import create_app
from sayso.web.settings import Settings

HERE = "http://127.0.0.1:8467"
PASSWORDS = {"nele": "harbour-lights-42", "odo": "seven-grey-geese", "ria": "paper-boats-afloat"}
ROLES = {"nele": Role.OWNER, "odo": Role.EDITOR, "ria": Role.READER}


def ledger_at(folder: Path, *readings: Reading) -> Path:
    path = folder / "news.db"
    with Ledger(path) as ledger:
        for reading in readings:
            ledger.add(reading)
    return path


def accounts_at(folder: Path) -> Path:
    accounts = Accounts(folder / "people.db")
    for name, role in ROLES.items():
        accounts.add(name, role, PASSWORDS[name])
    return accounts.path


def alone(folder: Path, *readings: Reading) -> TestClient:
    """A client of a server that only this machine reaches."""
    return TestClient(create_app(Settings(ledger_at(folder, *readings))), base_url=HERE, follow_redirects=False)


def shared(folder: Path, *readings: Reading) -> TestClient:
    """A client of a server that others reach, where nobody has signed in yet."""
    settings = Settings(ledger_at(folder, *readings), host="192.0.2.7", accounts=accounts_at(folder))
    return TestClient(create_app(settings), base_url="http://192.0.2.7:8467", follow_redirects=False)


def token(client: TestClient, path: str) -> str:
    page = client.get(path)
    match = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
    assert match, page.text
    return match[1]


def sign_in(client: TestClient, name: str, password: str | None = None) -> int:
    sent = {"csrf": token(client, "/login"), "name": name, "password": password or PASSWORDS[name], "next": "/account"}
    return int(client.post("/login", data=sent).status_code)
