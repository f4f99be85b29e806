"""What is asked of any XML from outside before it is parsed: no entities of its own, and what its root element is."""

from __future__ import annotations

import re

ENTITIES = "it declares entities of its own, as entity bombs do: it is left alone"
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_HEAD = 64 * 2**10  # bytes within which the root element opens
_BLANKS = re.compile(rb"\s{1000}")


def declares_entities(data: bytes) -> bool:
    """Tell whether a document declares entities, in whatever encoding that keeps ASCII or pads it with zeros."""
    return bool(_ENTITY.search(data)) or (b"\0" in data and bool(_ENTITY.search(data.replace(b"\0", b""))))


def root_of(data: bytes) -> str | None:
    """Return the name of the first element of a document, without its prefix and in lower case; None without one."""
    head = data[: 2 * _HEAD].replace(b"\0", b"")[:_HEAD]
    head = re.sub(rb"<!--.*?(?:-->|\Z)", b"", head, flags=re.DOTALL)
    found = _ROOT.search(head)
    if found is None or _BLANKS.search(head[: found.start()]):
        return None
    return found[1].decode("ascii").lower()
