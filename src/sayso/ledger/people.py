"""Speakers across articles: who of one article is who of another.

Names decide first, then role, affiliation and country. Two persons of one surname stay two unless more agrees; what
could be either way is written down as a doubt, for a person to decide, and decisions stick.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sayso.errors import LedgerError
from sayso.ledger.rows import Row
from sayso.ledger.schema import aliases, decisions, doubts, insert_rows, run, speakers
from sayso.reader.speakers.entities import normal
from sayso.reader.speakers.lexicon import DETERMINERS, INDEFINITE, PRONOUNS
from sayso.reader.speakers.places import country_of, is_place, stands_for
from sayso.statement import SpeakerType

_NAMED = frozenset((SpeakerType.PERSON, SpeakerType.ORGANIZATION, SpeakerType.COUNTRY, SpeakerType.OUTLET))
_DOUBTS = 5
"""Others that one speaker may be: nobody decides about thirty people of one surname, pair by pair."""
_SMALL = frozenset("the of and for in a an former".split())


class Verdict(StrEnum):
    """Whether two speakers are one."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a speaker."""

    name: str  # normal
    type: str
    role: frozenset[str]  # its words
    affiliation: frozenset[str]
    country: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Known:
        """Return what is known of the speaker of a row."""
        return _known(row["name"], row["type"], row["role"], row["affiliation"])

    @property
    def last(self) -> str:
        """Return the last word of the name."""
        return self.name.split()[-1] if self.name.split() else ""


class _Like(NamedTuple):
    """A known speaker under one of their names."""

    id: int
    name: str
    type: str
    role: str | None
    affiliation: str | None
    country: str | None
    corrected: bool
    alias: str
    decided: bool


_LAST = sa.select(sa.func.max(speakers.c.id))
_LIKE = (
    sa.select(*(speakers.c[name] for name in _Like._fields[:7]), aliases.c.name.label("alias"), aliases.c.decided)
    .join(aliases, aliases.c.speaker_id == speakers.c.id)
    .where(speakers.c.merged_into.is_(None))
    .order_by(aliases.c.normal != sa.bindparam("name"), speakers.c.id)
    .limit(50)
)
_BY_LAST_WORD = _LIKE.where(aliases.c.last_word == sa.bindparam("key"))
_BY_NAME = _LIKE.where(aliases.c.normal == sa.bindparam("key"))
_MORE = (
    sa.update(aliases)
    .where((aliases.c.speaker_id == sa.bindparam("speaker")) & (aliases.c.name == sa.bindparam("called")))
    .values(articles=aliases.c.articles + sa.bindparam("more"))
)


class Registry:
    """Settles the speakers of one article; what is new of them is written all at once.

    Args:
        connection: in a transaction that writes, so that nobody else hands out numbers meanwhile.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next = 1 + (run(connection, _LAST).scalar() or 0)
        self._new: list[Row] = []
        self._names: list[Row] = []
        self._doubts: list[Row] = []
        self._again: list[Row] = []  # names that were used once more

    def settle(self, appearance: Row) -> int:
        """Return the number of the speaker that somebody in the article is, a new one where nobody known fits.

        Args:
            appearance: a row of `appearances`.
        """
        if not has_name(appearance["name"], appearance["type"]):
            return self._take_up(appearance)
        mine = Known.of(appearance)
        judged = [(like, _judge_like(mine, like)) for like in self._like(mine)]
        same = {like.id: like for like, verdict in judged if verdict is Verdict.SAME}
        if len(same) == 1:
            (like,) = same.values()
            self._meet_again(like, appearance)
            return like.id
        id = self._take_up(appearance)
        self._names.append(_name_row(id, appearance["name"], 1))
        reason = "several go by this name" if len(same) > 1 else "the name fits, and nothing else tells"
        likely = same or dict.fromkeys(like.id for like, verdict in judged if verdict is Verdict.DOUBTFUL)
        for other in list(likely)[:_DOUBTS]:
            self._doubts.append({"speaker_id": id, "other_id": other, "reason": reason})
        return id

    def write(self) -> None:
        """Write the new speakers, their names, and the doubts about them."""
        for table, values in ((speakers, self._new), (aliases, self._names), (doubts, self._doubts)):
            insert_rows(self._connection, table, values)
            values.clear()
        if self._again:
            run(self._connection, _MORE, self._again)
            self._again.clear()

    def _take_up(self, appearance: Row) -> int:
        row = {key: appearance[key] for key in ("name", "type", "role", "affiliation")}
        self._new.append({**row, "id": self._next, "country": country_told_by(appearance), "corrected": False})
        self._next += 1
        return self._next - 1

    def _like(self, mine: Known) -> list[_Like]:
        """Return the known speakers whose names are worth comparing, the whole name's first."""
        person = mine.type == SpeakerType.PERSON
        key, column = (mine.last, "last_word") if person else (mine.name, "normal")
        fresh = {row["id"]: row for row in self._new}
        own = [
            _Like(**fresh[row["speaker_id"]], alias=row["name"], decided=False)
            for row in self._names
            if row[column] == key
        ]
        found = run(self._connection, _BY_LAST_WORD if person else _BY_NAME, {"name": mine.name, "key": key})
        return [*map(_Like._make, found), *own]

    def _meet_again(self, known: _Like, appearance: Row) -> None:
        """Note another article with somebody: a fuller name, a role and an affiliation that were not known."""
        if any(row["id"] == known.id for row in self._new):
            self.write()
        if known.alias == appearance["name"]:
            self._again.append({"speaker": known.id, "called": appearance["name"], "more": 1})
        else:
            _call(self._connection, known.id, appearance["name"], 1)
        if known.corrected:
            return
        fuller = len(appearance["name"].split()) > len(known.name.split())
        found: Row = {"name": appearance["name"]} if fuller else {}
        for key, value in (("role", known.role), ("affiliation", known.affiliation)):
            if not value and appearance[key]:
                found[key] = appearance[key]
        if not known.country and (country := country_told_by(appearance)):
            found["country"] = country
        if found:
            self._connection.execute(sa.update(speakers).where(speakers.c.id == known.id).values(**found))


