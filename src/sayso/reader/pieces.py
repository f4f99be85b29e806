"""From an article's text to the word pieces the model reads, each with its place in the text and its features.

In comes text, out come parallel arrays. Training uses this module too, so that a model never meets at
work what it did not meet at school.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import sentencex
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.article import Span, paragraphs
from sayso.reader.quotation import quote_states

CLS, SEP = 101, 102
HEADLINE_LENGTH = 160
"""A first paragraph of at most so many characters is taken for the headline."""

_LINES_AT_ONCE = 512
_LONG_LINE = 10_000  # characters
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The word pieces of one text. Arrays run in parallel, one entry a piece; `[SEP]` stands between paragraphs."""

    text: str
    quotes: NDArray[np.int8]  # QuoteState of each character of the text
    ids: NDArray[np.int32]
    start: NDArray[np.int32]  # first character of the piece in the text
    end: NDArray[np.int32]  # the character after its last
    case: NDArray[np.int8]  # letter case of its word: 0 no letter, 1 lower, 2 Title, 3 UPPER, 4 miXed
    quote: NDArray[np.int8]  # QuoteState of its first character
    place: NDArray[np.int8]  # 0 headline, 1 first paragraph of the body, 2 the rest
    paragraph: NDArray[np.int32]
    sentence: NDArray[np.int32]
    opens: NDArray[np.int8]  # 2 opens a paragraph, 1 opens a sentence, 0 neither
    word: NDArray[np.int32]  # number of its word; -1 for separators and lone marks

    def __len__(self) -> int:
        return len(self.ids)

    def range_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the half-open range of pieces that overlap the characters `start` to `end`, if any do."""
        first = int(np.searchsorted(self.end, start, side="right"))
        last = int(np.searchsorted(self.start, end, side="left"))
        while first < last and self.ids[first] == SEP:
            first += 1
        while last > first and self.ids[last - 1] == SEP:
            last -= 1
        return (first, last) if first < last else None

    def stretch(self, first: int, last: int) -> Pieces:
        """Return the pieces `first` to `last` of the same text, as pieces of their own."""
        columns = {
            name: getattr(self, name)[first:last]
            for name in ("ids", "start", "end", "case", "quote", "place", "paragraph", "sentence", "opens", "word")
        }
        return replace(self, **columns)

    def whole_words(self, first: int, last: int) -> tuple[int, int]:
        """Widen a range of pieces so that it cuts no word in two."""
        word = self.word
        while first > 0 and word[first] >= 0 and word[first - 1] == word[first]:
            first -= 1
        while last < len(word) and word[last - 1] >= 0 and word[last] == word[last - 1]:
            last += 1
        return first, last


def pieces_of(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cut `text` into word pieces.

    Args:
        text: any text; paragraphs are its non-blank lines. Lone surrogates are read as U+FFFD.
        tokenizer: a WordPiece tokenizer without truncation, padding or added tokens.
    """
    text = _SURROGATE.sub("\ufffd", text)
    lines = list(paragraphs(text))
    ids, start, end = _cut(text, lines, tokenizer)
    sentence_starts, paragraph_starts = _sentence_starts(text, lines), np.array([s for s, _ in lines])
    paragraph = (np.searchsorted(paragraph_starts, start, side="right") - 1).astype(np.int32)
    sentence = (np.searchsorted(sentence_starts, start, side="right") - 1).astype(np.int32)
    word, case = _words(text)
    quotes = quote_states(text)
    separator = ids == SEP
    here = np.minimum(start, len(text) - 1)
    return Pieces(
        text=text,
        quotes=quotes,
        ids=ids,
        start=start,
        end=end,
        case=np.where(separator, 0, case[here]).astype(np.int8),
        quote=np.where(separator, 0, quotes[here]).astype(np.int8),
        place=_places(lines)[paragraph],
        paragraph=paragraph,
        sentence=sentence,
        opens=_openings(paragraph, sentence, separator),
        word=np.where(separator, -1, word[here]).astype(np.int32),
    )


def _cut(
    text: str, lines: Sequence[Span], tokenizer: Tokenizer
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Tokenise each line and lay them end to end with a separator between, at the end of the line before it."""
    ids: list[NDArray[np.int32]] = []
    bounds: list[NDArray[np.int32]] = []
    last = -1
    for i in range(0, len(lines), _LINES_AT_ONCE):
        some = lines[i : i + _LINES_AT_ONCE]
        encodings = tokenizer.encode_batch([text[s:e] for s, e in some], add_special_tokens=False)
        for (start, end), encoding in zip(some, encodings, strict=True):
            if not encoding.ids:
                continue
            if ids:
                ids.append(np.array([SEP], np.int32))
                bounds.append(np.full((1, 2), last, np.int32))
            ids.append(np.array(encoding.ids, np.int32))
            bounds.append(np.array(encoding.offsets, np.int32) + start)
            last = end
    if not ids:
        nothing = np.zeros(0, np.int32)
        return nothing, nothing, nothing
    both = np.concatenate(bounds)
    return np.concatenate(ids), both[:, 0].copy(), both[:, 1].copy()


def _sentence_starts(text: str, lines: Sequence[Span]) -> NDArray[np.int32]:
    starts: list[int] = []
    for start, end in lines:
        starts.append(start)
        for first, last in _parts(text, start, end):
            for boundary in sentencex.get_sentence_boundaries("en", text[first:last])[1:]:
                starts.append(first + boundary["start_index"])
    return np.array(starts, np.int32)


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a very long line at white space: the time to find sentences can grow with the square of a line's length."""
    while end - start > _LONG_LINE:
        cut = text.rfind(" ", start + 1, start + _LONG_LINE)
        cut = start + _LONG_LINE if cut < 0 else cut
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def _words(text: str) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Return for each character the number of its word (-1: none) and the letter case of that word."""
    number = np.full(len(text), -1, np.int32)
    case = np.zeros(len(text), np.int8)
    for i, match in enumerate(_WORD.finditer(text)):
        number[match.start() : match.end()] = i
        case[match.start() : match.end()] = _case_of(match.group())
    return number, case


def _case_of(word: str) -> int:
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word.istitle() or (word[0].isupper() and word[1:].islower()):  # the latter for "Clinton’s"
        return 2
    return 4 if any(c.isalpha() for c in word) else 0


def _places(lines: Sequence[Span]) -> NDArray[np.int8]:
    places = np.full(max(len(lines), 1), 2, np.int8)
    headed = len(lines) > 1 and lines[0][1] - lines[0][0] <= HEADLINE_LENGTH
    places[0] = 0 if headed else 1
    if headed:
        places[1] = 1
    return places


def _openings(
    paragraph: NDArray[np.int32], sentence: NDArray[np.int32], separator: NDArray[np.bool_]
) -> NDArray[np.int8]:
    opens = np.zeros(len(paragraph), np.int8)
    if len(opens):
        opens[0] = 2
    opens[1:] = np.where(np.diff(paragraph) > 0, 2, np.where(np.diff(sentence) > 0, 1, 0))
    opens[separator] = 0
    return opens
