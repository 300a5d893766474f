"""
How often one address may ask the public pages.

Codes that do not exist are counted where every process sees them: that is what
guessing looks like. All requests are counted in each process by itself, which costs no query
and still stops a script that hammers one page.
"""

import time

from django.core.cache import caches
from django.http import HttpRequest

from accounts.limits import Limit, Limits, network_of

MISSES = Limit("certificate_codes", times=30, seconds=600)
REQUESTS, REQUESTS_SECONDS = 120, 60
# Wrong names for holders who have hidden theirs: of one reader, and for one certificate.
NAMES = Limit("certificate_names", times=10, seconds=3600)
NAMES_OF_ONE = Limit("certificate_names_of_one", times=30, seconds=3600)


def seconds_to_wait(request: HttpRequest) -> int:
    """Count this request; seconds to wait where its address has asked too often, else 0."""
    network = network_of(request)
    if _count(network) > REQUESTS:
        return REQUESTS_SECONDS
    return MISSES.wait(network)


def count_miss(request: HttpRequest) -> None:
    """Count a code that no certificate has."""
    MISSES.count(network_of(request))


def name_tries(request: HttpRequest, code: str) -> Limits:
    """The limits on names that are tried for a certificate."""
    return Limits((NAMES, network_of(request)), (NAMES_OF_ONE, code))


def _count(network: str) -> int:
    cache = caches["versioned"]
    key = f"verify:{network}:{int(time.time()) // REQUESTS_SECONDS}"
    if cache.add(key, 1, REQUESTS_SECONDS):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        return 1
