"""Corrections and decisions over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient

from sayso.web.access import require_editor


def sent(client: TestClient, method: str, path: str, status: int = 200, **body: Any) -> Any:
    answer = client.request(method, f"/api/v1{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_statement_is_corrected_and_the_models_value_kept(editor: TestClient) -> None:
    shown = sent(editor, "PATCH", "/statements/4", act="warn", negated=True, made="2031-03", note="as he told us")
    assert (shown["entry"]["act"], shown["entry"]["negated"], shown["entry"]["made"]) == ("warn", True, "2031-03")
    first = shown["corrections"][0]
    assert (first["field"], first["old"], first["new"], first["author"]) == ("act", "assert", "warn", "Nele Harms")
    assert editor.get("/api/v1/corrections", params={"statement": 4}).json()["items"][0]["note"] == "as he told us"
    assert sent(editor, "PATCH", "/statements/4", speaker="Tessa Vane", within=None)["entry"]["speaker"] == "Tessa Vane"


def test_a_statement_is_rejected_restored_and_supplied(editor: TestClient) -> None:
    sent(editor, "POST", "/statements/4/reject")
    assert editor.get("/api/v1/statements", params={"q": "ferries"}).json()["items"] == []
    sent(editor, "POST", "/statements/4/restore")
    given = {"content": "the ferries will not sail", "speaker": "Tomas Verhey", "act": "warn"}
    answer = editor.post("/api/v1/articles/2/statements", json=given)
    assert answer.status_code == 201
    assert editor.get(answer.headers["location"]).json()["entry"]["act"] == "warn"


def test_speakers_are_corrected_joined_and_kept_apart(editor: TestClient) -> None:
    one, other = (
        editor.get("/api/v1/speakers", params={"name": name}).json()["items"][0]["id"]
        for name in ("Tessa Vane", "Ilse Marquand")
    )
    assert sent(editor, "PATCH", f"/speakers/{one}", role="envoy")["speaker"]["role"] == "envoy"
    sent(editor, "POST", f"/speakers/{one}/different", other=other)
    assert sent(editor, "POST", f"/speakers/{one}/same", other=other)["speaker"]["id"] == other
    assert sent(editor, "POST", f"/speakers/{one}/same", 409, other=other)["title"] == "Conflict"


def test_claims_are_decided_on(editor: TestClient) -> None:
    sent(editor, "POST", "/statements/5/split", note="an envoy is no talks")
    (dispute,) = editor.get("/api/v1/disputes").json()["items"]
    assert len(dispute["voices"]) == 3
    claim = sent(editor, "PUT", "/statements/1/side", side="deny")
    assert [v["entry"]["id"] for v in claim["voices"] if v["side"] == "deny"] == [1, 2]
    sent(editor, "POST", "/statements/4/relations", other=6, relation="same")
    (other,) = editor.get("/api/v1/claims", params={"about": "ferries sail Sunday", "limit": 1}).json()
    assert len(sent(editor, "POST", f"/claims/{claim['id']}/merge", other=other["id"])["voices"]) == 5


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PATCH", "/statements/4", {"content": "not in it"}, 422),
        ("PATCH", "/statements/4", {"act": "sing"}, 422),
        ("PATCH", "/statements/4", {"colour": "red"}, 422),
        ("PATCH", "/statements/4", {"speaker": "²"}, 200),
        ("PATCH", "/statements/4", {"speaker": "9" * 15}, 422),
        ("PATCH", "/statements/4", {"speaker": "\ud800"}, 422),
        ("PATCH", "/statements/4", {"within": 4}, 422),
        ("PATCH", "/statements/999", {"act": "deny"}, 404),
        ("POST", "/articles/999/statements", {"content": "x"}, 404),
        ("POST", "/articles/1/statements", {"content": "nowhere"}, 422),
        ("POST", "/statements/1/relations", {"other": 1, "relation": "same"}, 409),
        ("POST", "/statements/4/split", {}, 409),
        ("POST", "/claims/1/merge", {"other": 999}, 404),
        ("POST", "/speakers/999/same", {"other": 1}, 404),
    ],
)
def test_what_cannot_be_decided_is_a_problem(
    editor: TestClient, method: str, path: str, body: dict[str, Any], status: int
) -> None:
    sent_as = {"Content-Type": "application/json"}
    answer = editor.request(method, f"/api/v1{path}", content=json.dumps(body).encode(), headers=sent_as)
    assert answer.status_code == status, answer.text
    assert status == 200 or answer.headers["content-type"] == "application/problem+json"
    assert "news.db" not in answer.text


def test_words_are_corrected_by_where_they_stand(editor: TestClient) -> None:
    shown = sent(editor, "PATCH", "/statements/4", spans={"source": [[0, 5], [6, 10]]}, act="warn")
    assert (shown["entry"]["source"], shown["entry"]["act"]) == ("Tessa … Vane", "warn")
    sent(editor, "PATCH", "/statements/4", 422, spans={"source": [[0, 10**6]]})
    made = sent(editor, "POST", "/articles/2/statements", 201, spans={"content": [[0, 10]]})
    assert made["entry"]["content"] == "Tessa Vane"
    sent(editor, "POST", "/articles/2/statements", 422)


def test_what_was_done_is_told_and_taken_back(editor: TestClient) -> None:
    sent(editor, "PATCH", "/statements/4", act="warn")
    deed = editor.get("/api/v1/history").json()["items"][0]
    assert (deed["kind"], deed["field"], deed["stands"], deed["author"]) == ("statement", "act", True, "Nele Harms")
    assert editor.post(f"/api/v1/corrections/{deed['ids'][0]}/undo", json={}).status_code == 204
    assert editor.get("/api/v1/statements/4").json()["entry"]["act"] == "assert"
    sent(editor, "POST", f"/corrections/{deed['ids'][0]}/undo", 409)
    sent(editor, "PUT", "/statements/2/side", side="affirm")
    rulings = next(d for d in editor.get("/api/v1/history").json()["items"] if d["kind"] == "claim")
    assert editor.post("/api/v1/rulings/undo", json={"ids": rulings["ids"]}).status_code == 204
    sent(editor, "POST", "/rulings/undo", 409, ids=rulings["ids"])


def test_a_speaker_is_split(editor: TestClient) -> None:
    vane = editor.get("/api/v1/speakers", params={"name": "Vane"}).json()["items"][0]["id"]
    other = sent(editor, "POST", f"/speakers/{vane}/split", 201, statements=[5], name="Tilda Vane")
    assert [said["id"] for said in other["said"]] == [5]
    sent(editor, "POST", f"/speakers/{vane}/split", 422, statements=[5], name="Tilda Vane")


def test_whoever_may_only_read_is_told_so(app: FastAPI, client: TestClient) -> None:
    def refuse() -> None:
        raise HTTPException(403, "This is for editors.")

    app.dependency_overrides[require_editor] = refuse
    operations = client.get("/api/v1/openapi.json").json()["paths"]
    writes = [(m, p) for p, methods in operations.items() for m in methods if m != "get" and p.startswith("/api/v1")]
    assert len(writes) >= 14
    for method, path in writes:
        answer = client.request(method, path.replace("{number}", "4"), json={})
        assert answer.status_code in (403, 422), (method, path)  # FastAPI reads the body of a request first
        assert answer.headers["content-type"] == "application/problem+json"
    answer = client.patch("/api/v1/statements/4", json={"act": "deny"})
    assert (answer.status_code, answer.json()["detail"]) == (403, "This is for editors.")
    assert client.get("/api/v1/statements/4").json()["entry"]["act"] == "assert"
