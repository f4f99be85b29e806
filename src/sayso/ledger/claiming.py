"""Gathering the statements of a ledger into claims, article by article.

Each article is compared with those near it in time and names; links between its statements and theirs are kept, and the
claims that these links touch are gathered anew. What an article costs does not grow with the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.claims.relating import Relater
from sayso.claims.relation import Relation
from sayso.claims.told import Facts, Roles, Told, Who, told, who
from sayso.ledger.corrections import counterpart
from sayso.ledger.grouping import in_parts, regroup
from sayso.ledger.rows import Row, spans_of, text_of
from sayso.ledger.schema import (
    articles,
    gathered,
    insert_rows,
    links,
    rows_with,
    rulings,
    sides,
    speakers,
    statements,
)
from sayso.statement import Act, Quote

DAYS = 45
"""Days between two articles whose statements are compared."""
_NEAR = 10  # articles that a new one is compared with: gathered ones, for the others will be compared with it
_SHARE = 0.2  # of the hits that the nearest one has
_TELLING = 12  # words by which they are found
_HITS = 400  # statements with one of these words that are looked at, the latest

_A, _S, _P = articles.c, statements.c, speakers.c
_FIELDS = (
    *(_S.id, _S.article_id, _S.source_spans, _S.cue_spans, _S.content_spans),
    *(_S.act, _S.negated, _S.quote, _S.made, _S.within_id, _S.speaker_id, _S.addressee_id),
)


def waiting(connection: Connection) -> list[int]:
    """Return the numbers of the articles whose statements are in no claim yet because nobody gathered them."""
    done = sa.select(gathered.c.article_id)
    asked = sa.select(_A.id).where(_A.latest & _A.id.not_in(done)).order_by(_A.id)
    return list(connection.execute(asked).scalars())


def gather_article(connection: Connection, relater: Relater, article: int) -> None:
    """Relate the statements of an article to those of the articles near it, and gather what that touches."""
    if connection.execute(sa.select(gathered.c.article_id).where(gathered.c.article_id == article)).first():
        return  # another process was faster
    told = told_of(connection, relater, [article, *near(connection, relater, article)])
    fresh = [n for n, statement in enumerate(told) if statement.facts.article == article]
    found = relater.relate(relater.table(told), fresh) if fresh else []
    rows = [
        {"one_id": min(x.one, x.other), "other_id": max(x.one, x.other), "same": x.same, "opposite": x.opposite}
        for x in found
    ]
    _unlink(connection, [told[n].facts.number for n in fresh])  # statements that a new reading left have links already
    insert_rows(connection, links, rows)
    connection.execute(sa.insert(gathered).values(article_id=article))
    regroup(connection, [told[n].facts.number for n in fresh])


def _unlink(connection: Connection, numbers: Sequence[int]) -> None:
    for some in in_parts(numbers):
        connection.execute(sa.delete(links).where(links.c.one_id.in_(some) | links.c.other_id.in_(some)))


def forget(connection: Connection, article: int, gone: Sequence[int]) -> None:
    """Let go of an article's links and of all that is known of statements that are gone; gather anew what they held."""
    connection.execute(sa.delete(gathered).where(gathered.c.article_id == article))
    held: set[int] = set()
    for some in in_parts(gone):
        for column in ("one_id", "other_id"):
            held |= {id for row in rows_with(connection, links, column, some) for id in row[:2]}
            for table in (links, rulings):
                connection.execute(sa.delete(table).where(table.c[column].in_(some)))
        connection.execute(sa.delete(sides).where(sides.c.statement_id.in_(some)))
    regroup(connection, sorted(held - set(gone)))


def carry_over(connection: Connection, earlier: Sequence[Row], later: Sequence[Row]) -> list[int]:
    """Put what persons ruled of an article's statements to those that stand in their places in a new reading.

    Args:
        earlier: rows of the statements before.
        later: rows of the statements now, already written.

    Returns:
        The numbers of the earlier statements that have to be kept, as nothing stands in their place.
    """
    kept = []
    for row in earlier:
        either = (rulings.c.one_id == row["id"]) | (rulings.c.other_id == row["id"])
        found = connection.execute(sa.select(rulings.c.id, rulings.c.one_id, rulings.c.other_id).where(either)).all()
        if not found:
            continue
        now = counterpart(row, later)
        if now is None:
            kept.append(row["id"])
            continue
        for id, one, other in found:
            pair = sorted(now if end == row["id"] else end for end in (one, other))
            if pair[0] == pair[1]:  # both are one statement in the new reading
                connection.execute(sa.delete(rulings).where(rulings.c.id == id))
                continue
            changed = sa.update(rulings).where(rulings.c.id == id)
            connection.execute(changed.values(one_id=pair[0], other_id=pair[1]))
    return kept


