"""Who may read and correct a ledger over the web, and what no request may do.

`install` puts everything in place; routes ask `current` and `csrf_token`, and depend on `require_editor`.
"""

from __future__ import annotations

from sayso.web.access.asked import csrf_token, current, require_editor, require_owner, tell
from sayso.web.access.installing import install
from sayso.web.access.person import Person, Role

__all__ = ["Person", "Role", "csrf_token", "current", "install", "require_editor", "require_owner", "tell"]
