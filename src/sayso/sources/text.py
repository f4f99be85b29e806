"""Plain text: one file, or all of a stream, is one article."""

from __future__ import annotations

from typing import BinaryIO

from sayso.article import Article
from sayso.errors import TextError
from sayso.sources.common import SIZE_LIMIT, TOO_LARGE, Facts, Failure, article_of
from sayso.sources.decoding import decode


def read_text(stream: BinaryIO, where: str, facts: Facts, *, id: str = "", head: bytes = b"") -> Article | Failure:
    """Read one article from a stream of plain text.

    Args:
        stream: bytes, open for reading; at most `SIZE_LIMIT` of them are taken.
        where: what to call the stream in a failure.
        facts: what is known about the article; its dateline fills in the rest.
        id: the article's id; without one it is made from the text.
        head: bytes that have been taken from the stream already.

    Returns:
        The article, or why there is none.

    Raises:
        OSError: the stream cannot be read.
    """
    data = head + stream.read(max(0, SIZE_LIMIT + 1 - len(head)))
    if len(data) > SIZE_LIMIT:
        return Failure(where, id or None, TOO_LARGE)
    try:
        return article_of(decode(data, "it"), id, facts)
    except TextError as error:
        reason = str(error) if data.strip() else "it is empty: there is no article in it"
        return Failure(where, id or None, reason)
