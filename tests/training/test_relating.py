"""The trees that relate statements, as they are grown and as the package runs them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from sayso.claims.passages import Mark
from sayso.claims.relation import Relation
from sayso.reader.model import session, shipped_model
from sayso.statement import Quote
from training.stories import SKETCHES, load_sketches, unmarked

SKETCH = {
    "topic": "a leaking dam",
    "claims": {"c1": "The dam leaks."},
    "people": {"Tessa Vane": {"type": "person", "of": "Ministry of Dravonia"}},
    "statements": [
        {
            "article": 1,
            "speaker": "Tessa Vane",
            "text": "It rained. {s:She} {k:rejected} {c:claims by the Post that the dam leaked}.",
            "act": "deny",
            "negated": False,
            "claims": [["c1", "deny"]],
        },
        {
            "article": 1,
            "speaker": "The Post",
            "text": "It rained. She rejected {k:claims} by {s:the Post} that {c:the dam leaked}.",
            "act": "assert",
            "negated": False,
            "within": 0,
            "claims": [["c1", "affirm"]],
        },
        {
            "article": 2,
            "speaker": None,
            "text": "{c:“There was no talk,”} {k:said} {s:a clerk}.",
            "act": "assert",
            "negated": False,
            "claims": [],
        },
    ],
}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return shipped_model().tokenizer


def test_a_sketch_becomes_a_story_with_articles_and_sides(tmp_path: Path, tokenizer: Tokenizer) -> None:
    path = tmp_path / "sketches.jsonl"
    path.write_text(json.dumps(SKETCH) + "\n", encoding="utf8")
    [story] = load_sketches(path, tokenizer)
    outer, inner, clerk = story.told
    assert (outer.facts.article, inner.facts.article, clerk.facts.article) == (1, 1, 2)
    assert (inner.facts.within, outer.paragraph, inner.paragraph) == (0, 0, 0)
    assert outer.facts.who is not None and outer.facts.who.body == "ministry of dravonia"
    assert (clerk.facts.quote, outer.facts.quote) == (Quote.DIRECT, Quote.INDIRECT)
    content = inner.passage.ids[inner.passage.marks == Mark.CONTENT]
    assert tokenizer.decode(content.tolist()) == "the dam leaked"
    assert story.relation(0, 1) is Relation.OPPOSITE and story.relation(0, 2) is Relation.UNRELATED


def test_marks_are_taken_out_of_a_sketch() -> None:
    text, marks = unmarked("Then {s:she} {k:said} {c:it leaks}, {c:and badly}.")
    assert text == "Then she said it leaks, and badly."
    assert [text[a:b] for a, b in marks["c"]] == ["it leaks", "and badly"]
    assert [text[a:b] for key in "sk" for a, b in marks[key]] == ["she", "said"]


def test_every_sketch_of_ours_can_be_taken(tokenizer: Tokenizer) -> None:
    stories = load_sketches(SKETCHES, tokenizer)
    assert len(stories) > 200
    assert all({side for sides in story.sides for side in sides.values()} == {"affirm", "deny"} for story in stories)


def test_exported_trees_say_what_the_grown_ones_say(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed; it is needed for training alone")
    onnx = pytest.importorskip("onnx", reason="onnx is not installed; it is needed for training alone")
    from training.relating import exported, grown

    rng = np.random.default_rng(0)
    features = rng.normal(size=(2000, 5)).astype(np.float32).round(1)
    forests = [grown(features, features[:, n] * features[:, 4] > 0.3, trees=20, leaves=6) for n in (0, 1)]
    onnx.save(exported(forests, ("related", "same")), tmp_path / "trees.onnx")
    scores = session(tmp_path / "trees.onnx").run(None, {"features": features})
    for forest, score in zip(forests, scores, strict=True):
        assert np.allclose(score[:, 0], forest.decision_function(features), atol=1e-4)
