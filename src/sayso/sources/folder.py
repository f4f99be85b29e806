"""A folder: the files in it, and in folders inside it, that may hold articles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

RECORDS = frozenset({".jsonl", ".ndjson"})
"""Extensions of files that hold one article a line."""

_ARTICLES = RECORDS | {".txt"}


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
            if not name.startswith(".") and path.suffix.lower() in _ARTICLES and path.is_file():
                yield path
    yield from errors
