"""What servers answer: statuses, headers and redirects, and one sentence for each thing that goes wrong."""

from __future__ import annotations

import contextlib
import http.client
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse
from urllib3 import exceptions as wrong

from sayso import __version__
from sayso.errors import FetchError
from sayso.sources.fetching.turns import LONGEST_REST

AGENT = f"sayso/{__version__}"
_WANTED = ("content-type", "content-language", "etag", "last-modified", "retry-after")
_LONGEST = 1024  # of a header that is kept
_REDIRECTS = (301, 302, 303, 307, 308)
_LATER = (408, 425, 429)  # of the statuses 400 to 499, those that pass by themselves
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Response:
    """What a server sent."""

    asked: str  # the URL that was asked for
    url: str  # the one that answered, after redirects
    status: int
    headers: Mapping[str, str]  # those of interest, their names in lower case
    body: bytes = b""  # decoded

    @property
    def content_type(self) -> str | None:
        """The media type in lower case, such as `text/html`."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return kind or None

    @property
    def charset(self) -> str | None:
        """The encoding that the media type declares."""
        message = Message()
        message["Content-Type"] = self.headers.get("content-type", "")
        return message.get_content_charset()

    @property
    def etag(self) -> str | None:
        """What names this version of the resource, for the next `get`."""
        return self.headers.get("etag")

    @property
    def modified(self) -> str | None:
        """When it was last changed, in the server's words, for the next `get`."""
        return self.headers.get("last-modified")

    @property
    def retry_after(self) -> float | None:
        """The seconds that the server asks to wait before it is asked again."""
        return seconds_of(self.headers.get("retry-after"))


class _Times(Protocol):
    """The limits that sentences tell of."""

    @property
    def connect(self) -> float: ...
    @property
    def read(self) -> float: ...
    @property
    def total(self) -> float: ...


def response_of(asked: str, url: str, answer: BaseHTTPResponse) -> Response:
    """Return a response without its body."""
    found = {name: _CONTROLS.sub(" ", answer.headers[name]) for name in _WANTED if name in answer.headers}
    return Response(asked, url, answer.status, {name: v for name, v in found.items() if len(v) <= _LONGEST})


def seconds_of(retry_after: str | None) -> float | None:
    """Return the seconds that a header `Retry-After` means, at most a day; None where it means nothing."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isdecimal():
        return min(float(text[:9]), LONGEST_REST)
    try:
        when = parsedate_to_datetime(text)
        left = (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(left, 0.0), LONGEST_REST)


def is_redirect(answer: BaseHTTPResponse) -> bool:
    """Tell whether an answer leads elsewhere."""
    return answer.status in _REDIRECTS and bool(answer.headers.get("Location", "").strip())


def redirected(url: str, answer: BaseHTTPResponse) -> str:
    """Return where an answer leads.

    Raises:
        FetchError: nowhere.
    """
    where = answer.headers["Location"].strip()
    with contextlib.suppress(UnicodeError):
        where = where.encode("latin-1").decode("utf-8")  # as browsers read what should be ASCII
    try:
        return urljoin(url, where).partition("#")[0]
    except ValueError as error:
        raise FetchError("it redirects to what is no URL: tell whoever runs the server", lasting=True) from error


def check_status(answer: BaseHTTPResponse, *, conditional: bool) -> None:
    """Take an answer only where something came, or nothing has changed.

    Raises:
        FetchError: the server had nothing to give.
    """
    status = answer.status
    if 200 <= status < 300 or (status == 304 and conditional):
        return
    try:
        name = f"{status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        name = str(status)
    lasting = 400 <= status < 500 and status not in _LATER
    if status in (404, 410):
        way_out = "check the address"
    elif status in (401, 402, 403, 451):
        way_out = "it is not for everybody, or not for programs"
    elif lasting:
        way_out = "it cannot be fetched so"
    else:
        way_out = "try later"
    after = seconds_of(answer.headers.get("Retry-After"))
    raise FetchError(f"the server answers {name}: {way_out}", status=status, retry_after=after, lasting=lasting)


def trouble(error: Exception, limits: _Times, *, late: bool) -> FetchError:
    """Return what to tell of an error on the way."""
    if late:
        return FetchError(f"it took longer than {limits.total:g} s: try later")
    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, FetchError):
            return link
    for link in chain:
        if isinstance(link, ssl.SSLCertVerificationError):
            why = link.verify_message.strip().rstrip(".") or "it is not valid"
            return FetchError(f"its certificate cannot be trusted ({why[:200]}): check the address", lasting=True)
    if any(isinstance(link, wrong.ProxyError) for link in chain):
        return FetchError("the proxy refuses it or does not answer: check --proxy")
    if any(isinstance(link, ssl.SSLError | wrong.SSLError) for link in chain):
        return FetchError("no safe connection could be made: check that it speaks https")
    if isinstance(error, wrong.ConnectTimeoutError):
        return FetchError(f"its host did not answer within {limits.connect:g} s: try later")
    if any(isinstance(link, TimeoutError | wrong.ReadTimeoutError) for link in chain):
        return FetchError(f"its host said nothing for {limits.read:g} s: try later")
    if any(isinstance(link, ConnectionRefusedError) for link in chain):
        return FetchError("its host refuses connections: check the address, or try later")
    if isinstance(error, wrong.NewConnectionError | OSError) and not isinstance(error, ConnectionError):
        return FetchError("its host cannot be reached: check the network, or try later")
    if any(isinstance(link, ConnectionError | http.client.IncompleteRead) for link in chain):
        return FetchError("it broke off before its end: try again")
    return FetchError("its server does not speak HTTP as it should: try later")


def header_text(what: str, value: str) -> str:
    """Return a header's value if it can be sent.

    Raises:
        FetchError: it cannot.
    """
    if not value.strip() or not value.isascii() or _CONTROLS.search(value):
        raise FetchError(f"{what} must be a line of ASCII letters, digits and signs")
    return value.strip()


def _chain(error: BaseException) -> list[BaseException]:
    """Return an error with those that it came from."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 20:
        link = waiting.pop(0)
        if isinstance(link, BaseException) and link not in found:
            found.append(link)
            waiting += [link.__cause__, link.__context__, *link.args]
    return found
