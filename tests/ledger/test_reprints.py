"""Reprints: which articles go back to which."""

from __future__ import annotations

import sqlite3
from datetime import date

from sayso import Article, Reading
from sayso.ledger import Ledger
from sayso.ledger.reprints import hashes_of, share_of

WIRE = (
    "CORRAN - The harbour board said on Monday that it had ordered the dredging of the outer basin to stop after "
    "divers found the wreck of a coaster that sank in a storm ninety years ago. The board's chair, Ilse Marquand, "
    "told reporters that the work would not be resumed before a survey had been made, and that the city would bear "
    "the cost. Fishermen, who use the basin in winter, called the decision late. Their speaker, Tomas Verhey, said "
    "boats had been scraping their keels on the wreck for a year and that nobody had listened to them. The survey "
    "is to begin next month."
)
REWRITTEN = (
    "Dredging in Corran's outer basin has come to a halt. Divers found the wreck of a coaster that sank in a storm "
    "ninety years ago, and Ilse Marquand, who chairs the board, says nothing will move before a survey had been "
    "made. The town pays. Boats had been scraping their keels on the wreck for a year, grumbled Tomas Verhey, who "
    "speaks for the crews that lie there in the cold months. Experts will go down in a few weeks' time, the Lantern "
    "has learnt."
)
OTHER = (
    "PELSKA - Lorries may no longer cross the old bridge. Engineers had warned the council in spring that two of "
    "its piers were cracked, and drivers of the night buses had felt it sway. Mayor Odalys Venn said repairs would "
    "last until autumn. Shopkeepers on the east bank fear for their trade, and the transport union wants to know "
    "why the warning lay in a drawer for months while thousands of people went over the river every day."
)


def article(id: str, text: str, outlet: str, day: int) -> Reading:
    return Reading(Article(text, id=id, outlet=outlet, published=date(2031, 3, day)), (), "m")


def origins(ledger: Ledger) -> dict[str, str | None]:
    with sqlite3.connect(ledger.path) as connection:
        return dict(
            connection.execute(
                "SELECT a.given_id, o.given_id FROM articles a LEFT JOIN articles o ON o.id = a.origin_id"
            ).fetchall()
        )


def test_a_reprint_and_a_rewrite_go_back_to_the_wire(ledger: Ledger) -> None:
    ledger.add(article("wire", WIRE, "NPA", 10))
    ledger.add(article("reprint", WIRE.replace("on Monday ", "").split(" The survey")[0], "The Courier", 11))
    ledger.add(article("rewrite", REWRITTEN, "The Lantern", 12))
    ledger.add(article("other", OTHER, "The Post", 11))
    assert origins(ledger) == {"wire": None, "reprint": "wire", "rewrite": "wire", "other": None}


def test_the_earliest_of_a_group_is_its_origin_whenever_it_was_added(ledger: Ledger) -> None:
    ledger.add(article("rewrite", REWRITTEN, "The Lantern", 12))
    ledger.add(article("reprint", WIRE, "The Courier", 11))
    ledger.add(article("wire", WIRE, "NPA", 10))
    assert origins(ledger) == {"rewrite": "wire", "reprint": "wire", "wire": None}


def test_groups_are_told_with_their_origin(ledger: Ledger) -> None:
    assert ledger.reprints() == []
    ledger.add(article("wire", WIRE, "NPA", 10))
    ledger.add(article("copy", WIRE, "The Courier", 11))
    ledger.add(article("other", OTHER, "The Post", 9))
    (group,) = ledger.reprints()
    assert (group.origin.outlet, group.origin.published) == ("NPA", "2031-03-10")
    assert [(copy.outlet, share) for copy, share in group.reprints] == [("The Courier", 1.0)]


def test_a_paper_that_repeats_its_own_background_reprints_nothing(ledger: Ledger) -> None:
    ledger.add(article("first", WIRE, "The Lantern", 10))
    ledger.add(article("later", REWRITTEN, "The Lantern", 12))
    assert origins(ledger) == {"first": None, "later": None}


