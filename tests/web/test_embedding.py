"""Cards that other sites embed, and the oEmbed answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from sayso.web.app import create_app
from sayso.web.settings import Settings
from tests.web.api.conftest import filled

HERE = "http://127.0.0.1:8467"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(filled(tmp_path / "news.db"))), base_url=HERE) as client:
        yield client


@pytest.fixture
def claim(client: TestClient) -> int:
    return int(client.get("/api/v1/disputes").json()["items"][0]["id"])


def oembed(client: TestClient, url: str, **more: Any) -> Any:
    return client.get("/oembed", params={"url": url, **more})


def test_the_card_of_a_claim_shows_both_sides_and_can_be_framed(client: TestClient, claim: int) -> None:
    answer = client.get(f"/embed/claim/{claim}")
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "x-frame-options" not in answer.headers
    assert answer.text.index("Affirmed") < answer.text.index("Denied")
    assert f'href="{HERE}/claim/{claim}"' in answer.text
    assert "<script" not in answer.text
    assert "src=" not in answer.text.replace("default-src", "").replace("style-src", "")


def test_the_card_of_a_statement_is_escaped(client: TestClient) -> None:
    said = client.get("/api/v1/articles/5/statements").json()
    for one in said:
        text = client.get(f"/embed/statement/{one['entry']['id']}").text
        assert "<img" not in text
        assert "<b>" not in text
        assert "\u202e" not in text


def test_oembed_tells_how_a_claim_is_embedded(client: TestClient, claim: int) -> None:
    told = oembed(client, f"{HERE}/claim/{claim}", maxwidth=300).json()
    assert (told["type"], told["version"], told["width"]) == ("rich", "1.0", 300)
    assert f'<iframe src="{HERE}/embed/claim/{claim}"' in told["html"]
    assert client.get(f"/embed/claim/{claim}").status_code == 200


@pytest.mark.parametrize("path", ["/statement/2", "/embed/statement/2", "/article/2#s1"])
def test_oembed_takes_every_address_of_a_statement(client: TestClient, path: str) -> None:
    assert f"{HERE}/embed/statement/2" in oembed(client, HERE + path).json()["html"]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://news.example/claim/1", 404),
        (f"{HERE}/claim/999", 404),
        (f"{HERE}/article/2#s99", 404),
        (f"{HERE}/article/999#s1", 404),
        (f"{HERE}/search", 404),
        ("http://[", 404),
        ("javascript:alert(1)", 404),
        ("", 404),
    ],
)
def test_oembed_refuses_what_is_not_ours(client: TestClient, url: str, status: int) -> None:
    answer = oembed(client, url)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_oembed_answers_xml_too(client: TestClient, claim: int) -> None:
    answer = oembed(client, f"{HERE}/claim/{claim}", format="xml")
    assert answer.headers["content-type"].startswith("text/xml")
    found = {part.tag: part.text for part in ElementTree.fromstring(answer.text)}
    assert found["type"] == "rich"
    assert found["html"] == oembed(client, f"{HERE}/claim/{claim}").json()["html"]
    for one in client.get("/api/v1/articles/5/statements").json():
        hostile = oembed(client, f"{HERE}/statement/{one['entry']['id']}", format="xml")
        assert ElementTree.fromstring(hostile.text).find("title") is not None


def test_a_card_of_nothing_is_nothing(client: TestClient) -> None:
    assert client.get("/embed/claim/999").status_code == 404
    assert client.get("/embed/statement/999").status_code == 404
