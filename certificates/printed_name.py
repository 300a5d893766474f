"""
A name that its holder has hidden: who gives the printed one, or the file, may see it.

Whoever has the paper or the file knows the name already; a stranger with the code alone learns
nothing by guessing: a wrong name, a nearly right one and a right one after too many tries get
the same answer, and tries are few.
"""

import hashlib
import hmac
import unicodedata

# Letters that have no plainer one inside; for keyboards that do not have them.
_PLAINER = str.maketrans(
    {"đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "ı": "i"}
)


def is_printed_name(typed: str, printed: str) -> bool:
    """
    Tell whether somebody typed the printed name, in time that tells nothing.

    Forgiven: capitals, marks over letters, spaces, hyphens and apostrophes.

    >>> is_printed_name("anne marja  magga", "Ánne-Márjá Mággá")
    True
    >>> is_printed_name("Ánne Mággá", "Ánne-Márjá Mággá")
    False
    >>> is_printed_name(" - ", "—")
    False
    """
    given, wanted = _bare(typed), _bare(printed)
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def _bare(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name.casefold()).translate(_PLAINER)
    return "".join(sign for sign in spread if sign.isalnum())


def proof_of_file(pdf_sha256: str) -> str:
    """
    Return what the page shows of a file's digest, so that a browser can compare it.

    It is the digest of the digest: who has the file can make both, who has the page alone
    cannot make the first, by which the name is shown.
    """
    return hashlib.sha256(pdf_sha256.encode()).hexdigest()
