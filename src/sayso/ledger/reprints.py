"""Reprints: articles that share so much text that one goes back to the other, or both to a third.

Candidates are found by five words in a row that both have, through an index of the runs of all articles. Bands of
MinHash would find light edits only; this finds rewritten wire copy of which a tenth is left. What decides is the share
of three-word runs in common. Words in quotation marks do not count: two papers may quote one speech without knowing of
each other.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.ledger.rows import text_of
from sayso.ledger.schema import articles, insert_rows, runs

_RUN = 5  # words of a run by which candidates are found
_LEAST_RUNS = 2
"""Runs in common that make a candidate."""
_QUOTED = re.compile(r"“[^“”\n]{1,600}”|\"[^\"\n]{1,600}\"|‘[^‘’\n]{8,600}’")
_COMMON = 40
"""Articles with a run beyond which it is taken for a phrase that all the world uses, or an outlet's own boilerplate."""
_CANDIDATES = 3
SHARED = 0.08
"""Share of the shorter article's three-word runs from which one goes back to the other.

Of the invented stories' reprints and rewrites (31) 27 reach it, and none of their other pairs does. With quotations
counted, more than half of the pairs found among 3,000 real articles shared little but what they quote.
"""
_SHARED_AT_HOME = 0.5  # for two articles of one outlet, or weeks apart: a paper repeats its own background
_DAYS = 10


def note(connection: Connection, article: Mapping[str, Any], text: str) -> None:
    """Note the runs of an article, and which earlier one it goes back to.

    Args:
        article: its row, with `id`, `outlet` and `published`.
    """
    hashes = hashes_of(text)
    found = _origin(connection, article, text, hashes)
    insert_rows(connection, runs, [{"hash": h, "article_id": article["id"]} for h in hashes])
    if found is not None:
        other, share = found
        _join(connection, article, other, share)


def hashes_of(text: str) -> list[int]:
    """Return the hashes of the five-word runs of a text."""
    hashes = {zlib.crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in _runs(text, _RUN)}
    return sorted(hashes)


def share_of(one: str, other: str) -> float:
    """Return the share of the shorter text's three-word runs that the other has."""
    mine, theirs = set(_runs(one, 3)), set(_runs(other, 3))
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    """Yield the runs of so many words of a text, none of them from, or over, words in quotation marks."""
    for part in _QUOTED.split(text.lower()):
        words = re.findall(r"\w+", part)
        yield from (tuple(words[i : i + length]) for i in range(len(words) - length + 1))


def _origin(
    connection: Connection, article: Mapping[str, Any], text: str, hashes: Sequence[int]
) -> tuple[Mapping[str, Any], float] | None:
    """Return the article that shares most with a new one, and how much, None where none shares enough."""
    best: tuple[Mapping[str, Any], float] | None = None
    for other in _candidates(connection, article["id"], hashes):
        share = share_of(text, text_of(other["text"]))
        if share >= _wanted(article, other) and (best is None or share > best[1]):
            best = other, share
    return best


def _candidates(connection: Connection, article: int, hashes: Sequence[int]) -> Sequence[Mapping[str, Any]]:
    counts: dict[int, int] = {}
    for first in range(0, len(hashes), 500):
        asked = sa.select(runs.c.hash, runs.c.article_id).where(runs.c.hash.in_(hashes[first : first + 500]))
        holders: dict[int, list[int]] = {}
        for value, holder in connection.execute(asked):
            holders.setdefault(value, []).append(holder)
        for held in holders.values():
            for holder in held if len(held) <= _COMMON else ():
                counts[holder] = counts.get(holder, 0) + 1
    likely = [id for id, count in counts.items() if count >= _LEAST_RUNS]
    likely = sorted(likely, key=lambda id: (-counts[id], id))[:_CANDIDATES]
    a = articles.c
    wanted = sa.select(a.id, a.outlet, a.published, a.text, a.origin_id).where(a.id.in_(likely), a.latest)
    return [dict(row) for row in connection.execute(wanted).mappings() if row["id"] != article]


def _wanted(article: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Return the share from which one of two articles goes back to the other."""
    one, two = (date.fromisoformat(row["published"]) if row["published"] else None for row in (article, other))
    far = one is not None and two is not None and abs((one - two).days) > _DAYS
    home = bool(article["outlet"]) and article["outlet"] == other["outlet"]
    return _SHARED_AT_HOME if far or home else SHARED


def _join(connection: Connection, article: Mapping[str, Any], other: Mapping[str, Any], share: float) -> None:
    """Put an article into the group of another; the earliest published of a group is its origin."""
    origin = other["origin_id"] or other["id"]
    day = connection.execute(sa.select(articles.c.published).where(articles.c.id == origin)).scalar()
    if article["published"] and day and article["published"] < day:
        group = (articles.c.origin_id == origin) | (articles.c.id == origin)
        connection.execute(sa.update(articles).where(group).values(origin_id=article["id"]))
        connection.execute(sa.update(articles).where(articles.c.id == origin).values(shared=round(share, 3)))
    else:
        values = {"origin_id": origin, "shared": round(share, 3)}
        connection.execute(sa.update(articles).where(articles.c.id == article["id"]).values(**values))
