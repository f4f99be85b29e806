"""Feeds, RSS and Atom of all versions: bytes go in, a feed's entries come out, with links, titles and dates."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

from sayso.sources.common import Failure
from sayso.sources.decoding import unescaped
from sayso.sources.lists.markup import (
    CROWDED,
    ENTITIES,
    declares_entities,
    is_crowded,
    is_hidden,
    root_of,
    with_short_references,
)

SIZE = 16 * 2**20
"""Most bytes of one feed."""
MOST = 10_000
"""Entries of one feed that are taken, the first ones."""
_MOST_TAGS = 1_000_000  # of one feed; the parser takes a second for each hundred thousand
_GUESSED = 2**20  # bytes of a feed that is no well-formed XML, up to which its meaning is guessed
_ROOTS = ("rss", "rdf", "feed", "channel")
_LONGEST = 20_000  # characters of a title or name, with its markup
_TAG = re.compile(r"<[^<>]{1,2000}>")
_ALTERNATE = re.compile(rb"<link\b[^<>]{1,500}application/(?:rss|atom)\+xml[^<>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(rb"href\s*=\s*[\"']?([^\"'<>\s]{1,500})", re.IGNORECASE)
_MISSING = "it needs more than the core: pip install 'sayso[sources]'"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    link: str | None  # absolute where the feed's own URL is known
    title: str | None
    author: str | None
    published: datetime | None  # UTC
    modified: datetime | None  # UTC
    summary: str | None  # HTML
    content: str | None  # HTML, where the feed has the whole article


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries, in its own order."""

    title: str | None
    link: str | None  # the site that it belongs to
    language: str | None
    entries: tuple[Entry, ...]


def read_feed(data: bytes, where: str, url: str | None = None, *, charset: str | None = None) -> Feed | Failure:
    """Read a feed.

    Args:
        data: all its bytes.
        where: what to call it in a failure.
        url: where it was fetched from; relative links are resolved against it.
        charset: the encoding that came with it, apart from what it says itself.

    Returns:
        The feed, or why there is none. Markup is not cleaned: it is not meant to be shown.
    """
    reason = _refused(data, url, charset)
    if reason is not None:
        return Failure(where, None, reason)
    try:
        import feedparser
    except ImportError:
        return Failure(where, None, _MISSING)
    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    try:
        found = feedparser.parse(
            io.BytesIO(with_short_references(data)),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        about, entries = found.get("feed", {}), found.get("entries", [])
        if not found.get("version") and not entries:
            return Failure(where, None, "it is no feed that can be read: check the address")
        return Feed(
            _plain(about.get("title")),
            _joined(url, about.get("link")),
            _plain(about.get("language")),
            tuple(_entry(entry, url) for entry in entries[:MOST]),
        )
    except Exception as error:  # the parser guesses at whatever it is given, and some of that trips it up
        return Failure(where, None, f"it is no feed that can be read ({type(error).__name__}): check the address")


def _refused(data: bytes, url: str | None, charset: str | None) -> str | None:
    """Tell why data is not even looked at by the parser."""
    if len(data) > SIZE:
        return f"it is larger than {SIZE // 2**20} MiB: no feed is as large as that"
    if not data.strip():
        return "it is empty: there is no feed in it"
    root = root_of(data)
    if root == "html":
        found = _ALTERNATE.search(data[: 2**18])
        link = _HREF.search(found[0]) if found else None
        if link:
            return f"it is a web page, and its feed is {_joined(url, link[1].decode('utf-8', 'replace'))}: name that"
        return "it is a web page and no feed: name the address of its feed"
    if root not in _ROOTS:
        return "it is no feed: check the address"
    if declares_entities(data) or is_hidden(data, charset):
        return ENTITIES
    if is_crowded(data):
        return CROWDED
    if data.count(b"<") > _MOST_TAGS:
        return f"it has more than {_MOST_TAGS:,} tags: no feed is as large as that"
    if len(data) > _GUESSED and (trouble := _ill_formed(data)):
        return f"it is no well-formed XML ({trouble}), and too large to guess at: tell whoever runs it"
    return None


def _ill_formed(data: bytes) -> str | None:
    """Tell what is wrong with a document."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # an encoding that nobody knows
        return str(error)
    return None


def _entry(entry: Mapping[str, Any], url: str | None) -> Entry:
    link = entry.get("link") or (entry.get("id") if _is_url(entry.get("id")) else None)
    contents = [part.get("value") for part in entry.get("content", []) if "html" in str(part.get("type", "html"))]
    return Entry(
        link=_joined(url, link),
        title=_plain(entry.get("title")),
        author=_plain(entry.get("author")),
        published=_time(entry.get("published_parsed")),
        modified=_time(entry.get("updated_parsed") if "updated" in entry else None),
        summary=entry.get("summary") or None,
        content=max((text for text in contents if text), key=len, default=None),
    )


def _is_url(id: object) -> bool:
    return isinstance(id, str) and id.startswith(("http://", "https://"))


def _joined(url: str | None, link: object) -> str | None:
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        return urljoin(url or "", link.strip())
    except ValueError:  # brackets that are no IPv6 address
        return None


def _plain(text: object) -> str | None:
    """Return a title without the markup that some feeds have in it."""
    if not isinstance(text, str):
        return None
    return " ".join(unescaped(_TAG.sub("", text[:_LONGEST])).split())[:1000] or None


def _time(parsed: Any) -> datetime | None:
    """Return a time as the parser has it, in UTC; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None
