"""Pages for when something is not there or went wrong."""

import errno
import sqlite3
import sys
from collections.abc import Iterable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext, override

from accounts.limits import answer_too_many
from accounts.mailing import MailNotSentError
from home.languages import language_asked_for

# Seconds after which it is worth trying again: a database restarts in less.
RETRY_AFTER = 30
# The longest of allauth's own limits is three minutes; most are one.
RETRY_AFTER_LIMIT = 5 * 60
# The disk, or somebody's share of it, is full.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def wants_json(request: HttpRequest) -> bool:
    """Whether a page's script asks, and not the browser."""
    return request.headers.get("Accept", "").startswith("application/json")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; in the reader's language also where the host was wrong, before any other question."""
    return _in_asked_language(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the reason where one is given."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


def method_not_allowed(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """405: as a page, or in one sentence for a script."""
    response: HttpResponse
    if wants_json(request):
        with override(language_asked_for(request)):
            words = gettext("The address is right, but it takes no request of this kind.")
        response = JsonResponse({"error": words}, status=405)
    else:
        response = _in_asked_language(request, "405.html", 405)
    response.headers["Allow"] = ", ".join(allowed)
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429: too many tries at signing in, signing up or a code."""
    return answer_too_many(request, RETRY_AFTER_LIMIT)


def server_error(request: HttpRequest) -> HttpResponse:
    """
    500; its template needs no database and no context.

    Where the fault lies in what we depend on and will pass (the database is away or busy,
    the mail server does not answer, the disk is full), it is a 503 that says when to come
    back. Django calls
    this while it handles the exception, whichever layer raised it.
    """
    fault = sys.exception()
    if isinstance(fault, MailNotSentError):
        return _unavailable(request, "503_mail.html")
    if is_database_away(fault):
        return _unavailable(request, "503.html")
    if isinstance(fault, OSError) and fault.errno in NO_ROOM:
        return _unavailable(request, "503_full.html")
    return render(request, "500.html", status=500)


def is_database_away(fault: BaseException | None) -> bool:
    """
    Whether the database could not answer now, as opposed to a question that was wrong.

    SQLite reports a missing table with the same class as a locked file; its code tells.
    """
    if not isinstance(fault, (OperationalError, InterfaceError)):
        return False
    return getattr(fault.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR


def _in_asked_language(request: HttpRequest, template: str, status: int) -> HttpResponse:
    language = language_asked_for(request)
    with override(language):
        response = render(request, template, status=status)
    response.headers.setdefault("Content-Language", language)
    return response


def _unavailable(request: HttpRequest, template: str) -> HttpResponse:
    response = render(request, template, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
