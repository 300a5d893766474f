"""How many wrong keys of invitations are borne: a slip or three, and no guessing."""

from django.http import HttpRequest
from django.utils.translation import ngettext

from accounts.limits import Limit, Limits, minutes, network_of

PERSON = Limit("invitation_keys_person", times=10, seconds=10 * 60)
# A class of forty types its keys from one network, and whoever guesses makes accounts.
NETWORK = Limit("invitation_keys_network", times=60, seconds=10 * 60)


def key_tries(request: HttpRequest) -> Limits:
    """Those for keys that the person signed in types here."""
    return Limits((PERSON, str(request.user.pk)), (NETWORK, network_of(request)))


def say_wait(seconds: int) -> str:
    """Say when the next key may be tried."""
    whole = minutes(seconds)
    return ngettext(
        "Too many wrong keys. Wait %(minutes)d minute and try again.",
        "Too many wrong keys. Wait %(minutes)d minutes and try again.",
        whole,
    ) % {"minutes": whole}
