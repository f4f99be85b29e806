"""A statement as the relater reads it: its words in the article, with a little of what stands before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.article import Span

Ints = NDArray[np.int32]

LONGEST = 56
"""Pieces of a passage; what is marked stays longest, then what stands next to it."""
_BEFORE = 120  # characters before a statement: whose claim is meant by *the allegation* often stands there
_SURROGATE = re.compile("[\ud800-\udfff]")  # no tokenizer takes them
_CUT = 2000  # characters that are looked at, of a content that never ends


class Mark(IntEnum):
    """What a piece of a passage is to the statement."""

    CONTEXT = 0
    CONTENT = 1
    SOURCE = 2
    CUE = 3


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """The pieces of one statement's passage."""

    ids: Ints  # [pieces]
    marks: Ints  # [pieces], of `Mark`


def passage_of(
    text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span], tokenizer: Tokenizer
) -> Passage:
    """Return the passage of a statement.

    Args:
        text: of the article.
    """
    spans = [*source, *cue, *content]
    first = min(span.start for span in spans)
    last = min(max(span.end for span in spans), first + _CUT)
    start = max(0, first - _BEFORE)
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    encoded = tokenizer.encode(_SURROGATE.sub(" ", text[start:last]), add_special_tokens=False)
    marks = np.zeros(len(encoded.ids), np.int32)
    for mark, some in ((Mark.SOURCE, source), (Mark.CUE, cue), (Mark.CONTENT, content)):
        for span in some:
            for n, (a, b) in enumerate(encoded.offsets):
                if a + start < span.end and b + start > span.start:
                    marks[n] = mark
    return _shortened(np.array(encoded.ids, np.int32), marks)


def _shortened(ids: Ints, marks: Ints) -> Passage:
    if len(ids) <= LONGEST:
        return Passage(ids, marks)
    content = np.flatnonzero(marks == Mark.CONTENT)
    middle = content[0] if len(content) else 0
    away = np.abs(np.arange(len(ids)) - middle) + np.where(marks == Mark.CONTEXT, len(ids), 0)
    kept = np.sort(np.argsort(away, kind="stable")[:LONGEST])
    return Passage(ids[kept], marks[kept])
