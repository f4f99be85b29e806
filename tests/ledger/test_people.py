"""Speakers across articles: who is who."""

from __future__ import annotations

import pytest

from sayso.ledger.people import Known, Verdict, has_name, judge


def known(name: str, role: str | None = None, affiliation: str | None = None, type: str = "person") -> Known:
    return Known.of({"name": name, "type": type, "role": role, "affiliation": affiliation})


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (known("Odalys Venn"), known("Odalys Venn"), Verdict.SAME),
        (known("Odalys Venn"), known("Odalys M. Venn"), Verdict.SAME),
        (known("Venn", "foreign minister"), known("Odalys Venn", "minister"), Verdict.SAME),
        (known("Venn", None, "Harbour Board"), known("Odalys Venn", "chair", "Harbour Board"), Verdict.SAME),
        (known("Venn"), known("Odalys Venn"), Verdict.DOUBTFUL),
        (known("Odalys Venn"), known("Tomas Venn"), Verdict.DIFFERENT),
        (known("Venn", "striker", "Corran Rovers"), known("Venn", "mayor", "Pelska"), Verdict.DIFFERENT),
        (known("Odalys Venn", "striker", "Corran Rovers"), known("Odalys Venn", "mayor", "Pelska"), Verdict.DOUBTFUL),
        (known("Ana Ruiz", "Spanish envoy"), known("Ana Ruiz", "Chilean envoy"), Verdict.DOUBTFUL),
        (known("Harbour Board", type="organization"), known("Harbour Board", type="organization"), Verdict.SAME),
        (known("Board", type="organization"), known("Board", type="organization"), Verdict.DOUBTFUL),
        (known("NATO", type="organization"), known("NATO", type="organization"), Verdict.SAME),
        (known("Rook", type="organization"), known("Rook"), Verdict.DIFFERENT),
    ],
)
def test_names_then_roles_then_homes_tell(one: Known, other: Known, verdict: Verdict) -> None:
    assert judge(one, other) is judge(other, one) is verdict


@pytest.mark.parametrize(
    ("name", "type", "named"),
    [
        ("Odalys Venn", "person", True),
        ("Harbour Board", "organization", True),
        ("The board", "organization", False),
        ("two officials", "group", False),
        ("a person close to the board", "unnamed", False),
        ("She", "person", False),
    ],
)
def test_only_names_reach_over_articles(name: str, type: str, named: bool) -> None:
    assert has_name(name, type) is named
