"""
How many wrong passwords are borne, and from whom.

A limit for the account alone would let anybody lock anybody out: five wrong passwords, from
anywhere, again and again. So few tries are given to one network at one account, and the
account as a whole bears so many that it takes more than ten networks to use them up. These
are still few against a password of twelve characters.
"""

from django.http import HttpRequest

from accounts.limits import Limit, Limits, network_of

# A class of forty signs in from one network, each with a slip or two.
NETWORK = Limit("password_network", times=30, seconds=60)
NETWORK_AT_ACCOUNT = Limit("password_network_account", times=5, seconds=5 * 60)
NETWORK_AT_ACCOUNT_LONG = Limit("password_network_account_long", times=20, seconds=60 * 60)
ACCOUNT = Limit("password_account", times=250, seconds=60 * 60)


def password_tries(request: HttpRequest, email: str) -> Limits:
    """Those for a password typed for this address, whether it has an account or not."""
    network, email = network_of(request), email.lower()
    here = f"{network} {email}"
    return Limits(
        (NETWORK, network),
        (NETWORK_AT_ACCOUNT, here),
        (NETWORK_AT_ACCOUNT_LONG, here),
        (ACCOUNT, email),
    )
