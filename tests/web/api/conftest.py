"""A ledger in which talks are disputed and much else is said, and its API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from sayso.claims.relation import Relation
from sayso.ledger import Ledger
from sayso.web.access import Person, Role, require_editor
from sayso.web.app import create_app
from sayso.web.settings import Settings
from tests.exports.readings import hostile, ministry
from tests.ledger.test_claims import AUTHOR, COURIER, LANTERN, POST


def filled(path: Path) -> Path:
    """Make a ledger in which statements 1, 3 and 5 affirm talks and 2 denies them, and return its path."""
    with Ledger(path) as ledger:
        for reading in (POST, COURIER, LANTERN, ministry(), hostile()):
            ledger.add(reading)
        for one, other, relation in ((1, 3, Relation.SAME), (2, 3, Relation.OPPOSITE), (1, 5, Relation.SAME)):
            ledger.relate(one, other, relation, author=AUTHOR)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return filled(tmp_path / "news.db")


@pytest.fixture
def app(file: Path) -> FastAPI:
    return create_app(Settings(file))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1:8467") as client:
        yield client


@pytest.fixture
def editor(app: FastAPI, client: TestClient) -> TestClient:
    app.dependency_overrides[require_editor] = lambda: Person("Nele Harms", Role.EDITOR)
    return client
