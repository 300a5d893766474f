"""
Values from the environment, read strictly.

A value that is missing or cannot be read stops the start with a sentence that
names the variable; nothing falls back to an unsafe default in silence. Beside
the environment itself, a file `.env` of KEY=value lines may hold values (it is
what `make demo` writes); the environment wins over the file.
"""

import base64
import binascii
import os
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit


class MisconfiguredError(Exception):
    """A variable is missing or unreadable; the message names it and says what to do."""


def read_file(path: Path) -> None:
    """
    Put the KEY=value lines of a file into the environment where it has no such key.

    Values may be quoted as a shell would. A file that is not there is no error; a line
    that is neither empty, a comment nor KEY=value raises MisconfiguredError.
    """
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        key, equals, value = stripped.partition("=")
        if not equals or not key.isidentifier():
            raise MisconfiguredError(f"{path.name}, line {number}: expected KEY=value.")
        os.environ.setdefault(key, "".join(shlex.split(value)))


def text(name: str, default: str | None = None) -> str:
    """
    Return a text value; without a default it must be there and not empty.

    >>> os.environ["EXAMPLE"] = "polku"
    >>> text("EXAMPLE")
    'polku'
    """
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise MisconfiguredError(f"Set the environment variable {name} (see .env.example).")
    return default


def flag(name: str, default: bool = False) -> bool:
    """
    Return a yes-or-no value, written 1/0, true/false, yes/no or on/off.

    >>> os.environ["EXAMPLE"] = "yes"
    >>> flag("EXAMPLE")
    True
    """
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise MisconfiguredError(f"{name} is {value!r}; write 1 or 0.")


def words(name: str, default: str = "") -> list[str]:
    """
    Return a list written with commas between its words; empty is as good as not set.

    >>> os.environ["EXAMPLE"] = "a.example, b.example"
    >>> words("EXAMPLE")
    ['a.example', 'b.example']
    """
    return [word.strip() for word in (os.environ.get(name) or default).split(",") if word.strip()]


def whole_number(name: str, default: int) -> int:
    """Return a whole number."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise MisconfiguredError(f"{name} is {value!r}; write a whole number.") from None


def secret_keys(name: str) -> list[bytes]:
    """
    Return keys of 32 bytes each, written in URL-safe base64 with commas between them.

    >>> os.environ["EXAMPLE"] = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    >>> secret_keys("EXAMPLE")
    [b'0123456789abcdef0123456789abcdef']
    """
    keys = []
    for number, word in enumerate(words(name), start=1):
        try:
            key = base64.b64decode(word, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != 32:
            # The value is a secret: say which one, never what it is.
            raise MisconfiguredError(
                f"{name}: key {number} is not 32 bytes in URL-safe base64 (see .env.example)."
            )
        keys.append(key)
    return keys


def postgres(url: str) -> dict[str, object]:
    """
    Read postgres://user:password@host:port/name into Django's settings.

    Raises MisconfiguredError for any other kind of address.

    >>> postgres("postgres://polku:s%40la@db.example:5433/polku")["PASSWORD"]
    's@la'
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise MisconfiguredError("DATABASE_URL: expected postgres://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }


def mail(url: str) -> dict[str, object]:
    """
    Read an e-mail address of a server into settings of Django's mail.

    `console:`, `file:///folder`, `smtp://user:password@host:port`, and `smtps://` (TLS
    from the start) or `smtp+tls://` (STARTTLS). Raises MisconfiguredError otherwise.

    >>> mail("smtp+tls://post:x@mail.example:587")["EMAIL_USE_TLS"]
    True
    """
    parts = urlsplit(url)
    backends = "django.core.mail.backends"
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{backends}.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {
            "EMAIL_BACKEND": f"{backends}.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme in {"smtp", "smtps", "smtp+tls"} and parts.hostname:
        return {
            "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_TIMEOUT": 10,
        }
    raise MisconfiguredError("EMAIL_URL: expected smtp+tls://…, smtps://…, smtp://… or file:///….")
