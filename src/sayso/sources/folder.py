"""A folder: the files in it, and in folders inside it, that may hold articles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sayso.sources.kinds import extension_of

ARTICLES = frozenset(
    ".txt .text .html .htm .xhtml .jsonl .ndjson .csv .tsv .parquet .warc .mbox .eml .pdf .rss .atom .opml .xml".split()
)
"""What the names of files end in that may hold articles; `.gz` and the like may follow."""


def files_in(folder: Path) -> Iterator[Path | OSError]:
    """Yield the article files below a folder in the order of their names, and an error for each folder that is shut.

    Hidden files and folders are left out, as is what is no file (a pipe would never end); links to folders are
    not followed.
    """
    errors: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if not name.startswith(".") and extension_of(name) in ARTICLES and path.is_file():
                yield path
    yield from errors
