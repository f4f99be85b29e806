"""What the views share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.article import Article
from sayso.exports.arrange import (
    FAMILY_OF,
    by_source,
    chains_of,
    headline_of,
    headline_paragraph,
    narrowed,
    one_line,
    printable,
)
from sayso.exports.json import reading_from_json, reading_to_json
from sayso.statement import Act
from tests.exports.readings import ministry


def test_every_act_has_a_family() -> None:
    assert set(FAMILY_OF) == set(Act)


def test_groups_hold_every_statement_once() -> None:
    reading = ministry()
    assert sorted(s.id for g in by_source(reading) for s in g.statements) == sorted(s.id for s in reading.statements)


def test_chains_lead_outwards() -> None:
    assert [s.id for s in chains_of(ministry())["s4"]] == ["s3", "s2"]


def test_a_statement_whose_outer_one_is_dropped_moves_outwards() -> None:
    reading = ministry()
    unsure = replace(reading.statements[2], confidence=0.1)
    reading = replace(reading, statements=(*reading.statements[:2], unsure, *reading.statements[3:]))
    kept = {s.id: s for s in narrowed(reading, min_confidence=0.3).statements}
    assert "s3" not in kept
    assert kept["s4"].within == "s2"


def test_only_named_sources_can_be_kept() -> None:
    assert all(s.source for s in narrowed(ministry(), with_source=True).statements)


def test_a_reading_that_meets_all_conditions_stays_as_it_is() -> None:
    reading = ministry()
    assert narrowed(reading) is reading


@pytest.mark.parametrize(
    ("text", "title", "headline", "opens"),
    [
        ("Short line\n\nBody of it.", None, "Short line", True),
        ("A sentence of a lead.\n\nBody.", None, "A sentence of a lead.", False),
        ("“It is a whole quotation.”\n\nBody.", None, "“It is a whole quotation.”", False),
        ("Only line", None, "Only line", False),
        ("Body of it.", "Known title", "Known title", False),
        ("Known  title\nBody of it.", "Known title", "Known title", True),
        ("word " * 60 + "\nBody.", None, ("word " * 32).rstrip() + " …", False),
    ],
)
def test_the_headline_is_the_title_or_a_short_first_line(
    text: str, title: str | None, headline: str, opens: bool
) -> None:
    article = Article(text, title=title)
    assert headline_of(article) == headline
    assert headline_paragraph(article) == (0 if opens else None)


@pytest.mark.parametrize("dateline", ["The Harrow Ledger, 2026-03-14 -", "date 2026-03-14 (Ledger)"])
def test_a_dateline_is_no_headline(dateline: str) -> None:
    article = Article(f"{dateline}\n\nNo money for buses\n\nThe city has none, she said.")
    assert headline_of(article) == "No money for buses"
    assert headline_paragraph(article) == 1


def test_text_is_made_safe_to_show() -> None:
    assert printable("a\x00b\x1b\x9b\ud800\tc\r\n") == "a\ufffdb\ufffd\ufffd\ufffd\tc\r\n"
    assert one_line(" a\n\n b\u202e c\u2028d ") == "a b\ufffd c d"


def test_a_mention_of_somebody_left_out_stays_a_mention() -> None:
    reading = narrowed(ministry(), min_confidence=0.95)
    assert {speaker.name for speaker in reading.speakers} == {"Ilse Marquand"}
    assert {mention.speaker for mention in reading.mentions} == {"p1", None}
    assert reading_from_json(reading_to_json(reading)) == reading
