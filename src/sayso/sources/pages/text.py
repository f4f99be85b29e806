"""The text of an article in the tree of its page: which elements hold it, and its paragraphs in their order.

Trafilatura finds the main text. Before, what is no part of any article is taken out: captions, lists of further
reading, quotations drawn out of the text; after, the lines of such things that have no markup of their own.
"""

from __future__ import annotations

import copy
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_LEAST = 80  # characters of an article
_MANY = 500  # inline elements of one parent; timed transcripts have one a word
_LOOSE = 40  # characters of text between paragraphs from which it is one
_HOLDERS = ("article", "div", "section", "main", "body", "td")
_SHORT = 200  # characters: lines that point elsewhere, and captions, are shorter

_NO_ARTICLE = (
    "figcaption|caption|photo[-_]?credit|image[-_]?credit|picture[-_]?credit|media[-_]?credit|photo[-_]?caption"
    "|pull[-_]?quote|pullout|read[-_]?(?:more|also|next)|more[-_]?on[-_]?this|also[-_]?read|related[-_](?:article|link|stor"
    "|post|content|topic)|recirc|promo[-_]?box|newsletter[-_]?(?:sign|box|form|promo)|most[-_]?(?:read|popular)"
)
_TAKEN_OUT = f"""//figcaption | //nav | //footer | //*[@role='navigation'] | //*[
    self::div or self::p or self::span or self::ul or self::ol or self::section or self::aside or self::blockquote
    or self::small or self::cite or self::figure][re:test(@class, '(?:^|[\\s_-])(?:{_NO_ARTICLE})', 'i')]"""
_REGULAR = {"re": "http://exslt.org/regular-expressions"}
_UNSEEN = (
    "script style noscript template iframe svg canvas object embed video audio form select option button textarea "
    "nav footer aside header menu dialog head title"
).split()
_HIDDEN = "//body//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
_BLOCKS = frozenset(
    "p div section article main body blockquote quote head h1 h2 h3 h4 h5 h6 list ul ol dl item li dt dd table tr row "
    "pre code figure figcaption fieldset details summary address hr tbody thead tfoot doc html".split()
)
_BREAKS = frozenset(("br", "lb"))
_CELLS = frozenset(("td", "th", "cell"))
_LEFT_OUT = frozenset(("graphic", "img", "script", "style", "figcaption"))

