"""The article as it travels: a text, and what is known about where and when it appeared. No I/O."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sayso.errors import TextError

_LINE = re.compile(r"[^\n]+")


class Span(NamedTuple):
    """A half-open stretch of an article's text, in Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One news article.

    Raises:
        TextError: the text is not a string, or has no character but white space.
    """

    text: str  # as given; paragraphs are its non-blank lines
    id: str = ""  # as given by whoever owns it; else made from the text
    outlet: str | None = None  # who published it
    published: date | None = None  # the day it appeared
    title: str | None = None  # the headline, where it is known apart from the text
    url: str | None = None  # where it was found
    author: str | None = None  # who wrote it, as the page, feed or record names them
    modified: date | None = None  # the day it was last changed, where that is said
    language: str | None = None  # BCP 47, as declared or recognised; None where nothing tells
    credit: str | None = None  # the wire service that the text credits, such as Reuters
    correction: str | None = None  # the note that tells what an earlier version had wrong, as it is printed
    warning: str | None = None  # a sentence on what its source could not do well, such as finding the text of a page

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TextError(f"an article's text must be a string, not {type(self.text).__name__}")
        if not self.text.strip():
            raise TextError("the article has no text")
        if not self.id:
            object.__setattr__(self, "id", _id_of(self.text))


def paragraphs(text: str) -> Iterator[Span]:
    """Yield the paragraphs of a text, its lines that hold more than white space, without their line ends."""
    for line in _LINE.finditer(text):
        if not line.group().isspace():
            yield Span(*line.span())


def _id_of(text: str) -> str:
    return "a" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
