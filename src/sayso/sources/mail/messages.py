"""Mail, in which press releases come: one message (EML) or a mailbox of them (MBOX) goes in, articles come out.

Attachments are left alone, and nothing that a message refers to is fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import Path
from typing import Any, BinaryIO, cast

from sayso.article import Article
from sayso.errors import SourceError, TextError
from sayso.sources.archives.bounded import inflated, look_ahead
from sayso.sources.common import SIZE_LIMIT, Facts, Failure, article_of
from sayso.sources.decoding import decode
from sayso.sources.mail.senders import sender_of
from sayso.sources.mail.shown import shown_text
from sayso.sources.mail.wrapped import flowed, unwrapped, without_signature
from sayso.sources.tables.days import day_of
from sayso.sources.tables.seen import Seen

_FROM = re.compile(rb"From .{0,200}[0-9]{1,2}:[0-9]{2}")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_ANSWERED = re.compile(r"^(?:\s*(?:fwd?|re|aw|wg|tr)\s*:)+\s*", re.IGNORECASE)
_MOST_LINES = 1_500_000  # of one message; an attachment of `SIZE_LIMIT` has 900,000
_MOST_PARTS = 1_000
_HEADER = 2000  # characters of one; the library takes seconds for a hostile one that is longer
_FEW_WORDS = 20  # where a plain text has fewer, it says that the message is HTML
_FEW_PARAGRAPHS = 3  # where there are more, and one was found on a page, the page was not understood
_FOR_DOMAINS = ("idna", "punycode")  # no text is in these, and decoding a long one takes hours
_TOO_LARGE = f"it is larger than {SIZE_LIMIT // 2**20} MiB: save its text without the attachments"
_TOO_MANY = "it has more lines or parts than mail has: save its text as a file"
_TOO_DEEP = "its parts are nested deeper than mail is: save its text as a file"
_ENCRYPTED = "it is encrypted: open it in your mail program and save its text"
_NO_TEXT = "there is no text in it, but for attachments: save those and name them"


def read_mail(source: str | Path | BinaryIO, where: str, facts: Facts) -> Iterator[Article | Failure]:
    """Yield an article for each message of a mailbox, or for the one message that there is.

    The text is the plain one where there is one, else that of the HTML. The subject is the title, the day on which it
    was sent that of publication, and who sent it the outlet or the author. Lines that were broken to fit a width are
    joined.

    Args:
        source: a path, or the mail, open for reading; it need not be seekable, and may be compressed.
        where: what to call it in failures.
        facts: what is known about all articles; a message's own, then its dateline, fill in the rest.

    Yields:
        Articles; a `Failure` for each message of which none can be made, and one where the mailbox cannot be read on.
    """
    try:
        if isinstance(source, str | Path):
            with Path(source).open("rb") as stream:
                yield from _articles(stream, where, facts)
        else:
            yield from _articles(source, where, facts)
    except SourceError as error:
        yield Failure(where, None, str(error))
    except (OSError, ValueError) as error:
        yield Failure(where, None, f"it cannot be read: {getattr(error, 'strerror', None) or error}")


def _articles(stream: BinaryIO, where: str, facts: Facts) -> Iterator[Article | Failure]:
    head, plain = look_ahead(inflated(stream), 300)
    if not _FROM.match(head):
        data = plain.read(SIZE_LIMIT + 1)
        yield Failure(where, None, _TOO_LARGE) if len(data) > SIZE_LIMIT else _article(data, where, facts)
        return
    seen = Seen()
    for number, message in enumerate(_messages(plain), start=1):
        place = f"message {number}"
        here = f"{where} {place}"
        found = Failure(here, None, _TOO_LARGE) if message is None else _article(message, here, facts)
        if isinstance(found, Article):
            first = seen.before(found.id, place)
            if first is not None:
                found = Failure(here, found.id, f"it is {first} once more: leave it out")
        yield found


def _messages(mailbox: BinaryIO) -> Iterator[bytes | None]:
    """Yield the messages of a mailbox one by one, without the lines that set them apart; None for one too large."""
    kept = bytearray()  # a list of short lines would take twenty times their size
    size, begun, blank = 0, False, True
    while line := mailbox.readline(2**20):
        if blank and _FROM.match(line):
            if begun:
                yield _whole(kept, size)
            kept, size, begun = bytearray(), 0, True
        else:
            size += len(line)
            if size <= SIZE_LIMIT:
                kept += line
        blank = line in (b"\n", b"\r\n")
    if begun:
        yield _whole(kept, size)


def _whole(kept: bytearray, size: int) -> bytes | None:
    return _ESCAPED.sub(rb"\1", bytes(kept)) if size <= SIZE_LIMIT else None


def _article(data: bytes, where: str, facts: Facts) -> Article | Failure:
    id = ""
    try:
        if not data.strip():
            raise SourceError("it is empty: there is no article in it")
        if data.count(b"\n") > _MOST_LINES or data.count(b"\n--") > _MOST_PARTS:
            raise SourceError(_TOO_MANY)
        message = cast(EmailMessage, message_from_bytes(data, EmailMessage, policy=_POLICY))
        id = _header(message, "Message-ID").strip("<> \t")
        known = facts.or_else(_facts_of(message))
        return article_of(_text(message, where, known), id, known)
    except TextError:
        return Failure(where, id or None, _NO_TEXT)
    except SourceError as error:
        return Failure(where, id or None, str(error))
    except RecursionError:
        return Failure(where, id or None, _TOO_DEEP)
    except Exception as error:  # whatever trips the library up in one message, the others must go on
        told = f"it cannot be read ({type(error).__name__}): save its text as a file, and tell us"
        return Failure(where, id or None, told)


class _Bounded(EmailPolicy):
    """The library's policy for today's mail, on headers that are cut; one it cannot parse counts as empty."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        if isinstance(value, BaseHeader):
            return value
        try:
            return super().header_fetch_parse(name, str(value)[:_HEADER])
        except Exception:  # it raises whatever it likes on hostile headers: IndexError, AttributeError, RecursionError
            return super().header_fetch_parse(name, "")


