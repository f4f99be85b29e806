"""Correcting statements, claims and speakers over the web."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from sayso.article import Span
from sayso.ledger import Ledger
from sayso.statement import Act, Reading, SpeakerType
from sayso.web.corrections.forms import places, spans_of, verbatim
from tests.exports.readings import Made, hostile
from tests.web.access.sites import alone, shared, sign_in, token

TEXT = (
    "\U0001f309 The mayor said the bridge was safe on Monday. Rook disputed it. Rook said the bridge was safe at last."
)


def bridge() -> Reading:
    made = Made(TEXT, id="b", outlet="The Post", published=date(2031, 4, 1))
    made.add(Act.ASSERT, "The mayor", "said", "the bridge was safe on Monday")
    made.add(Act.ASSERT, "Rook", "disputed", "it")
    made.add(Act.ASSERT, "Rook", "said", "the bridge was safe at last", at="Rook said")
    made.speaker("Ann Rook", SpeakerType.PERSON, "Rook")
    return made.reading()


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return alone(tmp_path, bridge())


def fields(page: str) -> dict[str, Any]:
    """What a browser would send of the form of a statement, unchanged."""
    form = page[page.index("statement-form") :]
    form = form[: form.index("</form>")]
    assert "\x00" not in form, "browsers would send something else"
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        found[name] = value
    for name, value in re.findall(r'<textarea id="[\w-]+" name="(\w+)"[^>]*>([^<]*)</textarea>', form):
        found[name] = value
    for name, value in re.findall(r'<input id="(\w+)" name="\w+" value="([^"]*)"', form):
        found[name] = value
    for name, options in re.findall(r'<select id="(\w+)" name="\w+">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        assert chosen
        found[name] = chosen[1]
    found = {name: unescape(value) for name, value in found.items()}
    found["negated"] = re.findall(r'name="negated" value="(\w+)" checked', form)[0]
    found["distance"] = re.findall(r'name="distance" value="(\w+)" checked', form)
    return found


def sent(client: TestClient, path: str, **changes: Any) -> Any:
    return client.post(path, data=fields(client.get(path).text) | changes)


def ledger(client: TestClient) -> Ledger:
    held: Ledger = client.app.state.ledger  # type: ignore[attr-defined]
    return held


def test_a_form_that_is_sent_unchanged_changes_nothing(client: TestClient) -> None:
    for number in (1, 2, 3):
        assert sent(client, f"/statement/{number}/correct").status_code == 303
    assert ledger(client).deeds() == []


def test_a_statement_is_corrected_in_place_and_the_correction_undone(client: TestClient) -> None:
    path = "/statement/1/correct"
    answer = sent(
        client, path, act="warn", negated="yes", distance=["hedged"], made="2031-03", speaker="Odalys Venn", note="see"
    )
    assert answer.headers["location"] == "/statement/1/correct?done=5"
    entry = ledger(client).show(1).entry
    assert (entry.act, entry.negated, entry.made, entry.speaker) == (Act.WARN, True, "2031-03", "Odalys Venn")
    page = client.get(answer.headers["location"]).text
    assert "Kept." in page and "<del><bdi>assert</bdi></del>" in page
    act = next(one.id for one in ledger(client).corrections(1) if one.field == "act")
    undone = {"csrf": token(client, path), "kind": "correction", "ids": str(act), "next": path}
    assert client.post("/undo", data=undone).headers["location"] == path
    assert ledger(client).show(1).entry.act is Act.ASSERT
    refused = client.post("/undo", data=undone)
    assert refused.status_code == 422 and "was corrected again since" in refused.text


def test_spans_are_taken_as_they_were_marked(client: TestClient) -> None:
    at = TEXT.rindex("the bridge")
    sent(client, "/statement/1/correct", content="the bridge", content_at=f"{at}-{at + 10}", source="", source_at="")
    (reading,) = ledger(client).readings()
    assert reading.statements[0].content == (Span(at, at + 10),)
    assert reading.statements[0].source == ()


def test_without_a_script_spans_are_corrected_by_their_words(client: TestClient) -> None:
    assert sent(client, "/statement/1/correct", content="the bridge … on Monday").status_code == 303
    assert ledger(client).show(1).entry.content == "the bridge … on Monday"
    refused = sent(client, "/statement/1/correct", content="the tunnel")
    assert refused.status_code == 422
    assert "&#39;the tunnel&#39; does not stand in the article" in refused.text
    assert ">the tunnel</textarea>" in refused.text, "what was written is not lost"


@pytest.mark.parametrize(
    "changes",
    [
        {"act": "sing"},
        {"made": "soon"},
        {"within": "99"},
        {"content_at": "5-1"},
        {"content_at": "x"},
        {"speaker": "77"},
    ],
)
def test_what_will_not_do_changes_nothing_and_is_told(client: TestClient, changes: dict[str, str]) -> None:
    refused = sent(client, "/statement/1/correct", note="kept", **changes)
    assert refused.status_code == 422 and 'role="alert"' in refused.text
    assert ledger(client).deeds() == []


def test_nobody_overwrites_what_another_corrected_meanwhile(client: TestClient) -> None:
    mine = fields(client.get("/statement/1/correct").text)
    sent(client, "/statement/1/correct", act="warn")
    late = client.post("/statement/1/correct", data=mine | {"made": "2031-03"})
    assert late.status_code == 409 and "corrected this statement meanwhile" in late.text
    assert ledger(client).show(1).entry.act is Act.WARN


def test_a_statement_is_added(client: TestClient) -> None:
    at = TEXT.index("on Monday")
    answer = sent(client, "/article/1/supply", act="confirm", content_at=f"{at}-{at + 9}", speaker="Ann Rook")
    assert answer.headers["location"] == "/statement/4/correct?done=1"
    entry = ledger(client).show(4).entry
    assert (entry.act, entry.content, entry.speaker) == (Act.CONFIRM, "on Monday", "Ann Rook")
    assert sent(client, "/article/1/supply", content="nowhere").status_code == 422
    assert client.get("/article/99/supply").status_code == 404


def test_a_statement_is_rejected_and_brought_back(client: TestClient) -> None:
    told = {"csrf": token(client, "/history"), "note": "a caption"}
    client.post("/statement/2/reject", data=told)
    assert len(ledger(client).search().entries) == 2
    page = client.get("/statement/2/correct").text
    assert "This statement is rejected" in page and "a caption" in page
    client.post("/statement/2/restore", data=told)
    assert len(ledger(client).search().entries) == 3


def test_statements_are_put_on_a_claim_on_its_sides_and_off_it(client: TestClient) -> None:
    told = {"csrf": token(client, "/history")}
    assert client.post("/statement/1/relate", data=told | {"other": "1", "relation": "same"}).status_code == 422
    client.post("/statement/1/relate", data=told | {"other": "3", "relation": "same"})
    ((claim, _),) = ledger(client).sides(3)
    page = client.get(f"/claim/{claim}/correct")
    assert page.status_code == 200 and "Denies it" in page.text
    client.post("/statement/3/side", data=told | {"side": "deny", "next": f"/claim/{claim}/correct"})
    assert [len(found.voices) for found in ledger(client).disputes()] == [2]
    history = client.get("/history").text
    assert "says the opposite of" in history
    (deed,) = [one for one in ledger(client).deeds() if one.kind == "claim"]
    client.post("/undo", data=told | {"kind": "ruling", "ids": " ".join(map(str, deed.ids))})
    assert ledger(client).disputes() == []
    assert client.post("/statement/3/side", data=told | {"side": "neither"}).status_code == 422, "it is on no claim"


def test_claims_are_made_one(client: TestClient) -> None:
    told = {"csrf": token(client, "/history")}
    for pair in (("1", "3"),):
        client.post(f"/statement/{pair[0]}/relate", data=told | {"other": pair[1], "relation": "same"})
    ((claim, _),) = ledger(client).sides(1)
    refused = client.post(f"/claim/{claim}/merge", data=told | {"other": str(claim)})
    assert refused.status_code == 422 and "are one already" in refused.text
    assert client.post(f"/claim/{claim}/merge", data=told | {"other": "999"}).status_code == 422


def test_a_speaker_is_corrected_joined_and_parted(client: TestClient) -> None:
    told = {"csrf": token(client, "/history")}
    known = {"name": "Ann Rook", "type": "person", "role": "engineer", "affiliation": "", "country": ""}
    assert client.post("/speaker/1/correct", data=told | known).status_code == 303
    assert ledger(client).speaker(1).role == "engineer"
    assert [one.field for one in ledger(client).corrections()] == ["role"]
    refused = client.post("/speaker/1/correct", data=told | known | {"type": "ghost"})
    assert refused.status_code == 422
    parted = client.post("/speaker/1/part", data=told | {"name": "Ann Rook", "statement": ["3"]})
    match = re.fullmatch(r"/speaker/(\d+)/correct", parted.headers["location"])
    assert match
    other = int(match[1])
    assert ledger(client).show(3).entry.speaker_id == other
    assert "Somebody else" in client.get(f"/speaker/{other}/correct").text
    client.post("/speaker/1/apart", data=told | {"other": str(other)})
    client.post("/speaker/1/join", data=told | {"other": str(other)})
    assert ledger(client).show(3).entry.speaker_id == 1
    assert client.post("/speaker/1/join", data=told | {"other": str(other)}).status_code == 422
    history = client.get("/history").text
    assert "is the same as" in history and "is not" in history


def test_only_editors_correct_and_what_they_do_bears_their_name(tmp_path: Path) -> None:
    client = shared(tmp_path, bridge())
    assert client.post("/statement/1/reject").status_code == 401
    sign_in(client, "ria")
    assert client.get("/statement/1/correct").status_code == 403
    told = {"csrf": token(client, "/history")}
    for path in ("/statement/1/reject", "/statement/1/correct", "/undo", "/claim/1/merge", "/speaker/1/join"):
        assert client.post(path, data=told | {"other": "2", "kind": "ruling", "ids": "1"}).status_code == 403
    client.post("/logout", data=told)
    sign_in(client, "odo")
    sent(client, "/statement/1/correct", act="warn")
    assert [deed.author for deed in ledger(client).deeds()] == ["odo"]
    client.post("/logout", data={"csrf": token(client, "/history")})
    sign_in(client, "nele")
    audit = client.get("/audit").text
    assert "corrected act" in audit and "/statement/1/correct" in audit and "403" in audit


def test_an_article_that_tries_to_break_out_is_shown_character_by_character(tmp_path: Path) -> None:
    reading = hostile()
    client = alone(tmp_path, replace(reading, language="en"))
    for path in ("/statement/1/correct", "/article/1/supply", "/speaker/1/correct", "/history"):
        page = client.get(path)
        assert page.status_code in (200, 404)
        assert "<script>document" not in page.text and "<img src=x" not in page.text
    shown = verbatim(reading.article.text)
    assert len(shown) == len(reading.article.text)
    assert not set("\u202e\x00\r\ud800") & set(shown)
    for number in (1, 2):
        assert sent(client, f"/statement/{number}/correct", act="warn").status_code == 303
    assert {deed.field for deed in ledger(client).deeds()} == {"act"}


def test_spans_are_written_and_read_back() -> None:
    spans = (Span(3, 9), Span(12, 40))
    assert places(spans) == "3-9 12-40"
    assert spans_of("3-9 12-40") == spans
    assert spans_of("") == ()
    assert spans_of("3-9;12-40") is None


def test_a_number_beyond_all_is_no_error_of_ours(client: TestClient) -> None:
    told = {"csrf": token(client, "/history")}
    for path in ("/statement/99999999999999999999/correct", "/statement/0/correct", "/speaker/x/correct"):
        assert client.get(path).status_code in (404, 422)
    huge = told | {"kind": "correction", "ids": "999999999999999"}
    assert client.post("/undo", data=huge).status_code == 422
    assert client.get("/history?page=99999999").status_code in (404, 422)
    assert client.get("/history?page=2000").status_code == 200
