"""What the tests of the pages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.sites import client_of, made


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def client(path: Path) -> TestClient:
    return client_of(path)
