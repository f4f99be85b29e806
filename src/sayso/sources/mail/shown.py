"""All that an HTML message shows: HTML in, plain text out, a paragraph for each block, in a time that grows as it does.

The library's parser takes hours for tags that never end; a page that can hold an article is read elsewhere.
"""

from __future__ import annotations

import re

from sayso.sources.decoding import unescaped

_BLOCKS = frozenset("p div tr td th li ul ol table h1 h2 h3 h4 h5 h6 blockquote section article br hr".split())
_UNSEEN = frozenset("head title template noscript".split())
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\b[^<>]*>?|\Z)"
    # No `<` is passed over, so that a tag which never ends costs no more than its own length.
    r"|<(?P<end>/?)(?P<name>[a-z][a-z0-9:-]{0,30})(?:[^<>\"']|\"[^\"<]{0,2000}\"|'[^'<]{0,2000}'|[\"'])*+>"
    r"|<[!?/][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_SPACE = re.compile(r"\s+")


def shown_text(html: str) -> str:
    """Return the text that a message of HTML shows."""
    parts: list[str] = []
    at = hidden = 0
    for token in _TOKEN.finditer(html):
        if not hidden:
            parts.append(_SPACE.sub(" ", unescaped(html[at : token.start()])))
        at = token.end()
        name = (token["name"] or "").lower()
        if name in _UNSEEN:
            hidden = max(0, hidden - 1) if token["end"] else hidden + 1
        elif name in _BLOCKS:
            parts.append("\n")
    if not hidden:
        parts.append(_SPACE.sub(" ", unescaped(html[at:])))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n\n".join(line for line in lines if line)
