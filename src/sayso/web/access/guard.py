"""What every request passes through: is it meant for us, who sends it, may they, how often, and who made them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote

from anyio.to_thread import run_sync
from starlette.requests import Request

from sayso.web.access.accounts import Accounts
from sayso.web.access.headers import guarded
from sayso.web.access.limits import READING, WRITING, Limits, Rate
from sayso.web.access.origins import host_of, is_foreign, is_loopback, known_hosts
from sayso.web.access.person import Person, Role
from sayso.web.access.sessions import LONGEST, Session, Sessions
from sayso.web.access.tokens import first_field, fits, token_for
from sayso.web.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_SAFE = ("GET", "HEAD", "OPTIONS")
_OPEN = ("/login", "/static/")  # what whoever has not signed in may ask for
_JSON = ("application/json", "application/merge-patch+json", "application/json-patch+json")
VISITOR = Person("visitor", Role.READER, known=False)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a request goes no further."""

    status: int
    told: str
    headers: tuple[tuple[str, str], ...] = ()


class Guard:
    """Middleware around an application.

    Args:
        app: what it guards.
        settings: how the application runs.
        accounts: who may come in; None: whoever sits at this machine, as its owner.
        owner: the name of whoever sits at this machine.
        limits: counts requests.
    """

    def __init__(self, app: App, settings: Settings, accounts: Accounts | None, owner: str, limits: Limits) -> None:
        self._app, self._settings, self._accounts = app, settings, accounts
        self._sessions = Sessions(accounts) if accounts else None
        self._owner = Person(owner, Role.OWNER)
        self._limits = limits
        self._hosts = known_hosts(settings)
        self._secret = secrets.token_bytes(32)
        self._names = cookie_names(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # we speak no WebSocket
        headers = _headers(scope)
        asked = _Asked(scope, headers, _path(scope), scope["method"] not in _SAFE)
        state: dict[str, Any] = scope.setdefault("state", {})
        answer = self._answering(asked, state, send)
        refusal = self._strange(asked)
        if refusal is None:
            await self._identify(asked, state)
            refusal = self._too_often(asked, state["person"]) or self._unknown(asked, state["person"])
        if refusal is None and asked.changes:
            refusal, receive = await self._forged(asked, state["csrf"], receive)
        if refusal is not None:
            await self._refuse(asked, state, refusal, answer)
        else:
            await self._app(scope, receive, answer)

    def _strange(self, asked: _Asked) -> _Refusal | None:
        """Refuse what is meant for another host."""
        given = asked.headers.get("host", "")
        host = host_of(given)
        count = sum(name == b"host" for name, _ in asked.scope["headers"])
        if host is None or count != 1 or (self._hosts is not None and host[0] not in self._hosts):
            told = f"This server does not go by the name of {given!r}." if host else "The request names no host."
            return _Refusal(421 if host else 400, told)
        return None

    async def _identify(self, asked: _Asked, state: dict[str, Any]) -> None:
        """Note who sends a request, and the token that their forms carry."""
        session = await self._session(asked) if not asked.path.startswith("/static/") else None
        state["limits"], state["accounts"], state["sessions"] = self._limits, self._accounts, self._sessions
        state["cookies"] = []
        if session is not None:
            state.update(person=session.account.person, csrf=session.csrf, session=session)
            if session.fresh:
                state["cookies"].append(self.cookie(0, session.fresh, LONGEST))
            return
        visit = asked.cookies.get(self._names[1], "")
        if len(visit) != 43:
            visit = secrets.token_urlsafe(32)
            state["visit"] = visit
        state["person"] = self._owner if self._accounts is None else VISITOR
        state["csrf"] = token_for(self._secret, visit)

    async def _session(self, asked: _Asked) -> Session | None:
        key = asked.cookies.get(self._names[0], "")
        if self._sessions is None or not key or len(key) > 100:
            return None
        return await run_sync(self._sessions.find, key)

    def _too_often(self, asked: _Asked, person: Person) -> _Refusal | None:
        """Refuse what is too much for one; whoever sits at this machine may do as they like."""
        if self._accounts is None or asked.path.startswith("/static/"):
            return None
        who = f"person {person.name}" if person.known else f"address {asked.address}"
        rate: Rate = WRITING if asked.changes else READING
        wait = self._limits.wait(who, rate)
        if wait:
            return _Refusal(429, "These were too many requests: wait a little.", (("retry-after", f"{wait + 1:.0f}"),))
        return None

    def _unknown(self, asked: _Asked, person: Person) -> _Refusal | None:
        """Refuse whoever has not signed in."""
        if person.known or asked.path in _OPEN or asked.path.startswith("/static/"):
            return None
        if asked.program or asked.changes:
            return _Refusal(401, "Sign in first.", (("www-authenticate", 'Session realm="sayso"'),))
        query = asked.scope.get("query_string", b"").decode("latin-1")
        there = quote(asked.path + (f"?{query}" if query else ""), safe="")
        return _Refusal(303, "Sign in first.", (("location", f"{self._settings.base_path}/login?next={there}"),))

    async def _forged(self, asked: _Asked, token: str, receive: Receive) -> tuple[_Refusal | None, Receive]:
        """Refuse a change that another site's page may have asked for."""
        headers = asked.headers
        if is_foreign(headers.get("origin"), headers.get("sec-fetch-site"), headers.get("host", "")):
            return _Refusal(403, "This request was made by another site."), receive
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if fits(headers.get("x-csrf-token"), token):
            return None, receive
        if asked.path.startswith("/api/") and (kind in _JSON or asked.scope["method"] in ("PUT", "PATCH", "DELETE")):
            return None, receive  # another site's page would have to ask leave first (CORS), and gets none
        sent, again = await first_field(receive, headers.get("content-type", "").lower())
        if fits(sent, token):
            return None, again
        told = "This form has grown too old, or was not ours: go back, load the page anew, and try again."
        return _Refusal(403, told), again

    def _answering(self, asked: _Asked, state: dict[str, Any], send: Send) -> Send:
        """Return what sends an answer on with the headers that guard it, and writes down what was changed."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure = self._settings.secure or asked.scope.get("scheme") == "https"
                found = guarded(message.get("headers", ()), asked.path, secure=secure)
                cookies = list(state.get("cookies", ()))
                if state.get("token_shown") and "visit" in state:
                    cookies.append(self.cookie(1, state["visit"], None))
                found += [(b"set-cookie", cookie.encode("latin-1")) for cookie in cookies]
                message = {**message, "headers": found}
                if asked.changes and self._accounts is not None and "person" in state:
                    who = str(state.get("who", state["person"].name))
                    what = str(state.get("changed", asked.scope["method"]))
                    status, path = int(message["status"]), asked.path
                    await run_sync(self._accounts.write_down, who, what, path, status, asked.address)
            await send(message)

        return answer

    async def _refuse(self, asked: _Asked, state: dict[str, Any], refusal: _Refusal, answer: Send) -> None:
        if asked.program:
            body = json.dumps({"type": "about:blank", "status": refusal.status, "title": refusal.told}).encode()
            kind = "application/problem+json"
        elif "person" in state and refusal.status >= 400:
            body, kind = await run_sync(_page, asked.scope, refusal), "text/html; charset=utf-8"
        else:
            body, kind = f"{refusal.told}\n".encode(), "text/plain; charset=utf-8"
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        headers += [(name.encode(), value.encode("latin-1", "replace")) for name, value in refusal.headers]
        await answer({"type": "http.response.start", "status": refusal.status, "headers": headers})
        await answer({"type": "http.response.body", "body": body})

    def cookie(self, which: int, value: str, seconds: float | None) -> str:
        """Return a cookie as it is set."""
        return set_cookie(self._settings, self._names[which], value, seconds)


@dataclass(slots=True)
class _Asked:
    """What is looked at of a request."""

    scope: Scope
    headers: dict[str, str]
    path: str  # without a proxy's prefix
    changes: bool

    @property
    def program(self) -> bool:
        """Tell whether a program asks, not a person."""
        return self.path.startswith("/api/")

    @property
    def address(self) -> str:
        client = self.scope.get("client")
        return str(client[0]) if client else "?"

    @property
    def cookies(self) -> dict[str, str]:
        return cookies_of(self.headers.get("cookie", ""))


def cookies_of(header: str) -> dict[str, str]:
    """Return the cookies that a request carries."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header[:8192]).items()}
    except CookieError:
        return {}


def cookie_names(settings: Settings) -> tuple[str, str]:
    """Return the names of the cookies of whoever has signed in, and of who has not.

    Over HTTPS the browser itself sees to it that no other host can have set them. The port is among the names, for
    browsers do not tell the ports of one machine apart.
    """
    prefix = "__Host-" if settings.secure and not settings.base_path else ""
    return f"{prefix}sayso_{settings.port}", f"{prefix}sayso_visit_{settings.port}"


def set_cookie(settings: Settings, name: str, value: str, seconds: float | None) -> str:
    """Return what sets a cookie, for so many seconds or until the browser is closed."""
    parts = [f"{name}={value}", f"Path={settings.base_path or '/'}", "HttpOnly", "SameSite=Lax"]
    parts += ["Secure"] if settings.secure else []
    parts += [f"Max-Age={seconds:.0f}"] if seconds is not None else []
    return "; ".join(parts)


def demand(settings: Settings) -> None:
    """See to it that nothing but loopback is served without accounts.

    Raises:
        AccessError: it would be.
    """
    from sayso.errors import AccessError

    if settings.accounts is None and not is_loopback(settings.host):
        raise AccessError(
            f"{settings.host} can be reached by others, so people must sign in: make accounts with "
            "`sayso accounts FILE add NAME`, and name the file with --accounts"
        )


def _page(scope: Scope, refusal: _Refusal) -> bytes:
    from sayso.web.rendering import render

    page = render(Request(scope), "error.html", title="That did not work", told=refusal.told)
    return bytes(page.body)


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _path(scope: Scope) -> str:
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] or "/" if root and path.startswith(root + "/") else path
