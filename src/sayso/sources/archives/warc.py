"""Web archives (WARC, as Common Crawl's news crawl has them): the articles among the pages that a crawler kept.

An archive comes in as a stream, compressed or not, and is read once from front to back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from sayso.article import Article
from sayso.errors import SourceError
from sayso.sources.archives.bounded import Source, inflated
from sayso.sources.archives.payload import plain_body
from sayso.sources.common import Facts, Failure
from sayso.sources.pages.extracting import Page, ReadPage, extract
from sayso.sources.pages.page import NO_EXTRA

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

PAGE_LIMIT = 8 * 2**20
"""Most bytes of one page. Common Crawl keeps 1 to 5 MiB of one; a parsed page takes ten times its size in memory."""

_HEAD = 64 * 2**10  # of a response; servers send a few hundred bytes
_HTML = ("text/html", "application/xhtml+xml")
_OK = 200
_TOO_LARGE = f"its page is larger than {PAGE_LIMIT // 2**20} MiB: no article is as long as that"
_CUT = "the archive is cut off here: what came before has been read, get the file again for the rest"
_DAMAGED = "the archive is damaged here: what came before has been read, get the file again for the rest"
_NO_ARCHIVE = "it is no web archive, or damaged from its start: get the file again"
_PART = "the archive kept only the beginning of its page"
_NO_EXTRA = "reading a web archive needs more than the core: pip install 'sayso[sources]'"
_STATUS = re.compile(rb"HTTP/[0-9.]{1,4} +([0-9]{3})[^\n]*\n", re.IGNORECASE)
_END = re.compile(rb"\r?\n\r?\n")
_FOLDED = re.compile(r"\r?\n[ \t]+")


@dataclass(slots=True)
class Tally:
    """What became of the records of an archive; counted up while it is read."""

    records: int = 0  # of whatever kind
    pages: int = 0  # that were HTML and came with status 200
    articles: int = 0
    without_article: int = 0  # pages in which there was none
    revisits: int = 0  # records that only say that a page had not changed since it was kept


def read_warc(
    stream: BinaryIO,
    where: str,
    facts: Facts,
    *,
    read_page: ReadPage | None = None,
    processes: int | None = None,
    tally: Tally | None = None,
) -> Iterator[Article | Failure]:
    """Yield the articles of a web archive as they are read.

    Taken are responses with status 200 and resources, where they are HTML; a `revisit` stands for a page that was
    kept before. A page without an article, such as a front page, is passed over and counted. The day on which a page
    was fetched is not taken for that of its publication.

    Args:
        stream: the archive, open for reading; it need not be seekable, and may be compressed.
        where: what to call it in failures.
        facts: what is known about all articles; each page fills in the rest.
        read_page: what makes an article of a page; without it, `sayso.sources.pages.page.read_page`.
        processes: how many processes to extract in, see `sayso.sources.pages.extracting.extract`.
        tally: where to count what became of the records.

    Yields:
        Articles; a `Failure` for a page that is too large or could not be read; one where the archive is cut off or
        damaged, after all that came before; and one for an archive in which there is no article at all.
    """
    tally = tally if tally is not None else Tally()
    failed = False
    for outcome in extract(_pages(stream, where, facts, tally), read_page, processes=processes):
        if isinstance(outcome, Failure):
            failed = True
            yield outcome
        elif isinstance(outcome.found, Article):
            tally.articles += 1
            yield outcome.found
        elif outcome.lost:
            failed = True
            yield outcome.found
        elif outcome.found.reason.startswith(NO_EXTRA):  # as it would be for every page
            yield Failure(where, None, outcome.found.reason)
            return
        else:
            tally.without_article += 1
    if not tally.articles and not failed:
        yield Failure(where, None, _why_nothing(tally))


def _pages(stream: BinaryIO, where: str, facts: Facts, tally: Tally) -> Iterator[Page | Failure]:
    """Yield the pages of an archive, and failures; the last one tells if it does not end as it should."""
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError:
        yield Failure(where, None, _NO_EXTRA)
        return
    source = Source(inflated(stream))
    try:
        for record in ArchiveIterator(source, parse_http=False, stream_detect=False):
            tally.records += 1
            page = _page(record, f"{where} record {tally.records}", facts, tally)
            if page is not None:
                yield page
        source.check()
    except (OSError, ValueError, SourceError) as error:
        yield _stopped(source, error, where, tally)


def _stopped(source: Source, error: Exception, where: str, tally: Tally) -> Failure:
    """Tell why an archive could not be read to its end."""
    place = f"{where} record {tally.records + 1}" if tally.records else where
    match source.error or error:
        case SourceError() as trouble:
            return Failure(place, None, str(trouble))
        case OSError() as trouble if trouble is source.error:
            return Failure(place, None, f"it cannot be read: {trouble.strerror or trouble}")
        case _:
            return Failure(place, None, _DAMAGED if tally.records else _NO_ARCHIVE)


def _page(record: WarcRecord, where: str, facts: Facts, tally: Tally) -> Page | Failure | None:
    """Return the page that a record holds; None where it holds none.

    Raises:
        SourceError: the archive ends within the record.
    """
    length = record.content_length
    head = b""
    response: _Response | None = None
    match str(record.record_type):
        case "response":
            head = _take(record, min(length, _HEAD))
            response = _response(head)
        case "resource":
            response = _Response(_OK, {"content-type": record.headers.get("Content-Type") or ""}, 0)
        case "revisit":
            tally.revisits += 1
    page: Page | Failure | None = None
    if response is not None and _is_page(response, record):
        tally.pages += 1
        if length <= PAGE_LIMIT + response.start:
            head += _take(record, length - len(head))
            page = _decoded(head[response.start :], response, record, where, facts)
        else:
            page = Failure(where, None, _TOO_LARGE)
    if len(head) + record.consume() < length or not _has_length(record):
        tally.records -= 1
        raise SourceError(_CUT)
    return page


def _take(record: WarcRecord, size: int) -> bytes:
    """Read so many bytes of a record, or as many as there are."""
    parts = []
    while size and (part := record.reader.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _has_length(record: WarcRecord) -> bool:
    """Tell whether a record says how long it is, as each must; one that is cut off before it does says nothing."""
    return (record.headers.get("Content-Length") or "").strip().isdecimal()


@dataclass(frozen=True, slots=True)
class _Response:
    """The head of an HTTP response."""

    status: int
    headers: dict[str, str]  # by their names in lower case; of several with one name, the first
    start: int  # where the body begins

    def get(self, name: str) -> str:
        return self.headers.get(name, "")


def _response(head: bytes) -> _Response | None:
    """Read the head of a response as leniently as browsers do; None where there is none."""
    status, end = _STATUS.match(head), _END.search(head)
    if status is None or end is None:
        return None
    lines = _FOLDED.sub(" ", head[status.end() : end.start()].decode("latin-1")).splitlines()
    headers: dict[str, str] = {}
    for name, colon, value in (line.partition(":") for line in lines):
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return _Response(int(status[1]), headers, end.end())


def _is_page(response: _Response, record: WarcRecord) -> bool:
    declared = response.get("content-type") or record.headers.get("WARC-Identified-Payload-Type") or _HTML[0]
    return response.status == _OK and declared.partition(";")[0].strip().lower() in _HTML


def _decoded(body: bytes, response: _Response, record: WarcRecord, where: str, facts: Facts) -> Page | Failure:
    try:
        data = plain_body(body, response.get("content-encoding"), response.get("transfer-encoding"), PAGE_LIMIT)
    except SourceError as error:
        return Failure(where, None, str(error))
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    if record.headers.get("WARC-Truncated"):
        facts = facts.or_else(Facts(warning=_PART))
    is_address = url.lower().startswith(("http://", "https://"))
    return Page(data, where, facts, url if is_address else None, response.get("content-type") or None)


def _why_nothing(tally: Tally) -> str:
    """Tell why an archive gave no article."""
    if not tally.records:
        return "there is no record in it: get the file again"
    if not tally.pages:
        return f"there is no web page among its records ({tally.records:,}): name an archive that holds HTML responses"
    return f"there is no article in any of its web pages ({tally.pages:,}): name an archive of news pages"