def test_shares_count_the_shorter_text() -> None:
    assert share_of(WIRE, WIRE + OTHER) == 1.0
    assert share_of(WIRE, OTHER) < 0.08 <= share_of(WIRE, REWRITTEN)
    assert share_of("", WIRE) == 0.0


def test_what_both_quote_does_not_count() -> None:
    speech = (
        "“We have waited for the dredgers since the spring, and nobody at the board has told us why they stay away.”"
    )
    one, other = f"Rook was angry. {speech} So he spoke.", f"Tempers flared in Corran yesterday: {speech} Rook left."
    assert share_of(one, other) == 0.0


def test_texts_keep_the_same_runs() -> None:
    assert hashes_of(WIRE) <= hashes_of(WIRE + " " + OTHER)
    assert hashes_of("too short") == set()


def test_wire_copy_is_found_however_many_papers_print_it(ledger: Ledger) -> None:
    ledger.add(article("wire", WIRE, "NPA", 10))
    for n in range(60):
        ledger.add(article(f"copy {n}", WIRE, f"Paper {n}", 11))
    assert set(origins(ledger).values()) == {None, "wire"}
    assert list(origins(ledger).values()).count("wire") == 60


def test_words_that_twenty_unrelated_articles_have_make_no_reprint(ledger: Ledger) -> None:
    footer = "Follow our desk around the clock and write to us with tips about anything you have seen."
    texts = [" ".join(f"w{n}x{m}" for m in range(300)) for n in range(25)]
    for n, text in enumerate(texts):
        ledger.add(article(f"{n}", f"{text} {footer}", "The Courier", 10))
    with sqlite3.connect(ledger.path) as connection:
        (phrases,) = connection.execute("SELECT count(*) FROM runs WHERE article_id = 0").fetchone()
        (held,) = connection.execute("SELECT max(n) FROM (SELECT count(*) n FROM fresh_runs GROUP BY hash)").fetchone()
    assert (phrases, held) == (len(hashes_of(footer)), 1)
    assert set(origins(ledger).values()) == {None}


def test_reprints_are_found_among_articles_of_long_ago(ledger: Ledger) -> None:
    ledger.add(article("wire", WIRE, "NPA", 10))
    for n in range(140):
        ledger.add(article(f"{n}", f"Item {n} is short.", "The Gull", 10))
    with sqlite3.connect(ledger.path) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone()[0] >= len(hashes_of(WIRE))
    ledger.add(article("copy", WIRE, "The Courier", 11))
    assert origins(ledger)["copy"] == "wire"


def versions(ledger: Ledger) -> dict[tuple[str, int], tuple[str, int] | None]:
    with sqlite3.connect(ledger.path) as connection:
        rows = connection.execute(
            "SELECT a.given_id, a.version, o.given_id, o.version "
            "FROM articles a LEFT JOIN articles o ON o.id = a.origin_id"
        ).fetchall()
    return {(id, version): (origin, of) if origin else None for id, version, origin, of in rows}


def test_a_later_version_takes_the_place_of_the_earlier_one_in_its_group(ledger: Ledger) -> None:
    ledger.add(article("wire", WIRE, "NPA", 10))
    ledger.add(article("copy", WIRE, "The Courier", 11))
    ledger.add(article("wire", WIRE + " A crane was lost.", "NPA", 10))
    ledger.add(article("copy", WIRE + " The Courier went to see.", "The Courier", 11))
    ledger.add(article("late", WIRE + " A crane was lost.", "The Post", 12))
    assert versions(ledger) == {
        ("wire", 1): None,
        ("wire", 2): None,
        ("copy", 1): ("wire", 2),
        ("copy", 2): ("wire", 2),
        ("late", 1): ("wire", 2),
    }
    (group,) = ledger.reprints()
    assert (group.origin.outlet, [copy.outlet for copy, _ in group.reprints]) == ("NPA", ["The Courier", "The Post"])
