"""The API's answers to questions."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from sayso.exports.json import load
from tests.exports.readings import HOSTILE


def got(client: TestClient, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_articles_are_listed_and_read(client: TestClient) -> None:
    page = got(client, "/articles", limit=2)
    assert [item["id"] for item in page["items"]] == [5, 4]
    assert page["more"]
    assert page["next"] == "/api/v1/articles?limit=2&offset=2"
    assert [item["id"] for item in client.get(page["next"]).json()["items"]] == [3, 2]
    assert [item["outlet"] for item in got(client, "/articles", outlet="the post")["items"]] == ["The Post"]
    assert got(client, "/articles/1")["text"].startswith("two officials said")
    assert load(client.get("/api/v1/articles/1/reading").content).article.outlet == "The Post"


def test_an_articles_statements_tell_where_they_stand_in_its_text(client: TestClient) -> None:
    text = got(client, "/articles/2")["text"]
    denial, inner, other = got(client, "/articles/2/statements")
    ((start, end),) = denial["content"]
    assert text[start:end] == denial["entry"]["content"] == "the report of the Post was an invention"
    assert (denial["claim"], denial["side"], inner["within"]) == (inner["claim"], "deny", denial["entry"]["id"])
    assert (other["claim"], other["side"]) == (None, None)


def test_hostile_words_come_as_they_are_and_offsets_hold(client: TestClient) -> None:
    text = got(client, "/articles/5")["text"]
    assert text == HOSTILE.replace("\ud800", "\ufffd")
    assert client.get("/api/v1/articles/5").headers["content-type"] == "application/json"
    assert load(client.get("/api/v1/articles/5/reading").content).article.text == HOSTILE


def test_statements_are_found(client: TestClient) -> None:
    assert [item["id"] for item in got(client, "/statements", q="ferries")["items"]] == [4]
    assert {item["act"] for item in got(client, "/statements", act="deny")["items"]} == {"deny"}
    assert got(client, "/statements", speaker="Vane", since="2031-03-09")["items"][0]["id"] == 5
    assert got(client, "/statements", about="?!")["items"]
    days = [item["published"] for item in got(client, "/timeline")["items"]]
    assert days == sorted(days)


def test_a_statement_is_shown_in_its_article(client: TestClient) -> None:
    shown = got(client, "/statements/3")
    assert shown["within"][0]["id"] == 2
    assert shown["claims"][0]["side"] == "affirm"
    assert "there were talks with Kestria" in shown["words"]


def test_speakers_are_found_and_told_of(client: TestClient) -> None:
    (found,) = got(client, "/speakers", name="Vane")["items"]
    profile = got(client, f"/speakers/{found['id']}")
    assert profile["acts"] == {"confirm": 1, "deny": 1}
    assert [said["id"] for said in profile["said"]] == [5, 2]


def test_disputes_claims_and_traces(client: TestClient) -> None:
    (dispute,) = got(client, "/disputes")["items"]
    claim = got(client, f"/claims/{dispute['id']}")
    assert [voice["side"] for voice in claim["voices"]] == ["affirm", "deny", "affirm", "affirm"]
    assert claim["turns"][0]["speaker"] == "Tessa Vane"
    trace = got(client, f"/claims/{dispute['id']}/trace")
    assert trace["affirmed"][0]["passed_on"][0]["relay"]["name"] == "The Post"
    assert [found["id"] for found in got(client, "/claims", about="envoys Sarn")] == [dispute["id"]]


@pytest.mark.parametrize("path", ["/doubts", "/changes", "/reprints", "/quotations", "/corrections"])
def test_other_lists_are_pages(client: TestClient, path: str) -> None:
    assert set(got(client, path)) == {"items", "more", "next"}
    assert got(client, "/articles/1/changes") == []


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/statements/999", 404, "There is no statement 999."),
        ("/articles/999", 404, "There is no article 999."),
        ("/articles/999/reading", 404, "There is no article 999."),
        ("/claims/999/trace", 404, "There is no claim 999."),
        ("/speakers/999", 404, "There is no speaker 999."),
        ("/statements?limit=0", 422, "The request is not understood."),
        (f"/statements/{10**30}", 422, "The request is not understood."),
        ("/statements?since=0", 422, "The request is not understood."),
        ("/statements?q=a&q=b", 422, "A parameter is given twice; none is a list."),
        ("/nothing", 404, "There is nothing here; /api/v1/openapi.json describes what there is."),
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str, status: int, detail: str) -> None:
    answer = client.get(f"/api/v1{path}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"], answer.json()["detail"]) == (status, status, detail)


def test_what_cannot_be_done_with_an_address_is_told(client: TestClient) -> None:
    answer = client.request("GET", "/api/v1/statements/1/reject")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json()["title"] == "Method Not Allowed"


def test_looking_around(client: TestClient) -> None:
    facets = got(client, "/facets", article=2)
    assert facets["acts"] == [{"value": "assert", "count": 2}, {"value": "deny", "count": 1}]
    assert facets["all"]
    most = got(client, "/speakers", limit=3)
    assert len(most["items"]) == 3
    assert most["more"]
    vane = got(client, "/speakers", name="Vane")["items"][0]["id"]
    assert len(got(client, f"/speakers/{vane}/disputes")) == 1
    assert isinstance(got(client, f"/speakers/{vane}/ties"), list)
    assert got(client, "/history")["items"][0]["kind"] == "claim"
