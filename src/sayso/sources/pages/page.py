"""A web page: its article's text, and all that it tells of it. Bytes in; an article, or why there is none, out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.article import Article
from sayso.errors import SourceError, TextError
from sayso.sources.common import Facts, Failure, article_of
from sayso.sources.decoding import refuse_formats
from sayso.sources.pages.tree import PAGE_LIMIT, parse

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from sayso.sources.pages.facts import PageFacts

__all__ = ["NO_EXTRA", "PAGE_LIMIT", "read_page"]

NO_EXTRA = "reading web pages needs more than the core: pip install 'sayso[sources]'"

_FEW_WORDS = 15  # fewer are no article, but for what is in them
_STUB = 120  # words: what a paywall lets through
_LISTED = 5  # teasers that make a list of articles
_LONG = 40  # words of a paragraph that no teaser has
_WALL = re.compile(
    r"\b(?:subscribe|subscription|subscribers?|sign (?:in|up)|log in|register|become a member|premium)\b", re.IGNORECASE
)
_EMPTY = "it is empty: there is no article in it"
_NOTHING = "no article was found on its page: open it in a browser to see what it is"
_VIDEO = "it is the page of a video, without an article: leave it out"
_LISTING = "it is a list of articles, not an article: "
_NO_FEED = "name the articles themselves, or the site's feed"
_PAYWALL = "only the first lines of its article are free to read: get the whole article, or leave it out"


def read_page(
    data: bytes, where: str, facts: Facts, *, url: str | None = None, content_type: str | None = None, id: str = ""
) -> Article | Failure:
    """Return the article of a web page.

    Paragraphs are separated by a blank line. Captions, menus, lines such as *read also* and the headline, where it is
    known apart, are no part of the text; quotation marks and block quotations are. Nothing is fetched, and no script
    runs. Time and memory are bounded, however the page is made.

    Args:
        data: the page, uncompressed.
        where: what to call it in a failure.
        facts: what is known of the article; what the page tells fills in the rest.
        url: where the page was fetched, if it was.
        content_type: what the server said it is, with its charset.
        id: the article's id; without one it is made from the text.

    Returns:
        The article, with a `warning` where over half of what the page shows was left out; or a `Failure` that tells
        why there is none: an empty page, a video, a list of articles, a paywall.
    """
    try:
        if not data.strip():
            raise SourceError(_EMPTY)
        refuse_formats(data, "it")
        return _read(data, facts, url, content_type, id)
    except ImportError as error:
        return Failure(where, id or None, f"{NO_EXTRA} ({error})")
    except (SourceError, TextError) as error:
        return Failure(where, id or None, str(error))
    except (RecursionError, MemoryError):
        return Failure(where, id or None, "its page is nested too deep or too large to read: no article is as that")
    except Exception as error:  # whatever trips a library up in one page, the others must go on
        return Failure(
            where, id or None, f"its page cannot be read ({type(error).__name__}): leave it out, and tell us"
        )


def _read(data: bytes, facts: Facts, url: str | None, content_type: str | None, id: str) -> Article:
    from sayso.sources.pages.facts import feed_of, page_facts
    from sayso.sources.pages.text import main_paragraphs, visible_words, words_of

    tree = parse(data, content_type)
    page = page_facts(tree, url)
    paragraphs = main_paragraphs(tree, page.facts.title)
    words = sum(map(words_of, paragraphs))
    reason = _why_no_article(tree, page, paragraphs, words)
    if reason is _LISTING:
        reason += f"name its feed, {feed}" if (feed := feed_of(tree, url)) else _NO_FEED
    if reason is not None:
        raise SourceError(reason)
    text = "\n\n".join(paragraphs)
    known = facts.or_else(replace(page.facts, language=_language(text, page.facts.language), warning=None))
    shown = visible_words(tree)
    if words < shown / 2:
        left_out = round(100 * (shown - words) / shown)
        known = known.or_else(
            Facts(warning=f"{left_out} % of the text that its page shows was left out: compare it with the page")
        )
    return article_of(text, id, known)


def _why_no_article(tree: HtmlElement, page: PageFacts, paragraphs: list[str], words: int) -> str | None:
    """Return what is on a page that holds no article; None where one does."""
    if not page.free and words < _STUB:
        return _PAYWALL
    listing = not page.is_article() and _is_listing(tree, page, paragraphs)
    if words >= _FEW_WORDS and not listing:
        return None
    if any("video" in kind for kind in page.types) or (words < _FEW_WORDS and tree.xpath("//video")):
        return _VIDEO
    if listing:
        return _LISTING
    if _WALL.search(tree.text_content()[:20_000]) and page.is_article():
        return _PAYWALL
    return _NOTHING


def _is_listing(tree: HtmlElement, page: PageFacts, paragraphs: list[str]) -> bool:
    """Tell whether a page shows many headlines that lead elsewhere, and no paragraph as long as those of articles.

    A front page is one, however long its paragraphs are.
    """
    from sayso.sources.pages.text import words_of

    headlines = tree.xpath("count(//h2[.//a] | //h3[.//a] | //a[.//h2 or .//h3])")
    if headlines < _LISTED:
        return False
    return page.is_front() or not any(words_of(paragraph) >= _LONG for paragraph in paragraphs)


def _language(text: str, declared: str | None) -> str | None:
    """Return the language of a text; templates declare English for whatever is put into them."""
    from sayso.reader.language import language_of

    found = language_of(text)
    if found is None:
        return declared
    return declared if declared and declared.split("-")[0] == found else found
