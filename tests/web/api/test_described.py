"""The API does what its description says, whatever it is asked: schemathesis over every operation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from sayso.web.access import Person, Role, require_editor
from sayso.web.app import create_app
from sayso.web.settings import Settings
from tests.web.api.conftest import filled

schemathesis = pytest.importorskip("schemathesis")

BASE = "http://127.0.0.1:8467"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
EXAMPLES = 12  # of each operation; `make` may ask for more


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Any:
    app = create_app(Settings(filled(tmp_path_factory.mktemp("api") / "news.db")))
    app.dependency_overrides[require_editor] = lambda: Person("Nele Harms", Role.EDITOR)
    read = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"Host": "127.0.0.1:8467"})
    return read.include(path_regex="^/(api/v1/|oembed)")


def test_every_operation_keeps_to_its_description(description: Any) -> None:
    checks = [getattr(schemathesis.checks, name) for name in CHECKS]
    operations = [found.ok() for found in description.get_all_operations()]
    assert len(operations) >= 30
    for operation in operations:
        ask(operation, checks)


def ask(operation: Any, checks: list[Any]) -> None:
    """Ask one operation many things, both in and out of what it says that it takes."""
    mode = schemathesis.GenerationMode

    @given(case=st.one_of(*(operation.as_strategy(generation_mode=m) for m in (mode.POSITIVE, mode.NEGATIVE))))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @seed(1)
    def asked(case: Any) -> None:
        answer = case.call(base_url=BASE, headers={"Host": "127.0.0.1:8467"})
        case.validate_response(answer, checks=checks)

    asked()


def test_every_operation_is_described(description: Any) -> None:
    for path, methods in description.raw_schema["paths"].items():
        for method, told in methods.items():
            if path.startswith(("/api/v1/", "/oembed")):
                assert told.get("description"), (method, path)
                assert "422" in told["responses"], (method, path)


def test_the_description_is_served(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(filled(tmp_path / "news.db"))), base_url=BASE) as client:
        told = client.get("/api/v1/openapi.json").json()
    assert told["info"]["title"] == "sayso"
    assert "Claim" in told["components"]["schemas"]
    assert "application/problem+json" in told["paths"]["/api/v1/claims/{number}"]["get"]["responses"]["404"]["content"]
