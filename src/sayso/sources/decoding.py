"""Bytes in, text out: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import html
import re

from sayso.errors import TextError

# The UTF-32 mark opens with the UTF-16 one, so it comes first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF87a", "an image"),
    (b"GIF89a", "an image"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"PAR1\x15", "a Parquet table"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
_WAY_OUT = "save its text as a plain text file in UTF-8"
# All but white space and the escape that opens terminal colours.
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_BYTES = bytes(range(128, 256))
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # what Windows-1252 leaves open

_MOST_CONTROLS = 0.1  # of the characters of text that is valid Unicode: a stray NUL is no reason to refuse it
_MOST_CONTROLS_GUESSED = 0.02  # of the bytes where the encoding has to be guessed; random bytes have a tenth
_FEW_HIGH = 0.03  # English in Windows-1252 has fewer bytes above 127: curly quotation marks, dashes, some accents
_UNKNOWN = "unknown"
_LONG_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|x[0-9a-f]{7,});?", re.IGNORECASE)
_SAMPLE = 64 * 2**10  # bytes by which an encoding is guessed


def decode(data: bytes, name: str) -> str:
    r"""Return the text that `data` holds, character for character; only a byte order mark is dropped.

    UTF-8, and UTF-16 or UTF-32 with a byte order mark, are read as such; other encodings are guessed. Line
    ends stay as they are, so does a stray NUL.

    Args:
        data: all bytes of one text.
        name: what to call them in an error.

    Raises:
        TextError: the bytes are no text, or their encoding cannot be told.
    """
    refuse_formats(data, name)
    text = _marked(data, name)
    return text if text is not None else _unmarked(data, name)


def check_is_utf8_text(start: bytes, name: str) -> None:
    """Look at the first bytes of what must be UTF-8, to say once what is wrong with all of it.

    Raises:
        TextError: they open another format or another encoding.
    """
    refuse_formats(start, name)
    for mark, encoding in _MARKS[1:]:
        if start.startswith(mark):
            raise TextError(f"{name} is {encoding[:6].upper()}: save it in UTF-8")
    _refuse_controls(start, _MOST_CONTROLS, name)


def encoding_of(start: bytes, name: str) -> tuple[str, int]:
    """Tell from the first bytes of a long text, cut anywhere, which encoding it is in.

    Returns:
        The encoding's name for Python, and how many bytes its mark takes.

    Raises:
        TextError: they are no text, or their encoding cannot be told.
    """
    refuse_formats(start, name)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark)
    cut = start.rfind(b"\n") + 1 or len(start)  # a character may be cut at the end
    try:
        start[:cut].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or error.end < cut:
            _refuse_controls(start, _MOST_CONTROLS_GUESSED, name)
            guessed = "utf-8" if _is_damaged_utf8(start) else _guess(start)
            if guessed == _UNKNOWN:
                raise TextError(f"the encoding of {name} cannot be told: {_WAY_OUT}") from error
            return guessed, 0
    _refuse_controls(start, _MOST_CONTROLS, name)
    return "utf-8", 0


def refuse_formats(data: bytes, name: str) -> None:
    """Look at the first bytes of what must be text, or a page.

    Raises:
        TextError: they open a format that is neither.
    """
    for start, kind in _FORMATS:
        if data.startswith(start):
            raise TextError(f"{name} is {kind}, not plain text: {_WAY_OUT}")


def unescaped(text: str) -> str:
    """Return a text of HTML with its character references written out.

    The library's own function fails on a number of thousands of digits; one that no character has becomes U+FFFD.
    """
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text))


def _refuse_controls(data: bytes, most: float, name: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > most * len(data):
        raise TextError(f"{name} holds binary data, not text: {_WAY_OUT}")


def _marked(data: bytes, name: str) -> str | None:
    """Decode by the byte order mark; None without one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                place = len(mark) + error.start
                raise TextError(
                    f"{name} is marked as {encoding.upper()} but is damaged at byte {place}: {_WAY_OUT}"
                ) from error
            _refuse_controls(text.encode("utf-8"), _MOST_CONTROLS, name)
            return text
    return None


def _unmarked(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_controls(data, _MOST_CONTROLS_GUESSED, name)
        if _is_damaged_utf8(data):
            raise TextError(f"{name} is UTF-8 but is damaged at byte {error.start}: {_WAY_OUT}") from error
    else:
        _refuse_controls(data, _MOST_CONTROLS, name)
        return text
    try:
        return data.decode(_guess(data))
    except (UnicodeDecodeError, LookupError) as error:
        raise TextError(f"the encoding of {name} cannot be told: {_WAY_OUT}") from error


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell whether most characters beyond ASCII are good UTF-8, which no other encoding gives by chance."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good > bad


def _guess(data: bytes) -> str:
    """Return the likeliest encoding of a text that is not Unicode."""
    high = len(data) - len(data.translate(None, _HIGH_BYTES))
    if high < _FEW_HIGH * len(data) and not _NOT_WINDOWS.search(data):
        return "cp1252"  # too few bytes to go by, and English is what we read
    from charset_normalizer import from_bytes  # takes its time, and is seldom needed

    first = _HIGH.search(data)
    start = max(0, first.start() - 1024) if first else 0  # all before is ASCII: no character is cut
    best = from_bytes(data[start : start + _SAMPLE]).best()
    return best.encoding if best else _UNKNOWN
