"""Getting articles in: a path, an address or standard input goes in, articles come out one by one, lazily.

What cannot be taken as an article comes out as a `Failure` in its place, and never stops the others.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.article import Article
from sayso.sources.common import Facts, Failure
from sayso.sources.opening import STANDARD_INPUT, Opener, why
from sayso.sources.tables.columns import Columns

if TYPE_CHECKING:
    from sayso.sources.fetching.fetcher import Fetcher

__all__ = ["Columns", "Failure", "open_source"]


def open_source(
    source: str | Path,
    *,
    outlet: str | None = None,
    published: date | None = None,
    title: str | None = None,
    columns: Columns | None = None,
    allow_private: bool = False,
    fetcher: Fetcher | None = None,
) -> Iterator[Article | Failure]:
    """Yield the articles of one source as they are read.

    What a source is is told by its content: text, a web page, JSON lines, CSV, Parquet, a web archive (WARC), mail
    (EML, MBOX), PDF; or a feed, a list of feeds (OPML) or a sitemap, whose articles are fetched. Each but Parquet may
    be compressed. docs/sources.md tells what is made of each.

    Args:
        source: the path of a file or of a folder, which stands for all files of these kinds below it; the string `-`
            for standard input; an http or https address; or any other that fsspec opens, such as `s3://…`. Of a file
            that is one article, the name without its extension is the article's id, with that of the folder before it
            where a folder was named.
        outlet: who published the articles. This and the next two override what a source says.
        published: the day they appeared.
        title: their headline.
        columns: the names of a table's columns, or of the fields of records, that are none of the usual ones.
        allow_private: fetch from private and loopback addresses, too.
        fetcher: what fetches over HTTP, where the usual limits do not fit.

    Yields:
        Articles; and a `Failure` for each that could not be had, also for a source that cannot be opened at all.
        Nothing is raised.
    """
    opener = Opener(Facts(outlet, published, title), columns or Columns(), allow_private, fetcher)
    where = STANDARD_INPUT if source == "-" else str(source)
    try:
        yield from _opened(source, opener)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path, or standard input closed
        yield Failure(where, None, why(error))


def _opened(source: str | Path, opener: Opener) -> Iterator[Article | Failure]:
    if isinstance(source, str):
        from sayso.sources.remote import is_elsewhere, is_web, open_elsewhere, open_web

        if source == "-":
            return opener.standard_input(sys.stdin.buffer)
        if is_web(source):
            return open_web(source, opener)
        if is_elsewhere(source):
            return open_elsewhere(source, opener)
    return opener.path(Path(source))
