"""Asking one source, a feed, a list of feeds or a sitemap, for what is new, and writing that down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sayso.errors import FetchError
from sayso.ledger.rows import plain
from sayso.ledger.watching import Found, Watched, stamp
from sayso.sources.common import Failure
from sayso.sources.fetching.fetcher import Response
from sayso.sources.fetching.urls import host_named
from sayso.sources.lists.feeds import Feed, read_feed
from sayso.sources.lists.listings import Link, Listing, read_opml, read_sitemap
from sayso.sources.lists.markup import root_of
from sayso.watch.happenings import Happening, What
from sayso.watch.links import plain_link
from sayso.watch.tools import Tools

_DEEPEST = 3  # lists in lists: an index of indexes of sitemaps
_MOST_LISTED = 1000  # sources of one list


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a source had to say."""

    kind: str
    title: str | None
    links: tuple[Found, ...] = ()
    listed: tuple[tuple[str, str | None], ...] | None = None


def poll(source: Watched, tools: Tools) -> Happening | None:
    """Ask a source and write down what came of it; None where it was interrupted."""
    try:
        response = tools.fetcher.get(
            source.url, etag=source.etag, modified=source.last_modified, check=tools.robots.check
        )
        seen = None if response.status == 304 else _seen(response, source, tools)
    except FetchError as error:
        if error.status is None and tools.interrupted(host_named(source.url)):
            return None
        return _failed(source, tools, str(error), error.retry_after)
    except Exception as error:  # whatever it has in it that trips a parser up, the others must go on
        return _failed(source, tools, f"it could not be read ({type(error).__name__}): tell us")
    if isinstance(seen, Failure):
        return _failed(source, tools, seen.reason)
    values: dict[str, Any] = {
        "checked_at": tools.stamped(),
        "next_at": tools.stamped(tools.pace.source(0, response.retry_after, tools.rng)),
        "failures": 0,
        "reason": None,
    }
    if seen is None:
        with tools.writing:
            tools.journal.note_source(source, values, now=tools.clock())
        return Happening(What.ASKED, source.url, source.title, source=True)
    values |= {"kind": seen.kind, "title": seen.title or source.title}
    values |= {"etag": response.etag, "last_modified": response.modified}
    with tools.writing:
        new = tools.journal.note_source(source, values, seen.links, seen.listed, now=tools.clock())
    return Happening(What.ASKED, source.url, values["title"], links=new, source=True)


def _failed(source: Watched, tools: Tools, reason: str, retry_after: float | None = None) -> Happening:
    failures = source.failures + 1
    again = tools.later(tools.pace.source(failures, retry_after, tools.rng))
    values = {"failures": failures, "reason": plain(reason), "next_at": stamp(again)}
    with tools.writing:
        tools.journal.note_source(source, values, now=tools.clock())
    return Happening(What.FAILED, source.url, source.title, reason=reason, again=again, source=True)


def _seen(response: Response, source: Watched, tools: Tools) -> _Seen | Failure:
    """Tell by the bytes what kind of source it is, and read it."""
    data, where = response.body, source.url
    oldest = tools.clock() - timedelta(days=tools.pace.sitemap_days)
    root = root_of(data)
    if root == "opml":
        found = read_opml(data, where, response.url)
        return found if isinstance(found, Failure) else _of_listing("list", found, source, oldest)
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if root in ("urlset", "sitemapindex") or text.startswith((b"\x1f\x8b", b"http://", b"https://")):
        found = read_sitemap(data, where, response.url)
        return found if isinstance(found, Failure) else _of_listing("sitemap", found, source, oldest)
    feed = read_feed(data, where, response.url, charset=response.charset)
    return feed if isinstance(feed, Failure) else _Seen("feed", _told(feed.title), tuple(_links(feed)))


def _of_listing(kind: str, listing: Listing, source: Watched, oldest: datetime) -> _Seen:
    pages = [link for link in listing.pages if _is_young(link, oldest)]
    links = (_found(link.url, link.title, None, link.outlet, link.published, link.modified) for link in pages)
    listed: dict[str, str | None] = {}
    if source.depth < _DEEPEST:
        young = [link for link in (*listing.feeds, *listing.sitemaps) if _is_young(link, oldest)]
        young.sort(key=lambda link: link.modified or oldest, reverse=True)
        for link in young[:_MOST_LISTED]:
            if (plained := plain_link(link.url)) is not None:
                listed.setdefault(plained[0], _told(link.title))
    return _Seen(kind, _told(listing.title), tuple(_known(links)), tuple(listed.items()))


def _is_young(link: Link, oldest: datetime) -> bool:
    day = link.published or link.modified
    return day is None or day >= oldest


def _links(feed: Feed) -> Iterator[Found]:
    return _known(
        _found(entry.link, entry.title, entry.author, feed.title, entry.published, entry.modified)
        for entry in feed.entries
    )


def _known(links: Iterable[Found | None]) -> Iterator[Found]:
    return (link for link in links if link is not None)


def _found(
    url: str | None,
    title: str | None,
    author: str | None,
    outlet: str | None,
    published: datetime | None,
    modified: datetime | None,
) -> Found | None:
    link = plain_link(url)
    return Found(*link, _told(title), _told(author), _told(outlet), published, modified) if link else None


def _told(text: str | None) -> str | None:
    """Return a text as the journal can keep it."""
    return plain(text)[:500] if text else None
