"""Relating statements with the weights that ship."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sayso import Article, Reader
from sayso.claims.relating import Relater, shipped_relater
from sayso.claims.relation import Relation
from sayso.errors import ModelError
from sayso.ledger import Ledger
from tests.claims.samples import articles

DAM = (
    "the dam at Orrow has been leaking since the flood",
    "water has leaked from the dam at Orrow since the flood",
    "taxes on barley will rise next year",
    "the ferries to Sarn are late again",
)


@pytest.fixture(scope="module")
def relater() -> Relater:
    return shipped_relater()


def test_chances_are_chances(relater: Relater) -> None:
    links = relater.relate(relater.table(articles(relater.tokenizer, DAM)), range(4))
    assert links
    assert all(0 <= link.same <= 1 and 0 <= link.opposite <= 1 and link.same + link.opposite <= 1.001 for link in links)


def test_how_two_relate_does_not_hang_on_what_is_looked_at_beside_them(relater: Relater) -> None:
    told = articles(relater.tokenizer, DAM)
    [alone] = relater.relate(relater.table(told[:2]), [0])
    [among] = [link for link in relater.relate(relater.table(told), [3, 0]) if (link.one, link.other) == (1, 2)]
    assert (among.same, among.opposite) == pytest.approx((alone.same, alone.opposite), abs=1e-6)


def test_a_sentence_said_twice_is_likelier_the_same_than_another_one(relater: Relater) -> None:
    links = {link.other: link for link in relater.relate(relater.table(articles(relater.tokenizer, DAM)), [0])}
    assert links[2].same > 0.3
    assert all(links[n].same < links[2].same / 2 for n in (3, 4) if n in links)


def test_only_the_likeliest_pairs_are_kept_each_once(relater: Relater) -> None:
    said = [f"the dam at Orrow has been leaking since the flood of {year}" for year in range(1900, 1990)]
    links = relater.relate(relater.table(articles(relater.tokenizer, said)), range(90))
    pairs = [(link.one, link.other) for link in links]
    assert len(set(pairs)) == len(pairs) and all(one < other for one, other in pairs)
    assert len(relater.relate(relater.table(articles(relater.tokenizer, said)), [5])) <= relater.card["most"]
    assert relater.relate(relater.table(articles(relater.tokenizer, said)), []) == []


def test_names_tell_what_an_article_is_about(relater: Relater) -> None:
    text = "Orrow's dam leaks. The minister, Tessa Vane, drove to Orrow on Monday. The dam is old, said Vane."
    assert set(relater.telling(text, 3)) == {"Orrow", "Tessa", "Vane"}
    assert relater.telling("no names here at all", 3) == []


def test_weights_that_are_not_there_are_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Relater(tmp_path)


def test_relations_are_in_the_order_of_the_scores() -> None:
    assert [relation.name for relation in Relation] == ["UNRELATED", "SAME", "OPPOSITE"]


PAIR = (
    "The Morning Post reported on Tuesday that envoys of Dravonia and Kestria had met in secret at Sarn since June.",
    "Dravonia's foreign minister, Tessa Vane, denied on Wednesday that envoys of Dravonia had met Kestria's in secret. "
    "“There were no meetings at Sarn,” she told reporters.",
)


def test_a_report_and_its_denial_become_a_dispute(tmp_path: Path) -> None:
    with Ledger(tmp_path / "news.db") as ledger:
        for n, text in enumerate(PAIR):
            article = Article(text, id=f"{n}", outlet=f"Paper {n}", published=date(2031, 3, n + 1))
            ledger.add(Reader(threads=1).read(article))
        assert list(ledger.gather()) == [1, 2]
        claims = ledger.disputes()
        assert claims, "the denial stands against the report"
        assert {"Tessa Vane"} <= {voice.entry.speaker for voice in claims[0].voices if voice.side == "deny"}
