"""What a page tells of its article: title, author, outlet, address, days and language, as it declares them.

Structured data (JSON-LD) comes first, then what is meant for search engines and social networks, then what stands on
the page for everybody to see.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from sayso.sources.common import Facts
from sayso.sources.tables.days import day_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST_JSON = 2**20
_MOST_NODES = 2000
_LONGEST = 300  # characters of a title or a name
_EARLIEST = date(1850, 1, 1)

_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "headline",
    "title",
)
_OUTLETS = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "apple-mobile-web-app-title",
)
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
)
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "article:published",
)
_MODIFIED = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "article.updated",
    "article:modified",
)
_ARTICLES = re.compile(r"(?:\w*article|\w*blogposting|reportage\w*|report|\w*newsarticle)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_BY = re.compile(r"^\s*(?:(?:written|story|words|reported|posted|analysis|opinion|report)\s+)?by[:\s]+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w’'.-]*(?:,? (?:and |& |de |van |von |bin |al-|del |da )*[^\W\d_][\w’'.-]*){1,9}")
_BYLINES = (
    "//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author' and not(*)] | //a[@rel='author'] | "
    "//*[self::p or self::span or self::div or self::a or self::address][re:test(@class, "
    "'(?:^|[\\s_-])(?:by-?line|author-?name|article-?author|post-?author|story-?author)(?:$|[\\s_-])', 'i')]"
)
_REGULAR = {"re": "http://exslt.org/regular-expressions"}


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page declares: the facts of its article, and what kind of page it is."""

    facts: Facts
    types: frozenset[str] = field(default_factory=frozenset)  # its types in JSON-LD and Open Graph, in lower case
    free: bool = True  # not declared to be for subscribers

    def is_article(self) -> bool:
        """Tell whether the page says that it is an article."""
        return any(_ARTICLES.fullmatch(kind) for kind in self.types)

    def is_front(self) -> bool:
        """Tell whether its address is that of a whole site."""
        return self.facts.url is not None and urlsplit(self.facts.url).path.strip("/") == ""


def page_facts(tree: HtmlElement, url: str | None) -> PageFacts:
    """Return what a page declares.

    Args:
        tree: the page.
        url: where it was fetched; an address of another site that it claims to have is not believed.
    """
    nodes = list(_linked_data(tree))
    articles = [node for node in nodes if any(_ARTICLES.fullmatch(kind) for kind in _types(node))]
    meta = _metadata(tree)
    outlet = _outlet(articles, nodes, meta)
    address = _address(tree, meta, articles, url)
    published = _day(articles, "datePublished") or _first_day(meta, _PUBLISHED) or _shown_day(tree)
    modified = _day(articles, "dateModified") or _first_day(meta, _MODIFIED)
    facts = Facts(
        outlet=outlet or _host(address or url),
        published=published or _dated(tree, address or url),
        title=_title(tree, articles, meta, outlet),
        url=address or url,
        author=_author(tree, articles, meta, outlet),
        modified=modified if modified and (not published or modified >= published) else None,
        language=_language(tree, articles, meta),
    )
    types = {kind for node in nodes for kind in _types(node)} | {meta.get("og:type", "").lower()} - {""}
    closed = any(str(node.get("isAccessibleForFree")).lower() == "false" for node in articles)
    closed = closed or meta.get("article:content_tier", "").lower() == "locked"
    return PageFacts(facts, frozenset(types), not closed)


def feed_of(tree: HtmlElement, url: str | None) -> str | None:
    """Return the address of the feed that a page declares."""
    for element in tree.xpath("//link[@rel='alternate' and @href]"):
        if (element.get("type") or "").lower() in ("application/rss+xml", "application/atom+xml"):
            try:
                address: str = urljoin(url or "", element.get("href").strip())
            except ValueError:
                continue
            if address.startswith(("http://", "https://")):
                return address
    return None


