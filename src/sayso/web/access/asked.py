"""What a route asks of a request: who it comes from, whether they may, and the token that forms carry."""

from __future__ import annotations

from fastapi import HTTPException, Request

from sayso.web.access.person import Person, Role


def current(request: Request) -> Person:
    """Return who a request comes from."""
    person = getattr(request.state, "person", None)
    return person if isinstance(person, Person) else Person("visitor", Role.READER, known=False)


def require_editor(request: Request) -> Person:
    """Return who a request comes from, as a dependency of what only editors may do.

    Raises:
        HTTPException: 401 where nobody has signed in, 403 where they may only read.
    """
    return _require(request, Role.EDITOR, "This is for editors: ask whoever keeps the accounts.")


def require_owner(request: Request) -> Person:
    """Return who a request comes from, as a dependency of what only owners may do.

    Raises:
        HTTPException: 401 where nobody has signed in, 403 where they may not.
    """
    return _require(request, Role.OWNER, "This is for owners: ask whoever keeps the accounts.")


def csrf_token(request: Request) -> str:
    """Return the token that a form must send as its first field, `csrf`, or a script as the header `X-CSRF-Token`."""
    request.state.token_shown = True
    return str(getattr(request.state, "csrf", ""))


def tell(request: Request, what: str) -> None:
    """Tell the audit log in words what a request does."""
    request.state.changed = what


def _require(request: Request, least: Role, told: str) -> Person:
    person = current(request)
    if person.role.may(least):
        return person
    if not person.known:
        raise HTTPException(401, "Sign in first.")
    raise HTTPException(403, told)
