"""
How often somebody may be wrong at what must not be guessed: passwords, codes, keys.

Wrong tries are counted in the cache that every process shares, each for its own time, so a
limit lets go little by little. Tries that are made at the very same moment may pass together
where one was left, at most as many as the server works on at once.
"""

import hashlib
import ipaddress
import math
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import cache_lock
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True)
class Limit:
    """At most so many wrong tries within so many seconds, for whoever they are counted for."""

    name: str
    times: int
    seconds: int

    def wait(self, who: str) -> int:
        """Seconds until a try is left; 0 when one is."""
        tries = self._tries(who)
        if len(tries) < self.times:
            return 0
        return max(1, math.ceil(tries[self.times - 1] + self.seconds - time.time()))

    def count(self, who: str) -> None:
        """Count a wrong try."""
        # Where the lock is not to be had in a second, a count that may get lost is better
        # than none.
        with cache_lock(self._key(who)):
            tries = [time.time(), *self._tries(who)]
            cache.set(self._key(who), tries[: self.times], self.seconds)

    def clear(self, who: str) -> None:
        """Forget all tries."""
        cache.delete(self._key(who))

    def _tries(self, who: str) -> list[float]:
        """Times of the tries that still count, newest first."""
        since = time.time() - self.seconds
        return [at for at in cache.get(self._key(who), []) if at > since]

    def _key(self, who: str) -> str:
        # A digest: neither an address nor a name is to be read in the cache.
        return f"limit:{self.name}:{hashlib.sha256(who.encode()).hexdigest()}"


class Limits:
    """Several limits at once, each with whom it counts: `Limits((LIMIT, who), …)`."""

    def __init__(self, *counted: tuple[Limit, str]) -> None:
        self._counted = counted

    def wait(self) -> int:
        """Seconds until a try is left in all of them; 0 when one is."""
        return max(limit.wait(who) for limit, who in self._counted)

    def count(self) -> None:
        """Count a wrong try in each."""
        for limit, who in self._counted:
            limit.count(who)

    def clear(self) -> None:
        """Forget all tries in each."""
        for limit, who in self._counted:
            limit.clear(who)


def network_of(request: HttpRequest) -> str:
    """A visitor's address; of IPv6 the network, since one home has as many as it likes."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


def minutes(seconds: int) -> int:
    """Whole minutes that are enough, to be said to a person."""
    return math.ceil(seconds / 60)


def answer_too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """The page of 429: how long to wait, in minutes for people and in seconds for programs."""
    response = render(request, "429.html", {"minutes": minutes(wait)}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
