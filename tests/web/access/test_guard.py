"""What every request passes through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from sayso.errors import AccessError
from sayso.web.access.accounts import Accounts
from sayso.web.access.origins import is_foreign, is_local_path, is_loopback
from sayso.web.app import create_app
from sayso.web.settings import Settings
from tests.web.access.sites import PASSWORDS, alone, ledger_at, shared, sign_in, token


def test_anything_but_loopback_demands_accounts_and_says_so(tmp_path: Path) -> None:
    path = ledger_at(tmp_path)
    for host in ("0.0.0.0", "::", "192.0.2.7", "news.example"):
        with pytest.raises(AccessError, match="people must sign in: make accounts with `sayso accounts FILE add NAME`"):
            create_app(Settings(path, host=host))
    for host in ("127.0.0.1", "::1", "localhost"):
        create_app(Settings(path, host=host))
    assert is_loopback("127.3.2.1") and not is_loopback("localhost.example")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.3:8467", "localhost:x", "a b", ""])
def test_a_name_that_only_leads_here_is_refused(tmp_path: Path, host: str) -> None:
    answer = alone(tmp_path).get("/account", headers={"host": host})
    assert answer.status_code in (400, 421)
    assert "Sign" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8467", "localhost", "LOCALHOST:80", "[::1]:8467"])
def test_the_names_of_this_machine_are_ours(tmp_path: Path, host: str) -> None:
    assert alone(tmp_path).get("/account", headers={"host": host}).status_code == 200


def test_every_answer_is_guarded(tmp_path: Path) -> None:
    client = alone(tmp_path)
    for path in ("/account", "/nowhere", "/static/page.js", "/api/v1/nowhere"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
    assert client.get("/account", headers={"host": "evil.example"}).headers["x-content-type-options"] == "nosniff"


def test_at_this_machine_everybody_is_the_owner(tmp_path: Path) -> None:
    client = alone(tmp_path)
    page = client.get("/account")
    assert "owner" in page.text and "asks for no password" in page.text
    assert client.get("/audit").status_code == 200


def test_a_form_without_the_token_is_refused(tmp_path: Path) -> None:
    client = alone(tmp_path)
    right = token(client, "/account")
    assert client.post("/logout").status_code == 403
    assert client.post("/logout", data={"csrf": "x" * 64}).status_code == 403
    assert client.post("/logout", data={"other": "1", "csrf": right}).status_code == 403, "it must come first"
    assert client.post("/logout", data={"csrf": right}).status_code == 303
    assert client.post("/logout", headers={"x-csrf-token": right}).status_code == 303
    files: Any = {"csrf": (None, right), "big": ("a.txt", b"x" * 100_000)}
    assert client.post("/logout", files=files).status_code == 303
    wrong = {"big": ("a.txt", f'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{right}\r\n'.encode())}
    assert client.post("/logout", files=wrong).status_code == 403


def test_a_token_is_of_one_browser_only(tmp_path: Path) -> None:
    client = alone(tmp_path)
    right = token(client, "/account")
    client.cookies.clear()
    assert client.post("/logout", data={"csrf": right}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_sites_request_is_refused_whatever_it_knows(tmp_path: Path, headers: dict[str, str]) -> None:
    client = alone(tmp_path)
    right = token(client, "/account")
    assert client.post("/logout", data={"csrf": right}, headers=headers).status_code == 403
    refused = client.post("/api/v1/nowhere", json={}, headers=headers)
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")


def test_a_program_sends_json_or_the_token(tmp_path: Path) -> None:
    client = alone(tmp_path)
    assert client.post("/api/v1/nowhere", json={}).status_code == 404
    assert client.post("/api/v1/nowhere", content="{}", headers={"content-type": "text/plain"}).status_code == 403
    assert client.post("/api/v1/nowhere").status_code == 403
    assert client.delete("/api/v1/nowhere").status_code == 404


def test_our_own_origin_is_not_foreign() -> None:
    assert not is_foreign("http://localhost:8467", "same-origin", "localhost:8467")
    assert not is_foreign("https://news.example", None, "news.example")
    assert not is_foreign("https://news.example:443", None, "news.example")
    assert is_foreign("https://news.example:9999", None, "news.example")
    assert is_foreign("https://news.example.evil.example", None, "news.example")
    assert is_foreign("http://[::1", None, "localhost")


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "", "evil"])
def test_signing_in_leads_nowhere_else(tmp_path: Path, path: str) -> None:
    assert not is_local_path(path)
    client = shared(tmp_path)
    sent = {"csrf": token(client, "/login"), "name": "odo", "password": PASSWORDS["odo"], "next": path}
    assert client.post("/login", data=sent).headers["location"] == "/"


def test_whoever_has_not_signed_in_is_led_to_do_so(tmp_path: Path) -> None:
    client = shared(tmp_path)
    answer = client.get("/history?page=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fhistory%3Fpage%3D2")
    refused = client.get("/api/v1/articles")
    assert (refused.status_code, refused.json()["title"]) == (401, "Sign in first.")
    assert client.get("/static/base.css").status_code == 200
    assert client.get("/static/../history").status_code == 303


def test_signing_in_and_out(tmp_path: Path) -> None:
    client = shared(tmp_path)
    assert sign_in(client, "odo", "wrong-wrong-wrong") == 401
    assert sign_in(client, "odo") == 303
    cookie = next(c for c in client.cookies.jar if c.name == "sayso_8467")
    assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "Lax"
    page = client.get("/account")
    assert "<bdi>odo</bdi>" in page.text and "editor" in page.text
    assert client.get("/audit").status_code == 403
    held = {"cookie": f"sayso_8467={cookie.value}"}
    assert client.post("/logout", data={"csrf": token(client, "/account")}).status_code == 303
    assert client.get("/account").status_code == 303
    assert client.get("/account", headers=held).status_code == 303, "the session has ended, not only the cookie"


def test_over_https_cookies_are_for_https_only(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "people.db")
    settings = Settings(ledger_at(tmp_path), host="192.0.2.7", accounts=accounts.path, secure=True)
    client = TestClient(create_app(settings), base_url="https://news.example", follow_redirects=False)
    answer = client.get("/login")
    assert answer.headers["set-cookie"].startswith("__Host-sayso_visit_8467=")
    assert "; Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers


def test_the_owner_sees_what_was_done(tmp_path: Path) -> None:
    client = shared(tmp_path)
    sign_in(client, "nele", "wrong-wrong-wrong")
    sign_in(client, "nele")
    page = client.get("/audit").text
    assert "was refused: the name or the password was wrong" in page and "signed in" in page
    assert "wrong-wrong-wrong" not in page


def test_guessing_passwords_takes_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.web.access.accounts._fits", lambda kept, password: False)
    client = shared(tmp_path)
    codes = [sign_in(client, f"name{n}", "wrong-wrong-wrong") for n in range(10)]
    assert codes[0] == 401 and codes[-1] == 429


def test_somebody_changes_their_password(tmp_path: Path) -> None:
    client, other = shared(tmp_path), None
    sign_in(client, "ria")
    other = TestClient(client.app, base_url="http://192.0.2.7:8467", follow_redirects=False)
    sign_in(other, "ria")
    sent = {
        "csrf": token(client, "/account"),
        "password": "no",
        "new": "boats-on-the-canal",
        "again": "boats-on-the-canal",
    }
    assert client.post("/account", data=sent).status_code == 403
    sent["password"] = PASSWORDS["ria"]
    assert client.post("/account", data=sent | {"again": "boats"}).status_code == 422
    assert client.post("/account", data=sent | {"new": "boats", "again": "boats"}).status_code == 422
    assert client.post("/account", data=sent).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert sign_in(other, "ria", "boats-on-the-canal") == 303
