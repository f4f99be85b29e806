"""From links to claims, where all that hangs together is gathered anew and where that would be too much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.claims.relation import Relation
from sayso.ledger import Ledger, grouping
from sayso.ledger.grouping import regroup
from sayso.ledger.schema import insert_rows, links, rulings, sides
from sayso.statement import Act
from tests.ledger.test_claims import report

SAID = [(f"Speaker {n}", "person", Act.ASSERT, f"a thing called {n} is so", None) for n in range(8)]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A ledger of an article with eight statements, with nothing known of them."""
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add(report("one", "The Post", 1, *SAID))
        with ledger._writing() as connection:
            yield connection


def link(connection: Connection, chances: Mapping[tuple[int, int], tuple[float, float]]) -> None:
    rows = [
        {"one_id": one, "other_id": other, "same": same, "opposite": opposite}
        for (one, other), (same, opposite) in chances.items()
    ]
    insert_rows(connection, links, rows)


def claims(connection: Connection) -> dict[int, set[tuple[int, str]]]:
    found: dict[int, set[tuple[int, str]]] = {}
    for row in connection.execute(sa.select(sides)):
        found.setdefault(row.claim_id, set()).add((row.statement_id, row.side))
    return found


def test_what_hangs_together_is_gathered_anew(connection: Connection) -> None:
    link(connection, {(1, 2): (0.9, 0.01), (3, 4): (0.9, 0.01)})
    regroup(connection, [1, 2, 3, 4])
    assert sorted(map(len, claims(connection).values())) == [2, 2]
    link(connection, {(1, 5): (0.9, 0.01), (3, 5): (0.9, 0.01), (1, 3): (0.6, 0.01), (2, 4): (0.5, 0.01)})
    regroup(connection, [5])
    assert sorted(map(len, claims(connection).values())) == [5]


def test_where_that_is_too_much_statements_are_put_into_the_claims_that_are_there(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    link(connection, {(1, 2): (0.9, 0.01), (3, 4): (0.01, 0.9)})
    regroup(connection, [1, 2, 3, 4])
    first, second = sorted(claims(connection))
    monkeypatch.setattr(grouping, "TOGETHER", 2)
    link(connection, {(1, 5): (0.9, 0.01), (2, 5): (0.9, 0.01), (3, 5): (0.5, 0.01), (4, 6): (0.01, 0.9)})
    link(connection, {(7, 8): (0.9, 0.01), (1, 7): (0.3, 0.01), (2, 8): (0.05, 0.01)})
    regroup(connection, [5, 6, 7, 8])
    found = claims(connection)
    assert found[first] == {(1, "affirm"), (2, "affirm"), (5, "affirm")}
    (three, four) = sorted(side for n, side in found[second] if n in (3, 4))
    assert (three, four) == ("affirm", "deny")
    assert {n for n, _ in found[second]} == {3, 4, 6}
    assert dict(found[second])[6] == dict(found[second])[3], "whoever says the opposite of 4 stands with 3"
    assert [members for number, members in found.items() if number not in (first, second)] == [
        {(7, "affirm"), (8, "affirm")}
    ]


def test_what_a_person_ruled_holds_there_too(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    link(connection, {(1, 2): (0.9, 0.01), (3, 4): (0.9, 0.01)})
    regroup(connection, [1, 2, 3, 4])
    first, second = sorted(claims(connection))
    monkeypatch.setattr(grouping, "TOGETHER", 2)
    link(connection, {(1, 5): (0.9, 0.01), (3, 5): (0.05, 0.01)})
    told = {"author": "Rahel Ostrow", "at": "2031-03-01T10:00:00Z", "note": None}
    for other, relation in ((1, Relation.UNRELATED), (3, Relation.OPPOSITE)):
        values = {"one_id": other, "other_id": 5, "relation": relation.name.lower()}
        connection.execute(sa.insert(rulings).values(**values, **told))
    regroup(connection, [5])
    assert claims(connection) == {
        first: {(1, "affirm"), (2, "affirm")},
        second: {(3, "affirm"), (4, "affirm"), (5, "deny")},
    }


def test_statements_that_leave_their_claim_leave_the_others_on_it(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    link(connection, {(1, 2): (0.9, 0.01), (1, 3): (0.9, 0.01), (2, 3): (0.9, 0.01)})
    regroup(connection, [1, 2, 3])
    (claim,) = claims(connection)
    connection.execute(sa.delete(links).where(links.c.other_id == 3))
    monkeypatch.setattr(grouping, "TOGETHER", 0)
    regroup(connection, [3])
    assert claims(connection) == {claim: {(1, "affirm"), (2, "affirm")}}
