"""Links as the journal knows them: one article's link is one text, whatever hangs on it."""

from __future__ import annotations

from urllib.parse import urlsplit

from sayso.errors import FetchError
from sayso.ledger.rows import plain
from sayso.sources.fetching.urls import host_of, parsed

_TRACKING = (
    "utm_",
    "at_medium",
    "at_campaign",
    "at_format",
    "at_link",
    "at_ptr",
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
)
_ASIDE = ("www.", "m.", "amp.", "mobile.")


def plain_link(url: str | None) -> tuple[str, str] | None:
    """Return a link without what only counts readers, and its host; None where it cannot be fetched anyway."""
    if not url:
        return None
    try:
        parts = parsed(plain(url))
    except FetchError:
        return None
    query = parts.query
    if query and any(name in query for name in _TRACKING):
        query = "&".join(part for part in query.split("&") if not part.startswith(_TRACKING)) or None
    return parts._replace(query=query).url, host_of(parts)


def address_of(declared: str | None, fetched: str) -> str:
    """Return the address of an article: the one that its page declares, if that can be believed.

    A page speaks for its own site only, else it could put itself in the place of another's article; and a site whose
    articles all declare its front page means none of them.
    """
    own = plain_link(fetched)
    address = own[0] if own else fetched
    said = plain_link(declared)
    if said is None or not _same_site(said[1], own[1] if own else ""):
        return address
    path, own_path = (urlsplit(url).path.strip("/") for url in (said[0], address))
    return said[0] if path or not own_path else address


def _same_site(one: str, other: str) -> bool:
    one, other = (_bare(host) for host in (one, other))
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _bare(host: str) -> str:
    host = host.lower()
    for prefix in _ASIDE:
        host = host.removeprefix(prefix)
    return host
