"""
The code that is printed on a certificate: 130 random bits in Crockford's base32.

Its alphabet leaves out I, L, O and U, so what a reader may take for another letter can be
forgiven. Printed in groups; stored without them.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
GROUP = 4
_LOOK_ALIKES = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—_.]+")
_WHOLE = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """Return a code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """
    Return the code that somebody typed, or None when it cannot be one.

    Forgiven: small letters, spaces and dashes, look-alikes, and the whole address pasted.

    >>> read_code("o123-4567 89ab-cdef-ghjk-mnpq-rs")
    '0123456789ABCDEFGHJKMNPQRS'
    >>> read_code("https://example.fi/todistus/0I23456789ABCDEFGHJKMNPQRS/?lang=sv")
    '0123456789ABCDEFGHJKMNPQRS'
    >>> read_code("TKP-2026-000123") is None
    True
    """
    address = typed.partition("?")[0].partition("#")[0].strip().rstrip("/")
    bare = _BETWEEN.sub("", address.rpartition("/")[2]).upper().translate(_LOOK_ALIKES)
    return bare if _WHOLE.fullmatch(bare) else None


def in_groups(code: str) -> str:
    """
    Return a code as it is printed.

    >>> in_groups("0123456789ABCDEFGHJKMNPQRS")
    '0123-4567-89AB-CDEF-GHJK-MNPQ-RS'
    """
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
