"""From links between statements to claims, as far as some statements have to do with them.

What is linked with them is gathered anew together. Where that is too much, as when a thing is in the news for months,
the claims that are there stay, and the statements are put into them: so an article never costs more than its own links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.claims.gathering import Gathered, Link, Member, gather
from sayso.claims.relation import Relation
from sayso.claims.sides import Stance, affirming
from sayso.ledger.schema import claims, insert_rows, links, rows_with, rulings, sides, statements
from sayso.statement import Act

TOGETHER = 600
"""Statements that are gathered anew together: a story in four papers has a hundred. The time grows faster than they."""
_LIKELY = 0.2  # chance of having to do with each other from which a link leads to further statements
_OTHER = {Relation.SAME: Relation.OPPOSITE, Relation.OPPOSITE: Relation.SAME, Relation.UNRELATED: Relation.UNRELATED}

_S = statements.c
_Ruled = dict[tuple[int, int], Relation]


def regroup(connection: Connection, touched: Sequence[int]) -> None:
    """Gather anew the claims that some statements may have to do with."""
    found, ruled, whole = _connected(connection, touched)
    if not whole:
        _join(connection, touched, found, ruled)
        return
    nodes = {id for link in found for id in (link.one, link.other)} | {id for pair in ruled for id in pair}
    _write(connection, sorted(nodes | set(touched)), gather(found, ruled))


def in_parts(ids: Sequence[int]) -> list[Sequence[int]]:
    """Cut many numbers into as many as one question may name."""
    return [ids[first : first + 400] for first in range(0, len(ids), 400)]


def _connected(connection: Connection, touched: Sequence[int]) -> tuple[list[Link], _Ruled, bool]:
    """Return the links among all statements that are reached over likely ones, and what persons ruled of these.

    Where these are too many, only the links and rulings of the touched ones are returned, with False.
    """
    seen: set[int] = set()
    found: dict[tuple[int, int], Link] = {}
    ruled: _Ruled = {}
    own: tuple[list[Link], _Ruled] = [], {}
    new = set(touched)
    while new:
        seen |= new
        reached: set[int] = set()
        for some in in_parts(sorted(new)):
            for column in ("one_id", "other_id"):
                for one, other, same, opposite in rows_with(connection, links, column, some):
                    found[one, other] = Link(one, other, same, opposite)
                    if same + opposite > _LIKELY:
                        reached |= {one, other}
                for _, one, other, relation, *_rest in rows_with(connection, rulings, column, some):
                    ruled[one, other] = Relation[relation.upper()]
                    reached |= {one, other}
        if len(seen) == len(set(touched)):
            own = list(found.values()), dict(ruled)
        new = (reached | _beside(connection, sorted(new))) - seen
        if len(seen) + len(new) > max(TOGETHER, len(touched)):
            return *own, False
    return [link for (one, other), link in found.items() if one in seen and other in seen], ruled, True


def _beside(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Return the statements that are on the claims of some."""
    found: set[int] = set()
    for some in in_parts(ids):
        theirs = sa.select(sides.c.claim_id).where(sides.c.statement_id.in_(some))
        asked = sa.select(sides.c.statement_id).where(sides.c.claim_id.in_(theirs))
        found.update(connection.execute(asked).scalars())
    return found


def _join(connection: Connection, touched: Sequence[int], found: Sequence[Link], ruled: _Ruled) -> None:
    """Put statements into the claims they go with best, or into new ones; those claims stand for their statements."""
    own = set(touched)
    beside = {id for link in found for id in (link.one, link.other)} | {id for pair in ruled for id in pair}
    held = _held(connection, sorted(beside - own))
    merged = [_merged(link, held) for link in found]
    sure: _Ruled = {}
    for (one, other), relation in ruled.items():
        (one, flipped), (other, turned) = (_stand_in(id, held) for id in (one, other))
        sure[min(one, other), max(one, other)] = relation if flipped == turned else _OTHER[relation]
    groups = gather(merged, sure, apart=sorted({-claim for claim, _ in held.values()}))
    free = [group for group in groups if all(member.statement > 0 for member in group.members)]
    _write(connection, sorted(own | (beside - held.keys())), free)
    for group in groups:
        for claim in group.members:
            if claim.statement < 0:
                _put(connection, -claim.statement, claim, [m for m in group.members if m is not claim])


