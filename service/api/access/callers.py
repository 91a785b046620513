"""Where a request comes from, as far as that can be known."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from service.settings import Network

IPV6_SITE_BITS = 64
"""Of an IPv6 address: what one subscriber is given at least, in which it may take any address (RFC 6177)."""

UNKNOWN = "unknown"


def address_of(peer: str | None, forwarded: Iterable[str], trusted: tuple[Network, ...]) -> str:
    """Return the address that a request comes from; of IPv6, its network of 64 bits.

    Parameters
    ----------
    peer
        The address at the other end of the connection, None where it has none.
    forwarded
        The values of ``X-Forwarded-For``, in their order. They count only as far as proxies in `trusted` wrote them:
        each adds the address that it was called from at the end, and what stands before is what its caller claims.
    trusted
        The networks of these proxies.
    """
    address = _read(peer or "")
    if address is None:
        return UNKNOWN
    if trusted and _within(address, trusted):
        for hop in reversed([part for value in forwarded for part in value.split(",")]):
            before = _read(hop.strip())
            if before is None:
                break
            address = before
            if not _within(address, trusted):
                break
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_SITE_BITS), strict=False))
    return str(address)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _within(address: IPv4Address | IPv6Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)
