"""Compressed bytes in, plain bytes out as they are asked for: gzip, bzip2, xz and zstd, never more than is allowed.

What is whole is handed out before anything wrong with the rest is told.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from enum import StrEnum
from typing import BinaryIO, Protocol

from sayso.errors import SourceError

RATIO = 250
"""How many times its size compressed data may grow; text grows 3 to 30 times, gzip's bombs a thousand."""
FREE = 64 * 2**20
"""Bytes up to which nobody asks how much they have grown: a small file of one letter is no bomb."""

_CHUNK = 64 * 2**10
_XZ_MEMORY = 256 * 2**20  # xz -9 needs 65 MiB; a file may ask for gigabytes
_GET_AGAIN = "get the file again"


class Compression(StrEnum):
    """How bytes are compressed, by the name that people know."""

    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "zstd"


_STARTS = (
    (b"\x1f\x8b\x08", Compression.GZIP),
    (b"BZh", Compression.BZIP2),
    (b"\xfd7zXZ\x00", Compression.XZ),
    (b"\x28\xb5\x2f\xfd", Compression.ZSTD),
)
_MAGIC = max(len(start) for start, _ in _STARTS)
_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")  # what follows `BZh` and a digit: a block, or the end of an empty stream


def compression_of(head: bytes) -> Compression | None:
    """Tell from its first bytes (ten are enough) how data is compressed; None if it is not."""
    for start, compression in _STARTS:
        if head.startswith(start):
            if compression is Compression.BZIP2 and not (head[3:4].isdigit() and head[4:10] in _BLOCKS):
                return None  # a text may begin so
            return compression
    return None


def inflated(stream: BinaryIO, *, most: int | None = None, ratio: int = RATIO) -> io.BufferedReader:
    """Return the plain bytes of a stream, inflated as they are read; one that is not compressed stays as it is.

    Several compressed streams one after the other, as web archives have them, are read as one. Data that is
    compressed twice is inflated once.

    Args:
        stream: bytes, open for reading; it need not be seekable, and is not closed.
        most: how many plain bytes there may be; without it, as many as come.
        ratio: how many times its size the data may grow, once there is more than `FREE`.

    Returns:
        A stream whose reading raises `SourceError` where the data is cut off, damaged, followed by something else,
        or more than is allowed; its text goes on from the stream's name and tells the way out. What comes
        before that point is handed out first. `OSError` means that the stream itself cannot be read.
    """
    return io.BufferedReader(_Inflated(stream, most, ratio), _CHUNK)


class Source:
    """A stream as native code can read it: with a position, and with errors kept for later instead of raised.

    Args:
        stream: bytes, open for reading; it need not be seekable.
        head: bytes that have been taken from it already.
    """

    def __init__(self, stream: BinaryIO, head: bytes = b"") -> None:
        self._take = getattr(stream, "read1", stream.read)
        self._head = head
        self._position = 0
        self.error: OSError | ValueError | SourceError | None = None
        self.tail = b""  # the last four bytes read

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes; none where the stream ends, and after an error."""
        size = size if size > 0 else _CHUNK
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
        else:
            data = self._read(size)
        self._position += len(data)
        self.tail = (self.tail + data[-4:])[-4:]
        return data

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._position

    def seek(self, offset: int, whence: int = 0) -> int:
        """Refuse to go anywhere but where it stands."""
        if (offset, whence) not in ((0, 1), (self._position, 0)):
            raise io.UnsupportedOperation("seek")
        return self._position

    def close(self) -> None:
        """Leave the stream open: it belongs to whoever opened it."""

    def check(self) -> None:
        """Raise the error that ended the stream, if one did.

        Raises:
            SourceError: what is inflated is damaged or too much.
            OSError, ValueError: the stream could not be read.
        """
        if self.error is not None:
            raise self.error

    def _read(self, size: int) -> bytes:
        if self.error is not None:
            return b""
        try:
            data: bytes = self._take(size)
        except (OSError, ValueError, SourceError) as error:
            self.error = error
            return b""
        return data


def look_ahead(stream: BinaryIO, size: int) -> tuple[bytes, io.BufferedReader]:
    """Return the first bytes of a stream, up to `size` of them, and a stream that begins with them.

    What is wrong with a stream is raised when reading comes to that place, not before.
    """
    source = Source(stream)
    head = b""
    while len(head) < size and (more := source.read(size - len(head))):
        head += more
    begun = Source(stream, head)
    begun.error = source.error
    return head, io.BufferedReader(Ahead(begun), _CHUNK)


class Ahead(io.RawIOBase):
    """A source as Python's own streams are: its errors are raised."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what io calls it with
        """Read as much as is there into a buffer, and return how much that was."""
        data = self._source.read(len(buffer))
        if not data:
            self._source.check()
        buffer[: len(data)] = data
        return len(data)


