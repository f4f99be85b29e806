"""What a person names to be watched: URLs as they are, and files that list some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso.errors import SourceError
from sayso.exports.arrange import one_line
from sayso.sources.common import Failure
from sayso.sources.lists.listings import read_opml
from sayso.sources.lists.markup import root_of
from sayso.watch.links import plain_link

_SIZE = 16 * 2**20  # bytes of a file


def named_sources(names: Iterable[str]) -> list[str]:
    """Return the URLs that are meant, each once.

    Args:
        names: URLs, and paths of files: OPML, or text with a URL a line.

    Raises:
        SourceError: one is neither.
    """
    urls: dict[str, None] = {}
    for name in names:
        for url in [name] if name.startswith(("http://", "https://")) else _listed(name):
            link = plain_link(url)
            if link is None:
                raise SourceError(f"{name}: {one_line(url)} is no http or https URL that can be watched: check it")
            urls[link[0]] = None
    return list(urls)


def _listed(name: str) -> Iterator[str]:
    try:
        with Path(name).open("rb") as stream:
            data = stream.read(_SIZE + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{name}: it is no http or https URL, and no file that can be read ({reason})") from error
    if len(data) > _SIZE:
        raise SourceError(f"{name}: it is larger than {_SIZE // 2**20} MiB: no list of feeds is as large as that")
    if root_of(data) == "opml":
        found = read_opml(data, name)
        if isinstance(found, Failure):
            raise SourceError(str(found))
        urls = [link.url for link in found.feeds]
    else:
        lines = (line.strip() for line in data.decode("utf-8-sig", "replace").splitlines())
        urls = [line for line in lines if line and not line.startswith("#")]
    if not urls:
        raise SourceError(f"{name}: it lists no feeds: name an OPML file, or one with a URL a line")
    yield from urls
