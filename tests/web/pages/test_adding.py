"""Adding over the web: a text, files, an address; in the background, with a page that tells how far it is."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.sites import HERE, client_of

TEXT = "The baker Ida Holm denied that the oven was broken.\r\n\r\n“It is warm,” she said."


@pytest.fixture
def client(path: Path, tmp_path: Path) -> TestClient:
    return client_of(Path(shutil.copy(path, tmp_path / "copy.db")))


def token(client: TestClient) -> str:
    return str(re.findall(r'name="csrf" value="([^"]+)"', client.get("/add").text)[0])


def send(client: TestClient, what: str, given: dict[str, str], files: object = None) -> str:
    """Send a form and return the last page of its job."""
    form = {"csrf": token(client), **given}
    got = client.post(f"/add/{what}", data=form, files=files, headers={"Origin": HERE})  # type: ignore[arg-type]
    assert got.status_code == 303, got.text
    for _ in range(200):
        page = client.get(got.headers["location"]).text
        if 'http-equiv="refresh"' not in page:
            return page
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def test_a_text_that_is_pasted_is_read_and_gathered(client: TestClient) -> None:
    page = send(client, "text", {"text": TEXT, "title": "The oven", "published": "2031-03-07"})
    assert "<h1>Done</h1>" in page
    assert "The oven" in page
    number = re.findall(r'href="/article/(\d+)"', page)[0]
    assert "Ida Holm" in client.get(f"/article/{number}").text


def test_files_are_read_each_told_of_by_its_own_name(client: TestClient) -> None:
    files = [("files", ("oven.txt", TEXT.encode())), ("files", ("../../bad.txt", b"\x00\x01\x02\xff"))]
    page = send(client, "files", {}, files)
    assert "1 article added" in page
    assert "bad.txt:" in page


def test_an_article_without_statements_is_no_failure(client: TestClient) -> None:
    page = send(client, "text", {"text": "It rained."})
    assert "1 article added" in page
    assert "something went wrong" not in page


def test_an_address_of_this_machine_is_not_fetched(client: TestClient) -> None:
    page = send(client, "address", {"address": "http://127.0.0.1:1/secret"})
    assert "0 articles added" in page
    assert 'class="notice error"' in page


@pytest.mark.parametrize(
    ("what", "given"), [("text", {"text": "  "}), ("address", {"address": "file:///etc/passwd"}), ("files", {})]
)
def test_a_form_with_nothing_in_it_comes_back(client: TestClient, what: str, given: dict[str, str]) -> None:
    got = client.post(f"/add/{what}", data={"csrf": token(client), **given}, headers={"Origin": HERE})
    assert got.status_code == 422
    assert 'role="alert"' in got.text


def test_a_form_without_its_token_changes_nothing(client: TestClient) -> None:
    assert client.post("/add/text", data={"text": TEXT}).status_code == 403
