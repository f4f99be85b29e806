"""The days on which a statement may have been made, and what speaks for each.

A statement takes its day from a time expression of its own sentence or of one before it, goes on with the occasion of a
statement before it, falls on the article's own day, or tells no day at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sayso.article import Span
from sayso.reader.made.scene import Said, Scene, When

_BACK = 4
"""Sentences before a statement whose times it may take."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to when a statement was made."""

    value: str | None  # EDTF; None: the text does not tell
    evidence: Span | None  # the words that tell
    features: frozenset[str]


@dataclass(slots=True)
class History:
    """What has been settled of the statements before."""

    said: list[Said] = field(default_factory=list)
    made: dict[int, tuple[str | None, Span | None]] = field(default_factory=dict)  # by number

    def value(self, said: Said) -> str | None:
        """Return when an earlier statement was made."""
        return self.made[said.number][0]

    def settle(self, said: Said, value: str | None, evidence: Span | None) -> None:
        """Settle when a statement was made."""
        self.said.append(said)
        self.made[said.number] = value, evidence


def options(scene: Scene, said: Said, history: History) -> list[Option]:
    """Return every day on which a statement may have been made; several may give the same day."""
    general = _general(scene, said, history)
    found = [Option(None, None, frozenset({"none", *_own(said, history), *general("none")}))]
    for when in scene.in_sentence(said.sentence):
        found.append(Option(when.value, when.span, _of_sentence(scene, said, when, general)))
    for rank, when in enumerate(scene.before(said, _BACK)[:2]):
        found.append(Option(when.value, when.span, _of_sentence_before(said, when, rank, history)))
    for name, earlier in _earlier(said, history):
        value, evidence = history.made[earlier.number]
        if value is not None:
            found.append(Option(value, evidence, _of_occasion(scene, said, earlier, name, history, general)))
    if said.headline:
        found += _of_lead(scene, said)
    if scene.published is not None:
        told = {"day", f"day {said.verb}", f"day headline {said.headline}", f"day nested {bool(said.holders)}"}
        found.append(Option(scene.published.isoformat(), None, frozenset(told) | general("day")))
    return found


def _own(said: Said, history: History) -> set[str]:
    """What speaks for no day in the statement itself."""
    statement, nested = said.statement, bool(said.holders)
    last = history.value(history.said[-1]) if history.said else ""
    return {
        f"none {said.verb}",
        f"none nested {nested}",
        f"none {said.verb} nested {nested}",
        f"none headline {said.headline}",
        f"none act {statement.act.value}",
        f"none source {said.source}",
        f"none negated {statement.negated}",
        f"none after none {last is None}",
        f"none first {not history.said}",
    }


def _general(scene: Scene, said: Said, history: History) -> Callable[[str], frozenset[str]]:
    """Return what the statement and the article so far say of any option, to be named after it."""
    body = [other for other in history.said if not other.headline and not other.holders]
    dated = [history.value(other) is not None for other in body]
    share = "open" if len(dated) < 2 else str(round(4 * sum(dated) / len(dated)) / 4)
    nested, verb = bool(said.holders), said.verb
    word = said.cue.split()[-1].strip(".,:;“”\"'") if said.cue.split() else "none"
    told = (
        f"share {share}",
        f"last three {sum(dated[-3:]) if dated else -1}",
        f"form {scene.form}",
        f"form {scene.form} nested {nested} {verb}",
        f"form {scene.form} share {share}",
        f"source {said.source} {verb}",
        f"word {word}",
        f"later {said.later}",
        f"quote {said.statement.quote.value}",
    )
    return lambda name: frozenset(f"{name} {feature}" for feature in told)


def _of_sentence(scene: Scene, said: Said, when: When, general: Callable[[str], frozenset[str]]) -> frozenset[str]:
    after = when.span.start >= said.key.end
    gap = scene.text[said.key.end : when.span.start] if after else scene.text[when.span.end : said.key.start]
    words = len(gap.split())
    level = _level(said, when)
    between = scene.cue_between(said, when)
    word = said.cue.split()[-1] if said.cue.split() else "none"
    in_source = any(s.start <= when.span.start and when.span.end <= s.end for s in said.statement.source)
    return frozenset(
        {
            "time",
            f"time {when.kind}",
            f"time {level}",
            f"time {'after' if after else 'before'} {min(6, int(math.log2(words + 1)))}",
            f"time, a cue between {between} {level}",
            f"time ahead {when.ahead}",
            f"time {said.verb} {level}",
            f"time nested {bool(said.holders)} {level}",
            f"time since {when.value.endswith('..')}",
            f"time act {said.statement.act.value} {level}",
            f"time headline {said.headline}",
            f"time beside {words == 0} {level}",
            f"time {when.kind} {level}",
            f"time in the source {in_source}",
            f"time word {word} {level}",
            f"time later {said.later}",
            f"time, the article's day {_is_own_day(scene, when.value)}",
        }
    )


