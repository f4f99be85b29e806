"""What every answer says to the browser: what may run, who may frame it, and what it may tell others."""

from __future__ import annotations

from collections.abc import Iterable

Headers = list[tuple[bytes, bytes]]

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{what} {whence}" for what, whence in _POLICY.items())
EMBEDDED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace(
    "script-src 'self'", "script-src 'none'"
)
"""Of cards that other sites may frame: nothing in them runs."""

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # with no-referrer, browsers send `Origin: null` with our own forms
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_OWN = ((b"x-frame-options", b"DENY"), (b"cross-origin-resource-policy", b"same-origin"))
_OTHERS = ((b"cross-origin-resource-policy", b"cross-origin"),)


def guarded(headers: Iterable[tuple[bytes, bytes]], path: str, *, secure: bool) -> Headers:
    """Return an answer's headers with those that guard it; what a route has set itself is kept.

    Args:
        path: that was asked for, without the prefix of a proxy.
        secure: it was asked for over HTTPS.
    """
    found = list(headers)
    named = {name.lower() for name, _ in found}
    embedded = path.startswith("/embed/")
    added: Headers = [(b"content-security-policy", (EMBEDDED if embedded else POLICY).encode())]
    added += [*_ALWAYS, *(_OTHERS if embedded else _OWN)]
    if secure:
        added.append((b"strict-transport-security", b"max-age=31536000"))
    if not path.startswith("/static/"):
        added.append((b"cache-control", b"private, no-cache"))
    return found + [(name, value) for name, value in added if name not in named]
