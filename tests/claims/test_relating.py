"""Relating statements with the weights that ship."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sayso import Article, Reader
from sayso.article import Span
from sayso.claims.features import NAMES, Told, features_of
from sayso.claims.passages import passage_of
from sayso.claims.relating import Relater, shipped_relater
from sayso.claims.relation import Relation
from sayso.errors import ModelError
from sayso.ledger import Ledger
from sayso.statement import Act


@pytest.fixture(scope="module")
def relater() -> Relater:
    return shipped_relater()


def told(relater: Relater, texts: list[str], act: Act = Act.ASSERT) -> list[Told]:
    """Return statements of articles of their own, each one's content a whole sentence said by a minister."""
    found = []
    for number, text in enumerate(texts, 1):
        article = Article(f"Minister Tessa Vane said {text}.")
        source, cue, content = Span(0, 19), Span(20, 24), Span(25, 25 + len(text))
        passage = passage_of(article.text, (source,), (cue,), (content,), relater.tokenizer)
        found.append(Told(number, number, 0, passage, act, False, None, None))
    return found


def test_every_feature_has_a_name(relater: Relater) -> None:
    table = relater.table(told(relater, ["the dam is safe", "the ferry is late"]))
    assert features_of(table, [(0, 1)]).shape == (1, len(NAMES))


def test_chances_are_chances_and_do_not_hang_on_what_stands_beside(relater: Relater) -> None:
    table = relater.table(
        told(relater, ["the dam at Orrow is safe", "the dam at Orrow is leaking", "ferries are late"])
    )
    links = relater.relate(table, [(0, 1), (0, 2), (1, 2)])
    assert all(0 <= link.same <= 1 and 0 <= link.opposite <= 1 and link.same + link.opposite <= 1.001 for link in links)
    assert relater.relate(table, [(0, 1)]) == links[:1]


def test_a_sentence_said_twice_is_likelier_the_same_than_another_one(relater: Relater) -> None:
    said = [
        "the dam at Orrow has been leaking since the flood",
        "water has leaked from the dam at Orrow since the flood",
    ]
    table = relater.table(told(relater, [*said, "taxes on barley will rise next year"]))
    same, other = relater.relate(table, [(0, 1), (0, 2)])
    assert same.same > 0.5 > other.same


def test_only_likely_pairs_are_looked_at_closely(relater: Relater) -> None:
    said = ["the dam at Orrow has been leaking since the flood", "the dam at Orrow has not leaked since the flood"]
    table = relater.table(told(relater, [*said, "taxes on barley will rise"]))
    pairs = relater.likely(table, [1, 2])
    assert (0, 1) in pairs
    assert all(one < other for one, other in pairs)
    assert relater.likely(table, []) == []


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