@lru_cache(maxsize=8192)
def _known(name: str, type: str, role: str | None, affiliation: str | None) -> Known:
    """Return what a speaker's name, role and affiliation tell; one article after the other asks about the same ones."""
    country = country_told_by({"name": name, "type": type, "role": role, "affiliation": affiliation})
    return Known(normal(name), type, _words(role), _words(affiliation), country)


def _judge_like(mine: Known, like: _Like) -> Verdict:
    if like.decided and normal(like.alias) == mine.name:
        return Verdict.SAME
    return judge(mine, _known(like.alias, like.type, like.role, like.affiliation))


def judge(one: Known, other: Known) -> Verdict:
    """Tell whether two speakers with like names are one."""
    person = SpeakerType.PERSON in (one.type, other.type)
    if person and one.type != other.type:
        return Verdict.DIFFERENT
    clash = bool(one.country and other.country and one.country != other.country)
    if not person:
        whole = one.name == other.name
        told = " " in one.name or stands_for(one.name) is not None or bool(one.country)
        return Verdict.DIFFERENT if clash or not whole else Verdict.SAME if told else Verdict.DOUBTFUL
    return _judge_persons(one, other, clash)


def _judge_persons(one: Known, other: Known, clash: bool) -> Verdict:
    mine, theirs = set(one.name.split()), set(other.name.split())
    if one.last != other.last or not (mine <= theirs or theirs <= mine):
        return Verdict.DIFFERENT
    agree = bool(one.role & other.role) or bool(one.affiliation & other.affiliation)
    role_clash = bool(one.role and other.role and not one.role & other.role)
    home_clash = bool(one.affiliation and other.affiliation and not one.affiliation & other.affiliation)
    if clash or (role_clash and home_clash):
        return Verdict.DOUBTFUL if len(mine & theirs) > 1 else Verdict.DIFFERENT
    if len(mine & theirs) > 1 or agree:
        return Verdict.SAME
    return Verdict.DOUBTFUL


def has_name(name: str, type: str) -> bool:
    """Tell whether a speaker goes by a proper name, rather than by a description that holds for one article only."""
    first = name.split(maxsplit=1)[0] if name.split() else ""
    low = first.lower()
    return type in _NAMED and first[:1].isupper() and low not in DETERMINERS | INDEFINITE | PRONOUNS


def country_told_by(row: Mapping[str, Any]) -> str | None:
    """Return the country that a speaker's affiliation, role or name tells of."""
    for told in (row["affiliation"], row["role"], row["name"] if row["type"] != SpeakerType.PERSON else None):
        stand = stands_for(told) if told else None
        if stand is not None:
            return stand.of
        for word in re.findall(r"[^\W\d_][\w.-]*", told or ""):
            if country := (country_of(word) or (_place(word) if word[:1].isupper() else None)):
                return country
    return None


