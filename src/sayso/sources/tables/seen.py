"""The ids of one source's articles: which of them have come before."""

from __future__ import annotations

import hashlib


class Seen:
    """Remembers ids and where each first stood; all that it keeps of an id is a digest."""

    def __init__(self) -> None:
        self._places: dict[bytes, str] = {}

    def before(self, id: str, place: str) -> str | None:
        """Return where an id stood before; None where this is its first place."""
        digest = hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        first = self._places.setdefault(digest, place)
        return None if first is place else first
