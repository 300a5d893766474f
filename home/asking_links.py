"""
Ask external addresses whether they still answer: slowly, politely, and never inside the house.

A text could name an address of the server's own network, or one that leads there. So a host is
looked up first, only public addresses are connected to, and to exactly those that were looked
up; every redirect is examined like a new address.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT = 8
# The whole of an answer's beginning.
LONGEST = 20
MOST_HOPS = 4
PORTS = {"http": 80, "https": 443}
# They answer; that a program may not read them says nothing about people.
ANSWERS = frozenset({401, 402, 403, 405, 406, 407, 408, 412, 425, 429, 451})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Answer:
    """What an address answered: its last status, and how it failed; empty when it did not."""

    status: int | None = None
    failure: str = ""


class NotAskedError(Exception):
    """The address may not be asked; `args[0]` is the failure's code."""


def failure_words(code: str) -> str:
    """Return in words how an address failed: the code is a status or a name of ours."""
    words = {
        "host": _("there is no such site"),
        "time": _("no answer in time"),
        "closed": _("the connection was refused"),
        "certificate": _("its certificate is not valid"),
        "hops": _("it leads round in circles"),
        "address": _("the address is not one of a public site"),
        "answer": _("the answer makes no sense"),
    }
    return words.get(code) or _("status %(status)s") % {"status": code}


def ask(url: str) -> Answer:
    """Ask an address, following a few redirects; HEAD first, GET where that is refused."""
    seen: int | None = None
    for _hop in range(MOST_HOPS):
        try:
            parts, ip = vetted(url)
            status, leads_to = exchange("HEAD", parts, ip)
            if status >= 400 and status not in ANSWERS - {405}:
                status, leads_to = exchange("GET", parts, ip)
            further = urljoin(url, leads_to)
        except NotAskedError as refusal:
            return Answer(seen, str(refusal.args[0]))
        except OSError as error:
            return Answer(seen, _how(error))
        except http.client.HTTPException:
            return Answer(seen, "answer")
        except ValueError:  # it leads to what is no address
            return Answer(seen, "address")
        seen = status
        if status not in REDIRECTS or not leads_to:
            return Answer(status, "" if status < 400 or status in ANSWERS else str(status))
        url = further
    return Answer(seen, "hops")


def _how(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "time"
    if isinstance(error, ssl.SSLError):
        return "certificate"
    return "host" if isinstance(error, socket.gaierror) else "closed"


def vetted(url: str) -> tuple[SplitResult, str]:
    """
    Return an address in its parts with the public IP address to connect to.

    Raises NotAskedError for whatever is no ordinary address of a public site, OSError when the
    host is not known.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        host = in_dns(parts.hostname or "")
    except ValueError as error:
        raise NotAskedError("address") from error
    plain = parts.scheme in PORTS and host and not (parts.username or parts.password)
    if not plain or port not in (None, PORTS.get(parts.scheme)):
        raise NotAskedError("address")
    found = resolve(host, PORTS[parts.scheme])
    # One that is not public is enough: which of them answers is the name server's choice.
    if not found or not all(is_public(ip) for ip in found):
        raise NotAskedError("address")
    return parts, found[0]


def in_dns(host: str) -> str:
    """
    Return a host as name servers and certificates know it; raises UnicodeError where it is none.

    >>> in_dns("työkyky.example"), in_dns("xn--tykyky-xxa.example")
    ('xn--tykyky-xxa.example', 'xn--tykyky-xxa.example')
    """
    return host.encode("idna").decode("ascii")


def resolve(host: str, port: int) -> list[str]:
    """Look a host up; its IP addresses in the system's order."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in rows]


def is_public(ip: str) -> bool:
    """
    Whether an IP address is one of the open internet.

    >>> is_public("193.166.3.2"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is not None and not is_public(str(inner)):
        return False
    if getattr(address, "is_site_local", False):  # what had the place of fc00::/7 before
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def exchange(method: str, parts: SplitResult, ip: str) -> tuple[int, str]:
    """Send one request to an IP address and return status and Location; the body is not read."""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Host": in_dns(parts.hostname or ""),
        "User-Agent": f"Tyokykypolku-links/1.0 (+{settings.BASE_URL})",
        "Accept": "*/*",
        "Connection": "close",
    }
    if method == "GET":
        headers["Range"] = "bytes=0-0"
    with _connected(parts, ip) as connection:
        connection.request(method, _in_ascii(target), headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")


def _in_ascii(target: str) -> str:
    return quote(target, safe="/?&=%:;,+@!$'()*~#[]-._")


@contextlib.contextmanager
def _connected(parts: SplitResult, ip: str) -> Iterator[http.client.HTTPConnection]:
    """
    Connect, for LONGEST seconds in all.

    The socket's own time begins anew with each byte, so who sends one at a time would be waited
    for until the end of days.
    """
    host, port = in_dns(parts.hostname or ""), parts.port or PORTS[parts.scheme]
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    # Connected by hand: to the address that was examined, not to what the name says by now.
    connection.sock = socket.create_connection((ip, port), timeout=TIMEOUT)
    is_late = threading.Event()

    def give_up() -> None:
        is_late.set()
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(LONGEST, give_up)
    clock.daemon = True
    clock.start()
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        yield connection
    except (OSError, http.client.HTTPException) as error:
        if is_late.is_set():
            raise TimeoutError from error
        raise
    finally:
        clock.cancel()
        connection.close()
