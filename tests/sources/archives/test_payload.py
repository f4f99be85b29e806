"""Bodies of responses: chunks joined and encodings undone, as far as the headers are true, and never beyond bounds."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import SourceError
from sayso.sources.archives.payload import plain_body

PAGE = b"<html><p>The mayor denied it.</p></html>" * 50


@pytest.mark.parametrize(
    ("body", "encodings", "transfer"),
    [
        (PAGE, "", ""),
        (PAGE, "identity", "identity"),
        (gzip.compress(PAGE), "GZIP", ""),
        (zlib.compress(PAGE), "deflate", ""),
        (zlib.compress(gzip.compress(PAGE)), "gzip, deflate", ""),
        (b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), "", "chunked"),
        (b"%x\n%b\n0\n\n" % (len(PAGE), PAGE), "", "Chunked"),
        (b"%X ; a=b\r\n%b" % (len(PAGE) + 1000, PAGE), "", "chunked"),
        (PAGE, "gzip, br, deflate, zstd", "chunked"),
    ],
)
def test_a_body_is_decoded_as_far_as_its_headers_are_true(body: bytes, encodings: str, transfer: str) -> None:
    assert plain_body(body, encodings, transfer, 10**6) == PAGE


def test_a_body_that_is_cut_off_or_damaged_gives_what_there_is_of_it() -> None:
    packed = gzip.compress(bytes(range(256)) * 200 + PAGE, 1)
    assert plain_body(packed[:-30], "gzip", "", 10**6).startswith(bytes(range(256)))
    damaged = gzip.compress(PAGE * 9, 0)
    assert plain_body(damaged[:9000] + b"\xff" * 4000, "gzip", "", 10**6).startswith(PAGE)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_body_larger_than_allowed_is_refused(pack: object) -> None:
    name = "gzip" if pack is gzip.compress else "deflate"
    body = gzip.compress(bytes(10**7)) if name == "gzip" else zlib.compress(bytes(10**7))
    with pytest.raises(SourceError, match="its page is larger than 1 MiB: no article is as long as that"):
        plain_body(body, name, "", 2**20)


@given(st.binary(max_size=200), st.lists(st.sampled_from(["gzip", "br", "deflate", "zstd", "x"])), st.booleans())
def test_any_body_gives_bytes_within_bounds(body: bytes, encodings: list[str], chunked: bool) -> None:
    try:
        found = plain_body(body, ",".join(encodings), "chunked" if chunked else "", 1000)
    except SourceError:
        return
    assert len(found) <= 1000
