"""Who sent a press release: the header *From* goes in, an outlet and perhaps an author come out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.sources.habits.names import is_name, is_outlet

_ORGANISATION = frozenset(
    """
    academy administration agency association authority bank board bureau campaign center centre chamber chancellery
    charity church city college comms commission committee communications company coalition confederation congress
    co corp corporation council county court department desk directorate district editor editorial embassy federation
    firm force forum foundation fund government group gmbh health holdings hospital house inc industries institute
    institution labs league limited llc ltd media ministry museum network news newsletter newsroom newswire notices
    office organisation organization partners party plc police port press pressroom prosecutor publications relations
    releases secretariat senate service services society staff state team trust union university wire works
    """.split()
)
_GENERIC = frozenset(
    """
    and & the of press media news communications comms public relations office desk team department service services
    newsroom pressroom releases release info information contact contacts no-reply noreply editor editorial
    """.split()
)
"""Words that name no organisation by themselves."""
_ROLES = re.compile(
    r"(?:press|media|news|info|information|communications?|comms|pr|public|presse|contact|office|newsroom|releases?"
    r"|no-?reply|do-?not-?reply|mail|hello|admin|web|alerts?|updates?|bulletin)[\w.+-]*",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?P<person>[^|,@/]{3,60}?)\s*(?:\||,|/|\s[-–—]\s|\sat\s|\s@\s|\svia\s|\sfrom\s)\s*(?P<outlet>.{2,80})"
)
_ASIDE = re.compile(r"(?P<person>[^()]{3,60}?)\s*\((?P<outlet>[^()]{2,80})\)")
_FREE = frozenset(
    "gmail googlemail outlook hotmail live yahoo aol icloud gmx proton protonmail mail web yandex".split()
)
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Sender:
    """What a header tells of who sent a message."""

    outlet: str | None = None
    author: str | None = None


def sender_of(header: str, organisation: str = "") -> Sender:
    """Return who sent a message: an organisation is an outlet, and a person an author, of the organisation it names.

    Args:
        header: *From*, decoded.
        organisation: the header *Organization*, empty where there is none.
    """
    name, address = _parts(" ".join(header[:_LONGEST].split()))
    outlet = organisation.strip()[:_LONGEST] or None
    both = _ASIDE.fullmatch(name) or _BOTH.fullmatch(name)
    if both and _is_person(both["person"]):
        return Sender(outlet or both["outlet"].strip(), both["person"].strip())
    if name and _GENERIC.issuperset(name.lower().split()):
        return Sender(outlet or _domain(address) or name)
    if name and "@" not in name and not (_is_person(name) and not _ROLES.fullmatch(address.partition("@")[0])):
        return Sender(outlet or name)
    return Sender(outlet or _domain(address), name if name and "@" not in name else None)


def _parts(header: str) -> tuple[str, str]:
    """Return the name and the address in a header; either may be empty."""
    name, opened, address = header.rpartition("<")
    if not opened:
        return ("", address) if "@" in address else (address, "")
    name = name.strip("\"' ")
    return name if any(map(str.isalpha, name)) else "", address.partition(">")[0].strip()


def _is_person(name: str) -> bool:
    """Tell whether a name can be a person's: two to four capitalised words, none of which organisations use."""
    words = name.replace(".", "").split()
    return (
        2 <= len(words) <= 4
        and is_name(name)
        and not is_outlet(name)
        and _ORGANISATION.isdisjoint(name.lower().split())
    )


def _domain(address: str) -> str | None:
    """Return the site that an address belongs to, unless it is one where anybody has addresses."""
    host = address.rpartition("@")[2].strip(". ").lower()
    if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", host) or host.split(".")[-2] in _FREE:
        return None
    return re.sub(r"^(?:mail|email|e|news|newsletter|press|smtp|lists?|mailer|em)\d*\.(?=[^.]+\.)", "", host)