def near(connection: Connection, relater: Relater, article: int) -> list[int]:
    """Return the articles that share an article's telling words, of the same weeks: those that share most first."""
    row = connection.execute(sa.select(_A.text, _A.published).where(_A.id == article)).one()
    words = relater.telling(text_of(row.text), _TELLING)
    if not words:
        return []
    match = " OR ".join(f'"{word}"' for word in words)
    hits = sa.text(
        "SELECT rowid FROM statements_text WHERE statements_text MATCH :match ORDER BY rowid DESC LIMIT :most"
    ).bindparams(match=match, most=_HITS).columns(sa.column("rowid", sa.Integer)).subquery()  # fmt: skip
    asked = (
        sa.select(_A.id, _A.published, sa.func.count())
        .select_from(hits)
        .join(statements, _S.id == hits.c.rowid)
        .join(articles, _A.id == _S.article_id)
        .join(gathered, gathered.c.article_id == _A.id)
        .where(_A.latest & (_A.id != article))
        .group_by(_A.id, _A.published)
    )
    found = sorted((-count, id) for id, day, count in connection.execute(asked) if _within(row.published, day))
    return [id for count, id in found[:_NEAR] if count <= _SHARE * found[0][0]]


def told_of(connection: Connection, relater: Relater, wanted: Sequence[int]) -> list[Told]:
    """Return the statements of some articles as the relater sees them."""
    asked = sa.select(_A.id, _A.text).where(_A.id.in_(wanted))
    texts = {id: text_of(text) for id, text in connection.execute(asked)}
    read = sa.select(*_FIELDS).where(_S.article_id.in_(wanted) & (_S.status != "rejected")).order_by(_S.id)
    rows = connection.execute(read).mappings().all()
    known = _people(connection, {row[key] for row in rows for key in ("speaker_id", "addressee_id")} - {None})
    orders: Counter[int] = Counter()
    found = []
    for row in rows:
        article = row["article_id"]
        roles = Roles(*(spans_of(row[f"{role}_spans"]) for role in ("source", "cue", "content")))
        found.append(told(texts[article], roles, _facts(row, orders[article], known), relater.tokenizer))
        orders[article] += 1
    return found


def _people(connection: Connection, ids: set[int]) -> dict[int, Who]:
    found: dict[int, Who] = {}
    for some in in_parts(sorted(ids)):
        asked = sa.select(_P.id, _P.name, _P.type, _P.affiliation).where(_P.id.in_(some))
        found.update((row.id, who(row.name, row.type, row.affiliation)) for row in connection.execute(asked))
    return found


def _facts(row: Mapping[Any, Any], order: int, known: Mapping[int, Who]) -> Facts:
    return Facts(
        number=row["id"],
        article=row["article_id"],
        order=order,
        act=Act(row["act"]),
        negated=bool(row["negated"]),
        quote=Quote(row["quote"]),
        within=row["within_id"],
        speaker=row["speaker_id"],
        addressee=row["addressee_id"],
        who=known.get(row["speaker_id"]),
        whom=known.get(row["addressee_id"]),
        made=row["made"],
    )


def _within(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return True
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= DAYS


def rule(connection: Connection, one: int, other: int, relation: Relation, told: Mapping[str, Any]) -> None:
    """Write down how a person says that two statements relate, and gather anew.

    Args:
        told: `author`, `at` and `note`.
    """
    pair = (rulings.c.one_id == min(one, other)) & (rulings.c.other_id == max(one, other))
    connection.execute(sa.delete(rulings).where(pair))
    values = {"one_id": min(one, other), "other_id": max(one, other), "relation": relation.name.lower()}
    connection.execute(sa.insert(rulings).values(**values, **told))
    regroup(connection, [one, other])
