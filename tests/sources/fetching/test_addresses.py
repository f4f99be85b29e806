"""Which addresses are public."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import FetchError
from sayso.sources.fetching.addresses import checked_addresses, why_private


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "on this machine"),
        ("127.255.0.3", "on this machine"),
        ("0.0.0.0", "on this machine"),
        ("::1", "on this machine"),
        ("::", "on this machine"),
        ("10.1.2.3", "on a private network"),
        ("172.31.255.1", "on a private network"),
        ("192.168.0.1", "on a private network"),
        ("100.64.0.1", "on a private network"),
        ("fd00::1", "on a private network"),
        ("169.254.169.254", "of this link only"),
        ("fe80::1%eth0", "of this link only"),
        ("224.0.0.251", "a multicast address"),
        ("ff02::1", "a multicast address"),
        ("::ffff:127.0.0.1", "an IPv4 address in the clothes of IPv6"),
        ("::ffff:8.8.8.8", "an IPv4 address in the clothes of IPv6"),
        ("::7f00:1", "an IPv4 address in the clothes of IPv6"),
        ("64:ff9b::7f00:1", "an IPv4 address in the clothes of IPv6"),
        ("64:ff9b:1::1", "an IPv4 address in the clothes of IPv6"),
        ("2002:7f00:1::", "an IPv4 address in the clothes of IPv6"),
        ("2001:0:7f00::", "an IPv4 address in the clothes of IPv6"),
        ("192.0.2.7", "reserved"),
        ("198.18.0.1", "reserved"),
        ("203.0.113.9", "reserved"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("2001:db8::1", "reserved"),
        ("4000::1", "reserved"),
        ("no address", "no address at all"),
    ],
)
def test_what_is_not_public_is_told(address: str, kind: str) -> None:
    assert why_private(address) == kind


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"])
def test_public_addresses_pass(address: str) -> None:
    assert why_private(address) is None


@given(st.ip_addresses())
def test_nothing_passes_that_python_knows_to_be_private(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if why_private(str(address)) is None:
        assert address.is_global and not address.is_multicast


def test_of_a_host_with_both_only_the_public_addresses_are_taken() -> None:
    found = checked_addresses(
        "mixed.example", 80, allow_private=False, within=1, resolve=lambda *_: ["10.0.0.1", "1.1.1.1", "64:ff9b::a00:1"]
    )
    assert found == ["1.1.1.1"]


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1"])
def test_an_address_in_disguise_is_seen_through(host: str) -> None:
    with pytest.raises(FetchError, match=r"is at 127\.0\.0\.1, which is on this machine"):
        checked_addresses(host, 80, allow_private=False, within=5)


def test_a_host_without_addresses_is_told() -> None:
    with pytest.raises(FetchError, match="no address at all"):
        checked_addresses("empty.example", 80, allow_private=False, within=1, resolve=lambda *_: [])
