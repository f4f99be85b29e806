"""Pages show what the ledger holds, and nothing of an article but its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from sayso.ledger import Ledger
from tests.web.sites import BRIDGE, client_of

PAGES = """/ /disputes /articles /speakers /speakers?q=ost /help /article/1 /article/2 /article/2?act=deny
/article/2/versions /article/4 /article/5 /speaker/1 /speaker/1?act=deny /search /search?q=bridge
/search?q=bridge&act=deny /search?q=bridge&words=1&page=2 /timeline /timeline?q=bridge&act=deny /add""".split()


def claim_of(path: Path) -> int:
    with Ledger(path) as ledger:
        return ledger.disputes()[0].id


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_both_ways_of_asking(client: TestClient, page: str) -> None:
    got = client.get(page)
    assert got.status_code == 200
    assert got.headers["content-type"].startswith("text/html")
    assert client.head(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_nothing_and_asks_nobody_else(client: TestClient, page: str) -> None:
    text = client.get(page).text
    assert re.findall(r"<script(?![^>]* src=\"/static/)", text) == []
    assert " style=" not in text
    assert "<style" not in text
    assert re.findall(r" on\w+=\"", text.replace("&lt;svg onload=", "")) == []
    assert re.findall(r"(?:src|<link[^>]* href)=\"(?!/)", text) == []


@pytest.mark.parametrize(
    "page", "/nope /article/999 /article/x /article/99999999999999999999 /claim/999 /speaker/999 /statement/999".split()
)
def test_what_is_not_there_is_told_so_without_the_path_of_the_file(client: TestClient, path: Path, page: str) -> None:
    got = client.get(page)
    assert got.status_code == 404
    assert "Nothing here" in got.text
    assert str(path) not in got.text


def test_the_text_of_an_article_stays_as_it_was_given(client: TestClient) -> None:
    page = client.get("/article/1").text
    inside = page[page.index('<div class="text"') : page.index("</aside>")].split("<aside")[0]
    words = re.sub(r"<[^>]*>", "", inside)
    assert [line.strip() for line in words.splitlines() if line.strip()] == [x for x in BRIDGE.splitlines() if x]


def test_each_statement_has_a_place_that_links_lead_to(client: TestClient, path: Path) -> None:
    page = client.get("/article/2").text
    with Ledger(path) as ledger:
        labels = [one.entry.label for one in ledger.placed(2)]
    assert labels
    for label in labels:
        assert page.count(f' id="{label}"') == 1
        assert f'href="#{label}"' in page


def test_a_statement_leads_to_its_place_in_the_article(client: TestClient) -> None:
    got = client.get("/statement/1")
    assert got.status_code == 302
    assert got.headers["location"] == "/article/1#s1"


def test_an_article_shows_the_statements_of_one_act_where_asked(client: TestClient) -> None:
    page = client.get("/article/2?act=deny").text
    assert set(re.findall(r'data-label="([^"]*)"', page)) == {"deny"}


def test_words_of_an_article_are_never_markup(client: TestClient) -> None:
    page = client.get("/article/4").text
    assert "&lt;script&gt;document.title" in page
    assert "&lt;svg onload=alert(1)&gt;" in page
    assert "\u202e" not in page
    assert "javascript:" not in page


def test_versions_stand_side_by_side(client: TestClient) -> None:
    page = client.get("/article/2/versions").text
    assert "<del>lorries</del>" in page
    assert "<ins>all traffic</ins>" in page
    assert client.get("/article/4/versions").status_code == 404


def test_a_claim_shows_both_sides_and_on_whose_word(client: TestClient, path: Path) -> None:
    page = client.get(f"/claim/{claim_of(path)}").text
    assert page.count('class="affirm half"') == page.count('class="deny half"') == 1
    assert "Lena Ost" in page
    assert page.count("<svg") >= 3  # the search's sign, and the trees of both sides
    assert "application/json+oembed" in page


def test_a_speaker_shows_roles_acts_and_whom_they_speak_to(client: TestClient, path: Path) -> None:
    with Ledger(path) as ledger:
        number = ledger.speakers_named("Lena Ost")[0].id
    page = client.get(f"/speaker/{number}").text
    assert "Mayor" in page
    assert 'class="network"' in page  # the union accuses her


def test_search_finds_and_narrows(client: TestClient) -> None:
    page = client.get("/search?q=bridge&speaker=Lena+Ost&act=deny").text
    assert "act: <bdi>deny</bdi>" in page
    assert "Lena Ost" in page
    assert "Nothing was found" in client.get("/search?q=zeppelin&words=1").text


def test_what_search_finds_can_be_taken_along(client: TestClient) -> None:
    table = client.get("/search.csv?q=bridge")
    assert "attachment" in table.headers["content-disposition"]
    assert table.text.startswith("id,label,speaker")
    assert client.get("/search.json?q=bridge").text.count("\n") == table.text.count("\n") - 1


def test_what_an_address_asks_for_amiss_is_left_out(client: TestClient) -> None:
    for query in (
        "act=shout",
        "since=yesterday",
        "page=-1",
        "page=x",
        "page=99999999999",
        "q=%00",
        "q=%22",
        "q=%22%22",
    ):
        assert client.get(f"/search?{query}").status_code == 200
        assert client.get(f"/timeline?{query}").status_code == 200


def test_all_links_begin_where_a_proxy_has_the_application(path: Path) -> None:
    page = client_of(path, base_path="/ledger").get("/article/2").text
    assert re.findall(r' (?:href|src|action)="/(?!ledger/)', page) == []
