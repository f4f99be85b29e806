"""Sources elsewhere: an address of the web, fetched here, and whatever fsspec opens, such as an object store."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from urllib.parse import urlsplit

from sayso.article import Article
from sayso.errors import FetchError
from sayso.sources.archives.bounded import compression_of
from sayso.sources.common import SIZE_LIMIT, Failure
from sayso.sources.folder import ARTICLES
from sayso.sources.kinds import HEAD, Kind, extension_of, kind_named, kind_of
from sayso.sources.opening import NO_EXTRA, Opener, why
from sayso.sources.pages.page import PAGE_LIMIT, read_page

if TYPE_CHECKING:
    from sayso.sources.fetching.fetcher import Limits, Response

_WEB = re.compile(r"https?://", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?:::|://)")
_LARGE = frozenset((Kind.WARC, Kind.CSV, Kind.JSONL, Kind.PARQUET, Kind.MBOX))
"""Kinds that are read as they come, however large they are."""
_DAY = 86_400.0  # seconds
_MOST = 2**40  # bytes
_TABLE = 4 * 2**30  # bytes of a table that is kept on disk while it is read
_WILD = re.compile(r"[*?\[]")
_NO_WEB = "an address of the web within another one is not opened: get the file, and name it"


def is_web(source: str) -> bool:
    """Tell whether a source is an address of the web."""
    return _WEB.match(source) is not None


def is_elsewhere(source: str) -> bool:
    """Tell whether a source is an address that fsspec may know: one with a scheme in front, unlike any path."""
    return _ELSEWHERE.match(source) is not None


def open_web(url: str, opener: Opener) -> Iterator[Article | Failure]:
    """Yield the articles of an address of the web: a page, or whatever else is there."""
    try:
        with opener.fetching().open(url, limits=_limits(url, opener)) as (response, stream):
            yield from _answered(url, response, stream, opener)
    except FetchError as error:
        yield Failure(url, None, str(error))
    except ImportError:
        yield Failure(url, None, NO_EXTRA)
    except (OSError, ValueError) as error:
        yield Failure(url, None, why(error))


def open_elsewhere(source: str, opener: Opener) -> Iterator[Article | Failure]:
    """Yield the articles of a file, of all that match a pattern, or of a folder, wherever fsspec finds it."""
    if _WEB.search(source):  # all that is fetched is fetched where addresses are checked
        yield Failure(source, None, _NO_WEB)
        return
    try:
        yield from _opened(source, opener)
    except ImportError as error:
        yield Failure(source, None, _needs(source, error))
    except Exception as error:  # each store has errors of its own, for a name, a password, a network
        told = why(error) if isinstance(error, OSError) else f"it cannot be opened: {_first_line(error)}"
        yield Failure(source, None, told)


def _answered(url: str, response: Response, stream: BinaryIO, opener: Opener) -> Iterator[Article | Failure]:
    buffered = cast(io.BufferedReader, stream)
    head = _peeked(buffered)
    name = urlsplit(response.url).path
    kind = kind_of(name, head, opener.columns)
    if kind is Kind.TEXT and (response.content_type or "").endswith(("html", "xhtml+xml")):
        kind = Kind.HTML
    if kind is Kind.HTML:
        data = head + buffered.read(PAGE_LIMIT + 1 - len(head))
        declared = response.headers.get("content-type")
        yield read_page(data, url, opener.facts, url=response.url, content_type=declared)
    elif kind is Kind.FEED and compression_of(head) is None:
        from sayso.sources.lists.following import follow

        data = head + buffered.read(SIZE_LIMIT + 1 - len(head))
        yield from follow(kind, data, url, opener, response.url, response.charset)
    elif kind is Kind.PARQUET:
        with tempfile.TemporaryFile() as kept:
            kept.write(head)
            _copy(buffered, kept)
            kept.seek(0)
            yield from opener.stream(cast(BinaryIO, kept), head, url, name, url=response.url)
    else:
        whole = io.BufferedReader(_Joined(head, buffered), HEAD)
        yield from opener.stream(whole, head, url, name, url=response.url)


def _limits(url: str, opener: Opener) -> Limits | None:
    """Return how much and how long a fetch may take, where the address names something large."""
    from dataclasses import replace

    if kind_named(urlsplit(url).path) not in _LARGE:
        return None
    return replace(opener.fetching().limits, received=_MOST, decoded=_MOST, total=_DAY)


def _peeked(stream: io.BufferedReader) -> bytes:
    head = b""
    while len(head) < HEAD and (more := stream.read1(HEAD - len(head))):
        head += more
    return head


def _copy(stream: BinaryIO, kept: Any) -> None:
    copied = 0
    while part := stream.read(2**20):
        copied += len(part)
        if copied > _TABLE:
            raise FetchError(f"it is larger than {_TABLE // 2**30} GiB: get the file, and name it", lasting=True)
        kept.write(part)


def _opened(source: str, opener: Opener) -> Iterator[Article | Failure]:
    import fsspec

    system, path = fsspec.core.url_to_fs(source)
    scheme = source[: source.rfind("://") + 3] if "::" not in source else ""
    if _WILD.search(path):
        names = sorted(system.glob(path))
    elif system.isdir(path):
        names = sorted(name for name in system.find(path) if extension_of(name) in ARTICLES)
    else:
        names = [path]
    if not names:
        yield Failure(source, None, "there is no file there that may hold articles: check the address")
    for name in names:
        where = source if name == path else f"{scheme}{name.removeprefix('/') if scheme != 'file://' else name}"
        try:
            with system.open(name, "rb") as stream:
                head = stream.read(HEAD)
                stream.seek(0)
                yield from opener.stream(stream, head, where, name)
        except OSError as error:
            yield Failure(where, None, why(error))


def _needs(source: str, error: ImportError) -> str:
    if (error.name or "").partition(".")[0] == "fsspec":
        return NO_EXTRA
    return f"opening {source.partition(':')[0]}:// addresses needs another package: {_first_line(error)}"


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0][:200].rstrip(".")


class _Joined(io.RawIOBase):
    """The first bytes of a stream, and the rest of it."""

    def __init__(self, head: bytes, stream: io.BufferedReader) -> None:
        super().__init__()
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what io calls it with
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = self._stream.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)
