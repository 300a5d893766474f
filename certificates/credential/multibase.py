"""
Keys and signatures as text: base58btc behind a `z`, and public keys as Multikey.

Sources: W3C Controlled Identifiers 1.0 (Multikey, Multibase).
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
# What stands before the 32 bytes of an Ed25519 public key.
_ED25519 = b"\xed\x01"
# More than any key or signature here has; longer text is not worth reading.
_LONGEST = 200


def encode(content: bytes) -> str:
    """
    Return bytes as multibase text.

    >>> encode(bytes([0, 0, 40, 127, 180, 205]))
    'z11233QC4'
    """
    number, letters = int.from_bytes(content), ""
    while number:
        number, value = divmod(number, 58)
        letters = _ALPHABET[value] + letters
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * zeros + letters


def decode(text: str) -> bytes:
    """
    Return the bytes of multibase text. Raises ValueError for what is none.

    >>> decode("z11233QC4").hex()
    '0000287fb4cd'
    """
    if not text.startswith("z") or len(text) > _LONGEST:
        raise ValueError("Not base58btc behind a z.")
    letters = text[1:]
    if unknown := set(letters) - _VALUES.keys():
        raise ValueError(f"Not letters of base58btc: {sorted(unknown)}")
    number = 0
    for letter in letters:
        number = number * 58 + _VALUES[letter]
    zeros = len(letters) - len(letters.lstrip(_ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def multikey(key: Ed25519PublicKey) -> str:
    """Return an Ed25519 public key as the text of a Multikey."""
    return encode(_ED25519 + key.public_bytes_raw())
