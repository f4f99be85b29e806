"""URLs as they are asked for: parsed once, by the library that connects, so that what is checked is what is used."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from urllib3 import HTTPConnectionPool
from urllib3.connection import ProxyConfig
from urllib3.exceptions import LocationParseError
from urllib3.util import Timeout, Url, make_headers, parse_url

from sayso.errors import FetchError
from sayso.sources.fetching.line import Line, PlainPool, SecurePool

_LONGEST = 8192


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy through which all requests go."""

    url: Url
    headers: Mapping[str, str]  # its password, for the requests that it reads itself


def parsed(url: str) -> Url:
    """Return the parts of a URL that may be fetched.

    Raises:
        FetchError: it may not.
    """
    if len(url) > _LONGEST:
        raise FetchError(f"it is longer than {_LONGEST} characters: no article is at such a URL", lasting=True)
    try:
        parts = parse_url(url.strip())
    except (LocationParseError, UnicodeError) as error:
        raise FetchError("it is no URL that can be parsed: check it", lasting=True) from error
    if parts.scheme not in ("http", "https"):
        raise FetchError("it is no http or https URL: only those are fetched", lasting=True)
    if parts.auth is not None:
        raise FetchError("it carries a user name or password: leave that out of URLs", lasting=True)
    if not parts.host or not parts.host.strip("[]."):
        raise FetchError("it names no host: check the URL", lasting=True)
    if parts.port is not None and not 0 < parts.port < 65536:
        raise FetchError("its port is out of range: check the URL", lasting=True)
    return Url(parts.scheme, None, parts.host, parts.port, parts.path or "/", parts.query, None)


def parsed_proxy(proxy: str) -> Proxy:
    """Return a proxy by its URL, which may hold a password.

    Raises:
        FetchError: it is no http or https URL.
    """
    try:
        parts = parse_url(proxy)
    except (LocationParseError, UnicodeError) as error:
        raise FetchError(f"the proxy {proxy!r} is no URL: write it as http://HOST:PORT") from error
    if parts.scheme not in ("http", "https") or not parts.host:
        raise FetchError(f"the proxy {proxy!r} is no http or https URL: write it as http://HOST:PORT")
    headers = make_headers(proxy_basic_auth=parts.auth) if parts.auth else {}
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return Proxy(Url(parts.scheme, None, parts.host, port), headers)


def host_of(url: Url) -> str:
    """Return the host and port by which requests take their turns."""
    return f"{url.host}:{url.port}" if url.port else str(url.host)


def host_named(url: str) -> str:
    """Return the host and port of a URL that may be wrong; then it is its own."""
    try:
        return host_of(parsed(url))
    except FetchError:
        return ""


def target_of(
    url: Url, proxy: Proxy | None, line: Line, tls: ssl.SSLContext, timeout: Timeout
) -> tuple[HTTPConnectionPool, str]:
    """Return what to ask, and for what: the host for a path, or a proxy for the whole URL."""
    if proxy is not None and url.scheme == "http":
        host, port = str(proxy.url.host), proxy.url.port
        if proxy.url.scheme == "https":
            return SecurePool(host, port, timeout, line=line, ssl_context=tls), url.url
        return PlainPool(host, port, timeout, line=line), url.url
    host, target = str(url.host), url.request_uri
    if url.scheme == "http":
        return PlainPool(host, url.port, timeout, line=line), target
    if proxy is None:
        return SecurePool(host, url.port, timeout, line=line, ssl_context=tls), target
    config = ProxyConfig(tls, False, None, None)
    pool = SecurePool(
        host, url.port, timeout, _proxy=proxy.url, _proxy_headers=proxy.headers, _proxy_config=config, line=line,
        ssl_context=tls,
    )  # fmt: skip
    return pool, target