def _held(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """Return by statement the claim that it is on, and whether it denies it."""
    found: dict[int, tuple[int, bool]] = {}
    for some in in_parts(ids):
        asked = sa.select(sides.c.statement_id, sides.c.claim_id, sides.c.side).where(sides.c.statement_id.in_(some))
        found.update((row.statement_id, (row.claim_id, row.side == "deny")) for row in connection.execute(asked))
    return found


def _stand_in(id: int, held: Mapping[int, tuple[int, bool]]) -> tuple[int, bool]:
    """Return what stands for a statement, its claim as a number below nought or itself, and whether it denies that."""
    claim, denies = held.get(id, (-id, False))
    return -claim, denies


def _merged(link: Link, held: Mapping[int, tuple[int, bool]]) -> Link:
    (one, flipped), (other, turned) = (_stand_in(id, held) for id in (link.one, link.other))
    chances = (link.same, link.opposite) if flipped == turned else (link.opposite, link.same)
    return Link(one, other, *chances)


def _put(connection: Connection, claim: int, standing: Member, members: Sequence[Member]) -> None:
    rows = [
        {
            "statement_id": m.statement,
            "claim_id": claim,
            "side": "affirm" if m.second == standing.second else "deny",
            "confidence": m.confidence,
        }
        for m in members
    ]
    insert_rows(connection, sides, rows)


def _write(connection: Connection, nodes: Sequence[int], groups: Sequence[Gathered]) -> None:
    """Put groups in the place of the claims that their statements were in; a claim keeps its number where it can."""
    before: dict[int, int] = {}
    for some in in_parts(nodes):
        asked = sa.select(sides.c.statement_id, sides.c.claim_id).where(sides.c.statement_id.in_(some))
        before.update((row.statement_id, row.claim_id) for row in connection.execute(asked))
        connection.execute(sa.delete(sides).where(sides.c.statement_id.in_(some)))
    free = set(before.values())
    free -= {claim for claim in free if _has_others(connection, claim)}
    for group in sorted(groups, key=lambda g: (-len(g.members), g.members[0].statement)):
        old = Counter(before[m.statement] for m in group.members if before.get(m.statement) in free)
        if old:
            claim = min(old, key=lambda id: (-old[id], id))
            free.discard(claim)
        else:
            claim = int(connection.execute(sa.insert(claims).values()).inserted_primary_key[0])  # type: ignore[index]
        _write_sides(connection, claim, group)
    for some in in_parts(sorted(free)):
        connection.execute(sa.delete(claims).where(claims.c.id.in_(some)))


def _has_others(connection: Connection, claim: int) -> bool:
    return connection.execute(sa.select(sides.c.claim_id).where(sides.c.claim_id == claim).limit(1)).first() is not None


def _write_sides(connection: Connection, claim: int, group: Gathered) -> None:
    acts = {row.id: row for row in _acts(connection, [member.statement for member in group.members])}
    stances = []
    for member in group.members:
        row = acts[member.statement]
        stances.append(Stance(member.statement, member.second, Act(row.act), bool(row.negated), row.within_id))
    second = affirming(stances)
    rows = [
        {
            "statement_id": m.statement,
            "claim_id": claim,
            "side": "affirm" if m.second == second else "deny",
            "confidence": m.confidence,
        }
        for m in group.members
    ]
    insert_rows(connection, sides, rows)


def _acts(connection: Connection, ids: Sequence[int]) -> Iterator[Any]:
    for some in in_parts(ids):
        yield from connection.execute(sa.select(_S.id, _S.act, _S.negated, _S.within_id).where(_S.id.in_(some)))
