"""The tree of a page: bytes in, elements out that are safe to walk however the page was made.

A page may be made to exhaust whoever reads it. So its size, its tags and the attributes of each are bounded before it
is parsed; the parser itself stops at a depth of 256 and resolves nothing from outside.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from sayso.errors import SourceError, TextError
from sayso.sources.decoding import decode
from sayso.sources.lists.markup import is_crowded

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PAGE_LIMIT = 8 * 2**20
"""Most bytes of one page; a parsed page takes ten times its size in memory."""
MOST_TAGS = 60_000
"""Most tags of one page. The longest live reports have some 30,000; 60,000 take some seconds."""

_MOST_ATTRIBUTES = 20_000  # of one tag, where it is the only one: a second's work
_LONGEST_ATTRIBUTE = 8192  # characters; what is matched against patterns must be short
_TAG = re.compile(rb"<[A-Za-z]")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
# As browsers take them: what calls itself Latin-1 or ASCII is Windows-1252, and the Chinese and Japanese sets are the
# larger ones that hold them.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}
_NO_CLAIM = ("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode_escape", "raw_unicode")
"""Encodings that a page cannot be in where it can say so, and what is none of text."""
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What XML, and so the parser, has no character for.
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def parse(data: bytes, content_type: str | None = None) -> HtmlElement:
    """Return the tree of a page.

    Args:
        data: the page as the server sent it, uncompressed.
        content_type: what the server said it is, with its charset.

    Raises:
        SourceError: it is too large, has too many tags or attributes, or is no page at all.
        ImportError: lxml is missing.
    """
    from lxml import etree, html

    _check(data)
    text = _NO_CHARACTERS.sub("", decode_page(data, content_type))
    parser = html.HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise SourceError("there is no page in it: open it in a browser to see what it is") from error
    # Cells that claim to be a million columns wide are written out so wide by what extracts the text.
    for value in tree.xpath(f"//@*[string-length() > {_LONGEST_ATTRIBUTE}] | //@colspan | //@rowspan"):
        del value.getparent().attrib[value.attrname]
    return tree


def decode_page(data: bytes, content_type: str | None = None) -> str:
    """Return the text of a page in whatever encoding it really is; a byte that fits none becomes U+FFFD.

    What is valid UTF-8 is UTF-8, whatever the page or its server claim. Else their claim is tried, and then a guess.
    """
    if data.startswith(_MARKS):
        encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-16"
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    claimed = _claimed(data, content_type)
    if claimed is not None and claimed != "utf-8":
        try:
            return data.decode(claimed)
        except UnicodeDecodeError:
            pass
    try:
        return decode(data, "it")
    except TextError:  # UTF-8 with some damage, or nothing that has a name
        good = data.decode("utf-8", "replace")
        return good if good.count("\ufffd") < 0.01 * len(good) else data.decode("cp1252", "replace")


def _check(data: bytes) -> None:
    if len(data) > PAGE_LIMIT:
        raise SourceError(f"its page is larger than {PAGE_LIMIT // 2**20} MiB: no article is as long as that")
    tags = sum(1 for _ in _TAG.finditer(data))
    if tags > MOST_TAGS:
        raise SourceError(f"its page has more than {MOST_TAGS:,} tags: no article is as long as that")
    if is_crowded(data, _MOST_ATTRIBUTES):
        raise SourceError("a tag of its page has thousands of attributes: it is made to do harm")


def _claimed(data: bytes, content_type: str | None) -> str | None:
    """Return the encoding that the server or the page claims, by the name Python has for it."""
    head = data[:4096]
    names = [match[1] for match in [_CHARSET.search(content_type or "")] if match]
    names += [match[1].decode("ascii") for match in (_XML_ENCODING.search(head), _META_CHARSET.search(head)) if match]
    for name in names:
        try:
            found = codecs.lookup(name).name
            "a".encode(found)  # refused where it is no encoding of text, as base64
        except (LookupError, UnicodeError):
            continue
        if not found.startswith(_NO_CLAIM):
            return _MEANT.get(found, found)
    return None
