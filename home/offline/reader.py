"""
Whose answer it is, told to the browser, which keeps saved lessons apart by it.

The service worker reads no cookies. It sees this header, drops what another person saved in
the same browser, and so nobody meets the lessons of somebody else.
"""

from django.contrib.auth import SESSION_KEY, user_logged_out
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

HEADER = "X-Reader"
# Everything that this site keeps in a browser: cached answers, lessons, answers not sent.
EVERYTHING = '"cache", "storage"'
_SIGNED_OUT = "_signed_out_now"
_LENGTH = 22


def reader_id(user_pk: object) -> str:
    """
    A name for one person that says nothing about them, and is the same on all their visits.

    Without the installation's secret nobody can tell whose it is.
    """
    return salted_hmac("home.offline.reader", str(user_pk)).hexdigest()[:_LENGTH]


def tell_reader(request: HttpRequest, response: HttpResponse) -> None:
    """
    Say whose a personal answer is; no query, since the session was read already.

    An answer of trouble is nobody's: the session may be where the trouble is.
    """
    if response.status_code < 500 and (user_pk := request.session.get(SESSION_KEY)):
        response.headers[HEADER] = reader_id(user_pk)


def connect() -> None:
    """Listen to people who sign out, by whichever door."""
    user_logged_out.connect(_signed_out, dispatch_uid="home_offline_signed_out")


def _signed_out(sender: object, request: HttpRequest | None, **kwargs: object) -> None:
    if request is not None:
        setattr(request, _SIGNED_OUT, True)


def forget_after_signing_out(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser clear what it keeps of this site when its person has just signed out."""
    if getattr(request, _SIGNED_OUT, False):
        response.headers["Clear-Site-Data"] = EVERYTHING
