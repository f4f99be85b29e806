"""Links as the journal knows them, the pace of a watch, and what a person names."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import SourceError
from sayso.sources.fetching.turns import Turns
from sayso.watch.links import address_of, plain_link
from sayso.watch.named import named_sources
from sayso.watch.pace import DAY, Pace


@pytest.mark.parametrize(
    ("given_link", "link", "host"),
    [
        ("HTTP://Harrow.Example/Dam", "http://harrow.example/Dam", "harrow.example"),
        ("https://h.example:8443/a?b=1&utm_source=x&c=2#d", "https://h.example:8443/a?b=1&c=2", "h.example:8443"),
        ("https://h.example/?utm_source=x", "https://h.example/", "h.example"),
        ("https://h.example/a/../b", "https://h.example/b", "h.example"),
        ("https://h.example/caf\u00e9", "https://h.example/caf%C3%A9", "h.example"),
        (" https://h.example ", "https://h.example/", "h.example"),
        ("https://h.example/\ud800", "https://h.example/%EF%BF%BD", "h.example"),
    ],
)
def test_a_link_is_one_text_however_it_is_written(given_link: str, link: str, host: str) -> None:
    assert plain_link(given_link) == (link, host)


@pytest.mark.parametrize("link", [None, "", "mailto:a@b.example", "//h.example/", "http://", "http://u:p@h.example/"])
def test_what_cannot_be_fetched_is_no_link(link: str | None) -> None:
    assert plain_link(link) is None


@given(st.text(max_size=80))
def test_a_plain_link_stays_as_it_is(text: str) -> None:
    found = plain_link(f"https://h.example/{text}")
    assert found is None or plain_link(found[0]) == found


FETCHED = "https://www.harrow.example/2031/dam?page=2"


@pytest.mark.parametrize(
    ("declared", "address"),
    [
        (None, FETCHED),
        ("https://harrow.example/2031/dam", "https://harrow.example/2031/dam"),
        ("https://m.harrow.example/dam", "https://m.harrow.example/dam"),
        ("https://news.harrow.example/dam", "https://news.harrow.example/dam"),
        ("https://other.example/dam", FETCHED),
        ("https://notharrow.example/dam", FETCHED),
        ("https://www.harrow.example/", FETCHED),
        ("https://harrow.example", FETCHED),
        ("javascript:alert(1)", FETCHED),
    ],
)
def test_a_page_speaks_for_its_own_site_only(declared: str | None, address: str) -> None:
    assert address_of(declared, FETCHED) == address


def test_a_source_that_fails_is_asked_less_and_less_often() -> None:
    pace, rng = Pace(every=900), random.Random(1)
    assert 800 < pace.source(0, None, rng) < 1000
    assert 1600 < pace.source(1, None, rng) < 2000
    assert pace.source(50, None, rng) < 1.11 * DAY
    assert pace.source(1, 7000, rng) == 7000
    assert pace.source(1, 10 * DAY, rng) == DAY


def test_an_article_is_looked_at_again_when_it_is_twice_as_old_until_it_is_old() -> None:
    pace, rng, age, looks = Pace(), random.Random(1), 0.0, []
    while (pause := pace.next_look(age, rng)) is not None:
        age += pause
        looks.append(age)
    assert 5 <= len(looks) <= 8
    assert looks[-1] <= 3.3 * DAY
    assert Pace(young=0).next_look(0, rng) is None


def test_turns_of_very_many_hosts_are_bounded() -> None:
    turns = Turns(0.0)
    for number in range(10_100):
        turns.wait(f"{number}.example")
    assert len(turns._hosts) == 10_000


def test_a_host_that_asks_for_rest_gets_it_and_a_day_at_most() -> None:
    turns = Turns(0.0)
    turns.rest("h.example", 10**9)
    assert 86_000 < turns.left("h.example") <= 86_400
    assert turns.left("other.example") == 0


def test_a_person_names_urls_and_files_that_list_them(tmp_path: Path) -> None:
    opml, text = tmp_path / "feeds.opml", tmp_path / "feeds.txt"
    opml.write_text('<opml><body><outline xmlUrl="https://a.example/rss"/></body></opml>')
    text.write_text("# the coast\nhttps://b.example/rss\n\nhttps://a.example/rss\n")
    found = named_sources([str(opml), str(text), "https://c.example"])
    assert found == ["https://a.example/rss", "https://b.example/rss", "https://c.example/"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "it is no http or https URL, and no file that can be read"),
        ("", "it lists no feeds"),
        ("<opml><body>", "it is no well-formed XML"),
        ('<!DOCTYPE o [<!ENTITY a "b">]><opml/>', "it declares entities"),
        ("The mayor denied it.", "The mayor denied it. is no http or https URL"),
    ],
)
def test_a_file_that_lists_nothing_is_told(tmp_path: Path, content: str | None, told: str) -> None:
    path = tmp_path / "feeds"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SourceError, match="feeds: ") as caught:
        named_sources([str(path)])
    assert told in str(caught.value)
