"""Claims in a ledger: what is decided of them, how they are told, and on whose word they stand.

Here persons decide how statements relate, so that nothing hangs on the weights; `tests/claims` has those.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import jsonschema
import pytest

from sayso import Article, Reading
from sayso.article import Span
from sayso.claims.relation import Relation
from sayso.errors import LedgerError
from sayso.exports.json import dump, load, reading_schema, reading_to_json
from sayso.exports.training import story_of
from sayso.ledger import Ledger
from sayso.ledger.disputes import Claim, Side
from sayso.ledger.finding import Filters
from sayso.statement import Act, Quote, Speaker, SpeakerType, Statement

AUTHOR = "Rahel Ostrow"


def report(id: str, outlet: str, day: int, *said: tuple[str, str, Act, str, str | None]) -> Reading:
    """Return the reading of an article with one sentence a statement.

    Args:
        said: speaker, type, act, content, and the statement it stands within.
    """
    text, statements = "", []
    names: dict[tuple[str, str], str] = {}
    for number, (speaker, kind, act, content, within) in enumerate(said, 1):
        start = len(text)
        text += f"{speaker} said {content}. "
        names.setdefault((speaker, kind), f"p{len(names) + 1}")
        cue = start + len(speaker) + 1
        statements.append(
            Statement(
                id=f"s{number}",
                source=(Span(start, start + len(speaker)),),
                cue=(Span(cue, cue + 4),),
                content=(Span(cue + 5, cue + 5 + len(content)),),
                act=act,
                negated=False,
                quote=Quote.INDIRECT,
                within=within,
                distance=(),
                confidence=0.9,
                speaker=names[speaker, kind],
            )
        )
    speakers = tuple(Speaker(id, name, SpeakerType(kind), None, None, ()) for (name, kind), id in names.items())
    article = Article(text.strip(), id=id, outlet=outlet, published=date(2031, 3, day))
    return Reading(article, tuple(statements), "m", speakers=speakers)


POST = report(
    "post", "The Post", 1,
    ("two officials", "unnamed", Act.ASSERT, "envoys of Kestria have met the governor in Sarn four times", None),
)  # fmt: skip
COURIER = report(
    "courier", "The Courier", 2,
    ("Tessa Vane", "person", Act.DENY, "the report of the Post was an invention", None),
    ("the Post", "outlet", Act.ASSERT, "there were talks with Kestria", "s1"),
    ("Tomas Verhey", "person", Act.ASSERT, "the ferries will not sail on Sunday", None),
)  # fmt: skip
LANTERN = report(
    "lantern", "The Lantern", 9,
    ("Tessa Vane", "person", Act.CONFIRM, "she had sent an envoy to Sarn to meet Kestrians", None),
)  # fmt: skip


@pytest.fixture
def talks(ledger: Ledger) -> Ledger:
    """A ledger in which statements 1 and 3 affirm talks, 2 denies them and 5 confirms them."""
    for reading in (POST, COURIER, LANTERN):
        ledger.add(reading)
    for one, other, relation in ((1, 3, Relation.SAME), (2, 3, Relation.OPPOSITE), (1, 5, Relation.SAME)):
        ledger.relate(one, other, relation, author=AUTHOR)
    return ledger


def on(claim: Claim, side: Side) -> list[int]:
    return [voice.entry.id for voice in claim.on(side)]


def test_a_dispute_has_both_sides_with_their_days(talks: Ledger) -> None:
    (claim,) = talks.disputes()
    assert (on(claim, Side.AFFIRM), on(claim, Side.DENY)) == ([1, 3, 5], [2])
    assert (claim.first_said, claim.first_denied, claim.confirmed) == ("2031-03-01", "2031-03-02", "2031-03-09")
    assert claim.sentence == "envoys of Kestria have met the governor in Sarn four times"
    assert (claim.articles, claim.affirmed_by, claim.denied_by) == (3, 3, 1)


def test_who_changes_sides_is_told(talks: Ledger) -> None:
    (claim,) = talks.disputes()
    (turn,) = claim.turns
    assert (turn.speaker, turn.before, turn.after, turn.day) == ("Tessa Vane", Side.DENY, Side.AFFIRM, "2031-03-09")


def test_a_claim_is_traced_over_articles_to_who_said_it_first(talks: Ledger) -> None:
    trace = talks.trace(talks.disputes()[0].id)
    first, second = trace.affirmed
    assert (first.relay.name, first.relay.named, first.first) == ("two officials", False, "2031-03-01")
    (post,) = first.passed_on
    assert (post.relay.name, post.relay.outlet, post.statements) == ("The Post", True, (3,))
    assert (post.passed_on[0].relay.name, post.passed_on[0].relay.denies) == ("Tessa Vane", True)
    assert (second.relay.name, second.relay.denies, second.statements) == ("Tessa Vane", False, (5,))
    assert trace.denied[0].relay.name == "Tessa Vane"


def test_a_wire_service_that_an_article_credits_stands_before_its_outlet(ledger: Ledger) -> None:
    said = ("Tessa Vane", "person", Act.ASSERT, "the ferries will not sail on Sunday", None)
    for n, outlet in enumerate(("The Post", "The Courier")):
        reading = report(f"{n}", outlet, 1 + n, said)
        ledger.add(replace(reading, article=replace(reading.article, credit="Reuters")))
    ledger.relate(1, 2, Relation.SAME, author=AUTHOR)
    (claim,) = ledger.disputes(one_sided=True)
    chains = [[relay.name for relay in voice.chain] for voice in claim.voices]
    assert chains == [["Tessa Vane", "Reuters", "The Post"], ["Tessa Vane", "Reuters", "The Courier"]]


def test_reprints_are_folded(ledger: Ledger) -> None:
    long = "envoys of Kestria have met the governor in Sarn four times since June at a lakeside hotel behind the ferry"
    for n, outlet in enumerate(("The Post", "The Courier", "The Lantern")):
        ledger.add(report(f"{n}", outlet, 1 + n, ("officials", "unnamed", Act.ASSERT, long, None)))
    ledger.relate(1, 2, Relation.SAME, author=AUTHOR)
    ledger.relate(2, 3, Relation.SAME, author=AUTHOR)
    (claim,) = ledger.disputes(one_sided=True)
    assert (claim.articles, claim.affirmed_by) == (3, 1)


def test_disputes_can_be_narrowed(talks: Ledger) -> None:
    assert talks.disputes(Filters(speaker="Vane"))
    assert talks.disputes(Filters(about="envoys"))
    assert not talks.disputes(Filters(about="ferries"))
    assert not talks.disputes(Filters(outlet="The Gull"))
    assert talks.disputes(Filters(since=date(2031, 3, 9)))
    assert not talks.disputes(Filters(since=date(2031, 3, 10)))
    assert talks.disputes(min_origins=4)
    assert not talks.disputes(min_origins=5)
    assert not talks.disputes(offset=1)


def test_claims_are_found_by_words(talks: Ledger) -> None:
    assert [claim.id for claim in talks.claims_about("envoys Sarn")] == [talks.disputes()[0].id]
    assert talks.claims_about("zeppelin") == []


def test_a_person_splits_claims_and_changes_sides(talks: Ledger) -> None:
    talks.split_claim(5, author=AUTHOR, note="an envoy is no talks")
    (claim,) = talks.disputes()
    assert on(claim, Side.AFFIRM) == [1, 3]
    assert on(talks.change_side(1, Side.DENY, author=AUTHOR), Side.DENY) == [1, 2]


def test_a_person_merges_claims(ledger: Ledger) -> None:
    for reading in (POST, COURIER, LANTERN):
        ledger.add(reading)
    ledger.relate(2, 3, Relation.OPPOSITE, author=AUTHOR)
    ledger.relate(1, 5, Relation.SAME, author=AUTHOR)
    one, other = ledger.disputes(one_sided=True)
    merged = ledger.merge_claims(one.id, other.id, author=AUTHOR)
    assert (on(merged, Side.AFFIRM), on(merged, Side.DENY)) == ([1, 3, 5], [2])
    assert len(ledger.disputes(one_sided=True)) == 1


def test_a_claim_keeps_its_number_when_it_grows(talks: Ledger) -> None:
    before = talks.disputes()[0].id
    talks.relate(1, 4, Relation.SAME, author=AUTHOR)
    assert [claim.id for claim in talks.disputes()] == [before]


def test_decisions_hold_when_an_article_is_read_anew(talks: Ledger) -> None:
    talks.replace(2, replace(COURIER, model="newer"))
    (claim,) = talks.disputes()
    assert (len(on(claim, Side.AFFIRM)), len(on(claim, Side.DENY))) == (3, 1)
    for _ in talks.gather():
        pass
    (claim,) = talks.disputes()
    assert (len(on(claim, Side.AFFIRM)), len(on(claim, Side.DENY))) == (3, 1)


def test_a_statement_that_was_decided_on_and_is_not_found_again_is_kept(talks: Ledger) -> None:
    talks.replace(2, replace(COURIER, statements=(), speakers=(), model="newer"))
    (claim,) = talks.disputes()
    assert on(claim, Side.DENY) == [2]


def test_an_article_with_a_statement_that_was_kept_can_be_gathered_again(talks: Ledger) -> None:
    assert list(talks.gather()) == [1, 2, 3]
    talks.replace(2, replace(COURIER, statements=(), speakers=(), model="newer"))
    assert list(talks.gather()) == [2]
    assert talks.ungathered() == 0


def test_statements_carry_their_claims_into_exports_and_back(talks: Ledger) -> None:
    claim = str(talks.disputes()[0].id)
    reading = talks.reading(2)
    assert [statement.claims for statement in reading.statements] == [((claim, "deny"),), ((claim, "affirm"),), ()]
    assert load(dump(reading)) == reading
    assert jsonschema.Draft202012Validator(reading_schema()).is_valid(reading_to_json(reading))
    assert story_of(reading)["articles"][0]["statements"][0]["claims"] == [[claim, "deny"]]


def test_a_rejected_statement_is_on_no_side(talks: Ledger) -> None:
    talks.reject(2, author=AUTHOR)
    assert talks.disputes() == []
    talks.restore(2, author=AUTHOR)
    assert len(talks.disputes()) == 1


def test_gathering_is_done_once_an_article(talks: Ledger) -> None:
    assert talks.ungathered() == 3
    assert list(talks.gather()) == [1, 2, 3]
    assert (talks.ungathered(), list(talks.gather())) == (0, [])


def test_what_is_not_there_is_told(talks: Ledger) -> None:
    for message, ask in (
        ("no claim 99", lambda: talks.claim(99)),
        ("no claim 99", lambda: talks.trace(99)),
        ("no statement 99", lambda: talks.relate(1, 99, Relation.SAME, author=AUTHOR)),
        ("one statement, 1", lambda: talks.relate(1, 1, Relation.SAME, author=AUTHOR)),
        ("statement 4 is on no claim", lambda: talks.split_claim(4, author=AUTHOR)),
        ("are one already", lambda: talks.merge_claims(1, 1, author=AUTHOR)),
    ):
        with pytest.raises(LedgerError, match=message):
            ask()


def test_an_article_without_statements_is_gathered_like_any_other(ledger: Ledger) -> None:
    silent = Reading(Article("Es regnet in Sarn.", id="silent"), (), "m", "de")
    ledger.add(silent)
    assert list(ledger.gather()) == [1]
    ledger.add(POST)
    ledger.add(replace(silent, article=Article("Il pleut.", id="still")))
    assert list(ledger.gather()) == [2, 3]


def test_a_day_is_told_no_more_exactly_than_it_is_known(ledger: Ledger) -> None:
    for n, (made, outlet) in enumerate((("2031-03", "The Post"), ("2023", "The Courier"))):
        reading = report(f"{n}", outlet, 8 + n, ("Tessa Vane", "person", Act.ASSERT, f"the ferry {n} sails", None))
        ledger.add(replace(reading, statements=(replace(reading.statements[0], made=made),)))
    ledger.relate(1, 2, Relation.OPPOSITE, author=AUTHOR)
    (claim,) = ledger.disputes()
    assert {claim.first_said, claim.first_denied} == {"2023", "2031-03"}
