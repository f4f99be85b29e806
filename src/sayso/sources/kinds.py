"""What kind of source some bytes are: told by what they begin with, and by their name only where that tells nothing."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from sayso.errors import SourceError
from sayso.sources.lists.markup import root_of
from sayso.sources.tables.columns import Columns, find_columns
from sayso.sources.tables.records import parse_object

HEAD = 64 * 2**10
"""How many first bytes are enough to tell."""


class Kind(StrEnum):
    """A kind of source."""

    TEXT = "text"
    HTML = "html"
    FEED = "feed"
    OPML = "opml"
    SITEMAP = "sitemap"
    WARC = "warc"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    MBOX = "mbox"
    EML = "eml"
    PDF = "pdf"


COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
"""What names end in where their bytes are compressed."""

_NAMED = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".opml": Kind.OPML,
    ".warc": Kind.WARC,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".parquet": Kind.PARQUET,
    ".mbox": Kind.MBOX,
    ".eml": Kind.EML,
    ".pdf": Kind.PDF,
}
_ROOTS = {
    "html": Kind.HTML,
    "rss": Kind.FEED,
    "rdf": Kind.FEED,
    "feed": Kind.FEED,
    "channel": Kind.FEED,
    "opml": Kind.OPML,
    "urlset": Kind.SITEMAP,
    "sitemapindex": Kind.SITEMAP,
}
_PAGE_TAGS = frozenset("head body title meta link script style div p article main section header h1 h2 table a".split())
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ADDRESS = re.compile(rb"https?://[^\s<>\"']{3,2000}", re.IGNORECASE)
_MAILBOX = re.compile(
    rb"From (?:\S{1,200} {1,3})?(?:mon|tue|wed|thu|fri|sat|sun)\w* .{0,60}[0-9]{1,2}:[0-9]{2}", re.IGNORECASE
)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):(?=[ \t]|\r?\n|$)")
_ONLY_MAIL = frozenset(
    (b"message-id", b"received", b"mime-version", b"return-path", b"dkim-signature", b"delivered-to")
)
_ANY_MAIL = frozenset((b"from", b"to", b"subject", b"date", b"reply-to", b"cc", b"content-type"))
_FIELD = re.compile(r"[\"' ]*[A-Za-z_][\w .-]{0,39}[\"' ]*")
_DELIMITERS = ",;\t|"


def kind_of(name: str, head: bytes, columns: Columns | None = None) -> Kind:
    """Tell what kind of source begins with `head`.

    Args:
        name: the file's name, or the path of its address; empty where there is none.
        head: its first bytes, inflated; `HEAD` of them are enough.
        columns: the names of a table's columns, where they are no usual ones.
    """
    plain = _unmarked(head[:HEAD]).lstrip()
    named = kind_named(name)
    found = _by_start(head) or _by_markup(plain, named) or _by_lines(plain, named, columns or Columns())
    return found or named or Kind.TEXT


def kind_named(name: str) -> Kind | None:
    """Tell what kind of source a name stands for, None where it stands for none."""
    return _NAMED.get(extension_of(name))


def extension_of(name: str) -> str:
    """Return what a name ends in, in lower case, without the ending of a compression."""
    lower = name.lower()
    for ending in COMPRESSED:
        lower = lower.removesuffix(ending)
    dot = lower.rfind(".")
    return lower[dot:] if dot >= 0 and "/" not in lower[dot:] else ""


def stem_of(name: str) -> str:
    """Return a file's name without its folder and endings: the id of the article in it."""
    base = re.split(r"[/\\]", name)[-1]
    known = extension_of(base)
    for ending in (*COMPRESSED, known):
        if known and base.lower().endswith(ending):
            base = base[: -len(ending)] or base
    return base


def is_record(line: bytes, columns: Columns) -> bool:
    """Tell whether a line is a JSON object in which the text of an article can be told."""
    try:
        record = parse_object(line)
        return "text" in record or "text" in find_columns(list(record), columns)
    except SourceError:
        return False


def _unmarked(head: bytes) -> bytes:
    """Return the first bytes as UTF-8, without a byte order mark."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore").encode("utf-8", "ignore")
    return head


def _by_start(head: bytes) -> Kind | None:
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head.startswith(b"WARC/"):
        return Kind.WARC
    return Kind.PDF if head[:1024].lstrip().startswith(b"%PDF-") else None


def _by_markup(plain: bytes, named: Kind | None) -> Kind | None:
    if not plain.startswith(b"<"):
        return None
    root = root_of(plain) or ""
    if root in _ROOTS:
        return _ROOTS[root]
    return Kind.HTML if plain[:9].lower() == b"<!doctype" or root in _PAGE_TAGS else named


def _by_lines(plain: bytes, named: Kind | None, columns: Columns) -> Kind | None:
    """Tell mail, records, tables and lists of addresses by their first lines."""
    line = plain.split(b"\n", 1)[0].strip()
    if line.startswith(b"{") and named is not Kind.CSV and (is_record(line, columns) or _is_begun(line)):
        return Kind.JSONL
    if _MAILBOX.match(line):
        return Kind.MBOX
    if _is_mail(plain):
        return Kind.EML
    if _ADDRESS.fullmatch(line) and all(map(_ADDRESS.match, plain.split()[:100])):
        return Kind.SITEMAP
    return Kind.CSV if named in (None, Kind.TEXT) and _is_header(line, columns) else None


def _is_begun(line: bytes) -> bool:
    """Tell whether a line is a record's that is longer than what was read of it."""
    return len(line) > HEAD // 2 and re.match(rb'\{\s*"', line) is not None and b'"text"' in line


def _is_mail(plain: bytes) -> bool:
    names = []
    for line in plain[:8192].split(b"\n"):
        if not line.strip():
            break
        if line[:1] in b" \t":  # the rest of the header before
            continue
        match = _HEADER.match(line)
        if match is None:
            return False
        names.append(match[1].lower())
    found = set(names)
    return len(found & _ANY_MAIL) > (1 if found & _ONLY_MAIL else 2)


def _is_header(line: bytes, columns: Columns) -> bool:
    """Tell whether a line names the columns of a table, one of which holds the text."""
    text = line.decode("utf-8", "replace")
    for delimiter in _DELIMITERS:
        names = text.split(delimiter)
        if len(names) > 1 and all(_FIELD.fullmatch(name) for name in names):
            try:
                return len(find_columns([name.strip(" \"'") for name in names], columns)) > 1
            except SourceError:
                return False
    return False
