"""The token against forged requests: what a form or a script must send back."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote_plus

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

_HEAD = 16_384  # bytes of a body in which the token must stand
_ENCODED = re.compile(rb"csrf=([^&]{0,200})(?:&|$)")
_PART = re.compile(rb'\A--[^\r\n]{1,200}\r\n(?:[^\r\n]+\r\n)*?content-disposition: form-data; name="csrf"\r\n'
                   rb"(?:[^\r\n]+\r\n)*\r\n([^\r\n]{0,200})\r\n", re.IGNORECASE)  # fmt: skip


def token_for(secret: bytes, visit: str) -> str:
    """Return the token of somebody who has not signed in, by the id that their browser was given."""
    return hmac.new(secret, visit.encode(), hashlib.sha256).hexdigest()


def fits(sent: str | None, token: str) -> bool:
    """Tell whether a token is the one that was given out."""
    return bool(sent and token) and hmac.compare_digest((sent or "").encode(), token.encode())


async def first_field(receive: Receive, content_type: str) -> tuple[str | None, Receive]:
    """Return the token that opens a form, and a stream that starts again from the form's beginning.

    Only the beginning is read, for a form may carry files of any size.
    """
    held: list[Message] = []
    head = b""
    more = True
    while more and len(head) < _HEAD:
        message = await receive()
        held.append(message)
        if message["type"] != "http.request":
            break
        head += message.get("body", b"")
        more = message.get("more_body", False)

    async def again() -> Message:
        return held.pop(0) if held else await receive()

    form = content_type.startswith("multipart/form-data")
    match = (_PART.match(head) if form else _ENCODED.match(head)) if head else None
    return unquote_plus(match[1].decode("ascii", "replace")) if match else None, again
