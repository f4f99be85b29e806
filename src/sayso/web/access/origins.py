"""Whom a request is meant for and where it comes from: what its headers tell of other sites' doing."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from sayso.web.settings import Settings

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?)\.?(?::(\d{1,5}))?", re.IGNORECASE)
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def is_loopback(host: str) -> bool:
    """Tell whether an address to listen on can be reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def known_hosts(settings: Settings) -> frozenset[str] | None:
    """Return the names that an application may be called by, None where any will do.

    A name that leads to this machine only now (DNS rebinding) would make a stranger's page one of ours, so on loopback
    the names are counted. Elsewhere people sign in, and what they carry is sent to the name that they signed in at.
    """
    named = {host.lower() for host in settings.public_hosts}
    if is_loopback(settings.host):
        own = f"[{settings.host.strip('[]')}]" if ":" in settings.host else settings.host
        return frozenset({*_LOCAL, own.lower(), *named})
    return frozenset(named) or None


def host_of(header: str) -> tuple[str, str | None] | None:
    """Return the host and the port that a header names, None where it names none."""
    match = _HOST.fullmatch(header)
    return (match[1].lower(), match[2]) if match else None


def is_foreign(origin: str | None, fetch_site: str | None, host: str) -> bool:
    """Tell whether a browser says that another site made it send a request.

    Args:
        origin: the header `Origin`; its scheme is left out of account, for a proxy may have ended TLS.
        fetch_site: the header `Sec-Fetch-Site`.
        host: the header `Host`.
    """
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        return True
    if origin is None:
        return False
    try:
        parts = urlsplit(origin)
        theirs, ours = host_of(parts.netloc), host_of(host)
    except ValueError:
        return True
    if theirs is None or ours is None or theirs[0] != ours[0]:
        return True
    usual = {"http": "80", "https": "443"}.get(parts.scheme)
    return (theirs[1] or usual) != (ours[1] or usual)


def is_local_path(path: str) -> bool:
    """Tell whether a path leads nowhere but to this application."""
    return bool(re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", path))
