"""Reprints: articles that share so much text that one goes back to the other, or both to a third.

Candidates are found by five words in a row that both have, through an index of the runs of all articles. Bands of
MinHash would find light edits only; this finds rewritten wire copy of which a tenth is left. What decides is the share
of three-word runs in common. Words in quotation marks do not count: two papers may quote one speech without knowing of
each other.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from sayso.ledger.rows import text_of
from sayso.ledger.schema import articles, fresh_runs, insert_rows, rows_with, run, runs

_A = articles.c
_NUMBER: sa.BindParameter[int] = sa.bindparam("number")
_OTHER = sa.select(_A.id, _A.outlet, _A.published, _A.text, _A.origin_id).where((_A.id == _NUMBER) & _A.latest)
_PUBLISHED = sa.select(_A.published).where(_A.id == _NUMBER)
_GOES_BACK = (
    sa.update(articles)
    .where((_A.origin_id == sa.bindparam("second")) | (_A.id == sa.bindparam("second")))
    .values(origin_id=sa.bindparam("first"))
)
_SHARES = sa.update(articles).where(_A.id == _NUMBER).values(shared=sa.bindparam("share"))
_FIRST = sa.update(articles).where(_A.id == _NUMBER).values(origin_id=None, shared=None)

Hashes = NDArray[np.uint64]

_ODD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio of 64 bits, as Fibonacci hashing multiplies
_RUN = 5  # words of a run by which candidates are found
_SHORT = 3  # words of a run by which articles are compared
_LEAST_RUNS = 2
"""Runs in common that make a candidate."""
_QUOTED = re.compile(r"“[^“”\n]{1,600}”|\"[^\"\n]{1,600}\"|‘[^‘’\n]{8,600}’")
_COMMON = 20
"""Articles with a run from which it is taken for a phrase that all the world uses, or an outlet's own boilerplate."""
_RUNS = (runs, fresh_runs)
_FRESH = 128  # articles whose runs are kept by themselves before they are put to the others
_PHRASE = 0  # the article that such a run is noted with
_ASKED = 500  # hashes of one question
_CANDIDATES = 3
_ENOUGH = 0.5  # share from which nobody looks for a better one
SHARED = 0.08
"""Share of the shorter article's three-word runs from which one goes back to the other.

Of the invented stories' reprints and rewrites (31) 27 reach it, and none of their other pairs does. With quotations
counted, more than half of the pairs found among 3,000 real articles shared little but what they quote.
"""
_SHARED_AT_HOME = 0.5  # for two articles of one outlet, or weeks apart: a paper repeats its own background
_DAYS = 10


def note(connection: Connection, article: Mapping[str, Any], text: str, earlier: int | None = None) -> None:
    """Note the runs of an article, and which other one it goes back to.

    What a reprint has in common with what it reprints is noted once, so that articles which have a run count by
    independent origin, and wire copy in a hundred papers stays as easy to find as in two.

    Args:
        article: its row, with `id`, `outlet` and `published`.
        earlier: the number of the version before it, in whose place it comes.
    """
    if earlier is not None:
        _take_over(connection, earlier, article["id"])
    words = _words(text)
    hashes = _index_of(words)
    found = _origin(connection, article, _runs(words, _SHORT), _holders(connection, hashes))
    if found is not None:
        other, share = found
        _join(connection, article, other, share)
        hashes -= hashes_of(text_of(other["text"]))
    insert_rows(connection, fresh_runs, [{"hash": h, "article_id": article["id"]} for h in sorted(hashes)])
    if article["id"] % _FRESH == 0:
        _settle(connection)


def hashes_of(text: str) -> set[int]:
    """Return the hashes of the five-word runs of a text, 32 bits each."""
    return _index_of(_words(text))


def _index_of(words: Sequence[Hashes]) -> set[int]:
    return set((_runs(words, _RUN) >> np.uint64(32)).tolist())


def share_of(one: str, other: str) -> float:
    """Return the share of the shorter text's three-word runs that the other has."""
    return _share(_runs(_words(one), _SHORT), _runs(_words(other), _SHORT))


def _share(one: Hashes, other: Hashes) -> float:
    common = np.intersect1d(one, other, assume_unique=True)
    return len(common) / max(1, min(len(one), len(other)))


def _words(text: str) -> list[Hashes]:
    """Return the hashes of the words of a text, of each stretch that is not in quotation marks."""
    parts = (re.findall(r"\w+", part) for part in _QUOTED.split(text.lower()))
    return [np.fromiter((zlib.crc32(word.encode()) for word in part), np.uint64, len(part)) for part in parts]


