"""Places that speak: a country or its capital is its government, a building whoever works in it."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.resources import files
from typing import Any

import pytest

from sayso.reader.speakers.places import Stand, country_of, is_place, stands_for

BY_DECISION = {"Brussels"}
"""Names of two meanings: the capital of Belgium speaks for the European Union."""


def read(name: str) -> Any:
    return json.loads(files("sayso.reader.speakers").joinpath(name).read_text(encoding="utf-8"))


COUNTRIES = read("places.json")["countries"]
INSTITUTIONS = read("institutions.json")["institutions"]
OUTLETS = read("institutions.json")["outlets"]


def government(country: str, *, the: bool = False) -> Stand:
    return Stand(f"Government of {'the ' if the else ''}{country}", country, "government")


@pytest.mark.parametrize(
    ("names", "stand"),
    [
        ("Russia, Moscow, Russian Federation", government("Russia")),
        ("Ukraine, Kyiv, Kiev", government("Ukraine")),
        ("North Korea, Pyongyang, DPRK", government("North Korea")),
        ("China, Beijing, Peking", government("China")),
        ("Iran, Tehran, Teheran", government("Iran")),
        ("Israel, Jerusalem, Tel Aviv", government("Israel")),
        ("India, New Delhi, Delhi", government("India")),
        ("Czechia, Czech Republic, Prague", government("Czechia")),
        ("Myanmar, Burma, Naypyidaw", government("Myanmar")),
        ("Turkey, Türkiye, Turkiye, Ankara", government("Turkey")),
        ("Ivory Coast, Côte d'Ivoire, Côte d’Ivoire, Cote d'Ivoire", government("Ivory Coast")),
        ("Colombia, Bogota, Bogotá", government("Colombia")),
        ("Saint Lucia, St. Lucia, St Lucia", government("Saint Lucia")),
        ("US, U.S., USA, America, United States, Washington", government("United States", the=True)),
        ("UK, U.K., Britain, Great Britain, London", government("United Kingdom", the=True)),
        ("Netherlands, The Netherlands", government("Netherlands", the=True)),
        ("Congo, DR Congo, DRC, Kinshasa", government("Democratic Republic of the Congo", the=True)),
    ],
)
def test_a_country_and_its_capital_stand_for_its_government_however_spelt(names: str, stand: Stand) -> None:
    assert {name: stands_for(name) for name in names.split(", ")} == dict.fromkeys(names.split(", "), stand)


@pytest.mark.parametrize(
    ("names", "stand"),
    [
        ("Kremlin", Stand("Kremlin", "Russia", "institution")),
        ("White House", Stand("White House", "United States", "institution")),
        ("State Department, Foggy Bottom", Stand("U.S. State Department", "United States", "institution")),
        (
            "Downing Street, 10 Downing Street, Number 10, No. 10, No 10",
            Stand("Downing Street", "United Kingdom", "institution"),
        ),
        ("Élysée, Elysée, Elysee, Elysee Palace", Stand("Élysée", "France", "institution")),
        ("Quai d'Orsay, Quai d’Orsay", Stand("Quai d'Orsay", "France", "institution")),
        ("Vatican, Holy See", Stand("Vatican", "Vatican City", "institution")),
        ("EU, European Union, Brussels", Stand("European Union", "European Union", "institution")),
        ("NATO, Nato", Stand("NATO", "NATO", "institution")),
        ("UN, U.N., United Nations", Stand("United Nations", "United Nations", "institution")),
    ],
)
def test_a_building_and_a_body_stand_for_the_institution(names: str, stand: Stand) -> None:
    assert {name: stands_for(name) for name in names.split(", ")} == dict.fromkeys(names.split(", "), stand)


@pytest.mark.parametrize("name", ["the Kremlin", "The Kremlin", "THE KREMLIN", "KREMLIN"])
def test_articles_and_headlines_make_no_difference(name: str) -> None:
    assert stands_for(name) == Stand("Kremlin", "Russia", "institution")


def test_a_dateline_in_capitals_is_the_capital() -> None:
    assert stands_for("MOSCOW") == government("Russia")
    assert stands_for("N’DJAMENA") == government("Chad")


@pytest.mark.parametrize("name", ["moscow", "turkey", "kremlin", "us", "un", "who", "white house", "mOSCOW"])
def test_small_letters_are_no_name(name: str) -> None:
    assert stands_for(name) is None
    assert not is_place(name)


@pytest.mark.parametrize(
    "name", ["", "the", "The", "Smith", "Springfield", "Greater Moscow", "Moscow said", "Vladimir Putin"]
)
def test_other_names_stand_for_nothing(name: str) -> None:
    assert stands_for(name) is None
    assert country_of(name) is None
    assert not is_place(name)


@pytest.mark.parametrize("name", ["The Washington Post", "Washington Post", "Moscow Times", "Kyiv Independent"])
def test_a_paper_is_not_the_city_in_its_name(name: str) -> None:
    stand = stands_for(name)
    assert stand is not None
    assert stand.kind == "outlet"
    assert not is_place(name)


def test_a_paper_that_is_not_known_stands_for_nothing() -> None:
    assert stands_for("Washington Tribune Herald") is None


@pytest.mark.parametrize("name", ["Jordan", "Chad", "Georgia", "Israel", "Cuba", "Ireland", "Mali", "Niger"])
def test_a_country_with_the_name_of_a_person_or_a_state_is_given_and_the_caller_decides(name: str) -> None:
    assert stands_for(name) == government(name)


@pytest.mark.parametrize(
    "name",
    ["Victoria", "Sofia", "Hamilton", "Santiago", "Male", "Stanley", "Kingston", "Georgetown", "San Jose", "Nassau"],
)
def test_a_capital_better_known_as_a_person_or_another_town_is_left_out(name: str) -> None:
    assert stands_for(name) is None
    assert not is_place(name)


@pytest.mark.parametrize("name", ["Holland", "Korea", "The Hague", "Hague", "Emirates", "Congress", "Treasury"])
def test_a_name_that_may_mean_several_is_left_out(name: str) -> None:
    assert stands_for(name) is None


def test_countries_and_capitals_are_places_and_institutions_are_not() -> None:
    assert all(map(is_place, ("Russia", "Moscow", "Kiev", "the Netherlands", "UK", "Brussels", "Washington, D.C.")))
    assert not any(map(is_place, ("Kremlin", "White House", "European Union", "Vatican", "Moscow Times")))


@pytest.mark.parametrize(
    ("adjective", "country"),
    [
        ("Russian", "Russia"),
        ("British", "United Kingdom"),
        ("U.S.", "United States"),
        ("Dutch", "Netherlands"),
        ("Argentinian", "Argentina"),
        ("South Korean", "South Korea"),
        ("CHINESE", "China"),
        ("Nigerian", "Nigeria"),
        ("Nigerien", "Niger"),
        ("Congolese", "Democratic Republic of the Congo"),  # rather than its smaller neighbour
        ("Dominican", "Dominican Republic"),  # rather than Dominica
    ],
)
def test_an_adjective_tells_the_country(adjective: str, country: str) -> None:
    assert country_of(adjective) == country


@pytest.mark.parametrize("word", ["russian", "Korean", "European", "Moscow", "Russia"])
def test_other_words_tell_no_country(word: str) -> None:
    assert country_of(word) is None


def test_the_table_holds_the_countries_of_the_world() -> None:
    assert 200 <= len(COUNTRIES) <= 250
    assert read("places.json")["source"]["data_license"]


def test_no_name_has_two_meanings_but_by_decision() -> None:
    meanings = defaultdict(set)
    for country in COUNTRIES:
        for name in (country["name"], *country["names"], *country["capitals"]):
            meanings[name.upper()].add(country["name"])
    for entry in (*INSTITUTIONS, *OUTLETS):
        for name in entry["names"]:
            meanings[name.upper()].add(entry["name"])
    twice = {name for name, meant in meanings.items() if len(meant) > 1}
    assert twice == {name.upper() for name in BY_DECISION}


def test_no_adjective_has_two_countries() -> None:
    adjectives = [adjective for country in COUNTRIES for adjective in country["adjectives"]]
    assert len(adjectives) == len(set(adjectives))


def test_every_institution_belongs_to_a_known_country_or_body() -> None:
    known = {country["name"] for country in COUNTRIES}
    bodies = {entry["name"] for entry in INSTITUTIONS if entry["of"] == entry["name"]}
    assert {entry["of"] for entry in INSTITUTIONS} <= known | bodies
    assert {entry["of"] for entry in OUTLETS} <= known


def test_every_entry_lists_its_own_name_and_no_article() -> None:
    for entry in (*INSTITUTIONS, *OUTLETS):
        assert entry["name"] in entry["names"]
        assert not any(name.lower().startswith("the ") for name in entry["names"])
    assert {entry["type"] for entry in INSTITUTIONS} == {"organization"}


def test_every_listed_name_is_found() -> None:
    for entry in (*INSTITUTIONS, *OUTLETS):
        for name in entry["names"]:
            stand = stands_for(f"the {name}")
            assert stand is not None
            assert (stand.name, stand.of) == (entry["name"], entry["of"])
