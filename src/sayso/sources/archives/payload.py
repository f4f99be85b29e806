"""The body of an HTTP response as an archive keeps it: chunks joined, content encodings undone, within bounds.

Archives often keep a body decoded and its headers as they were, so a header is believed only where the bytes bear it
out.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

from sayso.errors import SourceError

_CHUNK_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_MOST_ENCODINGS = 4  # one on the other; honest servers have one


def plain_body(body: bytes, encodings: str, transfer: str, most: int) -> bytes:
    """Return a response's body as a browser would see it.

    A body that is cut off gives what there is of it; one that is not in the encoding it claims is left as it is.

    Args:
        body: the bytes that followed the headers.
        encodings: the header `Content-Encoding`, empty where there was none.
        transfer: the header `Transfer-Encoding`, empty where there was none.
        most: how many bytes the result may have.

    Raises:
        SourceError: it would have more.
    """
    if "chunked" in transfer.lower():
        body = _joined(body)
    names = [name for part in encodings.lower().split(",") if (name := part.strip())]
    for name in reversed(names[-_MOST_ENCODINGS:]):
        body = _likelier(body, _decoders().get(name, _unchanged)(body, most))
    if len(body) > most:
        raise SourceError(f"its page is larger than {most // 2**20} MiB: no article is as long as that")
    return body


def _likelier(body: bytes, decoded: bytes) -> bytes:
    """Return what was decoded, but for a page that has been decoded already and by chance decodes once more."""
    was_page, is_page = (data.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"<") for data in (body, decoded))
    return body if was_page and not is_page else decoded


def _joined(body: bytes) -> bytes:
    """Join the chunks of a body; one that does not begin with a chunk is not chunked."""
    parts = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        if length == 0 or at >= len(body):
            break
    return b"".join(parts) if parts else body


def _decoders() -> dict[str, Callable[[bytes, int], bytes]]:
    return {
        "gzip": _gunzip,
        "x-gzip": _gunzip,
        "deflate": _undeflate,
        "br": _unbrotli,
        "zstd": _unzstd,
    }


def _unchanged(body: bytes, most: int) -> bytes:
    return body


def _gunzip(body: bytes, most: int) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, most + 1)
    except zlib.error:
        return _until_damage(zlib.decompressobj(wbits=31), body, most)


def _undeflate(body: bytes, most: int) -> bytes:
    for wbits in (15, -15):  # the standard says with a header of zlib's; some servers leave that out
        try:
            return zlib.decompressobj(wbits).decompress(body, most + 1)
        except zlib.error:
            continue
    return body


def _until_damage(inflater: zlib._Decompress, body: bytes, most: int) -> bytes:
    """Inflate a damaged body as far as it goes."""
    parts: list[bytes] = []
    given = 0
    try:
        for at in range(0, len(body), 1024):
            parts.append(inflater.decompress(body[at : at + 1024], most + 1 - given))
            given += len(parts[-1])
            if given > most:
                break
    except zlib.error:
        pass
    return b"".join(parts)


def _unbrotli(body: bytes, most: int) -> bytes:
    from fastwarc.stream_io import BrotliReader

    return _read_all(BrotliReader(io.BytesIO(body)).read, most) or body


def _unzstd(body: bytes, most: int) -> bytes:
    from fastwarc.stream_io import ZstdReader

    return _read_all(ZstdReader(io.BytesIO(body)).read, most) or body


def _read_all(read: Callable[[int], bytes], most: int) -> bytes:
    parts: list[bytes] = []
    given = 0
    try:
        while given <= most and (part := read(65536)):
            parts.append(part)
            given += len(part)
    except OSError:  # cut off or damaged, or not in this encoding at all
        pass
    return b"".join(parts)
