"""How often something may be tried, counted in the cache so that reading a page never writes a row.

A counter lives for one window (a quarter of an hour, a day) and is kept by name and a keyed digest of who
tries. What is lost with the cache only forgives; two tries at the same instant may count once where the cache
has no atomic increment (files). A limit slows guessing down, it is no lock.
"""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.links import keyed_digest

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Limit:
    """At most ``most`` within ``seconds`` for one key; ``name`` keeps the counters of limits apart."""

    name: str
    most: int
    seconds: int

    def _place(self, key: str, at: datetime) -> str:
        window = int(at.timestamp()) // self.seconds
        return f"limit:{self.name}:{window}:{keyed_digest('limit', key)}"

    def used(self, key: str, *, at: datetime) -> int:
        """How much of the limit the key has used in the window of ``at``."""
        return cache.get(self._place(key, at), 0)

    def allows(self, key: str, *, at: datetime) -> bool:
        """Whether one more try is within the limit. Counts nothing."""
        return self.used(key, at=at) < self.most

    def count(self, key: str, *, at: datetime, cost: int = 1) -> None:
        """Count one try."""
        place = self._place(key, at)
        cache.add(place, 0, self.seconds)
        try:
            cache.incr(place, cost)
        except ValueError:  # the entry was swept away between the two calls
            cache.set(place, cost, self.seconds)
        # Some caches give an incremented entry their own short default life.
        cache.touch(place, self.seconds)

    def forget(self, key: str, *, at: datetime) -> None:
        """Begin the window anew for the key."""
        cache.delete(self._place(key, at))


def network_of(request: HttpRequest) -> str:
    """The neighbourhood a request comes from: /24 of IPv4, /64 of IPv6.

    Headers that a sender can write are not read, unless ``TRUSTED_PROXIES`` own proxies stand in front: then
    the address is the one that the outermost of them saw.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = getattr(settings, "TRUSTED_PROXIES", 0)
    if proxies:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        address = seen[-proxies] if len(seen) >= proxies else address
    try:
        host = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{host}/{24 if host.version == 4 else 64}", strict=False))