def merge(connection: Connection, speaker: int, into: int) -> None:
    """Make one speaker of two: everything that the first said becomes the other's."""
    from sayso.ledger.schema import appearances, statements

    for table, column in ((statements, "speaker_id"), (statements, "addressee_id"), (appearances, "speaker_id")):
        connection.execute(sa.update(table).where(table.c[column] == speaker).values({column: into}))
    for row in connection.execute(sa.select(aliases).where(aliases.c.speaker_id == speaker)).mappings().all():
        _call(connection, into, row["name"], row["articles"], decided=True)
    connection.execute(sa.delete(aliases).where(aliases.c.speaker_id == speaker))
    connection.execute(sa.update(speakers).where(speakers.c.merged_into == speaker).values(merged_into=into))
    connection.execute(sa.update(speakers).where(speakers.c.id == speaker).values(merged_into=into))
    both = (doubts.c.speaker_id == speaker) | (doubts.c.other_id == speaker)
    for row in connection.execute(sa.select(doubts).where(both)).mappings().all():
        pair = [into if id == speaker else id for id in (row["speaker_id"], row["other_id"])]
        if pair[0] != pair[1] and not _decided(connection, pair):
            insert = sa.insert(doubts).prefix_with("OR IGNORE", dialect="sqlite")
            connection.execute(insert.values(speaker_id=pair[0], other_id=pair[1], reason=row["reason"]))
    connection.execute(sa.delete(doubts).where(both))


def decide(connection: Connection, one: int, other: int, verdict: Verdict, told: Row) -> None:
    """Write down whether two speakers are one, and act on it.

    Args:
        told: `author`, `at` and `note`.
    """
    connection.execute(sa.insert(decisions).values(speaker_id=one, other_id=other, verdict=verdict.value, **told))
    pair = [(doubts.c.speaker_id == a) & (doubts.c.other_id == b) for a, b in ((one, other), (other, one))]
    connection.execute(sa.delete(doubts).where(sa.or_(*pair)))
    if verdict is Verdict.SAME:
        merge(connection, one, other)


def _decided(connection: Connection, pair: Sequence[int]) -> bool:
    one, other = pair
    d = decisions.c
    asked = sa.or_((d.speaker_id == one) & (d.other_id == other), (d.speaker_id == other) & (d.other_id == one))
    return connection.execute(sa.select(d.id).where(asked & (d.verdict == Verdict.DIFFERENT.value))).first() is not None


def call(connection: Connection, id: int, name: str) -> None:
    """Note that a person says that a speaker goes by a name."""
    _call(connection, id, name, 0, decided=True)


def named_or_new(connection: Connection, name: str) -> int:
    """Return the number of the one speaker who goes by a name, of a new one where nobody does.

    Raises:
        LedgerError: several do.
    """
    asked = sa.select(aliases.c.speaker_id).where(aliases.c.normal == normal(name)).distinct()
    found = connection.execute(asked).scalars().all()
    if len(found) > 1:
        raise LedgerError(f"several speakers go by {name!r}: {', '.join(map(str, found))}; give the number of one")
    if found:
        return int(found[0])
    values = {"name": name, "type": SpeakerType.PERSON.value, "corrected": True}
    inserted = connection.execute(sa.insert(speakers).values(**values))
    assert inserted.inserted_primary_key is not None
    id = int(inserted.inserted_primary_key[0])
    call(connection, id, name)
    return id


def _call(connection: Connection, id: int, name: str, articles: int, *, decided: bool = False) -> None:
    """Note that a speaker goes by a name in so many more articles."""
    if not run(connection, _MORE, {"speaker": id, "called": name, "more": articles}).rowcount:
        connection.execute(sa.insert(aliases), [_name_row(id, name, articles, decided=decided)])


def _name_row(id: int, name: str, articles: int, *, decided: bool = False) -> Row:
    whole = normal(name)
    last = whole.split()[-1] if whole.split() else ""
    row = {"speaker_id": id, "name": name, "normal": whole, "last_word": last}
    return {**row, "articles": articles, "decided": decided}


def _place(word: str) -> str | None:
    stand = stands_for(word) if is_place(word) else None
    return stand.of if stand else None


def _words(told: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]\w+", (told or "").lower())) - _SMALL
