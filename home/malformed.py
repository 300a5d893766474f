"""Requests that no browser of ours has sent: half of a form's fields, or what no text holds."""

import logging
from collections.abc import Callable
from types import TracebackType

from django.conf import settings
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError

from home.errors import bad_request

logger = logging.getLogger(__name__)


# No text has it. SQLite looks for it and finds nothing; PostgreSQL refuses the question.
NUL = "\x00"


class NulMiddleware:
    """Answer 404 to an address with a NUL, and 400 where one in a query reached the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            raise Http404("No address has a NUL.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say that the request could not be understood."""
        if not isinstance(exception, DataError) or "NUL (0x00)" not in str(exception):
            return None
        logger.warning("A NUL in the query of %s", request.path)
        return bad_request(request, exception)


class MalformedFormMiddleware:
    """
    Answer 400 where Wagtail stumbles over a form's own shape; its views would be a 500.

    A missing field anywhere under the admin, and a number that is none where blocks read how
    many there are. Every other error is a fault of ours, and stays one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with a page in words, and keep the trace in the log."""
        in_admin = request.path_info.startswith(f"/{settings.ADMIN_PATH}")
        if not in_admin or request.method != "POST" or not is_malformed(exception):
            return None
        logger.warning("A malformed form at %s", request.path, exc_info=exception)
        return bad_request(request, exception)


def is_malformed(exception: Exception) -> bool:
    """Whether the form lacks a field that it always has, or blocks cannot read their counts."""
    if isinstance(exception, MultiValueDictKeyError):
        return True
    return isinstance(exception, ValueError) and _raised_by_blocks(exception.__traceback__)


def _raised_by_blocks(trace: TracebackType | None) -> bool:
    """Whether the innermost frame is the one in which Wagtail's blocks read a form."""
    if trace is None:
        return False
    while trace.tb_next is not None:
        trace = trace.tb_next
    frame = trace.tb_frame
    where = frame.f_globals.get("__name__", "")
    return where.startswith("wagtail.blocks.") and "value_from_datadict" in frame.f_code.co_qualname