class _Inflater(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Inflated(io.RawIOBase):
    """The plain bytes of a stream, counted on both sides."""

    def __init__(self, stream: BinaryIO, most: int | None, ratio: int) -> None:
        super().__init__()
        self._stream, self._most, self._ratio = stream, most, ratio
        self._source: Source | None = None
        self._inflater: _Inflater | None = None
        self._compression: Compression | None = None
        self._given = 0
        self._error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what io calls it with
        if self._error is not None:
            raise self._error  # however often it is asked
        try:
            data = self._next(len(buffer))
        except (OSError, ValueError, SourceError) as error:
            self._error = error
            raise
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        if self._inflater is None:
            self._begin()
        assert self._source is not None and self._inflater is not None
        data = self._pull(self._inflater, size)
        self._given += len(data)
        if self._most is not None and self._given > self._most:
            raise SourceError(f"it holds more than {_size(self._most)} of data: cut it into smaller files")
        if self._given > FREE and self._compression and self._given > self._ratio * self._source.tell():
            raise SourceError(
                f"its {self._compression} data grows more than {self._ratio}-fold, as a decompression bomb does: "
                "leave it alone, or inflate it yourself if you trust it"
            )
        return data

    def _begin(self) -> None:
        head = b""
        while len(head) < 10 and (more := self._stream.read(10 - len(head))):
            head += more
        self._source = Source(self._stream, head)
        self._compression = compression_of(head)
        match self._compression:
            case None:
                self._inflater = self._source
            case Compression.ZSTD:
                self._inflater = _zstd(self._source)
            case compression:
                self._inflater = _Members(self._source, compression)

    def _pull(self, inflater: _Inflater, size: int) -> bytes:
        assert self._source is not None
        data = b""
        try:
            data = inflater.read(size)
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:  # OSError: what bz2 and zstd raise
            self._source.check()
            raise SourceError(
                f"its {self._compression} data is {_trouble(error, self._given)}: {_GET_AGAIN}"
            ) from error
        if not data:
            self._source.check()
        return data


class _Decompressor(Protocol):
    """What bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


class _Zlib:
    """Zlib's decompressor as the others are: it keeps what it could not yet take."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Members:
    """Compressed streams, one after the other, with nothing but zeros between and after them."""

    def __init__(self, source: Source, compression: Compression) -> None:
        self._source, self._compression = source, compression
        self._member: _Decompressor | None = None
        self._ahead = b""  # read, and not yet given to a member

    def read(self, size: int, /) -> bytes:
        while True:
            if self._member is None and not self._begin():
                return b""
            member = self._member
            assert member is not None
            ended = False
            if not self._ahead and member.needs_input:
                self._ahead = self._source.read(_CHUNK)
                ended = not self._ahead
            data = member.decompress(self._ahead, size)
            self._ahead = b""
            if member.eof:
                self._ahead, self._member = member.unused_data, None
            if data:
                return data
            if ended and self._member is not None:
                raise EOFError

    def _begin(self) -> bool:
        """Begin the next member; tell whether there is one."""
        while not (ahead := self._ahead.lstrip(b"\0")):
            self._ahead = self._source.read(_CHUNK)
            if not self._ahead:
                return False
        while len(ahead) < _MAGIC and (more := self._source.read(_CHUNK)):
            ahead += more
        self._ahead = ahead
        start = next(start for start, compression in _STARTS if compression is self._compression)
        if not ahead.startswith(start):
            raise _RubbishError
        self._member = _decompressor(self._compression)
        return True


class _RubbishError(OSError):
    """Something that is not compressed follows compressed data."""


def _decompressor(compression: Compression) -> _Decompressor:
    match compression:
        case Compression.GZIP:
            return _Zlib()
        case Compression.BZIP2:
            return bz2.BZ2Decompressor()
        case _:
            return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def _zstd(source: Source) -> _Inflater:
    try:
        from fastwarc.stream_io import ZstdReader
    except ImportError as error:
        raise SourceError(
            "it is compressed with zstd, which needs more than the core: pip install 'sayso[sources]'"
        ) from error
    return ZstdReader(source)


def _trouble(error: Exception, given: int) -> str:
    match error:
        case EOFError():
            return "cut off"
        case _RubbishError():
            return "followed by something else"
        case OSError() if "incomplete" in str(error):  # zstd
            return "cut off"
        case OSError() if "frame descriptor" in str(error) and given:
            return "followed by something else"
        case lzma.LZMAError() if "Memory usage" in str(error):
            return f"so compressed that inflating it takes more than {_size(_XZ_MEMORY)} of memory"
        case _:
            return "damaged"


def _size(count: int) -> str:
    return f"{count // 2**20} MiB" if count >= 2**20 else f"{count:,} bytes"
