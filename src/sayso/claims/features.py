"""What can be told of two statements at a glance: how like they are, where they stand, and who says them how.

A statement's own features hang on nothing but its article, so that how two relate does not hang on which others are
looked at beside them, or on the order in which articles came.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.claims.passages import Ints, Mark
from sayso.claims.told import SHORT, Told
from sayso.statement import Act, Quote

Floats = NDArray[np.float32]
_Column = tuple[str, Floats]
T = TypeVar("T")

_ACTS = tuple(Act)
_NEGATIVE = frozenset((2025, 2053, 2196, 3904, 2498, 6343, 2302, 4445, 4496, 1056, 6270))
"""Pieces: not, no, never, none, nothing, nobody, without, neither, nor, t (of n't), false."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Told statements in arrays, for all that is asked of many pairs at once; each [statements, ...]."""

    told: Sequence[Told]
    content: Floats  # [.., width], of length 1
    whole: Floats
    apart_content: Floats  # [.., width], of length 1: by what it differs from the others of its article
    apart_whole: Floats
    content_pieces: Floats  # [.., pieces of the table], how rare each is in the news; 0 where it is not there
    whole_pieces: Floats
    words: Floats  # [.., words of the table], how rare each is in its own article
    around: Floats

    def of(self, rows: Sequence[int]) -> Table:
        """Return some of its statements."""
        some = list(rows)
        arrays = (getattr(self, name)[some] for name in self.__slots__ if name != "told")
        return Table([self.told[n] for n in some], *arrays)


def tabled(told: Sequence[Told], meaning: Callable[[Ints], Floats], rareness: Floats) -> Table:
    """Return statements in arrays.

    Args:
        meaning: returns [width] what some pieces are about together.
        rareness: [vocabulary], in nats.
    """
    contents = [t.passage.ids[t.passage.marks == Mark.CONTENT] for t in told]
    wholes = [t.passage.ids for t in told]
    articles = np.array([t.facts.article for t in told])
    content, whole = (_directions(np.array([meaning(ids) for ids in some])) for some in (contents, wholes))
    pieces = {int(id): n for n, id in enumerate(sorted({int(id) for ids in wholes for id in ids}))}
    words = {word: n for n, word in enumerate(sorted({word for t in told for word in t.words | t.around}))}
    return Table(
        told,
        content,
        whole,
        _apart(content, articles),
        _apart(whole, articles),
        _pieces(contents, pieces, rareness),
        _pieces(wholes, pieces, rareness),
        _local([t.words for t in told], articles, words),
        _local([t.around for t in told], articles, words),
    )


def _directions(vectors: Floats) -> Floats:
    found: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return found


def _apart(vectors: Floats, articles: NDArray[np.int64]) -> Floats:
    found = vectors.copy()
    for article in np.unique(articles):
        own = articles == article
        found[own] -= vectors[own].mean(0) * (own.sum() > 1)
    return _directions(found)


def _pieces(some: Sequence[Ints], places: Mapping[int, int], rareness: Floats) -> Floats:
    found = np.zeros((len(some), len(places)), np.float32)
    for row, ids in zip(found, some, strict=True):
        row[[places[int(id)] for id in ids]] = rareness[ids]
    return found


def _local(some: Sequence[frozenset[str]], articles: NDArray[np.int64], places: Mapping[str, int]) -> Floats:
    """Return how rare words are among the statements of their article: as an article's topic, a word tells nothing."""
    counts: dict[int, Counter[str]] = {}
    for article, words in zip(articles, some, strict=True):
        counts.setdefault(int(article), Counter()).update(words)
    sizes = Counter(int(article) for article in articles)
    found = np.zeros((len(some), len(places)), np.float32)
    for row, article, words in zip(found, articles, some, strict=True):
        for word in words:
            row[places[word]] = math.log((sizes[int(article)] + 1) / counts[int(article)][word])
    return found


def features_of(table: Table, fresh: Sequence[int]) -> Floats:
    """Return [fresh, statements, features] for the pairs of some statements, by their places in a table, with all."""
    columns = [column for _, column in columns_of(table, fresh)]
    return np.stack(columns, -1).astype(np.float32)


def columns_of(table: Table, fresh: Sequence[int]) -> Iterator[_Column]:
    """Yield the features by name, each [fresh, statements]."""
    some = table.of(fresh)
    yield from _by_meaning(some, table)
    yield from _by_words(some, table)
    yield from _by_place(some, table)
    yield from _by_people(some.told, table.told)
    yield from _by_act(some, table)


def _by_meaning(some: Table, all: Table) -> Iterator[_Column]:
    yield "content and content", some.content @ all.content.T
    yield "all and all", some.whole @ all.whole.T
    yield "content and all", np.maximum(some.content @ all.whole.T, some.whole @ all.content.T)
    yield "content and content, apart", some.apart_content @ all.apart_content.T
    yield "all and all, apart", some.apart_whole @ all.apart_whole.T
    crossed = np.maximum(some.apart_content @ all.apart_whole.T, some.apart_whole @ all.apart_content.T)
    yield "content and all, apart", crossed


def _by_words(some: Table, all: Table) -> Iterator[_Column]:
    for name, kind in (("contents", "content_pieces"), ("all", "whole_pieces")):
        common, share = _common(getattr(some, kind), getattr(all, kind))
        yield f"pieces of {name}", share
        yield f"rare pieces of {name}", common
    one = _common(some.content_pieces, all.whole_pieces)[1]
    other = _common(some.whole_pieces, all.content_pieces)[1]
    yield "pieces of a content in all", np.maximum(one, other)
    for name, kind in (("contents", "words"), ("paragraphs", "around")):
        common, share = _common(getattr(some, kind), getattr(all, kind))
        yield f"words of {name}", share
        yield f"rare words of {name}", common
    ones, others = _common(some.words, all.around), _common(some.around, all.words)
    yield "words of a content in a paragraph", np.maximum(ones[1], others[1])
    yield "rare words of a content in a paragraph, at most", np.maximum(ones[0], others[0])
    yield "rare words of a content in a paragraph, at least", np.minimum(ones[0], others[0])
    yield from _by_numbers(some.told, all.told)


def _by_numbers(some: Sequence[Told], all: Sequence[Told]) -> Iterator[_Column]:
    ones, others = ([frozenset(w for w in t.words if w[0].isdigit()) for t in told] for told in (some, all))
    yield "numbers in common", _pairwise(ones, others, lambda x, y: len(x & y))
    yield "numbers of the one with fewer", _pairwise(ones, others, lambda x, y: min(len(x), len(y)))
    yield "numbers that differ", _pairwise(ones, others, lambda x, y: len(x ^ y))
    names = [t.names for t in some], [t.names for t in all]
    yield "names in common", _pairwise(*names, lambda x, y: len(x & y))
    sizes = [np.array([len(t.words) for t in told]) for told in (some, all)]
    yield "words of the shorter content", np.minimum(*_crossed(*sizes))
    yield "words of the longer content", np.maximum(*_crossed(*sizes))
    short = [np.array([(t.passage.marks == Mark.CONTENT).sum() < SHORT for t in told]) for told in (some, all)]
    yield "short contents", np.add(*_crossed(*short), dtype=np.float32)


def _by_place(some: Table, all: Table) -> Iterator[_Column]:
    facts = [[t.facts for t in table.told] for table in (some, all)]
    home = np.equal(*_crossed(*(np.array([f.article for f in own]) for own in facts)))
    yield "one article", home
    paragraphs = [np.array([t.paragraph for t in table.told]) for table in (some, all)]
    apart = np.abs(np.subtract(*_crossed(*paragraphs)))
    yield "one paragraph", home & (apart == 0)
    yield "paragraphs apart", np.where(home, apart, -1)
    orders = [np.array([f.order for f in own]) for own in facts]
    yield "statements apart", np.where(home, np.abs(np.subtract(*_crossed(*orders))), -1)
    places = [np.array([t.place for t in table.told], np.float32) for table in (some, all)]
    yield "places apart", np.abs(np.subtract(*_crossed(*places)))
    yield "places together", np.add(*_crossed(*places))
    numbers = [np.array([f.number for f in own]) for own in facts]
    within = [np.array([-1 if f.within is None else f.within for f in own]) for own in facts]
    inside = (within[0][:, None] == numbers[1][None]) | (numbers[0][:, None] == within[1][None])
    yield "one within the other", inside
    yield "within the same", (within[0][:, None] == within[1][None]) & (within[0] >= 0)[:, None]
    denials = np.logical_or(*_crossed(*(_is(own, Act.DENY) for own in (some.told, all.told))))
    yield "a denial and what is within it", inside & denials


def _by_people(some: Sequence[Told], all: Sequence[Told]) -> Iterator[_Column]:
    speakers = [_numbers(t.facts.speaker for t in told) for told in (some, all)]
    addressees = [_numbers(t.facts.addressee for t in told) for told in (some, all)]
    yield "one speaker", _alike(*speakers)
    yield "one addressee", _alike(*addressees)
    yield "said to the other", _alike(addressees[0], speakers[1]) + _alike(speakers[0], addressees[1])
    yield "addressees", np.add(*_crossed(*(ids >= 0 for ids in addressees)), dtype=np.float32)
    yield (
        "unnamed speakers",
        np.add(
            *_crossed(*(np.array([t.facts.who is None or t.facts.who.unnamed for t in told]) for told in (some, all))),
            dtype=np.float32,
        ),
    )
    yield "of one body", _pairwise(some, all, _of_one_body)
    yield "said to the other's body", _pairwise(some, all, lambda x, y: _to_body(x, y) + _to_body(y, x))
    yield "speaker in the content", _pairwise(some, all, lambda x, y: _called(x, y.words) + _called(y, x.words))
    yield "speaker in the paragraph", _pairwise(some, all, lambda x, y: _called(x, y.around) + _called(y, x.around))


def _of_one_body(one: Told, other: Told) -> bool:
    x, y = one.facts.who, other.facts.who
    if x is None or y is None:
        return False
    return (x.body is not None and x.body in (y.name.lower(), y.body)) or (
        y.body is not None and y.body == x.name.lower()
    )


def _to_body(one: Told, other: Told) -> int:
    whom, who = one.facts.whom, other.facts.who
    if whom is None or who is None:
        return 0
    return (who.body is not None and who.body == whom.name.lower()) + (
        whom.body is not None and whom.body == who.name.lower()
    )


def _called(one: Told, words: frozenset[str]) -> bool:
    return one.facts.who is not None and one.facts.who.called in words


def _by_act(some: Table, all: Table) -> Iterator[_Column]:
    acts = [np.array([_ACTS.index(t.facts.act) for t in table.told]) for table in (some, all)]
    yield "first act", np.minimum(*_crossed(*acts))
    yield "second act", np.maximum(*_crossed(*acts))
    denials = [_is(table.told, Act.DENY) for table in (some, all)]
    yield "denials", np.add(*_crossed(*denials), dtype=np.float32)
    negated = [np.array([t.facts.negated for t in table.told]) for table in (some, all)]
    yield "one negated", np.logical_xor(*_crossed(*negated))
    negative = [
        np.array(
            [not _NEGATIVE.isdisjoint(t.passage.ids[t.passage.marks == Mark.CONTENT].tolist()) for t in table.told]
        )
        for table in (some, all)
    ]
    yield "negative contents", np.add(*_crossed(*negative), dtype=np.float32)
    quoted = [np.array([t.facts.quote is not Quote.INDIRECT for t in table.told]) for table in (some, all)]
    yield "quoted", np.add(*_crossed(*quoted), dtype=np.float32)
    made = [t.facts.made for t in some.told], [t.facts.made for t in all.told]
    yield "made on one day", _pairwise(*made, lambda x, y: -1 if x is None or y is None else x == y)


def _common(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Return, each [ones, others], how much two have in common, and its share of the one with less."""
    common = one @ (other > 0).astype(np.float32).T
    back = (one > 0).astype(np.float32) @ other.T
    mean = _single((common + back) / 2)  # a word may be rarer in the one's article than in the other's
    return mean, _single(mean / np.maximum(np.minimum(*_crossed(one.sum(1), other.sum(1))), 1e-6))


def _single(values: NDArray[Any]) -> Floats:
    found: Floats = values.astype(np.float32)
    return found


def _crossed(one: NDArray[np.generic], other: NDArray[np.generic]) -> tuple[NDArray[np.generic], NDArray[np.generic]]:
    return one[:, None], other[None]


def _pairwise(ones: Iterable[T], others: Iterable[T], told: Callable[[T, T], float]) -> Floats:
    others = list(others)
    return np.array([[told(one, other) for other in others] for one in ones], np.float32)


def _is(told: Sequence[Told], act: Act) -> NDArray[np.bool_]:
    return np.array([t.facts.act is act and not t.facts.negated for t in told])


def _numbers(ids: Iterable[int | None]) -> NDArray[np.int64]:
    return np.array([-1 if id is None else id for id in ids])


def _alike(one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
    found: Floats = ((one[:, None] == other[None]) & (one >= 0)[:, None]).astype(np.float32)
    return found
