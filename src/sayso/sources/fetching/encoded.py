"""The body of a response as it comes: bytes as they were sent go in, decoded ones come out, no more than is allowed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from sayso.errors import FetchError

RATIO = 250
"""How many times its size a body may grow; pages grow 3 to 30 times, bombs a thousand."""
FREE = 2**20
"""Bytes up to which nobody asks how much it has grown."""
_CHUNK = 64 * 2**10
_NO_NAME = re.compile(r"[^a-z0-9,_ -]")  # what has no place in the name of an encoding, nor on a terminal
_BROKE_OFF = "it broke off before its end: try again"
_DAMAGED = "its compressed body is damaged: try again, or tell whoever runs the server"


class Decoder:
    """Undoes one content encoding.

    Args:
        encoding: the header `Content-Encoding`, empty where there is none.
        most: how many decoded bytes there may be.

    Raises:
        FetchError: the encoding is one that was not asked for.
    """

    def __init__(self, encoding: str, most: int) -> None:
        self._encoding = encoding.strip().lower().removeprefix("x-")
        if self._encoding not in ("", "identity", "gzip", "deflate"):
            named = _NO_NAME.sub("?", self._encoding[:40])
            raise FetchError(f"it comes encoded as {named}, which was not asked for", lasting=True)
        self._plain = self._encoding in ("", "identity")
        self._inner: zlib._Decompress | None = None
        self._most = most
        self._taken = self._given = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` decodes to, in pieces.

        Raises:
            FetchError: it is damaged, or grows to more than is allowed.
        """
        self._taken += len(data)
        if self._plain:
            yield self._counted(data)
            return
        while data:
            if self._inner is None or self._inner.eof:
                data = data.lstrip(b"\0") if self._given else data  # some pad what they compress
                if not data:
                    return
                self._inner = self._begin(data)
            try:
                piece = self._inner.decompress(data, _CHUNK)
            except zlib.error as error:
                raise FetchError(_DAMAGED) from error
            if piece:
                yield self._counted(piece)
            if self._inner.eof:  # another member may follow
                data, self._inner = self._inner.unused_data, None
            else:
                data = self._inner.unconsumed_tail
                if not data and len(piece) == _CHUNK:
                    yield from self._rest()

    def end(self) -> None:
        """Check that nothing is missing.

        Raises:
            FetchError: the body broke off.
        """
        if self._inner is not None and not self._inner.eof:
            raise FetchError(_BROKE_OFF)

    def _rest(self) -> Iterator[bytes]:
        """Yield what zlib holds back although it has taken all bytes."""
        assert self._inner is not None
        while piece := self._inner.decompress(b"", _CHUNK):
            yield self._counted(piece)

    def _begin(self, data: bytes) -> zlib._Decompress:
        if self._encoding == "gzip":
            return zlib.decompressobj(wbits=31)
        headed = data[0] & 0x0F == 8 and (len(data) < 2 or (data[0] << 8 | data[1]) % 31 == 0)
        return zlib.decompressobj(wbits=15 if headed else -15)  # some servers leave the header of zlib's out

    def _counted(self, piece: bytes) -> bytes:
        self._given += len(piece)
        if self._given > self._most:
            size = f"{self._most / 2**20:g} MiB"
            raise FetchError(f"it is larger than {size}: name something smaller", lasting=True)
        if self._given > max(FREE, RATIO * self._taken):
            raise FetchError(
                f"it grows more than {RATIO}-fold when it is inflated, as a decompression bomb does: leave it alone",
                lasting=True,
            )
        return piece
