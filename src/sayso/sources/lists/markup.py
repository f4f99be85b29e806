"""What is asked of any XML from outside before it is parsed: no entities of its own, and what its root element is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

CROWDED = "a tag of it has thousands of attributes: it is made to do harm"
ENTITIES = "it declares entities of its own, as entity bombs do: it is left alone"
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_HEAD = 64 * 2**10  # bytes within which the root element opens
_BLANKS = re.compile(rb"\s{1000}")
_ENCODING = re.compile(rb"<\?xml[^<>]{1,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_LONG_REFERENCE = re.compile(rb"&#(?:[0-9]{8,}|x[0-9a-f]{7,});?", re.IGNORECASE)
_MANY_ATTRIBUTES = 200  # of one tag: no honest one has as many, but scripts have what looks like one that has
_CROWDED = re.compile(
    rb"<[A-Za-z][^\s/>]*+(?:[\s/]++[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+){%d,}+"
    % _MANY_ATTRIBUTES
)
_KEEP_ASCII = ("utf-8", "ascii", "iso8859", "cp125", "koi8")
_NO_TEXT = ("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape")
"""Encodings that no document is in, but in which one may be written that means something else."""


def declares_entities(data: bytes) -> bool:
    """Tell whether a document declares entities, in whatever encoding that keeps ASCII or pads it with zeros."""
    return bool(_ENTITY.search(data)) or (b"\0" in data and bool(_ENTITY.search(data.replace(b"\0", b""))))


def is_crowded(data: bytes, most: int = 2_000) -> bool:
    """Tell whether a tag of a document has so many attributes that comparing each with all others takes long.

    Args:
        data: all its bytes.
        most: attributes that one tag may have; twice as many take four times as long.
    """
    plain = data.replace(b"\0", b"")
    return sum(len(match[0].split()) ** 2 for match in _CROWDED.finditer(plain)) > most**2


def is_hidden(data: bytes, charset: str | None) -> bool:
    """Tell whether a document declares entities in an encoding that it claims, in which their bytes are others.

    Args:
        data: all its bytes.
        charset: the encoding that came with it, apart from what it says itself.
    """
    for name in _claimed(data, charset):
        if name.startswith(_NO_TEXT):
            return True
        if not name.startswith(_KEEP_ASCII) and _ENTITY.search(data.decode(name, "replace").encode("utf-8", "replace")):
            return True
    return False


def with_short_references(data: bytes) -> bytes:
    """Return a document in which a character reference of thousands of digits, which trips parsers up, is none."""
    return _LONG_REFERENCE.sub(b"&#xFFFD;", data)


def _claimed(data: bytes, charset: str | None) -> Iterator[str]:
    """Yield the encodings that are claimed for a document, by the names that Python has for them."""
    found = _ENCODING.search(data[: 2 * _HEAD].replace(b"\0", b""))
    for name in (charset, found[1].decode("ascii", "replace") if found else None):
        try:
            known = codecs.lookup(name or "utf-8").name
            "a".encode(known)  # refused where it is no encoding of text, as base64
        except (LookupError, UnicodeError, ValueError):
            continue
        yield known


def root_of(data: bytes) -> str | None:
    """Return the name of the first element of a document, without its prefix and in lower case; None without one."""
    head = data[: 2 * _HEAD].replace(b"\0", b"")[:_HEAD]
    head = re.sub(rb"<!--.*?(?:-->|\Z)", b"", head, flags=re.DOTALL)
    found = _ROOT.search(head)
    if found is None or _BLANKS.search(head[: found.start()]):
        return None
    return found[1].decode("ascii").lower()