def _runs(parts: Sequence[Hashes], length: int) -> Hashes:
    """Return the hashes of the runs of so many words, each once, none of them over words in quotation marks."""
    found = [np.zeros(0, np.uint64)]
    for words in parts:
        count = len(words) - length + 1
        if count > 0:
            mixed = np.zeros(count, np.uint64)
            for n in range(length):
                mixed = (mixed ^ words[n : n + count]) * _ODD
                mixed ^= mixed >> np.uint64(29)
            found.append(mixed)
    return np.unique(np.concatenate(found))


def _take_over(connection: Connection, earlier: int, later: int) -> None:
    """Let a later version of an article stand for the earlier one, in the index and in its group."""
    a = articles.c
    before = connection.execute(sa.select(a.text, a.origin_id, a.shared).where(a.id == earlier)).one()
    for some in _in_parts(hashes_of(text_of(before.text))):
        for table in _RUNS:
            connection.execute(sa.delete(table).where(table.c.hash.in_(some) & (table.c.article_id == earlier)))
    connection.execute(sa.update(articles).where(a.origin_id == earlier).values(origin_id=later))
    values = {"origin_id": before.origin_id, "shared": before.shared}
    connection.execute(sa.update(articles).where(a.id == later).values(**values))


def _holders(connection: Connection, hashes: set[int]) -> dict[int, int]:
    """Return which articles have some of these runs, and how many of them.

    A run that is found to be common is a phrase from now on. Phrases are taken out of the hashes.
    """
    counts: Counter[int] = Counter()
    common: list[int] = []
    for some in _in_parts(hashes):
        held: dict[int, list[int]] = {}
        for value, holder in (row for table in _RUNS for row in rows_with(connection, table, "hash", some)):
            if holder == _PHRASE:
                hashes.discard(value)
            else:
                held.setdefault(value, []).append(holder)
        for value, holders in held.items():
            if len(holders) < _COMMON:
                counts.update(holders)
            else:
                common.append(value)
    _make_phrases(connection, common)
    hashes.difference_update(common)
    return counts


def _settle(connection: Connection) -> None:
    """Put the runs of the latest articles to the others, in order: a page of the index is written once for many."""
    connection.execute(sa.insert(runs).from_select(["hash", "article_id"], sa.select(fresh_runs)))
    connection.execute(sa.delete(fresh_runs))


def _make_phrases(connection: Connection, common: Sequence[int]) -> None:
    for some in _in_parts(common):
        for table in _RUNS:
            connection.execute(sa.delete(table).where(table.c.hash.in_(some)))
    insert_rows(connection, runs, [{"hash": value, "article_id": _PHRASE} for value in common])


def _in_parts(hashes: Iterable[int]) -> Iterator[list[int]]:
    """Yield sorted hashes, as many at a time as one question may name."""
    ordered = sorted(hashes)
    yield from (ordered[first : first + _ASKED] for first in range(0, len(ordered), _ASKED))


def _origin(
    connection: Connection, article: Mapping[str, Any], mine: Hashes, holders: Mapping[int, int]
) -> tuple[Mapping[str, Any], float] | None:
    """Return the article that shares most with a new one, and how much, None where none shares enough."""
    best: tuple[Mapping[str, Any], float] | None = None
    for other in _candidates(connection, article["id"], holders):
        share = _share(mine, _runs(_words(text_of(other["text"])), _SHORT))
        if share >= _wanted(article, other) and (best is None or share > best[1]):
            best = other, share
        if share >= _ENOUGH:
            break
    return best


def _candidates(connection: Connection, article: int, holders: Mapping[int, int]) -> Iterator[Mapping[str, Any]]:
    likely = [id for id, count in holders.items() if count >= _LEAST_RUNS and id != article]
    for id in sorted(likely, key=lambda id: (-holders[id], id))[:_CANDIDATES]:
        yield from map(dict, run(connection, _OTHER, {"number": id}).mappings())


def _wanted(article: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Return the share from which one of two articles goes back to the other."""
    one, two = (date.fromisoformat(row["published"]) if row["published"] else None for row in (article, other))
    far = one is not None and two is not None and abs((one - two).days) > _DAYS
    home = bool(article["outlet"]) and article["outlet"] == other["outlet"]
    return _SHARED_AT_HOME if far or home else SHARED


def _join(connection: Connection, article: Mapping[str, Any], other: Mapping[str, Any], share: float) -> None:
    """Put an article, and whatever goes back to it, into the group of another; the earliest published is the origin."""
    origin = other["origin_id"] or other["id"]
    if origin == article["id"]:
        return
    day = run(connection, _PUBLISHED, {"number": origin}).scalar()
    if article["published"] and day and article["published"] < day:
        first, second = article["id"], origin
    else:
        first, second = origin, article["id"]
    run(connection, _GOES_BACK, {"first": first, "second": second})
    run(connection, _SHARES, {"number": second, "share": round(share, 3)})
    run(connection, _FIRST, {"number": first})
