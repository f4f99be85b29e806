"""Invented stories: people who never lived say, deny and claim things about places that do not exist."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

_SYLLABLES = "ba ce dor fen gal hin jor kel lum mar nes ost pra quil ren sol tar ulm ven wyn yar zel".split()
_FIRST = "Ada Boris Clara Dan Edith Farid Grace Hugo Ines Jonas Kira Leo Mina Nils Olga Pavel Rosa Simon Tessa".split()
_ROLES = """mayor|deputy mayor|police chief|minister for transport|council leader|head of the port|union secretary
    school inspector|chief engineer|spokeswoman for the ministry|professor of law|hospital director|bank governor
    opposition leader|coach"""
_THINGS = """the bridge over the river|the new tram line|the budget for next year|the old harbour wall|the water works
    the plan for the market square|the strike at the mill|the report on the flood|the sale of the stadium
    the night buses|the power station|the vote on the tax|the search for the ferry|the price of bread"""
_STATES = """was unsafe|would be finished by spring|had cost twice what was promised|was the best that could be had
    had been planned behind closed doors|would be put to a vote|had failed the people who need it most
    was none of their business|had been checked by three engineers|would not survive another winter
    had saved hundreds of jobs|was a matter for the courts"""
_CUES = "said|told reporters|claimed|insisted|warned|argued|admitted|announced|stressed|repeated"
_DENIALS = "denied that|rejected claims that|disputed that|dismissed reports that"
_QUOTES = """We have nothing to hide, and everybody is welcome to look at the books|I will not comment on rumours
    This is the third time in two years that we hear such promises|Nobody has asked the people who live here
    If that were true, I would be the first to resign|The figures are public, and they speak for themselves
    It is a good day for the whole region|They knew about it in January and did nothing"""
_PLAIN = """The decision is expected before the end of the month|Work on it had begun in the spring of last year
    About four hundred people had come to the town hall on Tuesday evening
    The two sides have met six times since the summer without coming any closer
    It was raining when the doors opened, and the queue reached the station
    The documents run to more than nine hundred pages"""


@dataclass(frozen=True, slots=True)
class Story:
    """What an article says, and must say again when it has been found on its page."""

    url: str
    title: str
    outlet: str
    author: str
    published: date
    paragraphs: tuple[str, ...]


def one_of(words: str, chance: random.Random) -> str:
    """Return one of several phrases, set apart by bars or lines."""
    return chance.choice([phrase.strip() for phrase in words.replace("\n", "|").split("|")])


def word(chance: random.Random) -> str:
    """Return an invented name."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randrange(2, 4))).capitalize()


def person(chance: random.Random) -> str:
    """Return the name of somebody who never lived."""
    return f"{chance.choice(_FIRST)} {word(chance)}"


def headline(chance: random.Random) -> str:
    """Return what a story may be called."""
    return f"{person(chance)} speaks out on {one_of(_THINGS, chance)}"


def paragraph(chance: random.Random) -> str:
    """Return a few sentences."""
    return " ".join(_sentence(chance) for _ in range(chance.randrange(2, 5)))


def _sentence(chance: random.Random) -> str:
    role = one_of(_ROLES, chance)
    who = chance.choice((person(chance), f"the {role} of {word(chance)}", f"{person(chance)}, the {role},"))
    what = f"{one_of(_THINGS, chance)} {one_of(_STATES, chance)}"
    match chance.randrange(5):
        case 0:
            text = f"{who} {one_of(_CUES, chance)} that {what}."
        case 1:
            text = f"{who} {one_of(_DENIALS, chance)} {what}."
        case 2:
            text = f"“{one_of(_QUOTES, chance)},” {who.rstrip(',')} {one_of(_CUES, chance)}."
        case 3:
            text = f"According to {who.rstrip(',')}, {what}."
        case _:
            text = f"{one_of(_PLAIN, chance)}."
    return text[0].upper() + text[1:]
