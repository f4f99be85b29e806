"""Quotations that several articles print."""

from __future__ import annotations

from datetime import date

import pytest

from sayso import Article, Reading
from sayso.article import Span
from sayso.ledger import Ledger
from sayso.ledger.quotations import Difference, compared, quoted
from sayso.statement import Act, Quote, Speaker, SpeakerType, Statement


def printed(words: str, id: str, outlet: str, day: int, quote: Quote = Quote.DIRECT) -> Reading:
    text = f"Ilse Marquand said: {words}"
    content = (Span(text.index(words), len(text)),)
    statement = Statement(
        "s1", (Span(0, 13),), (Span(14, 18),), content, Act.ASSERT, False, quote, None, (), 0.9, speaker="p1"
    )
    speaker = Speaker("p1", "Ilse Marquand", SpeakerType.PERSON, None, None, (Span(0, 13),))
    article = Article(text, id=id, outlet=outlet, published=date(2031, 3, day))
    return Reading(article, (statement,), "m", speakers=(speaker,))


WHOLE = "“We shall not reopen the outer basin before the survey is done, and not a day earlier.”"
ALTERED = "“We will never reopen the outer basin before the survey is done, and not a day earlier.”"


def test_what_differs_between_two_printings_is_told(ledger: Ledger) -> None:
    ledger.add(printed(ALTERED, "b", "The Lantern", 12))
    ledger.add(printed(WHOLE, "a", "The Courier", 11))
    (pair,) = ledger.quotations(altered=True)
    assert (pair.one.entry.outlet, pair.other.entry.outlet) == ("The Courier", "The Lantern")
    assert pair.differences == (Difference("shall not", "will never"),)


def test_typography_and_excerpts_alter_nothing(ledger: Ledger) -> None:
    ledger.add(printed(WHOLE, "a", "The Courier", 11))
    ledger.add(printed(WHOLE.replace("“", '"').replace("”", '"').replace(",", " –"), "b", "The Lantern", 12))
    ledger.add(printed("“not reopen the outer basin before the survey is done”", "c", "The Post", 12))
    assert ledger.quotations(altered=True) == []
    assert len(ledger.quotations()) == 3


def test_other_quotations_are_not_taken_for_the_same(ledger: Ledger) -> None:
    ledger.add(printed(WHOLE, "a", "The Courier", 11))
    ledger.add(printed("“The fishermen have been scraping their keels on that wreck for a year.”", "b", "The Post", 12))
    assert ledger.quotations() == []


@pytest.mark.parametrize(
    ("content", "quote", "words"),
    [
        ("they “stepped out for air,” and came back “in minutes”", Quote.MIXED, "stepped out for air, … in minutes"),
        ("stepped out for air", Quote.DIRECT, "stepped out for air"),
        ("stepped out for air", Quote.INDIRECT, ""),
        ('"stepped out', Quote.DIRECT, "stepped out"),
    ],
)
def test_only_what_stands_in_marks_is_compared(content: str, quote: Quote, words: str) -> None:
    assert quoted(content, quote) == words


def test_words_that_only_one_has_are_differences_too() -> None:
    alike, differences = compared("not a single gram has left the store", "not a gram has ever left the store")
    assert alike == 7 / 8
    assert differences == (Difference("single", ""), Difference("", "ever"))
