"""From a stream of any kind to its articles: it is told what it is, inflated, and handed to what reads that kind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from sayso.article import Article
from sayso.errors import SourceError, TextError
from sayso.sources.archives.bounded import Ahead, Source, compression_of, inflated
from sayso.sources.common import SIZE_LIMIT, TOO_LARGE, Facts, Failure
from sayso.sources.decoding import check_is_utf8_text
from sayso.sources.folder import files_in
from sayso.sources.kinds import HEAD, Kind, extension_of, is_record, kind_of, stem_of
from sayso.sources.pages.page import PAGE_LIMIT
from sayso.sources.tables.columns import Columns
from sayso.sources.tables.records import numbered_lines, read_records
from sayso.sources.text import read_text

if TYPE_CHECKING:
    from sayso.sources.fetching.fetcher import Fetcher

STANDARD_INPUT = "standard input"
NO_EXTRA = "reading it needs more than the core: pip install 'sayso[sources]'"

_FIRST = 4096  # bytes of a compressed stream that show what is in it
_NO_LINES = 'it is JSON, but not an object a line: write {"text": …} on each line'

Found = Iterator[Article | Failure]


@dataclass(slots=True)
class Opener:
    """Opens sources, and what they refer to."""

    facts: Facts
    columns: Columns = field(default_factory=Columns)
    allow_private: bool = False
    fetcher: Fetcher | None = None  # made when it is first needed

    def fetching(self) -> Fetcher:
        """Return what fetches over HTTP.

        Raises:
            ImportError: urllib3 is missing.
        """
        if self.fetcher is None:
            from sayso.sources.fetching.fetcher import Fetcher

            self.fetcher = Fetcher(allow_private=self.allow_private)
        return self.fetcher

    def path(self, path: Path) -> Found:
        """Yield the articles of a file or a folder.

        Raises:
            OSError, ValueError: it cannot be opened.
        """
        if not path.is_dir():
            yield from self.file(path)
            return
        found = False
        for item in files_in(path):
            found = True
            if isinstance(item, OSError):
                yield Failure(str(item.filename), None, why(item))
                continue
            try:
                yield from self.file(item, item.relative_to(path.parent).parent.as_posix())
            except (OSError, ValueError) as error:
                yield Failure(str(item), None, why(error))
        if not found:
            yield Failure(str(path), None, "there is no file in this folder that may hold articles: name another one")

    def file(self, path: Path, folder: str = "") -> Found:
        """Yield the articles of a file.

        Args:
            folder: that it was found in, which goes before its name in an article's id: files of two folders may have
                the same name.

        Raises:
            OSError, ValueError: it cannot be opened, or not be read on.
        """
        with path.open("rb", buffering=HEAD) as stream:
            head = cast(io.BufferedReader, stream).peek(HEAD)[:HEAD]
            yield from self.stream(stream, head, str(path), path.name, path=path, folder=folder)

    def standard_input(self, stream: BinaryIO) -> Found:
        """Yield the articles of a stream that may be typed as it is read.

        Raises:
            OSError, ValueError: it cannot be read.
        """
        head = _typed_head(stream, self.columns)
        whole = io.BufferedReader(Ahead(Source(stream, head)), HEAD)
        yield from self.stream(whole, head, STANDARD_INPUT, "")

    def stream(
        self,
        stream: BinaryIO,
        head: bytes,
        where: str,
        name: str,
        *,
        url: str | None = None,
        path: Path | None = None,
        folder: str = "",
    ) -> Found:
        """Yield the articles of a stream.

        Args:
            stream: bytes, open for reading.
            head: its first bytes, which have not been taken from it.
            where: what to call it in failures.
            name: its file name, or the path of its address.
            url: where it was fetched, if it was.
            path: where it lies, if it is a file.
            folder: that it was found in.

        Raises:
            OSError, ValueError: it cannot be read on.
        """
        kind = kind_of(name, _inflated_head(head), self.columns)
        try:
            id = "" if where == STANDARD_INPUT or url else "/".join(filter(None, (folder, stem_of(name))))
            yield from self._of_kind(kind, stream, head, where, name, id, url=url, path=path)
        except SourceError as error:
            yield Failure(where, None, str(error))
        except ImportError as error:
            yield Failure(where, None, f"{NO_EXTRA} ({error})")

    def _of_kind(
        self,
        kind: Kind,
        stream: BinaryIO,
        head: bytes,
        where: str,
        name: str,
        id: str,
        *,
        url: str | None,
        path: Path | None,
    ) -> Found:
        compressed = compression_of(head) is not None
        match kind:
            case Kind.WARC:
                from sayso.sources.archives.warc import read_warc

                yield from read_warc(stream, where, self.facts)
            case Kind.CSV:
                from sayso.sources.tables.files import read_csv

                yield from read_csv(stream, where, self.facts, self.columns)
            case Kind.PARQUET:
                from sayso.sources.tables.files import read_parquet

                yield from read_parquet(_seekable(stream, path, compressed), where, self.facts, self.columns)
            case Kind.MBOX | Kind.EML:
                from sayso.sources.mail.messages import read_mail

                yield from read_mail(stream, where, self.facts)
            case Kind.JSONL:
                yield from self._records(inflated(stream) if compressed else stream, where)
            case Kind.TEXT:
                plain = inflated(stream) if compressed else stream
                yield self._text(plain, head, where, name, id)
            case _:
                most = PAGE_LIMIT if kind is Kind.HTML else SIZE_LIMIT
                data = (inflated(stream) if compressed else stream).read(most + 1)
                yield from self._whole(kind, data, where, id, url)

    def _whole(self, kind: Kind, data: bytes, where: str, id: str, url: str | None) -> Found:
        """Yield the articles of what is read whole before anything is told of it."""
        if len(data) > SIZE_LIMIT:
            yield Failure(where, None, TOO_LARGE)
        elif kind is Kind.HTML:
            from sayso.sources.pages.page import read_page

            yield read_page(data, where, self.facts, url=url, id=id)
        elif kind is Kind.PDF:
            from sayso.sources.pdf.document import read_pdf

            yield read_pdf(data, where, self.facts, id)
        else:
            from sayso.sources.lists.following import follow

            yield from follow(kind, data, where, self, url)

    def _records(self, stream: BinaryIO, where: str) -> Found:
        head = stream.peek(_FIRST) if isinstance(stream, io.BufferedReader) else b""
        try:  # one failure for what is no text at all, rather than one a line
            check_is_utf8_text(head, "it")
        except TextError as error:
            yield Failure(where, None, str(error))
            return
        yield from read_records(numbered_lines(stream), where, self.facts, self.columns)

    def _text(self, stream: BinaryIO, head: bytes, where: str, name: str, id: str) -> Article | Failure:
        if extension_of(name) == ".json" and head.lstrip()[:1] in (b"{", b"["):
            return Failure(where, None, _NO_LINES)
        return read_text(stream, where, self.facts, id=id)


def why(error: OSError | ValueError) -> str:
    """Return what to tell of an error of the system's."""
    match error:
        case FileNotFoundError():
            return "there is no such file: check the path"
        case PermissionError():
            return "it may not be read: ask for permission to"
        case OSError():
            return f"it cannot be read: {error.strerror or error}"
        case _:
            return f"it cannot be read: {error}"


def _inflated_head(head: bytes) -> bytes:
    """Return the first plain bytes of a stream that may be compressed, as far as they can be had."""
    if compression_of(head) is None:
        return head
    stream = inflated(io.BytesIO(head), most=HEAD)
    plain = b""
    try:
        while len(plain) < HEAD and (more := stream.read1(_FIRST)):
            plain += more
    except (SourceError, OSError, ValueError):  # it is cut off here, and may be damaged: whoever reads it tells
        pass
    return plain


def _typed_head(stream: BinaryIO, columns: Columns) -> bytes:
    """Return the first bytes of a stream, no more than are needed to tell that it is one of records."""
    take = getattr(stream, "read1", stream.read)
    head = b""
    while len(head) < HEAD and (more := take(HEAD - len(head))):
        head += more
        first, end, _ = head.lstrip().partition(b"\n")
        if end and is_record(first, columns):
            break
    return head


def _seekable(stream: BinaryIO, path: Path | None, compressed: bool) -> Path | BinaryIO:
    return stream if compressed or path is None else path