def _registry() -> HeaderRegistry:
    """Return what parses headers: *From* as it is written, as the library loses what stands in parentheses."""
    registry = HeaderRegistry()
    registry.map_to_type("from", UniqueUnstructuredHeader)  # type: ignore[arg-type]  # a mixin, as it should be
    return registry


_POLICY = _Bounded(header_factory=_registry())


def _header(message: EmailMessage, name: str) -> str:
    value = str(message.get(name) or "")
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split())


def _facts_of(message: EmailMessage) -> Facts:
    sender = sender_of(_header(message, "From"), _header(message, "Organization"))
    address = _header(message, "Archived-At").strip("<> ")
    return Facts(
        outlet=sender.outlet,
        published=day_of(_header(message, "Date")),
        title=_ANSWERED.sub("", _header(message, "Subject")) or None,
        url=address if address.lower().startswith(("http://", "https://")) else None,
        author=sender.author,
    )


def _text(message: EmailMessage, where: str, facts: Facts) -> str:
    """Return the text of a message.

    Raises:
        SourceError: there is none.
    """
    if message.get_content_type() == "multipart/encrypted":
        raise SourceError(_ENCRYPTED)
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    text = _plain_text(plain) if plain is not None else ""
    if html is not None and len(text.split()) < _FEW_WORDS:
        of_html = _html_text(html, where, facts)
        text = of_html if len(of_html.split()) > len(text.split()) else text
    if not text.strip():
        raise SourceError(_NO_TEXT)
    return text


def _plain_text(part: Any) -> str:
    text = _decoded(part).replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = flowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return unwrapped(without_signature(text)).strip("\n")


def _html_text(part: Any, where: str, facts: Facts) -> str:
    """Return the text of a page that was sent as mail: what looks like an article in it, or all if that is little."""
    from sayso.sources.pages.page import read_page  # loads its libraries only for HTML

    html = _decoded(part)
    everything = shown_text(html)
    found = read_page(html.encode("utf-8", "replace"), where, facts, content_type="text/html; charset=utf-8")
    if not isinstance(found, Article) or len(found.text.split()) * 2 < len(everything.split()):
        return everything
    return found.text if "\n" in found.text or everything.count("\n\n") < _FEW_PARAGRAPHS else everything


def _decoded(part: Any) -> str:
    """Return a part's text in the encoding that it declares, or else in the one that it seems to be in."""
    data: bytes = part.get_payload(decode=True) or b""
    try:
        charset = codecs.lookup(part.get_content_charset("utf-8")).name
        return data.decode("utf-8" if charset in _FOR_DOMAINS else charset)
    except (LookupError, ValueError):
        try:
            return decode(data, "it")
        except TextError:
            return data.decode("utf-8", "replace")
