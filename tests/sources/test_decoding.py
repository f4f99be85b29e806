"""Bytes to text: what is read, as which encoding, and what is refused in which words."""

from __future__ import annotations

import codecs
import gzip
import random
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.errors import TextError
from sayso.sources.decoding import decode

STORY = (
    "Ferry hull ‘sound’, says Rook – harbour board unmoved\r\n\r\n"
    "“The hull is sound,” said Ida Rook, who runs the Ostwick ferry. The board’s café was full of people who said "
    "they had heard otherwise, and they did not want to give their names to a reporter on a Sunday afternoon.\r\n"
)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_unicode_is_read_by_its_mark_and_the_mark_is_dropped(mark: bytes, encoding: str) -> None:
    assert decode(mark + STORY.encode(encoding), "it") == STORY


def test_windows_quotation_marks_and_dashes_are_read() -> None:
    assert decode(STORY.encode("cp1252"), "it") == STORY


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Хозяйка парома Ида Рук заявила в воскресенье, что корпус судна цел и что слухи о течи ложны. " * 4),
        (
            "shift_jis",
            "渡し船を運営するイダ・ルークさんは、船体に異常はないと日曜日に述べた。うわさは事実ではないという。" * 4,
        ),
    ],
)
def test_other_encodings_are_detected(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "it") == text


@given(st.text())
@example("a\r\nb\rc\n\u2028d\x85")
@example("it\x00s fine, said the mayor")
def test_utf_8_comes_out_as_it_went_in_or_is_refused_as_binary(text: str) -> None:
    data = text.encode()
    try:
        found = decode(data, "it")
    except TextError as error:
        found = str(error)
    assert found == text.removeprefix("\ufeff") or found.startswith("it holds binary data")


@given(st.binary())
def test_any_bytes_are_text_or_a_text_error(data: bytes) -> None:
    with suppress(TextError):
        assert isinstance(decode(data, "it"), str)


def test_a_stray_nul_is_kept() -> None:
    assert decode(b"The mayor\x00 said the bridge was safe.", "it") == "The mayor\x00 said the bridge was safe."


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF document"),
        (b"PK\x03\x04\x14\x00\x06\x00", "a zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "an image"),
        (gzip.compress(b"The mayor said."), "a gzip archive"),
        (b"{\\rtf1\\ansi The mayor said.}", "an RTF document"),
    ],
)
def test_a_known_format_is_named_with_the_way_out(data: bytes, kind: str) -> None:
    with pytest.raises(TextError, match=f"^report is {kind}, not plain text: save its text as a plain text file"):
        decode(data, "report")


@pytest.mark.parametrize("data", [random.Random(7).randbytes(5000), b"\x00" * 100, "a lone story".encode("utf-16-le")])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(TextError, match=r"^report holds binary data"):
        decode(data, "report")


def test_damaged_utf_8_is_refused_and_not_taken_for_another_encoding() -> None:
    data = STORY.encode().replace(b"Rook", b"R\xff\xffk", 1)
    with pytest.raises(TextError, match=r"^report is UTF-8 but is damaged at byte \d+: "):
        decode(data, "report")


def test_damaged_utf_16_is_refused() -> None:
    with pytest.raises(TextError, match=r"^report is marked as UTF-16-LE but is damaged at byte 4: "):
        decode(codecs.BOM_UTF16_LE + b"a\x00\x00", "report")
