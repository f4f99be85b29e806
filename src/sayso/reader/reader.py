"""The reader itself: articles in, readings out, one or many, in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sayso.article import Article, Span
from sayso.reader.assembly import Draft, drafts, statements
from sayso.reader.decoding import Biases, find
from sayso.reader.encoding import CONTEXT, encode
from sayso.reader.language import is_english, language_of
from sayso.reader.made.reading import with_made
from sayso.reader.made.scene import Scene
from sayso.reader.model import Floats, Model, shipped_model
from sayso.reader.pieces import Pieces, pieces_of
from sayso.reader.processes import Crew
from sayso.reader.speakers.contexts import LONGEST, Rows, marked
from sayso.reader.speakers.names import Names
from sayso.reader.speakers.reading import with_speakers
from sayso.reader.tags import REACH
from sayso.reader.times.reading import time_expressions
from sayso.statement import Reading

CHUNK = 6144
"""Pieces read together, so that windows of like length meet; a longer article is read in stretches of this size."""
_MARGIN = REACH + CONTEXT + 32
"""Pieces a stretch sees beyond its core on either side: enough for the roles of every cue in the core."""
_PIECE = 4  # characters, more or less
MANY = 6
"""Chunks a thread that are read before processes are begun: three seconds' reading, against one to get ready."""
MOST = 6
"""Processes at most, beside one thread that reads here: each has its own weights in memory."""
NOT_ENGLISH = "the text does not look like English, the one language this model reads; no statements were looked for"


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """A part of an article's pieces, with the part of it whose cues it answers for."""

    work: _Work
    first: int  # its first piece among the article's
    pieces: Pieces
    core_first: int
    core_last: int


@dataclass(slots=True, eq=False)
class _Work:
    """An article on its way through the reader."""

    article: Article
    pieces: Pieces | None  # None where its language is not read
    names: Names | None
    drafted: list[Draft] = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)


class Reader:
    """Reads articles into statements.

    Args:
        model: the folder of other weights than those that come with the package.
        threads: how many articles are read side by side; by default as many as there are processor cores.

    Raises:
        ModelError: the weights cannot be loaded.
    """

    def __init__(self, model: Path | None = None, *, threads: int | None = None) -> None:
        self._folder = model
        self._model = shipped_model() if model is None else Model(model)
        self._threads = threads or os.cpu_count() or 1
        self._biases = Biases(**self._model.card.get("biases", {}))

    def read(self, article: Article) -> Reading:
        """Read one article and return every statement it attributes to somebody."""
        return self._read_chunk([article])[0]

    def read_many(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Read articles as they come, several at once, and yield their readings in the same order.

        Articles are taken from the iterable only as fast as readings are taken from this one. Where there are many,
        processes of their own take over from the threads.
        """
        chunks = _chunks(articles)
        if self._threads == 1:
            for chunk in chunks:
                yield from self._read_chunk(chunk)
            return
        crew = Crew(self._folder)
        with ThreadPoolExecutor(self._threads, thread_name_prefix="sayso") as pool:
            waiting: deque[Future[list[Reading]]] = deque()
            try:
                for number, chunk in enumerate(chunks):
                    if number == MANY * self._threads:
                        crew.begin(min(self._threads - 1, MOST))
                    waiting.append(pool.submit(crew.read, chunk, self._read_chunk))
                    if len(waiting) > self._threads:
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                crew.end()

    def _begin(self, article: Article) -> _Work:
        if not is_english(article.text):
            return _Work(article, None, None)
        pieces = pieces_of(article.text, self._model.tokenizer)
        return _Work(article, pieces, Names.of(pieces.text))

    def _read_chunk(self, chunk: list[Article]) -> list[Reading]:
        begun = [self._begin(article) for article in chunk]
        for group in _groups(stretch for work in begun for stretch in _cut(work)):
            self._read_stretches(group)
        return [self._reading(work) for work in begun]

    def _read_stretches(self, group: list[_Stretch]) -> None:
        encoded = encode(self._model, [stretch.pieces for stretch in group])
        found = []
        for f in find(self._model, encoded, self._biases):
            stretch, row = group[f.cue.article], f.cue.first - int(encoded.starts[f.cue.article])
            if stretch.core_first <= row < stretch.core_last:
                found.append(f)
        drafted: list[list[Draft]] = [[] for _ in group]
        for f, draft in zip(found, drafts(self._model, encoded, found), strict=True):
            drafted[f.cue.article].append(draft)
        for n, stretch in enumerate(group):
            stretch.work.drafted += drafted[n]
            _keep_rows(stretch, drafted[n], encoded.features.rest[encoded.starts[n] : encoded.starts[n + 1]])

    def _reading(self, work: _Work) -> Reading:
        article, pieces = work.article, work.pieces
        warnings = (article.warning,) if article.warning else ()
        if pieces is None or work.names is None:
            return Reading(article, (), self._model.name, language_of(article.text) or "und", (NOT_ENGLISH, *warnings))
        calibration = self._model.card.get("calibration", {})
        found = statements(pieces.text, pieces.quotes, work.drafted, calibration)
        given, speakers, mentions = with_speakers(pieces, found, work.names, self._model, work.rows)
        times = time_expressions(pieces.text, article.published)
        given = with_made(Scene(pieces, given, times, article.published), given, self._model)
        return Reading(
            article, given, self._model.name, warnings=warnings, times=times, speakers=speakers, mentions=mentions
        )


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += len(article.text)
        if size >= CHUNK * _PIECE or len(chunk) >= CHUNK // 32:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _cut(work: _Work) -> Iterator[_Stretch]:
    """Cut a long article into stretches that overlap; most articles are one."""
    pieces = work.pieces
    if not pieces:
        return
    if len(pieces) <= 2 * CHUNK:
        yield _Stretch(work, 0, pieces, 0, len(pieces))
        return
    for first in range(0, len(pieces), CHUNK):
        last = min(first + CHUNK, len(pieces))
        low = max(0, first - _MARGIN)
        part = pieces.stretch(low, min(len(pieces), last + _MARGIN))
        yield _Stretch(work, low, part, first - low, last - low)


def _keep_rows(stretch: _Stretch, drafted: Sequence[Draft], features: Floats) -> None:
    """Keep what the encoder says of the names and the sources of a stretch."""
    work = stretch.work
    if work.pieces is None or work.names is None or len(work.pieces) > LONGEST:
        return
    spans = [Span(*span) for span in work.names.spans] + [span for draft in drafted for span in draft.source[:1]]
    work.rows.keep(stretch.first, features, marked(work.pieces, spans))


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
