"""The pages to sign in and out, to change one's password, and to see what was done."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sayso.errors import AccessError
from sayso.web.access.accounts import Account, Accounts
from sayso.web.access.asked import current, require_owner, tell
from sayso.web.access.guard import cookie_names, set_cookie
from sayso.web.access.limits import SIGNING_IN, Limits
from sayso.web.access.origins import is_local_path
from sayso.web.access.sessions import LONGEST, Session, Sessions
from sayso.web.opened import settings_of
from sayso.web.rendering import render

router = APIRouter(include_in_schema=False)
_PAGE = 100  # lines of the audit log


@router.get("/login")
def login_page(request: Request, next: str = "/") -> Response:
    """Show the form to sign in."""
    if current(request).known:
        return _to(request, next)
    return render(request, "login.html", next=next if is_local_path(next) else "/", told="", name="")


@router.post("/login")
def login(
    request: Request,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=4096)] = "",
    next: Annotated[str, Form(max_length=4096)] = "/",
) -> Response:
    """Sign somebody in."""
    accounts, sessions = _kept(request)
    if accounts is None or sessions is None:
        return _to(request, "/")
    limits: Limits = request.state.limits
    askers = (f"address {request.client.host if request.client else '?'}", f"name {name.strip().casefold()}")
    wait = max(limits.wait(asker, SIGNING_IN) for asker in askers)
    request.state.who = name.strip()[:64] or "?"
    if wait:
        tell(request, "tried to sign in too often")
        told = f"These were too many tries: wait {wait / 60 + 1:.0f} min."
        refused = _again(request, next, name, told, 429)
        refused.headers["retry-after"] = f"{wait + 1:.0f}"
        return refused
    account = accounts.check(name.strip(), password)
    if account is None:
        tell(request, "was refused: the name or the password was wrong")
        return _again(request, next, name, "The name or the password is wrong.", 401)
    limits.forget(askers[1], SIGNING_IN)
    request.state.who = account.name
    tell(request, "signed in")
    answer = _to(request, next)
    former = _key(request)
    if former:
        sessions.end(former)
    _carry(request, answer, sessions.begin(account))
    return answer


@router.post("/logout")
def logout(request: Request) -> Response:
    """Sign somebody out."""
    _, sessions = _kept(request)
    if sessions is not None:
        sessions.end(_key(request))
    tell(request, "signed out")
    request.state.cookies = []
    answer = _to(request, "/login" if sessions is not None else "/")
    names = cookie_names(settings_of(request))
    answer.headers.append("set-cookie", set_cookie(settings_of(request), names[0], "", 0))
    answer.headers["clear-site-data"] = '"cache"'
    return answer


@router.get("/account")
def account_page(request: Request) -> HTMLResponse:
    """Show who has signed in, and the form to change one's password."""
    return _account(request, "")


@router.post("/account")
def change_password(
    request: Request,
    password: Annotated[str, Form(max_length=4096)] = "",
    new: Annotated[str, Form(max_length=4096)] = "",
    again: Annotated[str, Form(max_length=4096)] = "",
) -> Response:
    """Change the password of whoever has signed in; they are signed out everywhere else."""
    accounts, sessions = _kept(request)
    who = _signed_in(request)
    if accounts is None or sessions is None or who is None:
        return _to(request, "/account")
    if request.state.limits.wait(f"name {who.name.casefold()}", SIGNING_IN):
        return _account(request, "These were too many tries: wait some minutes.", 429)
    if accounts.check(who.name, password) is None:
        tell(request, "was refused another password: the present one was wrong")
        return _account(request, "The present password is wrong.", 403)
    if new != again:
        return _account(request, "The new password was not written the same way twice.", 422)
    try:
        accounts.set_password(who.name, new)
    except AccessError as error:
        told = str(error)
        return _account(request, f"{told[:1].upper()}{told[1:]}.", 422)
    tell(request, "changed their password")
    request.state.cookies = []
    answer = _to(request, "/account")
    _carry(request, answer, sessions.begin(who))
    return answer


@router.get("/audit", dependencies=[Depends(require_owner)])
def audit_page(request: Request, before: Annotated[int | None, Query(ge=1)] = None) -> HTMLResponse:
    """Show what was done over the web, the latest first."""
    accounts, _ = _kept(request)
    found = accounts.done(limit=_PAGE + 1, before=before) if accounts else []
    earlier = found[_PAGE - 1].id if len(found) > _PAGE else None
    return render(request, "audit.html", done=found[:_PAGE], earlier=earlier, kept=accounts is not None)


def _kept(request: Request) -> tuple[Accounts | None, Sessions | None]:
    return request.state.accounts, request.state.sessions


def _key(request: Request) -> str:
    return request.cookies.get(cookie_names(settings_of(request))[0], "")


def _signed_in(request: Request) -> Account | None:
    session: Session | None = getattr(request.state, "session", None)
    return session.account if session else None


def _carry(request: Request, answer: Response, key: str) -> None:
    settings = settings_of(request)
    answer.headers.append("set-cookie", set_cookie(settings, cookie_names(settings)[0], key, LONGEST))


def _to(request: Request, path: str) -> RedirectResponse:
    """Lead on to a page of ours, whatever a link said."""
    local = path if is_local_path(path) else "/"
    return RedirectResponse(settings_of(request).base_path + quote(local, safe="/?&=%#:@!$'()*+,;~"), 303)


def _again(request: Request, next: str, name: str, told: str, status: int) -> HTMLResponse:
    there = next if is_local_path(next) else "/"
    return render(request, "login.html", status=status, next=there, told=told, name=name[:64])


def _account(request: Request, told: str, status: int = 200) -> HTMLResponse:
    return render(request, "account.html", status=status, told=told, kept=request.state.accounts is not None)
