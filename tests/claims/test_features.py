"""What is told of a pair at a glance."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.claims.features import columns_of, features_of
from sayso.claims.relating import Relater, shipped_relater
from sayso.claims.told import Told, who
from sayso.statement import Act
from tests.claims.samples import articles, said


@pytest.fixture(scope="module")
def relater() -> Relater:
    return shipped_relater()


def glance(relater: Relater, one: Told, other: Told) -> dict[str, float]:
    """Return the features of two statements, the same whichever comes first."""
    table = relater.table([one, other])
    there = {name: float(column[0, 1]) for name, column in columns_of(table, [0, 1])}
    back = {name: float(column[1, 0]) for name, column in columns_of(table, [0, 1])}
    assert there == pytest.approx(back, abs=1e-5)
    return there


def test_each_feature_has_its_own_name_and_a_number_for_each_pair(relater: Relater) -> None:
    table = relater.table(articles(relater.tokenizer, ["the dam is safe", "the ferry is late", "taxes fell"]))
    names = [name for name, _ in columns_of(table, [2, 0])]
    assert len(set(names)) == len(names)
    features = features_of(table, [2, 0])
    assert features.shape == (2, 3, len(names)) and features.dtype == np.float32 and np.isfinite(features).all()


def test_contents_that_share_rare_words_are_more_alike(relater: Relater) -> None:
    dam, water, tax = articles(
        relater.tokenizer, ["the dam at Orrow leaks", "water leaks from Orrow's dam", "taxes on barley will rise"]
    )
    near, far = glance(relater, dam, water), glance(relater, dam, tax)
    for name in ("content and content", "rare pieces of contents", "rare words of contents", "words of paragraphs"):
        assert near[name] > far[name]


def test_numbers_count_apart_from_words(relater: Relater) -> None:
    one, other = articles(relater.tokenizer, ["12 people died on 3 boats", "at least 20 people died on 3 boats"])
    found = glance(relater, one, other)
    assert (found["numbers in common"], found["numbers that differ"]) == (1, 2)


def test_a_word_that_every_statement_of_an_article_has_tells_nothing_of_its_claims(relater: Relater) -> None:
    article = [said(relater.tokenizer, f"the ferry {what}", number=n) for n, what in enumerate(("sank", "left", "ran"))]
    other = said(relater.tokenizer, "the ferry sank", number=9, article=2)
    table = relater.table([*article, other])
    [rare] = [column for name, column in columns_of(table, [3]) if name == "rare words of contents"]
    assert rare[0, 0] > 2 * rare[0, 1] > 0


def test_place_is_told_only_within_an_article(relater: Relater) -> None:
    one = said(relater.tokenizer, "the dam leaks", before="A flood came.\n\n")
    below = said(relater.tokenizer, "it does not", before="A flood came.\n\nIt went.\n\n", number=2, order=4)
    elsewhere = said(relater.tokenizer, "it does not", number=3, article=2)
    found = glance(relater, one, below)
    assert (found["one article"], found["paragraphs apart"], found["statements apart"]) == (1, 1, 4)
    away = glance(relater, one, elsewhere)
    assert (away["one article"], away["paragraphs apart"], away["statements apart"]) == (0, -1, -1)


def test_a_denial_is_told_from_what_is_within_it(relater: Relater) -> None:
    outer = said(relater.tokenizer, "claims that the dam leaks", act=Act.DENY)
    inner = said(relater.tokenizer, "the dam leaks", number=2, order=1, within=1)
    found = glance(relater, outer, inner)
    assert (found["one within the other"], found["a denial and what is within it"], found["denials"]) == (1, 1, 1)
    assert (
        glance(relater, outer, said(relater.tokenizer, "the dam leaks", number=3, order=1))["one within the other"] == 0
    )


def test_people_are_told_by_who_they_are_and_whom_they_speak_for(relater: Relater) -> None:
    vane = who("Tessa Vane", "person", "Ministry of Dravonia")
    ministry = who("Ministry of Dravonia", "organization", None)
    source = who("an official", "unnamed", None)
    one = said(relater.tokenizer, "the dam leaks", speaker=1, who=vane, addressee=3, whom=source)
    other = said(relater.tokenizer, "Vane is wrong", number=2, article=2, speaker=2, who=ministry)
    third = said(relater.tokenizer, "it leaks", number=3, article=3, speaker=3, who=source)
    found = glance(relater, one, other)
    assert (found["of one body"], found["one speaker"], found["speaker in the content"]) == (1, 0, 1)
    answered = glance(relater, one, third)
    assert (answered["said to the other"], answered["unnamed speakers"], answered["of one body"]) == (1, 1, 0)


def test_nobody_is_not_the_same_as_nobody(relater: Relater) -> None:
    found = glance(relater, *articles(relater.tokenizer, ["the dam leaks", "it is dry"]))
    assert (found["one speaker"], found["one addressee"], found["within the same"]) == (0, 0, 0)
