"""Training labels: what each annotation teaches each piece, and what it leaves unknown."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from sayso.reader.tags import CueTag, RoleTag
from sayso.statement import Act
from training.corpus import (
    ACTS,
    UNKNOWN,
    Example,
    Target,
    example,
    excerpt,
    load_tokenizer,
    news,
    polnear,
    role_tags,
    stories,
)

TOKENIZER = Path(__file__).parents[2] / "src/sayso/models/en/tokenizer.json"
TEXT = "Venn denied that Crane had said the dam leaks.\n\n“It is gone.” The town slept."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    if not TOKENIZER.exists():
        pytest.skip("the tokenizer is not here")
    return load_tokenizer(TOKENIZER)


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def mark(source: str | None, cue: str | None, *content: str, **more: Any) -> dict[str, Any]:
    return {
        "source": [span(source)] if source else [],
        "cue": [span(cue)] if cue else [],
        "content": [span(c) for c in content],
        **more,
    }


OUTER = mark("Venn", "denied", "Crane had said the dam leaks", act=ACTS.index(Act.DENY), negated=0.0)
INNER = mark("Crane", "had said", "the dam leaks")
FLOATING = mark(None, None, "“It is gone.”")


def tagged(made: Example, tag: int) -> list[str]:
    """Return the words of the pieces that have a cue tag."""
    pieces = made.pieces
    return [TEXT[pieces.start[i] : pieces.end[i]] for i in np.flatnonzero(made.cue_tags == tag)]


def test_cues_begin_and_go_on(tokenizer: Tokenizer) -> None:
    made = example("x", TEXT, [OUTER, INNER], "story", tokenizer)
    assert tagged(made, CueTag.BEGIN) == ["denied", "had"]
    assert tagged(made, CueTag.INSIDE) == ["said"]
    assert tagged(made, UNKNOWN) == []


def test_a_floating_quotation_is_its_first_piece(tokenizer: Tokenizer) -> None:
    made = example("x", TEXT, [FLOATING], "story", tokenizer)
    assert tagged(made, CueTag.FLOATING) == ["“"]
    (target,) = made.targets
    assert target.cue == (target.content[0][0], target.content[0][0] + 1)
    assert target.source == ()


def test_polnear_tells_nothing_of_cues_inside_contents(tokenizer: Tokenizer) -> None:
    made = example("x", TEXT, [OUTER], "polnear", tokenizer)
    assert tagged(made, CueTag.BEGIN) == ["denied"]
    assert "said" in tagged(made, UNKNOWN)
    assert "town" in tagged(made, CueTag.OUTSIDE)


def test_a_cue_known_inside_an_unknown_content_stays_known(tokenizer: Tokenizer) -> None:
    made = example("x", TEXT, [INNER, OUTER], "polnear", tokenizer)
    assert tagged(made, CueTag.BEGIN) == ["denied", "had"]


def test_a_statement_without_content_leaves_its_cue_unknown(tokenizer: Tokenizer) -> None:
    made = example("x", TEXT, [mark("Venn", "denied")], "story", tokenizer)
    assert tagged(made, UNKNOWN) == ["denied"]
    assert made.targets == ()


def test_of_a_cue_in_pieces_the_longest_counts_and_the_rest_is_unknown(tokenizer: Tokenizer) -> None:
    made = example("x", TEXT, [{**INNER, "cue": [span("denied"), span("had said")]}], "story", tokenizer)
    assert tagged(made, CueTag.BEGIN) == ["had"]
    assert tagged(made, UNKNOWN) == ["denied"]


def test_act_negation_and_weight_are_kept_or_unknown(tokenizer: Tokenizer) -> None:
    outer, inner = example("x", TEXT, [OUTER, {**INNER, "weight": 0.4}], "silver", tokenizer).targets
    assert (ACTS[outer.act], outer.negated, outer.weight) == (Act.DENY, 0.0, 1.0)
    assert (inner.act, inner.negated, inner.weight) == (UNKNOWN, -1.0, 0.4)


def test_roles_are_begun_and_gone_on_with_in_the_window() -> None:
    target = Target(cue=(4, 5), source=((1, 3),), content=((6, 8), (9, 10)), act=0, negated=0.0)
    none, source, in_source, content, in_content = RoleTag
    whole = [none, source, in_source, none, none, none, content, in_content, none, content]
    assert role_tags(target, 0, 10).tolist() == whole
    assert role_tags(target, 0, 2).tolist() == [none, source]


def test_a_role_cut_by_the_window_begins_anew_in_it() -> None:
    target = Target(cue=(4, 5), source=((1, 3),), content=((6, 8),), act=0, negated=0.0)
    assert role_tags(target, 2, 8).tolist() == [
        RoleTag.BEGIN_SOURCE, 0, 0, 0, RoleTag.BEGIN_CONTENT, RoleTag.INSIDE_CONTENT
    ]  # fmt: skip


def test_stories_and_polnear_files_become_examples(tokenizer: Tokenizer, tmp_path: Path) -> None:
    offsets = {role: OUTER[role] for role in ("source", "cue", "content")}
    statement = {"offsets": offsets, "act": "deny", "negated": True}
    record = {"id": "x", "text": TEXT, "statements": [statement]}
    (tmp_path / "a.json").write_text(json.dumps({"articles": [record]}), "utf8")
    (told,) = stories(tmp_path, tokenizer)
    assert (told.kind, told.targets[0].act, told.targets[0].negated) == ("story", ACTS.index(Act.DENY), 1.0)
    line = json.dumps({"id": "y", "text": TEXT, "attributions": [offsets]})
    (tmp_path / "b.jsonl").write_text(f"{line}\n{line}\n", "utf8")
    first, _ = polnear(tmp_path / "b.jsonl", tokenizer)
    assert (first.kind, first.targets[0].act) == ("polnear", UNKNOWN)
    assert first.targets[0].content == told.targets[0].content


def test_an_excerpt_is_the_title_and_some_paragraphs() -> None:
    record = {"title": " Dam leaks ", "text": "By A. Writer\r\n\n  It leaks. \n\n\nIt is gone.\nThe end."}
    assert excerpt(record, [1, 3]) == "Dam leaks\n\nIt leaks.\n\nIt is gone."


def test_annotated_news_counts_characters_of_the_excerpt(tokenizer: Tokenizer, tmp_path: Path) -> None:
    title, body = TEXT.split("\n\n")
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "n", "title": title, "text": body}), "utf8")
    spans = {role: OUTER[role] for role in ("source", "cue", "content")}
    told = {"id": "n", "paragraphs": [0, 1], "sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    annotated = tmp_path / "news.jsonl"
    annotated.write_text(json.dumps({**told, "statements": [{**spans, "act": "deny", "negated": False}]}), "utf8")
    (made,) = news(annotated, tmp_path / "texts.jsonl", tokenizer)
    assert made.kind == "news"
    assert tagged(made, CueTag.BEGIN) == ["denied"]
    assert ACTS[made.targets[0].act] == Act.DENY


def test_annotations_of_another_text_are_refused(tokenizer: Tokenizer, tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "n", "title": "Dam", "text": "It leaks."}), "utf8")
    told = {
        "id": "n",
        "paragraphs": [0, 1],
        "sha256": hashlib.sha256(b"Dam\n\nIt leaked.").hexdigest(),
        "statements": [],
    }
    (tmp_path / "news.jsonl").write_text(json.dumps(told), "utf8")
    with pytest.raises(ValueError, match="the text of n"):
        news(tmp_path / "news.jsonl", tmp_path / "texts.jsonl", tokenizer)
