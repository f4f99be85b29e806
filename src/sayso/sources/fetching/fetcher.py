"""Fetching over HTTP: the only place that opens connections, and one that trusts nobody on the other side.

A URL comes in; its bytes go out, or a `FetchError` whose sentence goes on from the URL. Addresses are checked before
they are connected to, and again after each redirect; sizes and times are bounded as the bytes come.
"""

from __future__ import annotations

import io
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import BinaryIO, cast

from urllib3 import BaseHTTPResponse
from urllib3.util import Url

from sayso.errors import FetchError
from sayso.sources.fetching.addresses import Resolve, addresses_of, checked_addresses
from sayso.sources.fetching.answers import (
    AGENT,
    Response,
    check_status,
    header_text,
    is_redirect,
    redirected,
    response_of,
    trouble,
)
from sayso.sources.fetching.encoded import Decoder
from sayso.sources.fetching.line import Line
from sayso.sources.fetching.turns import Turns
from sayso.sources.fetching.urls import host_of, parsed, parsed_proxy, target_of

__all__ = ["Fetcher", "Limits", "Response"]

_CHUNK = 64 * 2**10
Check = Callable[[str], None]
"""Looks at a URL that is about to be asked for; raises `FetchError` where it must not be."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long one fetch may take."""

    received: int = 64 * 2**20  # bytes as they are sent
    decoded: int = 64 * 2**20  # bytes once inflated
    connect: float = 10.0  # seconds for one try to connect
    read: float = 20.0  # seconds of silence
    total: float = 60.0  # seconds from the request to the last byte, for each redirect anew
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one fetch was asked for."""

    url: str
    headers: Mapping[str, str]
    conditional: bool
    check: Check | None
    limits: Limits


@dataclass(slots=True)
class _Hop:
    """One request, of which the body is still to come."""

    line: Line
    answer: BaseHTTPResponse
    limits: Limits
    close: Callable[[], None] = field(repr=False)


class Fetcher:
    """Fetches URLs; any number of threads may share one.

    Args:
        allow_private: fetch from private, loopback and other addresses that are not public, too.
        connections: how many there may be at a time.
        delay: seconds between two requests to one host.
        proxy: the http or https URL of a proxy, through which all requests go. It resolves names itself; those
            that can be resolved here, too, are checked as ever.
        agent: the User-Agent; what stands before its `/` is the name that robots.txt files know.
        contact: an address or page of whoever fetches, which is added to the User-Agent.
        limits: how much and how long one fetch may take.
        resolve: asks for the addresses of a host; by default the system.
        tls: how certificates are checked; by default against the system's.

    Raises:
        FetchError: the proxy, agent or contact cannot be used.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        connections: int = 8,
        delay: float = 1.0,
        proxy: str | None = None,
        agent: str = AGENT,
        contact: str | None = None,
        limits: Limits | None = None,
        resolve: Resolve = addresses_of,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.turns = Turns(delay)
        self.agent = header_text("the User-Agent", f"{agent} (+{contact})" if contact else agent)
        self.limits = limits or Limits()
        self._allow_private = allow_private
        self._proxy = parsed_proxy(proxy) if proxy else None
        self._room = threading.BoundedSemaphore(connections)
        self._resolve, self._tls = resolve, tls
        self._lines: set[Line] = set()
        self._lock = threading.Lock()
        self._closed = False

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        check: Check | None = None,
        limits: Limits | None = None,
    ) -> Response:
        """Fetch a URL.

        Args:
            url: http or https, without a password.
            etag: the one that came with what is known already, and
            modified: its `Last-Modified`; where nothing has changed since, the response has the status 304 and no body.
            check: is asked before every request, after a redirect too.
            limits: in the place of the fetcher's.

        Returns:
            A response with the status 200 to 299, or 304.

        Raises:
            FetchError: it cannot be fetched, or must not be.
        """
        with self.open(url, etag=etag, modified=modified, check=check, limits=limits) as (response, stream):
            return replace(response, body=stream.read())

    @contextmanager
    def open(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        check: Check | None = None,
        limits: Limits | None = None,
    ) -> Iterator[tuple[Response, BinaryIO]]:
        """Fetch a URL whose body is read as it comes; what `get` says holds here.

        Yields:
            The response without its body, and the decoded body as a stream, whose reading raises `FetchError`.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        given = {name: value for name, value in headers.items() if value}
        asked = _Asked(url, given, bool(given), check, limits or self.limits)
        with ExitStack() as stack:
            at, hop = self._follow(asked, stack)
            response = response_of(url, at, hop.answer)
            yield response, cast(BinaryIO, io.BufferedReader(_Body(hop, response), _CHUNK))

    def close(self) -> None:
        """Cut all connections, let nobody wait any longer, and refuse what is asked for from now on."""
        with self._lock:
            self._closed = True
            lines = list(self._lines)
        self.turns.end()
        for line in lines:
            line.cut()

    def _follow(self, asked: _Asked, stack: ExitStack) -> tuple[str, _Hop]:
        """Ask, and ask again where it is redirected to; the last hop is closed with the stack."""
        at, seen = asked.url, {asked.url}
        while True:
            url = parsed(at)
            if asked.check is not None:
                asked.check(url.url)
            if not self.turns.wait(host_of(url)):
                left = self.turns.left(host_of(url))
                told = "its host asked to be left alone for a while: try later" if left else "fetching was stopped"
                raise FetchError(told, retry_after=left or None)
            hop = self._ask(url, asked)
            if not is_redirect(hop.answer):
                stack.callback(hop.close)
                check_status(hop.answer, conditional=asked.conditional)
                return at, hop
            hop.close()
            at = redirected(at, hop.answer)
            if at in seen:
                raise FetchError("it redirects in a circle: tell whoever runs the server", lasting=True)
            if len(seen) > asked.limits.redirects:
                raise FetchError(f"it redirects more than {asked.limits.redirects} times: name where it leads to")
            seen.add(at)

    def _ask(self, url: Url, asked: _Asked) -> _Hop:
        """Send one request and return its answer, of which only the head is read."""
        self._room.acquire()
        stack = ExitStack()
        stack.callback(self._room.release)
        line: Line | None = None
        try:
            began = time.monotonic()
            addresses = self._addresses(url, asked.limits)
            line = Line(addresses, asked.limits.connect, max(0.1, asked.limits.total - (time.monotonic() - began)))
            stack.callback(self._forget, line)
            self._remember(line)
            answer = self._request(url, line, asked, stack)
        except FetchError:
            stack.close()
            raise
        except Exception as error:  # urllib3 has no single root for what a server can do wrong, nor has http.client
            stack.close()
            raise trouble(error, asked.limits, late=line is not None and line.late) from error
        return _Hop(line, answer, asked.limits, stack.close)

    def _request(self, url: Url, line: Line, asked: _Asked, stack: ExitStack) -> BaseHTTPResponse:
        from urllib3.util import Timeout

        timeout = Timeout(connect=asked.limits.connect, read=asked.limits.read)
        pool, target = target_of(url, self._proxy, line, self._tls or _system_tls(), timeout)
        stack.callback(pool.close)
        headers = {
            "User-Agent": self.agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **asked.headers,
        }
        if self._proxy is not None:
            headers |= self._proxy.headers
        answer = pool.urlopen(
            "GET", target, headers=headers, retries=False, redirect=False, assert_same_host=False,
            preload_content=False, decode_content=False,
        )  # fmt: skip
        stack.callback(answer.close)
        return answer

    def _addresses(self, url: Url, limits: Limits) -> list[str] | None:
        """Return the checked addresses of the URL's host; None where a proxy is to resolve it."""
        host, port = str(url.host).strip("[]"), url.port or (443 if url.scheme == "https" else 80)
        try:
            found = checked_addresses(
                host, port, allow_private=self._allow_private, within=limits.connect, resolve=self._resolve
            )
        except FetchError as error:
            if self._proxy is not None and not error.lasting:  # only the proxy knows names out there
                return None
            raise
        return found if self._proxy is None else None

    def _remember(self, line: Line) -> None:
        with self._lock:
            if self._closed:
                raise FetchError("fetching was stopped")
            self._lines.add(line)

    def _forget(self, line: Line) -> None:
        with self._lock:
            self._lines.discard(line)
        line.close()