# Lines that lead elsewhere, stand for something that a text cannot show, or credit a picture.
_POINTERS = re.compile(
    r"(?:(?:also|must)[- ]read|read (?:also|more|next|on|the full story|this next)|see also"
    r"|related(?: (?:articles?|stor(?:y|ies)|coverage|topics?|links?|news|posts?|content))?"
    r"|more (?:on this(?: story)?|from [^.!?]{1,40}|stories|to read)"
    r"|don[’']t miss|recommended(?: for you)?|most (?:read|popular|viewed)"
    r"|you (?:may|might) also (?:like|be interested in)|(?:watch|listen)(?: (?:now|live|here|below|more))?|in pictures"
    r"|advertisement|sponsored|ad feedback|(?:story|article) continues (?:below|after)[^.!?]{0,30}|continue reading"
    r"|scroll (?:down )?(?:for|to)[^.!?]{0,40}|share (?:this|on|via)[^.!?]{0,40}|follow us[^.!?]{0,60}"
    r"|sign up (?:for|to|here)[^.!?]{0,100}|subscribe(?: now| to)?[^.!?]{0,80}|click here[^.!?]{0,80}"
    r"|read the full (?:story|article|interview)[^.!?]{0,40}|\d+ comments?|comments?|leave a comment|print|email"
    r"|copy link|loading\.{0,3}|getty images|skip (?:to|past)[^.!?]{0,60}|back to top|tags?|topics?|filed under)"
    r"(?:\s*(?:[:|»›→>]+.*|[.!…]*))?",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:(?:photo(?:graph|s)?|image|picture|video|illustration|graphic|file (?:photo|picture)|pic)"
    r"(?: (?:credit|by|courtesy(?: of)?))?\s*[:/].{1,120}"
    r"|.{0,160}\((?:(?:ap|afp|epa|reuters) )?(?:photo|image|picture|file)\b[^()]{0,80}\)"
    r"|.{0,160}(?:/getty images|/shutterstock|/afp|/epa|\breuters/[A-Z][\w’'. -]{1,40}|ap photo/[\w’'. -]{1,40})"
    r"[\w .()/]{0,30})",
    re.IGNORECASE,
)
_SAYS = re.compile(r"[“”\"«»]|\b(?:said|says|told|asked|denied|according)\b", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_BARS = re.compile(r"[\s|]*")


def main_paragraphs(tree: HtmlElement, title: str | None) -> list[str]:
    """Return the paragraphs of the article on a page; none where there is no article.

    Args:
        tree: the page; it is left as it is.
        title: the headline, which is not repeated as a paragraph.

    Raises:
        ImportError: trafilatura is missing.
    """
    from trafilatura import bare_extraction

    _be_quiet()
    tree = copy.deepcopy(tree)
    _take_out(tree)
    _write_quotation_marks(tree)
    _flatten(tree)
    _wrap_loose_text(tree)
    found = bare_extraction(
        tree, include_comments=False, include_tables=True, include_formatting=False, config=_settings()
    )
    body = getattr(found, "body", None)
    return [] if body is None else _cleaned(list(_paragraphs_of(body)), title)


def visible_words(tree: HtmlElement) -> int:
    """Return how many words of a page a visitor sees, but for links, menus, forms, headers and footers.

    The tree is of no use afterwards.
    """
    from lxml import etree

    for hidden in tree.xpath(_HIDDEN):
        if hidden.getparent() is not None:
            hidden.drop_tree()
    etree.strip_elements(tree, "a", *_UNSEEN, with_tail=False)
    return sum(map(words_of, tree.itertext()))


def words_of(text: str) -> int:
    """Return how many words a text has, more or less: where no spaces are set, as in Thai and Chinese, two letters."""
    if text.isascii():
        return len(text.split())
    return max(len(text.split()), sum(1 for letter in text if letter >= "\u0e00" and letter.isalpha()) // 2)


@cache
def _settings() -> ConfigParser:
    """Return the library's settings, but that a short article is taken for one: it takes the whole page instead."""
    from trafilatura.settings import DEFAULT_CONFIG

    settings = copy.deepcopy(DEFAULT_CONFIG)
    settings["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(_LEAST)
    return settings


def _be_quiet() -> None:
    """Keep what the libraries log from standard error, where nobody has asked for it."""
    for name in ("trafilatura", "htmldate", "charset_normalizer"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _take_out(tree: HtmlElement) -> None:
    """Remove what is no part of an article, but for an element that holds most of the page."""
    most = len(tree.text_content()) // 3
    for element in tree.xpath(_TAKEN_OUT, namespaces=_REGULAR):
        if element.getparent() is not None and len(element.text_content()) <= most:
            element.drop_tree()


def _write_quotation_marks(tree: HtmlElement) -> None:
    """Write out the marks that browsers put around `<q>`."""
    for element in list(tree.iter("q")):
        element.text = "“" + (element.text or "")
        element.tail = "”" + (element.tail or "")
        element.tag = "span"  # taking the tags out instead copies all text before each of them


def _flatten(tree: HtmlElement) -> None:
    """Make plain text of the inline elements of a parent that has hundreds; the library takes minutes for thousands."""
    parents = Counter(element.getparent() for element in tree.iter("span") if not len(element))
    for parent in [parent for parent, count in parents.items() if parent is not None and count > _MANY]:
        before, pieces = None, [parent.text or ""]
        for child in [*parent, None]:
            if child is not None and child.tag == "span" and not len(child):
                pieces += [child.text or "", child.tail or ""]
                parent.remove(child)
                continue
            if before is None:
                parent.text = "".join(pieces)
            else:
                before.tail = "".join(pieces)
            before, pieces = child, [child.tail or ""] if child is not None else []


def _wrap_loose_text(tree: HtmlElement) -> None:
    """Make paragraphs of text that stands between paragraphs without being one, which is passed over otherwise."""
    from lxml import html

    for element in list(tree.iter("p", "blockquote", "figure", "ul", "ol")):
        parent, tail = element.getparent(), element.tail or ""
        if parent is None or parent.tag not in _HOLDERS or len(tail.strip()) < _LOOSE:
            continue
        made = html.Element("p")
        made.text, element.tail = tail, None
        while (following := element.getnext()) is not None and following.tag not in _BLOCKS:
            made.append(following)  # with its tail
        element.addnext(made)


def _paragraphs_of(body: _Element) -> Iterator[str]:
    """Yield the paragraphs of a tree in document order: what stands between the edges of blocks."""
    from lxml import etree

    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        edge = tag in _BLOCKS or tag in _BREAKS
        if edge and (paragraph := _joined(parts)):
            yield paragraph
        if edge:
            parts = []
        if event == "start" and element.text and tag not in _LEFT_OUT:
            parts.append(element.text)
        elif event == "end":
            if tag in _CELLS and element.getnext() is not None:
                parts.append(" | ")
            if element.tail and element is not body:
                parts.append(element.tail)
    if paragraph := _joined(parts):
        yield paragraph


def _joined(parts: Sequence[str]) -> str:
    text = " ".join(_INVISIBLE.sub("", "".join(parts)).split())
    return "" if _BARS.fullmatch(text) else text


def _cleaned(paragraphs: Sequence[str], title: str | None) -> list[str]:
    """Leave out the lines that are no part of the article, and what stands there twice in a row."""
    kept: list[str] = []
    for paragraph in paragraphs:
        if is_no_text(paragraph) or (kept and paragraph == kept[-1]):
            continue
        if title is not None and not kept and _like(paragraph) == _like(title):
            continue
        kept.append(paragraph)
    while kept and _POINTERS.match(kept[-1]) and len(kept[-1]) < 60 and not _SAYS.search(kept[-1]):
        kept.pop()
    return kept


def is_no_text(line: str) -> bool:
    """Tell whether a line of a page only leads elsewhere, or credits or describes a picture."""
    if len(line) > _SHORT:
        return False
    if _POINTERS.fullmatch(line):
        return True
    return bool(_CREDIT.fullmatch(line)) and not _SAYS.search(line)


def _like(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
