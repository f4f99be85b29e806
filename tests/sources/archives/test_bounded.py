"""Compressed streams: inflated as they are read, never beyond their bounds, and told in a sentence what is wrong."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
from collections.abc import Callable

import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import SourceError
from sayso.sources.archives import bounded
from sayso.sources.archives.bounded import Compression, compression_of, inflated, look_ahead

TEXT = "".join(f"On day {n} the mayor of Ostwick denied it again.\n" for n in range(5000)).encode()
NOISE = random.Random(6).randbytes(200_000)


def zstd(data: bytes) -> bytes:
    out = io.BytesIO()
    writer = ZstdWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd,
}
every_compression = pytest.mark.parametrize("name", COMPRESSORS)


class Pipe(io.RawIOBase):
    """A stream that cannot be sought in and gives a few bytes at a time."""

    def __init__(self, data: bytes, step: int = 777) -> None:
        super().__init__()
        self._data, self._step = io.BytesIO(data), step

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._data.read(min(self._step, len(buffer)))
        buffer[: len(data)] = data
        return len(data)


def read_all(data: bytes, **bounds: int) -> tuple[bytes, str | None]:
    """Return what could be read, and the message of the error that ended it."""
    stream = inflated(io.BytesIO(data), **bounds)
    parts = []
    try:
        while part := stream.read1(10_000):
            parts.append(part)
    except SourceError as error:
        return b"".join(parts), str(error)
    return b"".join(parts), None


@every_compression
@pytest.mark.parametrize("data", [b"", b"a", TEXT, NOISE], ids=["empty", "one", "text", "noise"])
def test_what_was_compressed_comes_out_again(name: str, data: bytes) -> None:
    assert inflated(io.BytesIO(COMPRESSORS[name](data))).read() == data


@every_compression
def test_a_pipe_that_gives_little_at_a_time_is_read_all_the_same(name: str) -> None:
    pipe = io.BufferedReader(Pipe(COMPRESSORS[name](TEXT)))
    assert inflated(pipe).read() == TEXT
    assert list(inflated(Pipe(COMPRESSORS[name](TEXT), 1))) == TEXT.splitlines(keepends=True)  # type: ignore[arg-type]


@every_compression
def test_several_compressed_streams_in_a_row_are_read_as_one(name: str) -> None:
    data = b"".join(COMPRESSORS[name](part) for part in (b"one ", b"", TEXT, b"three"))
    assert read_all(data) == (b"one " + TEXT + b"three", None)


@pytest.mark.parametrize("name", ["gzip", "bzip2", "xz"])
def test_zeros_after_a_compressed_stream_are_padding(name: str) -> None:
    data = COMPRESSORS[name](TEXT)
    assert read_all(data + b"\0" * 4096 + data + b"\0" * 512) == (TEXT + TEXT, None)


@pytest.mark.parametrize("data", [b"", b"plain text", b"BZh is how this text begins", TEXT, b"\x1f", NOISE])
def test_what_is_not_compressed_stays_as_it_is(data: bytes) -> None:
    assert read_all(data) == (data, None)


@every_compression
def test_data_that_is_cut_off_gives_what_there_is_and_then_one_sentence(name: str) -> None:
    whole = COMPRESSORS[name](NOISE)
    found, reason = read_all(whole[: len(whole) * 2 // 3])
    assert reason == f"its {name} data is cut off: get the file again"
    assert NOISE.startswith(found)
    assert found or name in ("bzip2", "xz")  # which give nothing before a block is whole


@every_compression
def test_a_missing_last_byte_is_told(name: str) -> None:
    assert read_all(COMPRESSORS[name](TEXT)[:-1])[1] == f"its {name} data is cut off: get the file again"


@every_compression
def test_rubbish_after_the_end_is_told_once_all_else_is_read(name: str) -> None:
    found, reason = read_all(COMPRESSORS[name](TEXT) + b"and now for something else")
    assert TEXT.startswith(found)
    assert len(found) >= len(TEXT) - (10_000 if name == "zstd" else 0)
    assert reason == f"its {name} data is followed by something else: get the file again"


@every_compression
def test_damage_inside_is_told(name: str) -> None:
    data = bytearray(COMPRESSORS[name](TEXT * 3))
    data[len(data) // 2 : len(data) // 2 + 40] = bytes(40)
    assert read_all(bytes(data))[1] == f"its {name} data is damaged: get the file again"


@every_compression
def test_a_bomb_is_stopped_on_its_way(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "FREE", 2**20)
    found, reason = read_all(COMPRESSORS[name](bytes(40 * 2**20)), ratio=50)
    assert reason is not None
    assert reason.startswith(f"its {name} data grows more than 50-fold, as a decompression bomb does: ")
    assert len(found) < 20 * 2**20


@every_compression
def test_a_small_file_of_one_letter_is_no_bomb(name: str) -> None:
    assert read_all(COMPRESSORS[name](b"a" * 2**20)) == (b"a" * 2**20, None)


@pytest.mark.parametrize("data", [TEXT, gzip.compress(TEXT)], ids=["plain", "gzip"])
def test_more_than_is_allowed_is_refused(data: bytes) -> None:
    assert read_all(data, most=len(TEXT)) == (TEXT, None)
    found, reason = read_all(data, most=100_000)
    assert reason == "it holds more than 100,000 bytes of data: cut it into smaller files"
    assert TEXT.startswith(found)
    assert len(found) <= 100_000


def test_an_xz_file_that_asks_for_gigabytes_of_memory_is_refused() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 2**29}]
    data = lzma.compress(TEXT, lzma.FORMAT_XZ, filters=filters)
    found, reason = read_all(data)
    assert found == b""
    assert reason is not None
    assert "takes more than 256 MiB of memory" in reason


def test_the_same_error_comes_again_when_reading_is_tried_again() -> None:
    stream = inflated(io.BytesIO(gzip.compress(TEXT)[:-1]))
    for _ in range(2):
        with pytest.raises(SourceError, match="cut off"):
            stream.read()


@every_compression
def test_an_error_of_the_stream_itself_is_not_taken_for_damage(name: str) -> None:
    class Breaking(Pipe):
        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            return super().readinto(buffer) or self.fail()

        def fail(self) -> int:
            raise OSError(5, "Input/output error")

    stream = inflated(Breaking(COMPRESSORS[name](NOISE)[:-10], 4096))  # type: ignore[arg-type]
    with pytest.raises(OSError, match="Input/output error"):
        list(iter(lambda: stream.read1(4096), b""))


def test_only_as_much_is_read_as_is_asked_for() -> None:
    source = io.BytesIO(b"".join(gzip.compress(bytes([n % 256]) * 100_000) for n in range(400)))
    assert inflated(source).read(10) == bytes(10)
    assert source.tell() < 200_000


@pytest.mark.parametrize(
    ("head", "compression"),
    [
        (gzip.compress(b"")[:10], Compression.GZIP),
        (bz2.compress(b"a")[:10], Compression.BZIP2),
        (bz2.compress(b"")[:10], Compression.BZIP2),
        (lzma.compress(b"")[:10], Compression.XZ),
        (zstd(b"a")[:10], Compression.ZSTD),
        (b"BZh9 was its name", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_how_data_is_compressed_is_told_from_its_first_bytes(head: bytes, compression: Compression | None) -> None:
    assert compression_of(head) is compression


@given(st.binary(max_size=300), st.integers(0, 400))
def test_looking_ahead_takes_nothing_away(data: bytes, size: int) -> None:
    head, stream = look_ahead(Pipe(data, 7), size)  # type: ignore[arg-type]
    assert head == data[:size]
    assert stream.read() == data


def test_looking_ahead_tells_an_error_only_when_reading_comes_to_it() -> None:
    head, stream = look_ahead(inflated(io.BytesIO(gzip.compress(b"first line\nsecond")[:-4])), 100)
    assert head == b"first line\nsecond"
    assert stream.readline() == b"first line\n"
    with pytest.raises(SourceError, match="cut off"):
        stream.read()


@given(st.sampled_from(sorted(COMPRESSORS)), st.data())
def test_any_damage_gives_a_sentence_or_the_data(name: str, data: st.DataObject) -> None:
    whole = bytearray(COMPRESSORS[name](TEXT[:3000]))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not whole:
            break
    _, reason = read_all(bytes(whole), most=10**6)
    assert reason is None or reason.startswith(("its ", "it "))
