"""The corpus as training examples: pieces of an article with what each head of the model should say about them.

PolNeAR and the stories are annotated differently, and each text teaches only what its annotation tells:
PolNeAR has no nested statements, so no cue label inside a content, and it has no acts. `training/annotated/` holds
our own full annotation of some of the corpus's unlabelled news: places in those texts, not the texts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.reader.pieces import Pieces, pieces_of
from sayso.reader.tags import CueTag, RoleTag
from sayso.statement import Act

UNKNOWN = -100
"""A label the annotation does not tell; the losses skip it."""
ACTS = tuple(Act)

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Target:
    """One annotated statement in piece positions."""

    cue: Range  # the cue, or the first piece of a floating quotation
    source: tuple[Range, ...]
    content: tuple[Range, ...]
    act: int  # index in ACTS, or UNKNOWN
    negated: float  # 1, 0, or -1 when unknown
    weight: float = 1.0  # below 1 for labels made by a machine


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One article with its annotation."""

    id: str
    pieces: Pieces
    cue_tags: NDArray[np.int64]  # a CueTag for each piece, or UNKNOWN
    targets: tuple[Target, ...]
    kind: str  # "story", "news", "polnear" or "silver"


def load_tokenizer(path: Path) -> Tokenizer:
    """Return the package's tokenizer."""
    return Tokenizer.from_file(str(path))


def story_articles(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the articles of all story files in `folder`, in the order of their names."""
    for path in sorted(folder.glob("*.json")):
        yield from json.loads(path.read_text("utf8"))["articles"]


def stories(folder: Path, tokenizer: Tokenizer) -> list[Example]:
    """Return the fully annotated stories of `folder` as examples."""
    examples = []
    for article in story_articles(folder):
        marks = [
            {**s["offsets"], "act": ACTS.index(Act(s["act"])), "negated": float(s["negated"])}
            for s in article["statements"]
        ]
        examples.append(example(article["id"], article["text"], marks, "story", tokenizer))
    return examples


def excerpt(record: Mapping[str, Any], paragraphs: Sequence[int]) -> str:
    """Return a news record's title and some of its paragraphs, a blank line between them.

    Args:
        paragraphs: the first one and the one behind the last, counting lines that are not blank.
    """
    lines = [line.strip() for line in record["text"].replace("\r", "").split("\n")]
    first, last = paragraphs
    return "\n\n".join([record["title"].strip(), *[line for line in lines if line][first:last]])


def news(annotated: Path, texts: Path, tokenizer: Tokenizer) -> list[Example]:
    """Return annotated excerpts of news as examples.

    Args:
        annotated: JSON lines with `id`, `paragraphs` and `sha256` of an excerpt, and `statements` that count their
            characters in it.
        texts: JSON lines of the news, with `id`, `title` and `text`.

    Raises:
        ValueError: a text is not the one that was annotated.
    """
    with texts.open(encoding="utf8") as lines:
        records = {r["id"]: r for r in map(json.loads, lines)}
    examples = []
    for line in annotated.read_text("utf8").splitlines():
        told = json.loads(line)
        text = excerpt(records[told["id"]], told["paragraphs"])
        if hashlib.sha256(text.encode()).hexdigest() != told["sha256"]:
            raise ValueError(f"{texts}: the text of {told['id']} is not the one that was annotated")
        marks = [{**s, "act": ACTS.index(Act(s["act"])), "negated": float(s["negated"])} for s in told["statements"]]
        examples.append(example(told["id"], text, marks, "news", tokenizer))
    return examples


def polnear(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """Return the articles of a PolNeAR file as examples."""
    with path.open(encoding="utf8") as lines:
        records = [json.loads(line) for line in lines]
    return [example(r["id"], r["text"], r["attributions"], "polnear", tokenizer) for r in records]


def example(id: str, text: str, marks: Sequence[dict[str, Any]], kind: str, tokenizer: Tokenizer) -> Example:
    """Turn character spans into labels on pieces.

    Args:
        marks: a mapping a statement with `source`, `cue`, `content` as lists of `[start, end]` in characters,
            and, where known, `act` (index in ACTS), `negated` and `weight`.
        kind: "polnear" leaves the cue labels inside contents unknown; the others take them as annotated.
    """
    pieces = pieces_of(text, tokenizer)
    tags = np.full(len(pieces), CueTag.OUTSIDE, np.int64)
    targets, unknown = [], []
    for mark in marks:
        roles = {role: _ranges(pieces, mark.get(role) or []) for role in ("source", "cue", "content")}
        if not roles["content"]:
            unknown += roles["cue"]
            continue
        if kind == "polnear":
            unknown += roles["content"]
        if roles["cue"]:
            cue = max(roles["cue"], key=lambda r: r[1] - r[0])
            unknown += [r for r in roles["cue"] if r != cue]
        else:
            first = min(roles["content"])[0]
            cue = (first, first + 1)
        targets.append(
            (
                bool(roles["cue"]),
                Target(
                    cue,
                    tuple(roles["source"]),
                    tuple(roles["content"]),
                    mark.get("act", UNKNOWN),
                    mark.get("negated", -1.0),
                    mark.get("weight", 1.0),
                ),
            )
        )
    for first, last in unknown:
        tags[first:last] = UNKNOWN
    for has_cue, target in targets:
        first, last = target.cue
        if has_cue:
            tags[first:last] = CueTag.INSIDE
            tags[first] = CueTag.BEGIN
        elif tags[first] in (CueTag.OUTSIDE, UNKNOWN):
            tags[first] = CueTag.FLOATING
    return Example(id, pieces, tags, tuple(t for _, t in targets), kind)


def _ranges(pieces: Pieces, spans: Sequence[Sequence[int]]) -> list[Range]:
    ranges = (pieces.range_of(start, end) for start, end in spans)
    return [r for r in ranges if r is not None]


def role_tags(target: Target, first: int, last: int) -> NDArray[np.int64]:
    """Return the `RoleTag` of each piece from `first` to `last` for one statement's cue."""
    tags = np.full(last - first, RoleTag.NONE, np.int64)
    for begin, ranges in ((RoleTag.BEGIN_SOURCE, target.source), (RoleTag.BEGIN_CONTENT, target.content)):
        for a, b in ranges:
            a, b = max(a, first), min(b, last)
            if a < b:
                tags[a - first : b - first] = begin + 1
                tags[a - first] = begin
    return tags
