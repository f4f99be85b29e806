"""Time expressions: found by their form, and resolved against the day the article appeared, a Wednesday."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article
from sayso.exports.json import dump, load
from sayso.reader.times.almanac import easter
from sayso.reader.times.reading import time_expressions
from sayso.statement import Reading, TimeType

WEDNESDAY = date(2031, 3, 12)


def found(text: str, published: date | None = WEDNESDAY) -> list[tuple[str, str | None]]:
    return [(text[t.span.start : t.span.end], t.value) for t in time_expressions(text, published)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The dam gave way on 2031-02-03.", "on 2031-02-03", "2031-02-03"),
        ("The bridge closed on March 3, 2029.", "on March 3, 2029", "2029-03-03"),
        ("The bridge closed on 3 March 2029.", "on 3 March 2029", "2029-03-03"),
        ("Filed on 3/4/2030 in Harrow.", "on 3/4/2030", "2030-03-04"),
        ("Filed on 24/4/2030 in Harrow.", "on 24/4/2030", "2030-04-24"),
        ("The union met on Tuesday.", "on Tuesday", "2031-03-11"),
        ("The union met on Wednesday.", "on Wednesday", "2031-03-12"),
        ("The union met last Friday.", "last Friday", "2031-03-07"),
        ("The council will vote on Friday.", "on Friday", "2031-03-14"),
        ("The council is due to vote on Monday.", "on Monday", "2031-03-17"),
        ("The championships open on Saturday.", "on Saturday", "2031-03-15"),
        ("She vowed on Monday to stay.", "on Monday", "2031-03-10"),
        ("They face a vote next Thursday.", "next Thursday", "2031-03-20"),
        ("It rained yesterday.", "yesterday", "2031-03-11"),
        ("The strike began in January.", "in January", "2031-01"),
        ("The strike began in November.", "in November", "2030-11"),
        ("The line will open in May.", "in May", "2031-05"),
        ("The mill closed last year.", "last year", "2030"),
        ("He left last month.", "last month", "2031-02"),
        ("He wrote it last week.", "last week", "2031-03-03/2031-03-09"),
        ("Talks have been held since spring 2022.", "since spring 2022", "2022-21/.."),
        ("The ferry has been idle since January.", "since January", "2031-01/.."),
        ("They have until Friday.", "until Friday", "../2031-03-14"),
        ("They will be home by the weekend.", "by the weekend", "../2031-03-15"),
        ("No fish unless the crew were home by Sunday.", "by Sunday", "../2031-03-16"),
        ("Reply by the end of June.", "by the end of June", "../2031-06-30"),
        ("The tax applied between 2019 and 2022.", "between 2019 and 2022", "2019/2022"),
        ("The fair ran from 3 to 5 February.", "from 3 to 5 February", "2031-02-03/2031-02-05"),
        ("He lived there in the 1990s.", "in the 1990s", "1990/1999"),
        ("The quay was built in 1911.", "in 1911", "1911"),
        ("It fell three days ago.", "three days ago", "2031-03-09"),
        ("It fell about two years ago.", "about two years ago", "2029~"),
        ("The blast came at 4:12 a.m. on Sunday.", "at 4:12 a.m. on Sunday", "2031-03-09T04:12"),
        ("The call came at 10:15 GMT on Monday.", "at 10:15 GMT on Monday", "2031-03-10T10:15Z"),
        ("The market fell in the third quarter of 2030.", "in the third quarter of 2030", "2030-07/2030-09"),
        ("The shop had closed before Christmas.", "before Christmas", "../2030-12-25"),
        ("The mill closed in June of last year.", "in June of last year", "2030-06"),
    ],
)
def test_an_expression_is_found_and_resolved(text: str, words: str, value: str) -> None:
    assert found(text) == [(words, value)]


def test_a_day_may_be_told_from_one_named_before() -> None:
    text = "The roof fell on 3 March. The owner had been warned a day earlier. The following day he left."
    assert found(text) == [
        ("on 3 March", "2031-03-03"),
        ("a day earlier", "2031-03-02"),
        ("The following day", "2031-03-03"),
    ]


def test_without_a_day_of_publication_relative_expressions_keep_no_value() -> None:
    text = "It fell on Tuesday, not on 3 March 2029, and again last month."
    assert found(text, None) == [("on Tuesday", None), ("on 3 March 2029", "2029-03-03"), ("last month", None)]


@pytest.mark.parametrize(
    "text",
    [
        "The march on the capital may go on.",
        "He may march on.",
        "The Sunday Times printed it.",
        "It costs 2.30 a pound, and 2000 people paid.",
        "They sprang from the wall in fall colours.",
        "She counted to 31.",
    ],
)
def test_words_that_only_look_like_times_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It fell on Tuesday.", TimeType.DATE),
        ("It fell on Tuesday evening.", TimeType.TIME),
        ("It fell at noon.", TimeType.TIME),
        ("It grew over the past three months.", TimeType.DURATION),
    ],
)
def test_each_has_its_timex3_type(text: str, kind: TimeType) -> None:
    (expression,) = time_expressions(text, WEDNESDAY)
    assert expression.type is kind


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2025, 4, 20), date(2038, 4, 25)])
def test_easter_falls_where_the_almanac_says(day: date) -> None:
    assert easter(day.year) == day


WORDS = st.sampled_from(
    (
        "on in the last next May March 29 February 2031 since until between and 31 April a 12 years ago earlier Monday "
        "noon at 9999 0001 1500 centuries days before after , . - – 99 decade quarter Q4 of Easter Christmas winter"
    ).split()
)


def test_days_of_another_millennium_resolve_nothing() -> None:
    assert found("It fell on Tuesday.", date.max) == [("on Tuesday", None)]


@given(st.lists(WORDS, max_size=14).map(" ".join), st.none() | st.dates())
def test_any_text_gives_spans_in_order_inside_it(text: str, published: date | None) -> None:
    expressions = time_expressions(text, published)
    ends = [0]
    for expression in expressions:
        assert ends[-1] <= expression.span.start < expression.span.end <= len(text)
        ends.append(expression.span.end)
    if expressions:
        reading = Reading(Article(text), (), "m", times=expressions)
        assert load(dump(reading)) == reading, "every value is one that readings may hold"
