"""Stories with claims, as the relater learns from them: those of the corpus, and our own sketches of stories."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from sayso.article import Span
from sayso.claims.relation import Relation
from sayso.claims.told import Facts, Roles, Told, Who, told, who
from sayso.statement import Act, Quote

SKETCHES = Path("training/annotated/claims.jsonl")
_KINDS = frozenset({"person", "organization", "country", "outlet", "group", "unnamed"})
_MARK = re.compile(r"\{([skc]):([^{}]*)\}")
_QUOTED = re.compile(r"""\s*["“‘].*["”’,]\s*""", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """The statements of a story and the sides that they take."""

    id: str
    told: list[Told]
    sides: list[dict[str, str]]  # by claim

    def relation(self, i: int, j: int) -> Relation:
        """Return how two statements relate; with two claims in common, by the first."""
        for claim, side in self.sides[i].items():
            if claim in self.sides[j]:
                return Relation.SAME if self.sides[j][claim] == side else Relation.OPPOSITE
        return Relation.UNRELATED


def load_stories(folder: Path, tokenizer: Tokenizer) -> list[Story]:
    """Return the stories of a folder."""
    return [_story(json.loads(path.read_text("utf8")), tokenizer) for path in sorted(folder.glob("*.json"))]


def _story(story: dict[str, Any], tokenizer: Tokenizer) -> Story:
    entities = {entity["id"]: entity for entity in story["entities"]}
    numbers = {id: n for n, id in enumerate(entities)}
    found, sides = [], []
    for place, article in enumerate(story["articles"]):
        first = {s["id"]: len(found) + n for n, s in enumerate(article["statements"])}
        for order, s in enumerate(article["statements"]):
            spans = {
                role: [Span(*pair) for pair in s["offsets"].get(role) or []] for role in ("source", "cue", "content")
            }
            facts = Facts(
                number=first[s["id"]],
                article=place,
                order=order,
                act=Act(s["act"]),
                negated=s["negated"],
                quote=Quote(s["quote"]),
                within=first.get(s["within"]),
                speaker=numbers.get(s["speaker"]),
                addressee=numbers.get(s["addressee"]),
                who=who_of(entities, s["speaker"]),
                whom=who_of(entities, s["addressee"]),
                made=s["made"],
            )
            found.append(told(article["text"], Roles(**spans), facts, tokenizer))
            sides.append(dict(map(tuple, s["claims"])))
    return Story(story["id"], found, sides)


def who_of(entities: dict[str, Any], id: str | None) -> Who | None:
    """Return one of a story's entities as the relater sees them."""
    if id is None:
        return None
    entity = entities[id]
    body = entities[entity["of"]]["name"] if entity["of"] else None
    return who(entity["name"], entity["type"] if entity["type"] in _KINDS else "group", body)


def load_sketches(path: Path, tokenizer: Tokenizer) -> list[Story]:
    """Return the sketches of stories of a file; `training/annotated/README.md` tells how they are written."""
    return [
        _sketch(f"sketch {number}", json.loads(line), tokenizer)
        for number, line in enumerate(path.read_text("utf8").splitlines(), 1)
    ]


def _sketch(id: str, sketch: dict[str, Any], tokenizer: Tokenizer) -> Story:
    texts, places = _articles(sketch["statements"])
    entities = {
        name: {"name": name, "type": known["type"], "of": None, "body": known["of"]}
        for name, known in sketch.get("people", {}).items()
    }
    numbers: dict[str, int] = {}
    orders: Counter[int] = Counter()
    found = []
    for number, (s, place) in enumerate(zip(sketch["statements"], places, strict=True)):
        plain, marks = unmarked(s["text"])
        spans = {key: [Span(a + place, b + place) for a, b in marks[key]] for key in "skc"}
        speaker, addressee = s.get("speaker"), s.get("addressee")
        facts = Facts(
            number=number,
            article=s["article"],
            order=orders[s["article"]],
            act=Act(s["act"]),
            negated=s["negated"],
            quote=_quote_of(" ".join(plain[a:b] for a, b in marks["c"])),
            within=s.get("within"),
            speaker=numbers.setdefault(speaker, len(numbers)) if speaker else None,
            addressee=numbers.setdefault(addressee, len(numbers)) if addressee else None,
            who=_sketched(entities, speaker),
            whom=_sketched(entities, addressee),
        )
        orders[s["article"]] += 1
        roles = Roles(spans["s"], spans["k"], spans["c"])
        found.append(told(texts[s["article"]], roles, facts, tokenizer))
    return Story(id, found, [dict(map(tuple, s["claims"])) for s in sketch["statements"]])


def _articles(statements: list[dict[str, Any]]) -> tuple[dict[int, str], list[int]]:
    """Return the articles' texts by number, and where in them each statement's text begins."""
    texts: dict[int, str] = {}
    places: list[int] = []
    for s in statements:
        text, plain = texts.get(s["article"], ""), unmarked(s["text"])[0]
        place = text.find(plain) if s.get("within") is not None else -1  # it repeats the sentence it stands in
        if place < 0:
            text += "" if not text else " " if s.get("joined") else "\n\n"
            place = len(text)
            text += plain
        texts[s["article"]] = text
        places.append(place)
    return texts, places


def _sketched(entities: dict[str, Any], name: str | None) -> Who | None:
    if not name:
        return None
    known = entities.get(name, {"type": "person", "body": None})
    return who(name, known["type"], known["body"])


def unmarked(text: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """Return a sketch's text without its marks, and where source, cue and content stand, by their letters."""
    plain, end = "", 0
    marks: dict[str, list[tuple[int, int]]] = {"s": [], "k": [], "c": []}
    for match in _MARK.finditer(text):
        plain += text[end : match.start()]
        marks[match[1]].append((len(plain), len(plain) + len(match[2])))
        plain, end = plain + match[2], match.end()
    return plain + text[end:], marks


def _quote_of(content: str) -> Quote:
    if _QUOTED.fullmatch(content):
        return Quote.DIRECT
    return Quote.MIXED if re.search('["“‘]', content) else Quote.INDIRECT
