"""What feeds, lists of feeds and sitemaps refer to: their links are fetched one by one, as articles are asked for.

One bad link is one failure. Nothing is followed further than a feed's articles and a sitemap's sitemaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from urllib.parse import urlsplit

from sayso.article import Article
from sayso.errors import FetchError
from sayso.sources.common import Facts, Failure
from sayso.sources.kinds import Kind, kind_of
from sayso.sources.lists.feeds import Entry, read_feed
from sayso.sources.lists.listings import Link, read_opml, read_sitemap
from sayso.sources.opening import Opener
from sayso.sources.pages.page import read_page

_DEPTH = 3  # sitemaps within sitemaps; lists of feeds in each other
_RECEIVED = 16 * 2**20  # bytes of a page with all that surrounds its article
_FULL = 100  # words of a feed's entry that are the article itself
_NO_LINK = "it has no address, nor the whole article: leave it out"
_NONE = "there is no article in it: check the address"


@dataclass(frozen=True, slots=True)
class _Item:
    """One article that something refers to, and what is said of it there."""

    url: str | None
    facts: Facts
    content: str | None = None  # HTML, where the article itself is there


def follow(
    kind: Kind, data: bytes, where: str, opener: Opener, url: str | None, charset: str | None = None
) -> Iterator[Article | Failure]:
    """Yield the articles that a feed, a list of feeds or a sitemap refers to.

    Args:
        kind: which of these it is.
        data: all its bytes.
        where: what to call it in failures.
        opener: fetches what it refers to.
        url: where it was fetched; relative links are resolved against it.
        charset: the encoding that came with it, apart from what it says itself.

    Raises:
        ImportError: a library is missing.
    """
    seen: set[str] = set()
    found = False
    for item in _items(kind, data, where, opener, url, charset, _DEPTH):
        if isinstance(item, _Item):
            if item.url is not None and item.url in seen:
                continue
            seen.add(item.url or "")
            found = True
            yield _article(item, where, opener)
        else:
            found = True
            yield item
    if not found:
        yield Failure(where, None, _NONE)


def _items(
    kind: Kind, data: bytes, where: str, opener: Opener, url: str | None, charset: str | None, depth: int
) -> Iterator[_Item | Failure]:
    match kind:
        case Kind.FEED:
            feed = read_feed(data, where, url, charset=charset)
            if isinstance(feed, Failure):
                yield feed
                return
            yield from (_entry_item(entry, feed.title, feed.language) for entry in feed.entries)
        case _:
            listing = read_opml(data, where, url) if kind is Kind.OPML else read_sitemap(data, where, url)
            if isinstance(listing, Failure):
                yield listing
                return
            yield from (_link_item(link) for link in listing.pages)
            for link in (*listing.feeds, *listing.sitemaps):
                yield from _nested(link.url, opener, depth - 1)


def _nested(url: str, opener: Opener, depth: int) -> Iterator[_Item | Failure]:
    """Yield what a feed or sitemap refers to that stands in a list itself."""
    if depth < 1:
        yield Failure(url, None, "it is a list in a list in a list: name it itself")
        return
    try:
        response = opener.fetching().get(url)
    except FetchError as error:
        yield Failure(url, None, str(error))
        return
    kind = kind_of(urlsplit(response.url).path, response.body)
    if kind is Kind.HTML:
        kind = Kind.FEED  # which tells what it is instead
    elif kind not in (Kind.FEED, Kind.OPML):
        kind = Kind.SITEMAP
    yield from _items(kind, response.body, url, opener, response.url, response.charset, depth)


def _article(item: _Item, where: str, opener: Opener) -> Article | Failure:
    """Return the article behind a link, or the one that the feed itself has where there is none."""
    found: Article | Failure
    if item.url is None:
        found = Failure(where, None, _NO_LINK)
    else:
        try:
            found = _fetched(item.url, opener)
        except FetchError as error:
            found = Failure(item.url, None, str(error))
    if isinstance(found, Failure) and item.content and len(item.content.split()) >= _FULL:
        title = escape(item.facts.title or "")
        page = f"<html><head><title>{title}</title></head><body><article>{item.content}</article></body></html>"
        own = read_page(page.encode("utf-8", "replace"), found.where, opener.facts.or_else(item.facts))
        found = own if isinstance(own, Article) else found
    return _with(found, item.facts) if isinstance(found, Article) else found


def _fetched(url: str, opener: Opener) -> Article | Failure:
    fetcher = opener.fetching()
    limits = replace(fetcher.limits, received=min(fetcher.limits.received, _RECEIVED))
    response = fetcher.get(url, limits=limits)
    kind = response.headers.get("content-type")
    return read_page(response.body, url, opener.facts, url=response.url, content_type=kind)


def _with(article: Article, facts: Facts) -> Article:
    """Return an article with what was said of it where its page says nothing."""
    return replace(
        article,
        outlet=article.outlet or facts.outlet,
        published=article.published or facts.published,
        title=article.title or facts.title,
        url=article.url or facts.url,
        author=article.author or facts.author,
        modified=article.modified or facts.modified,
        language=article.language or facts.language,
    )


def _entry_item(entry: Entry, outlet: str | None, language: str | None) -> _Item:
    facts = Facts(
        outlet=outlet,
        published=_day(entry.published or entry.modified),
        title=entry.title,
        url=entry.link,
        author=entry.author,
        modified=_day(entry.modified),
        language=language,
    )
    return _Item(entry.link, facts, entry.content or entry.summary)


def _link_item(link: Link) -> _Item:
    facts = Facts(
        outlet=link.outlet,
        published=_day(link.published),
        title=link.title,
        url=link.url,
        modified=_day(link.modified),
        language=link.language,
    )
    return _Item(link.url, facts)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
