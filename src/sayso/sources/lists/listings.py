"""Lists of links: OPML (lists of feeds) and sitemaps, with their indexes, news titles and dates; nothing is fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urljoin

from sayso.errors import SourceError
from sayso.sources.archives.bounded import inflated
from sayso.sources.common import SIZE_LIMIT, Failure
from sayso.sources.lists.markup import CROWDED, ENTITIES, declares_entities, is_crowded, root_of

MOST = 50_000
"""Links of one list that are taken, the first ones: as many as a sitemap may have."""
_LONGEST = 2048  # characters of a link
_MISSING = "it needs more than the core: pip install 'sayso[sources]'"
_MOST_ELEMENTS = 2_000_000  # of one document; each takes memory until it ends
_ASIDE = re.compile(r"sitemap-(?:image|video)")  # the namespaces of what a page shows besides
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$|\d{4}-\d{2}$|\d{4}$")


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a list."""

    url: str
    title: str | None = None
    published: datetime | None = None  # UTC
    modified: datetime | None = None  # UTC
    outlet: str | None = None  # as a news sitemap names it
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of links, each kind in the list's own order."""

    title: str | None = None
    pages: tuple[Link, ...] = ()
    feeds: tuple[Link, ...] = ()
    sitemaps: tuple[Link, ...] = ()


def read_opml(data: bytes, where: str, url: str | None = None) -> Listing | Failure:
    """Read a list of feeds.

    Args:
        data: all its bytes.
        where: what to call it in a failure.
        url: where it was fetched from; relative links are resolved against it.

    Returns:
        The feeds, without those that stand in it twice, or why there are none.
    """
    try:
        title: str | None = None
        feeds: dict[str, Link] = {}
        for element in _elements(data, "opml", "a list of feeds"):
            name = _name(element)
            if name == "title" and title is None:
                title = _text(element)
            elif name == "outline":
                values = {str(key).lower(): str(value) for key, value in element.attrib.items()}
                link = _link(values.get("xmlurl"), url)
                if link and len(feeds) < MOST:
                    feeds.setdefault(link, Link(link, values.get("title") or values.get("text") or None))
        return Listing(title, feeds=tuple(feeds.values()))
    except SourceError as error:
        return Failure(where, None, str(error))


def read_sitemap(data: bytes, where: str, url: str | None = None) -> Listing | Failure:
    """Read a sitemap, or an index of sitemaps; XML or plain text with a URL a line, compressed with gzip or not.

    Args:
        data: all its bytes.
        where: what to call it in a failure.
        url: where it was fetched from; relative links are resolved against it.

    Returns:
        Its pages or sitemaps, without those that stand in it twice, or why there are none.
    """
    try:
        data = _whole(data)
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"http://", b"https://")):
            lines = data.decode("utf-8-sig", "replace").split()[:MOST]
            links = dict.fromkeys(link for line in lines if (link := _link(line, url)))
            return Listing(pages=tuple(map(Link, links)))
        index = root_of(data) == "sitemapindex"
        found: dict[str, Link] = {}
        for element in _elements(data, "sitemapindex" if index else "urlset", "a sitemap"):
            if _name(element) == ("sitemap" if index else "url"):
                item = _item(element, url)
                if item and len(found) < MOST:
                    found.setdefault(item.url, item)
                _forget(element)
        links_found = tuple(found.values())
        return Listing(sitemaps=links_found) if index else Listing(pages=links_found)
    except SourceError as error:
        return Failure(where, None, str(error))


def moment(text: str | None) -> datetime | None:
    """Return a W3C date, as sitemaps have it, in UTC; None for what is none. A day stands for its beginning."""
    if not text or not (text := text.strip()[:40]):
        return None
    try:
        if _DAY.match(text):
            whole = {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)
            return datetime.combine(date.fromisoformat(whole), time(), UTC)
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _whole(data: bytes) -> bytes:
    """Return data inflated, where it is compressed."""
    if len(data) > SIZE_LIMIT:
        raise SourceError(f"it is larger than {SIZE_LIMIT // 2**20} MiB: a sitemap must have less than 50 MB")
    if not data.strip():
        raise SourceError("it is empty: there is no sitemap in it")
    return inflated(io.BytesIO(data), most=SIZE_LIMIT).read() if data.startswith(b"\x1f\x8b") else data


def _elements(data: bytes, root: str, what: str) -> Iterator[Any]:
    """Yield the elements of a document as they end: no entities, no network, nothing deeper than parsers allow.

    Raises:
        SourceError: it is another kind of document, hostile, or broken before its first element.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise SourceError(_MISSING) from error
    if len(data) > SIZE_LIMIT:
        raise SourceError(f"it is larger than {SIZE_LIMIT // 2**20} MiB: cut it into smaller ones")
    if root_of(data) != root:
        raise SourceError(f"it is not {what}: check the address")
    if declares_entities(data):
        raise SourceError(ENTITIES)
    if is_crowded(data):
        raise SourceError(CROWDED)
    parsing = etree.iterparse(
        io.BytesIO(data), events=("end",), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for number, (_, element) in enumerate(parsing):
            if number > _MOST_ELEMENTS:
                raise SourceError(f"it has more than {_MOST_ELEMENTS:,} elements: cut it into smaller ones")
            yield element
    except etree.XMLSyntaxError as error:
        told = " ".join(str(error).split())[:200]
        raise SourceError(f"it is no well-formed XML ({told}): tell whoever runs it") from error


def _item(element: Any, url: str | None) -> Link | None:
    """Return what one entry of a sitemap says; its children are few."""
    values: dict[str, str | None] = {}
    for child in element.iter():
        if not _ASIDE.search(str(child.tag)):
            values.setdefault(_name(child), _text(child))
    link = _link(values.get("loc"), url)
    if link is None:
        return None
    return Link(
        link,
        values.get("title"),
        moment(values.get("publication_date")),
        moment(values.get("lastmod")),
        values.get("name"),
        values.get("language"),
    )


def _forget(element: Any) -> None:
    """Let go of an element that has been read, and of those before it."""
    element.clear()
    while (before := element.getprevious()) is not None:
        element.getparent().remove(before)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _text(element: Any) -> str | None:
    return " ".join((element.text or "").split())[:_LONGEST] or None


def _link(text: str | None, url: str | None) -> str | None:
    if not text or not text.strip() or len(text) > _LONGEST:
        return None
    try:
        return urljoin(url or "", text.strip())
    except ValueError:  # brackets that are no IPv6 address
        return None
