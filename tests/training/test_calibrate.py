"""Calibration: the logistic fit, its reliability, and the rule for when a statement counts as found."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from training.calibrate import cross_validated, f1, fit, reliability, write
from training.matching import Marks, jaccard, match

TEXT = "Venn denied that the old bridge was unsafe, and Crane said so."


def marks(source: str = "", cue: str = "", content: str = "") -> Marks:
    def spans(words: str) -> list[list[int]]:
        return [[TEXT.index(words), TEXT.index(words) + len(words)]] if words else []

    return Marks.of(TEXT, {"source": spans(source), "cue": spans(cue), "content": spans(content)})


def test_the_fit_recovers_the_weights_that_made_the_data() -> None:
    rng = np.random.default_rng(0)
    weights = np.array([-0.5, 1.2, -0.8, 0.3])
    x = np.hstack([np.ones((40_000, 1)), rng.normal(size=(40_000, 3))])
    y = (rng.random(40_000) < 1 / (1 + np.exp(-x @ weights))).astype(float)
    assert fit(x, y) == pytest.approx(weights, abs=0.06)


def test_the_ridge_keeps_weights_finite_where_the_data_are_parted() -> None:
    x = np.array([[1.0, -1.0], [1.0, -2.0], [1.0, 1.0], [1.0, 2.0]])
    w = fit(x, np.array([0.0, 0.0, 1.0, 1.0]))
    assert np.isfinite(w).all()
    assert w[1] > 0.5


def test_a_column_that_tells_nothing_gets_no_weight() -> None:
    rng = np.random.default_rng(1)
    x = np.hstack([np.ones((500, 1)), rng.normal(size=(500, 1)), np.zeros((500, 1))])
    y = (x[:, 1] + rng.normal(size=500) > 0).astype(float)
    assert fit(x, y)[2] == pytest.approx(0)


def test_cross_validation_gives_every_statement_a_confidence_that_holds() -> None:
    rng = np.random.default_rng(2)
    x = np.hstack([np.ones((5_000, 1)), rng.normal(size=(5_000, 1))])
    y = (rng.random(5_000) < 1 / (1 + np.exp(-2 * x[:, 1]))).astype(float)
    p = cross_validated(x, y, np.arange(5_000) % 50)
    assert ((p > 0) & (p < 1)).all()
    assert all(mean == pytest.approx(share, abs=0.08) for mean, share, _ in reliability(p, y))


def test_reliability_leaves_out_empty_tenths_and_counts_all() -> None:
    bins = reliability(np.array([0.05, 0.09, 0.95, 1.0]), np.array([0.0, 0.0, 1.0, 0.0]))
    assert np.array(bins) == pytest.approx(np.array([(0.07, 0.0, 2), (0.975, 0.5, 2)]))


def test_f1_is_twice_the_matched_over_all() -> None:
    assert f1(np.array([2, 3, 5])) == 0.5
    assert f1(np.array([0, 0, 0])) == 0


def test_writing_keeps_what_else_the_card_says(tmp_path: Path) -> None:
    card = tmp_path / "model.json"
    card.write_text('{"name": "sayso-en", "biases": {}}', "utf8")
    write(card, {"biases": {"cue": 0.3}})
    assert json.loads(card.read_text("utf8")) == {"name": "sayso-en", "biases": {"cue": 0.3}}


GOLD = marks("Venn", "denied", "the old bridge was unsafe")


@pytest.mark.parametrize(
    "found",
    [
        GOLD,
        marks("Venn", "denied that", "the old bridge was unsafe"),
        marks("Venn", "denied", "that the old bridge was unsafe, and"),
        marks("Venn", "denied", "bridge was unsafe"),
    ],
)
def test_a_statement_that_touches_the_cue_and_has_half_of_each_role_is_found(found: Marks) -> None:
    assert match([GOLD], [found]) == [(0, 0)]


@pytest.mark.parametrize(
    "found",
    [
        marks("Venn", "said", "the old bridge was unsafe"),
        marks("Venn", "", "the old bridge was unsafe"),
        marks("", "denied", "the old bridge was unsafe"),
        marks("Crane", "denied", "the old bridge was unsafe"),
        marks("Venn", "denied", "was unsafe"),
        marks("Venn", "denied", "Venn denied that the old bridge was unsafe, and Crane said so"),
    ],
)
def test_another_cue_or_source_or_too_little_or_much_content_is_not(found: Marks) -> None:
    assert match([GOLD], [found]) == []


def test_floating_quotations_match_without_cue_and_source() -> None:
    floating = marks(content="bridge was unsafe")
    assert match([floating], [floating]) == [(0, 0)]


def test_each_statement_is_matched_once_and_the_better_fit_first() -> None:
    close, loose = GOLD, marks("Venn", "denied", "old bridge was")
    assert match([GOLD], [loose, close]) == [(0, 1)]
    assert sorted(match([GOLD, GOLD], [loose, close])) in ([(0, 0), (1, 1)], [(0, 1), (1, 0)])


def test_words_count_whole_however_they_are_cut() -> None:
    half = Marks.of(TEXT, {"source": [[1, 3]], "cue": [], "content": []})
    assert half.source == marks("Venn").source


def test_jaccard_of_nothing_with_nothing_is_one() -> None:
    assert jaccard(frozenset(), frozenset()) == 1
    assert jaccard(frozenset({1}), frozenset()) == 0
    assert jaccard(frozenset({1, 2}), frozenset({2, 3})) == pytest.approx(1 / 3)