class _Body(io.RawIOBase):
    """The decoded body of a response, counted as it is received and as it is decoded."""

    def __init__(self, hop: _Hop, response: Response) -> None:
        super().__init__()
        self._hop = hop
        self._decoder = Decoder(hop.answer.headers.get("Content-Encoding", ""), hop.limits.decoded)
        self._received = 0
        self._pieces: Iterator[bytes] = iter(())  # decoded, of what was received last
        self._left = memoryview(b"")  # of the last piece
        self._ended = response.status == 304
        length = hop.answer.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > hop.limits.received:
            raise _too_large(hop.limits)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what io calls it with
        piece = self._next(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _next(self, size: int) -> bytes:
        while not self._left and not self._ended:
            piece = next(self._pieces, None)
            if piece is None:
                self._pieces = self._decoder.feed(self._receive())
            else:
                self._left = memoryview(piece)
        given, self._left = self._left[:size], self._left[size:]
        return bytes(given)

    def _receive(self) -> bytes:
        try:
            data = self._hop.answer.read(_CHUNK, decode_content=False)
        except Exception as error:  # as above
            raise trouble(error, self._hop.limits, late=self._hop.line.late) from error
        if self._hop.line.late:  # a body without a length ends where the line is cut
            raise trouble(TimeoutError(), self._hop.limits, late=True)
        self._received += len(data)
        if self._received > self._hop.limits.received:
            raise _too_large(self._hop.limits)
        if not data:
            self._ended = True
            self._decoder.end()
        return data


def _too_large(limits: Limits) -> FetchError:
    return FetchError(f"it is larger than {limits.received / 2**20:g} MiB: name something smaller", lasting=True)


@cache
def _system_tls() -> ssl.SSLContext:
    return ssl.create_default_context()
