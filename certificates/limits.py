"""
How often one address may ask the public pages.

Two limits. Codes that do not exist are counted where every process sees them: that is what
guessing looks like. All requests are counted in each process by itself, which costs no query
and still stops a script that hammers one page.
"""

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import BaseCache, caches
from django.http import HttpRequest

MISSES, MISSES_SECONDS = 30, 600
REQUESTS, REQUESTS_SECONDS = 120, 60


def is_too_much(request: HttpRequest) -> bool:
    """Count this request, and tell whether its address has asked too often."""
    requests = _count(caches["versioned"], _key(request, "requests", REQUESTS_SECONDS), 60)
    if requests > REQUESTS:
        return True
    misses = caches["default"].get(_key(request, "misses", MISSES_SECONDS), 0)
    return bool(misses >= MISSES)


def count_miss(request: HttpRequest) -> None:
    """Count a code that no certificate has."""
    _count(caches["default"], _key(request, "misses", MISSES_SECONDS), MISSES_SECONDS)


def _count(cache: BaseCache, key: str, seconds: int) -> int:
    if cache.add(key, 1, seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        return 1


def _key(request: HttpRequest, what: str, seconds: int) -> str:
    window = int(time.time()) // seconds
    return f"verify:{what}:{_address(request)}:{window}"


def _address(request: HttpRequest) -> str:
    """A reader's address; of IPv6 the network, since one home has as many as it likes."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)
