"""Where the name of a host leads: it is resolved once, and what is no public address is told from what is."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Sequence
from functools import partial

from sayso.errors import FetchError

Resolve = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host and port, the best first; raises OSError where there are none."""

_MOST = 8  # addresses of one host that are looked at

_PUBLIC_6 = ipaddress.ip_network("2000::/3")  # all that was ever given out; NAT64 and IPv4-mapped lie outside
_KINDS = tuple(
    (ipaddress.ip_network(network), kind)
    for kind, networks in (
        ("on this machine", "127.0.0.0/8 0.0.0.0/8 ::1/128 ::/128"),
        ("on a private network", "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7 fec0::/10"),
        ("of this link only", "169.254.0.0/16 fe80::/10"),
        ("a multicast address", "224.0.0.0/4 ff00::/8"),
        (
            "an IPv4 address in the clothes of IPv6",
            "::ffff:0:0/96 ::/96 64:ff9b::/96 64:ff9b:1::/48 2002::/16 2001::/32",
        ),
        (
            "reserved",
            "192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 "
            "2001::/23 2001:db8::/32 3fff::/20",
        ),
    )
    for network in networks.split()
)


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the system's resolver has them.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def why_private(address: str) -> str | None:
    """Tell what an address is that nobody can be asked to fetch from; None for a public one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no address at all"
    for network, kind in _KINDS:
        if parsed.version == network.version and parsed in network:
            return kind
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in _PUBLIC_6:
        return "reserved"
    return None


def checked_addresses(
    host: str, port: int, *, allow_private: bool, within: float, resolve: Resolve = addresses_of
) -> list[str]:
    """Return the addresses of a host that may be connected to.

    Args:
        host: a name or an address, without brackets.
        allow_private: every address will do.
        within: seconds that resolving may take.
        resolve: asks for the addresses.

    Raises:
        FetchError: the host is not known, or all its addresses are private ones.
    """
    found = _in_time(partial(resolve, host, port), within, host)[:_MOST]
    kinds = {address: None if allow_private else why_private(address) for address in found}
    allowed = [address for address, kind in kinds.items() if kind is None]
    if allowed:
        return allowed
    address, kind = next(iter(kinds.items()), (host, "no address at all"))
    raise FetchError(
        f"its host {host} is at {address}, which is {kind}, and only public addresses are fetched from: "
        "give --allow-private (in Python, allow_private=True) if you trust it",
        lasting=True,
    )


def _in_time(ask: Callable[[], Sequence[str]], within: float, host: str) -> Sequence[str]:
    """Ask in a thread of its own, for the system's resolver knows no limit; one that is too late is left behind."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        except (OSError, UnicodeError) as error:  # UnicodeError: a label too long or empty
            answers.put(error)

    threading.Thread(target=run, name="sayso-resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=max(within, 0.01))
    except queue.Empty:
        raise FetchError(f"the name of its host, {host}, could not be resolved in {within:.0f} s: try later") from None
    if isinstance(answer, Exception):
        raise FetchError(f"its host, {host}, is not known: check the name and the network") from answer
    return answer
