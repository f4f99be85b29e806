"""From scores to cues, and from each cue to its roles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from sayso.reader.decoding import Biases, Found, best_roles, find, find_cues
from sayso.reader.encoding import Encoded
from sayso.reader.model import FEATURES, Features, Floats
from sayso.reader.pieces import Pieces, pieces_of
from sayso.reader.tags import REACH, CueTag, RoleTag

NONE, SOURCE, IN_SOURCE, CONTENT, IN_CONTENT = RoleTag


class Script:
    """A model that says what a test tells it: `S` source and `C` content, marked by their words, for every cue."""

    def __init__(self, encoded: Encoded, *marks: tuple[str, str]) -> None:
        pieces = encoded.articles[0]
        self.tags = np.zeros(len(pieces), np.int64)
        for kind, words in marks:
            first, last = place(pieces, words)
            begin = SOURCE if kind == "S" else CONTENT
            self.tags[first:last] = begin + 1
            self.tags[first] = begin
        self.first = 0

    def roles(self, query: Floats, key: Floats, geometry: Floats) -> Floats:
        """Return log-probabilities that favour the told tags; assumes that the cue is at `self.first`."""
        scores = np.full((*geometry.shape[:2], len(RoleTag)), -5.0, np.float32)
        for row in range(geometry.shape[1]):
            at = self.first - REACH + row
            tag = self.tags[at] if 0 <= at < len(self.tags) else NONE
            scores[:, row, tag] = -0.1
        return scores


def place(pieces: Pieces, words: str) -> tuple[int, int]:
    start = pieces.text.index(words)
    found = pieces.range_of(start, start + len(words))
    assert found is not None
    return found


def encoded_of(tokenizer: Tokenizer, *texts: str, cues: Sequence[str] = (), floating: Sequence[str] = ()) -> Encoded:
    """Return articles as an encoder would see them that is sure of the given cues, and of nothing else."""
    articles = tuple(pieces_of(text, tokenizer) for text in texts)
    starts = np.cumsum([0, *map(len, articles)])
    scores = np.zeros((starts[-1], len(CueTag)), np.float32)
    scores[:, CueTag.OUTSIDE] = 3
    for start, pieces in zip(starts.tolist(), articles, strict=False):
        for words in (w for w in cues if w in pieces.text):
            first, last = place(pieces, words)
            scores[start + first : start + last, CueTag.INSIDE] = 6
            scores[start + first, CueTag.BEGIN] = 9
        for words in (w for w in floating if w in pieces.text):
            scores[start + place(pieces, words)[0], CueTag.FLOATING] = 9
    return Encoded(articles, starts, Features(scores, np.zeros((starts[-1], FEATURES), np.float32)))


def cues_of(encoded: Encoded, **biases: float) -> list[str]:
    found = []
    for cue in find_cues(encoded, Biases(**biases)):
        pieces, start = encoded.articles[cue.article], int(encoded.starts[cue.article])
        found.append(pieces.text[pieces.start[cue.first - start] : pieces.end[cue.last - start - 1]])
    return found


def found_of(encoded: Encoded, *marks: tuple[str, str]) -> list[Found]:
    model: Any = Script(encoded, *marks)
    cues = find_cues(encoded, Biases())
    assert len(cues) == 1
    model.first = cues[0].first
    return find(model, encoded, Biases())


def roles_of(encoded: Encoded, *marks: tuple[str, str]) -> tuple[str | None, list[str]]:
    """Return the words of the source and of each part of the content that are decoded around the one cue."""
    pieces = encoded.articles[0]

    def words(rows: tuple[int, int]) -> str:
        return pieces.text[pieces.start[rows[0]] : pieces.end[rows[1] - 1]]

    (found,) = found_of(encoded, *marks)
    return words(found.source) if found.source else None, [words(rows) for rows in found.content]


def valid(tags: Sequence[int]) -> bool:
    """Tell whether every inside tag follows its begin or itself."""
    before = [NONE, *tags]
    return all(t not in (IN_SOURCE, IN_CONTENT) or b in (t - 1, t) for b, t in zip(before, tags, strict=False))


@st.composite
def score_tables(draw: st.DrawFn) -> Floats:
    cues, places = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    values = draw(st.lists(st.integers(-40, 0), min_size=cues * places * 5, max_size=cues * places * 5))
    return (np.array(values) / 4).reshape(cues, places, 5).astype(np.float32)


@settings(deadline=None)
@given(score_tables())
def test_the_best_roles_are_those_of_trying_all(scores: Floats) -> None:
    places = scores.shape[1]
    every = [tags for tags in product(range(5), repeat=places) if valid(tags)]
    for tags, table in zip(best_roles(scores), scores, strict=True):
        assert valid(tags.tolist())
        best = max(float(table[range(places), list(t)].sum()) for t in every)
        assert float(table[range(places), tags].sum()) == pytest.approx(best)


@given(st.integers(0, 2**32 - 1), st.integers(1, 80))
def test_no_span_begins_with_an_inside_tag(seed: int, places: int) -> None:
    scores = np.random.default_rng(seed).normal(0, 4, (4, places, 5)).astype(np.float32)
    assert all(valid(tags.tolist()) for tags in best_roles(scores))


def test_padding_is_never_a_role() -> None:
    scores = np.full((1, 4, 5), -1.0, np.float32)
    scores[:, 2:] = (0.0, -1e4, -1e4, -1e4, -1e4)
    scores[:, 0, CONTENT] = scores[:, 1, IN_CONTENT] = 0.0
    assert best_roles(scores)[0].tolist() == [CONTENT, IN_CONTENT, NONE, NONE]


def test_cues_are_found_in_the_order_of_the_text(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(
        tokenizer, "Venn said so, and Crane has denied it.", "Quillon warned us.", cues=["said", "has denied", "warned"]
    )
    assert cues_of(encoded) == ["said", "has denied", "warned"]
    assert [cue.article for cue in find_cues(encoded, Biases())] == [0, 0, 1]


def test_a_cue_is_widened_to_whole_words(tokenizer: Tokenizer) -> None:
    text = "Venn counterclaimed it."
    first, last = place(pieces_of(text, tokenizer), "counterclaimed")
    assert last - first > 1
    assert cues_of(encoded_of(tokenizer, text, cues=["claimed"])) == ["counterclaimed"]


@pytest.mark.parametrize("words", ["to", "has been", "that", "was not", "would", "of"])
def test_words_that_hand_nothing_over_are_no_cue(tokenizer: Tokenizer, words: str) -> None:
    assert cues_of(encoded_of(tokenizer, f"Venn {words} said here.", cues=[words])) == []
    assert cues_of(encoded_of(tokenizer, f"Venn {words} said here.", cues=[f"{words} said"])) == [f"{words} said"]


def test_a_cue_does_not_cross_from_one_article_or_paragraph_to_the_next(tokenizer: Tokenizer) -> None:
    apart = encoded_of(tokenizer, "So Venn said", "denied", cues=["said"])
    apart.features.cue[-1, CueTag.INSIDE] = 9
    assert cues_of(apart) == ["said", "denied"]
    lines = encoded_of(tokenizer, "So Venn said\nwarning us.", cues=["said\nwarning"])
    assert cues_of(lines) == ["said", "warning"]


def test_a_floating_quotation_stands_in_as_its_cue(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "Venn wept. “It is gone.”", floating=["“It"])
    (cue,) = find_cues(encoded, Biases())
    assert cue.floating
    assert cues_of(encoded) == ["“"]
    assert cue.probability > 0.99


def test_a_bias_turns_doubtful_cues_into_cues(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "Venn hinted so.")
    encoded.features.cue[place(encoded.articles[0], "hinted")[0], CueTag.BEGIN] = 2.5
    assert cues_of(encoded) == []
    assert cues_of(encoded, cue=1.0) != []
    (cue,) = find_cues(encoded, Biases(cue=2.0))[:1]
    assert cue.probability < 0.5, "biases leave probabilities as they are"


def test_each_cue_has_its_source_and_content(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "Odalys Venn said that the dam holds.", cues=["said"])
    assert roles_of(encoded, ("S", "Odalys Venn"), ("C", "that the dam holds")) == (
        "Odalys Venn",
        ["the dam holds"],
    )


@pytest.mark.parametrize(
    ("marked", "kept"),
    [
        ("that the dam holds", "the dam holds"),
        ("that, “it holds”", "“it holds”"),
        ("that “nobody asked”", "“nobody asked”"),
        ("that Crane lied", "Crane lied"),
        ("that engineers lied", "engineers lied"),
        ("that charge", "that charge"),
        ("that is a lie", "that is a lie"),
        ("that", None),
    ],
)
def test_the_that_which_opens_a_clause_is_left_out(tokenizer: Tokenizer, marked: str, kept: str | None) -> None:
    encoded = encoded_of(tokenizer, f"Odalys Venn rejected {marked}.", cues=["rejected"])
    found = found_of(encoded, ("S", "Odalys Venn"), ("C", marked))
    pieces = encoded.articles[0]
    assert [pieces.text[pieces.start[a] : pieces.end[b - 1]] for f in found for a, b in f.content] == (
        [kept] if kept else []
    )


def test_a_cue_without_a_content_is_no_statement(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "Odalys Venn said that the dam holds.", cues=["said"])
    assert found_of(encoded, ("S", "Odalys Venn")) == []


@pytest.mark.parametrize("words", ["“", "that", ".”", "the"])
def test_a_content_of_marks_or_an_empty_word_is_none(tokenizer: Tokenizer, words: str) -> None:
    encoded = encoded_of(tokenizer, "Venn said “that the dam holds.”", cues=["said"])
    assert found_of(encoded, ("C", words)) == []


def test_contents_with_only_marks_between_are_joined(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "“It holds.” “It always has,” Venn said.", cues=["said"])
    assert roles_of(encoded, ("C", "“It holds"), ("C", "It always has,”"))[1] == ["“It holds.” “It always has,”"]


def test_contents_with_a_word_between_stay_apart(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "“The dam,” Venn said, “will hold.”", cues=["said"])
    assert roles_of(encoded, ("C", "“The dam,”"), ("C", "“will hold.”"))[1] == ["“The dam,”", "“will hold.”"]


def test_contents_of_two_paragraphs_stay_apart(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "Venn said: “It holds.\n“It always has.”", cues=["said"])
    assert roles_of(encoded, ("C", "“It holds."), ("C", "“It always has.”"))[1] == ["“It holds.", "“It always has.”"]


def test_a_content_never_begins_or_ends_with_a_paragraphs_end(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "Venn said: “It holds.”\nShe left.", cues=["said"])
    pieces = encoded.articles[0]
    model: Any = Script(encoded, ("C", "“It holds.”"))
    last = place(pieces, "“It holds.”")[1]
    model.tags[last] = IN_CONTENT
    model.first = place(pieces, "said")[0]
    (found,) = find(model, encoded, Biases())
    assert found.content[-1][1] == last


def test_a_source_lacks_its_and_without_falling_apart(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "Venn, Crane and Quillon said that the dam holds.", cues=["said"])
    source, _ = roles_of(encoded, ("S", "Venn"), ("S", "Crane"), ("S", "Quillon"), ("C", "that the dam holds"))
    assert source == "Venn, Crane and Quillon"


def test_of_two_sources_the_likelier_stays(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "Venn spoke at length; the old harbourmaster said that it holds.", cues=["said"])
    source, _ = roles_of(encoded, ("S", "Venn"), ("S", "the old harbourmaster"), ("C", "that it holds"))
    assert source == "the old harbourmaster"


def test_roles_beyond_reach_are_not_looked_for(tokenizer: Tokenizer) -> None:
    far = "Venn came. " + "It rained. " * 40 + "She said that it holds."
    encoded = encoded_of(tokenizer, far, cues=["said"])
    source, content = roles_of(encoded, ("S", "Venn"), ("C", "that it holds"))
    assert (source, content) == (None, ["it holds"])


def test_scores_are_mean_log_probabilities_and_the_least_sure_edge(tokenizer: Tokenizer) -> None:
    encoded = encoded_of(tokenizer, "Odalys Venn said that the dam holds.", cues=["said"])
    (found,) = found_of(encoded, ("S", "Odalys Venn"), ("C", "that the dam holds"))
    expected = float(np.logaddexp(-0.1, -5.0))
    assert found.source_score == pytest.approx(expected, abs=1e-5)
    assert found.content_score == pytest.approx(expected, abs=1e-5)
    assert found.edge_score == pytest.approx(expected, abs=1e-5)


def test_nothing_has_no_statements(tokenizer: Tokenizer) -> None:
    model: Any = None
    assert find(model, encoded_of(tokenizer, "Venn left."), Biases()) == []
    assert find(model, encoded_of(tokenizer, "\u200b"), Biases()) == []