def _plausible(value: object) -> date | None:
    """Return the day that a value stands for, where an article can be of that day."""
    day = day_of(value) if isinstance(value, str | int) else None
    return day if day is not None and day >= _EARLIEST else None


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's JSON-LD, at most so many."""
    left = _MOST_NODES
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(text) > _LONGEST_JSON:
            continue
        try:
            waiting: list[Any] = [json.loads(text.strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and left:
            left -= 1
            value = waiting.pop(0)
            if isinstance(value, dict):
                yield value
                waiting += [
                    value[key] for key in ("@graph", "mainEntity", "itemListElement", "liveBlogUpdate") if key in value
                ]
            elif isinstance(value, list):
                waiting = value[:left] + waiting


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [
        kind.rpartition("/")[2].lower()
        for kind in (kinds if isinstance(kinds, list) else [kinds])
        if isinstance(kind, str)
    ]


def _metadata(tree: HtmlElement) -> dict[str, str]:
    """Return the contents of the page's meta elements by their names in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        if content:
            for key in ("property", "name", "itemprop", "http-equiv"):
                if name := element.get(key):
                    found.setdefault(name.strip().lower(), content)
    return found


def _text(value: object) -> str | None:
    """Return a value as one line of text; None where it is none, or too long to be a title or a name."""
    if not isinstance(value, str):
        return None
    text = " ".join(unescape(re.sub(r"<[^<>]{0,200}>", "", unescape(value[: 4 * _LONGEST]))).split())
    return text if 0 < len(text) <= _LONGEST else None


def _title(tree: HtmlElement, articles: list[dict[str, Any]], meta: dict[str, str], outlet: str | None) -> str | None:
    given = [node.get("headline") or node.get("name") for node in articles[:1]]
    given += [meta.get(name) for name in _TITLES[:2]]
    headings = [_text(element.text_content()) for element in tree.iter("h1")]
    if len(headings) == 1:
        given += headings
    given += [meta.get(name) for name in _TITLES[2:]]
    given += [element.text_content() for element in tree.xpath("//head/title")[:1]]
    return next((_without_outlet(title, outlet) for title in map(_text, given) if title), None)


def _without_outlet(title: str, outlet: str | None) -> str:
    """Return a title without the name of the site that browsers show behind it."""
    for mark in (" | ", " - ", " – ", " — "):
        head, found, tail = title.rpartition(mark)
        if found and head.strip() and outlet and _alike(tail, outlet):
            return head.strip()
    return title


def _alike(one: str, other: str) -> bool:
    a, b = (re.sub(r"\W+", "", name).casefold().removeprefix("the") for name in (one, other))
    return bool(a) and (a in b or b in a)


def _names(value: object) -> Iterator[str]:
    """Yield the names of the people in an author field of structured data."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            name = one.get("name")
            yield from (name if isinstance(name, list) else [name]) if name else ()


def _author(tree: HtmlElement, articles: list[dict[str, Any]], meta: dict[str, str], outlet: str | None) -> str | None:
    for node in articles:
        if names := _people(_names(node.get("author") or node.get("creator")), outlet):
            return ", ".join(names)
    for name in _AUTHORS:
        if names := _people([meta.get(name, "")], outlet):
            return ", ".join(names)
    shown = [element.text_content() for element in tree.xpath(_BYLINES, namespaces=_REGULAR)[:8]]
    for line in shown:
        if len(line) < _LONGEST and (names := _people([_BY.sub("", " ".join(line.split()))], outlet)):
            return ", ".join(names) if _NAME.fullmatch(names[0]) else None
    return None


def _people(names: Iterable[object], outlet: str | None) -> list[str]:
    found: list[str] = []
    for name in names:
        text = _BY.sub("", _text(name) or "").strip(" ,;|")
        link = text.lower().startswith(("http", "www.", "@", "/")) or "@" in text
        if (
            text
            and not link
            and not (outlet and _alike(text, outlet) and len(text) >= len(outlet))
            and text not in found
        ):
            found.append(text)
    return found[:12]


def _outlet(articles: list[dict[str, Any]], nodes: list[dict[str, Any]], meta: dict[str, str]) -> str | None:
    given: list[object] = [name for node in articles for name in _names(node.get("publisher"))]
    given += [meta.get(name) for name in _OUTLETS]
    given += [node.get("name") for node in nodes if {"newsmediaorganization", "website"} & set(_types(node))]
    given += [meta.get("twitter:site", "").lstrip("@")]
    return next((name for name in map(_text, given) if name and not name.startswith("http")), None)


def _address(tree: HtmlElement, meta: dict[str, str], articles: list[dict[str, Any]], url: str | None) -> str | None:
    """Return the canonical address that a page gives itself, where it can be its own."""
    given: list[object] = [element.get("href") for element in tree.xpath("//link[@rel='canonical']")[:1]]
    given += [meta.get("og:url")]
    for node in articles:
        main = node.get("mainEntityOfPage")
        given += [main.get("@id") if isinstance(main, dict) else main, node.get("url")]
    for one in given:
        if not isinstance(one, str) or not one.strip() or len(one) > 2048:
            continue
        try:
            address = urljoin(url or "", one.strip())
            parts, own = urlsplit(address), urlsplit(url or "")
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname:
            continue
        home = parts.path in ("", "/") and not parts.query
        if url is None or (_same_site(parts.hostname, own.hostname) and (not home or own.path in ("", "/"))):
            return address.partition("#")[0]
    return None


def _same_site(one: str, other: str | None) -> bool:
    a, b = (re.sub(r"^(?:www\d?|m|mobile|amp|edition|beta)\.", "", host.lower()) for host in (one, other or ""))
    return a == b or ("." in a and b.endswith("." + a)) or ("." in b and a.endswith("." + b))


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _day(articles: list[dict[str, Any]], key: str) -> date | None:
    return next((day for node in articles if (day := _plausible(node.get(key)))), None)


def _first_day(meta: dict[str, str], names: Iterable[str]) -> date | None:
    return next((day for name in names if (day := _plausible(meta.get(name)))), None)


def _shown_day(tree: HtmlElement) -> date | None:
    """Return the day of the first time that the page marks up as that of publication, or of its only one."""
    marked = tree.xpath("//time[@pubdate or @itemprop='datePublished'] | //*[@itemprop='datePublished']")
    times = marked or tree.xpath("//article//time[@datetime] | //main//time[@datetime] | //header//time[@datetime]")
    days = [
        _plausible(element.get("datetime") or element.get("content") or element.text_content())
        for element in times[:20]
    ]
    known = [day for day in days if day]
    return known[0] if known and (marked or len(set(known)) == 1) else None


def _dated(tree: HtmlElement, url: str | None) -> date | None:
    """Ask htmldate, without its search through the text, which takes any day that is spoken of for that of the page."""
    from htmldate import find_date

    try:
        found = find_date(
            tree, original_date=True, extensive_search=False, url=url, max_date=datetime.now() + timedelta(days=1)
        )
    except Exception:  # whatever a page can do to it: there is then no day, and the article is none the worse
        return None
    return _plausible(found)


def _language(tree: HtmlElement, articles: list[dict[str, Any]], meta: dict[str, str]) -> str | None:
    """Return the language that the page declares, as BCP 47 has it."""
    given: list[object] = [node.get("inLanguage") for node in articles]
    given += [
        element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang")
        for element in tree.iter("html")
    ]
    given += [meta.get(name) for name in ("og:locale", "content-language", "dc.language", "language")]
    for one in given:
        name = one.get("alternateName") if isinstance(one, dict) else one
        if isinstance(name, str) and _LANGUAGE.fullmatch(code := name.strip().replace("_", "-")) and len(code) < 36:
            head, *rest = code.split("-")
            return "-".join([head.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])
    return None