def _level(said: Said, when: When) -> str:
    """How a time stands to the contents that the statement stands in."""
    if when.holders == said.holders:
        return "same"
    if said.number in when.holders:
        return "own content"
    return "deeper" if when.holders > said.holders else "other"


def _of_sentence_before(said: Said, when: When, rank: int, history: History) -> frozenset[str]:
    used = any(history.value(other) == when.value for other in history.said)
    return frozenset(
        {
            f"before {rank}",
            f"before by {said.sentence - when.sentence}",
            f"before {when.kind}",
            f"before in a content {bool(when.holders)}",
            f"before {said.verb}",
            f"before in this paragraph {when.paragraph == said.paragraph}",
            f"before used {used}",
            f"before nested {bool(said.holders)}",
            f"before headline {said.headline}",
        }
    )


def _earlier(said: Said, history: History) -> list[tuple[str, Said]]:
    """Return the statements whose occasion may go on."""
    speaker = said.statement.speaker
    before = history.said
    top = [other for other in before if not other.holders]
    body = next((other for other in top if not other.headline), None)
    found = [
        ("last", next(reversed(before), None)),
        ("same speaker", _latest(before, lambda o: o.statement.speaker == speaker and o.holders == said.holders)),
        ("outer", _latest(before, lambda o: o.number in said.holders)),
        ("top", next(reversed(top), None)),
        ("lead", body),
    ]
    if speaker is None:
        found.pop(1)
    return [(name, other) for name, other in found if other is not None]


def _latest(before: Sequence[Said], wanted: Callable[[Said], bool]) -> Said | None:
    return next((other for other in reversed(before) if wanted(other)), None)


def _of_occasion(
    scene: Scene,
    said: Said,
    earlier: Said,
    name: str,
    history: History,
    general: Callable[[str], frozenset[str]],
) -> frozenset[str]:
    statement, other = said.statement, earlier.statement
    value = history.value(earlier) or ""
    same = statement.speaker is not None and statement.speaker == other.speaker
    gap = min(3, said.sentence - earlier.sentence)
    relation = _relation(said, earlier)
    run = sum(history.value(o) == value for o in history.said[-3:])
    verbs = f"{earlier.verb} then {said.verb}"
    return general(name) | {
        name,
        f"{name} same speaker {same}",
        f"{name} gap {gap}",
        f"{name} {relation}",
        f"{name} {said.verb}",
        f"{name} {said.verb} {relation}",
        f"{name} same speaker {same} {relation} {min(gap, 2)}",
        f"{name} same paragraph {said.paragraph == earlier.paragraph}",
        f"{name} nested {bool(said.holders)}",
        f"{name} act {statement.act.value}",
        f"{name} acts {other.act.value} then {statement.act.value}",
        f"{name} {verbs}",
        f"{name} {verbs} {same} {gap}",
        f"{name} run {run}",
        f"{name}, the article's day {_is_own_day(scene, value)}",
    }


def _relation(said: Said, earlier: Said) -> str:
    if earlier.number in said.holders:
        return "outer"
    if earlier.holders == said.holders:
        return "beside"
    return "deeper" if earlier.holders > said.holders else "elsewhere"


def _of_lead(scene: Scene, said: Said) -> list[Option]:
    """A headline may tell of what the first day named below it tells."""
    own = scene.published.isoformat() if scene.published else ""
    when = next((w for w in scene.times if w.paragraph > 0 and w.kind == "day" and not w.ahead), None)
    if when is None or when.value == own:
        return []
    told = {"day of the lead", f"day of the lead {said.verb}", f"day of the lead nested {bool(said.holders)}"}
    return [Option(when.value, when.span, frozenset(told))]


def _is_own_day(scene: Scene, value: str) -> bool:
    return scene.published is not None and value == scene.published.isoformat()
