"""The reader itself: articles in, readings out, one or many, in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sayso.article import Article
from sayso.reader.assembly import Draft, drafts, statements
from sayso.reader.decoding import Biases, find
from sayso.reader.encoding import CONTEXT, encode
from sayso.reader.language import is_english
from sayso.reader.model import Model, shipped_model
from sayso.reader.pieces import Pieces, pieces_of
from sayso.reader.speakers.reading import with_speakers
from sayso.reader.tags import REACH
from sayso.reader.times.reading import time_expressions
from sayso.statement import Reading

CHUNK = 6144
"""Pieces read together, so that windows of like length meet; a longer article is read in stretches of this size."""
_MARGIN = REACH + CONTEXT + 32
"""Pieces a stretch sees beyond its core on either side: enough for the roles of every cue in the core."""
_NOT_ENGLISH = "the text does not look like English, the one language this model reads; no statements were looked for"


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """A part of an article's pieces, with the part of it whose cues it answers for."""

    article: int
    pieces: Pieces
    core_first: int
    core_last: int


class Reader:
    """Reads articles into statements.

    Args:
        model: the folder of other weights than those that come with the package.
        threads: how many articles are read side by side; by default as many as there are processor cores.

    Raises:
        ModelError: the weights cannot be loaded.
    """

    def __init__(self, model: Path | None = None, *, threads: int | None = None) -> None:
        self._model = shipped_model() if model is None else Model(model)
        self._threads = threads or os.cpu_count() or 1
        self._biases = Biases(**self._model.card.get("biases", {}))

    def read(self, article: Article) -> Reading:
        """Read one article and return every statement it attributes to somebody."""
        return self._read_chunk([(article, self._pieces(article))])[0]

    def read_many(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Read articles as they come, several at once, and yield their readings in the same order.

        Articles are taken from the iterable only as fast as readings are taken from this one.
        """
        chunks = self._chunks(articles)
        if self._threads == 1:
            for chunk in chunks:
                yield from self._read_chunk(chunk)
            return
        with ThreadPoolExecutor(self._threads, thread_name_prefix="sayso") as pool:
            waiting: deque[Future[list[Reading]]] = deque()
            try:
                for chunk in chunks:
                    waiting.append(pool.submit(self._read_chunk, chunk))
                    if len(waiting) > self._threads:
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _pieces(self, article: Article) -> Pieces | None:
        return pieces_of(article.text, self._model.tokenizer) if is_english(article.text) else None

    def _chunks(self, articles: Iterable[Article]) -> Iterator[list[tuple[Article, Pieces | None]]]:
        chunk: list[tuple[Article, Pieces | None]] = []
        size = 0
        for article in articles:
            pieces = self._pieces(article)
            chunk.append((article, pieces))
            size += len(pieces) if pieces else 0
            if size >= CHUNK or len(chunk) >= CHUNK // 32:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk

    def _read_chunk(self, chunk: list[tuple[Article, Pieces | None]]) -> list[Reading]:
        drafted: list[list[Draft]] = [[] for _ in chunk]
        for group in _groups(stretch for n, (_, pieces) in enumerate(chunk) if pieces for stretch in _cut(n, pieces)):
            self._read_stretches(group, drafted)
        return [self._reading(*item, drafts) for item, drafts in zip(chunk, drafted, strict=True)]

    def _read_stretches(self, group: list[_Stretch], drafted: list[list[Draft]]) -> None:
        encoded = encode(self._model, [stretch.pieces for stretch in group])
        found = []
        for f in find(self._model, encoded, self._biases):
            stretch, row = group[f.cue.article], f.cue.first - int(encoded.starts[f.cue.article])
            if stretch.core_first <= row < stretch.core_last:
                found.append(f)
        for f, draft in zip(found, drafts(self._model, encoded, found), strict=True):
            drafted[group[f.cue.article].article].append(draft)

    def _reading(self, article: Article, pieces: Pieces | None, drafted: list[Draft]) -> Reading:
        if pieces is None:
            return Reading(article, (), self._model.name, "und", (_NOT_ENGLISH,))
        calibration = self._model.card.get("calibration", {})
        found = statements(pieces.text, pieces.quotes, drafted, calibration)
        given, speakers = with_speakers(pieces, found, self._model.speakers)
        times = time_expressions(pieces.text, article.published)
        return Reading(article, given, self._model.name, times=times, speakers=speakers)


def _cut(number: int, pieces: Pieces) -> Iterator[_Stretch]:
    """Cut a long article into stretches that overlap; most articles are one."""
    if len(pieces) <= 2 * CHUNK:
        yield _Stretch(number, pieces, 0, len(pieces))
        return
    for first in range(0, len(pieces), CHUNK):
        last = min(first + CHUNK, len(pieces))
        low = max(0, first - _MARGIN)
        part = pieces.stretch(low, min(len(pieces), last + _MARGIN))
        yield _Stretch(number, part, first - low, last - low)


def _groups(stretches: Iterable[_Stretch]) -> Iterator[list[_Stretch]]:
    """Gather stretches into groups small enough to hold in memory at once."""
    group: list[_Stretch] = []
    size = 0
    for stretch in stretches:
        if group and size + len(stretch.pieces) > 3 * CHUNK:
            yield group
            group, size = [], 0
        group.append(stretch)
        size += len(stretch.pieces)
    if group:
        yield group
