"""Requests that no browser of ours has sent: half of a form's fields, or what no text holds."""

import logging
import re
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError

from home.blocks.doing import is_block_id
from home.errors import bad_request

logger = logging.getLogger(__name__)


# No text has it. SQLite looks for it and finds nothing; PostgreSQL refuses the question.
NUL = "\x00"
# Translations are sent by PUT.
SENDING = ("POST", "PUT")
# The number of a block; a form of rows has the same names, but no count beside them.
_BLOCK_ID = re.compile(r"(.+)-[0-9]+-id")


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

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse blocks whose ids are none: what learners do in a block is kept by its id."""
        if not _in_admin(request) or request.method != "POST" or not has_odd_ids(request.POST):
            return None
        logger.warning("Odd ids of blocks at %s", request.path)
        return bad_request(request, SuspiciousOperation("Odd ids of blocks."))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with a page in words, and keep the trace in the log."""
        if not _in_admin(request) or request.method not in SENDING or not is_malformed(exception):
            return None
        logger.warning("A malformed form at %s", request.path, exc_info=exception)
        return bad_request(request, exception)


def _in_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.ADMIN_PATH}")


def has_odd_ids(form: Mapping[str, str]) -> bool:
    """
    Whether a form has a block whose id is no UUID in its usual letters, or is another's.

    >>> has_odd_ids({"body-count": "1", "body-0-id": "x"}), has_odd_ids({"rows-0-id": "7"})
    (True, False)
    """
    seen = set()
    for name in form:
        match = _BLOCK_ID.fullmatch(name)
        said = form[name]
        if match is None or not said or f"{match[1]}-count" not in form:
            continue
        if not is_block_id(said) or (match[1], said) in seen:
            return True
        seen.add((match[1], said))
    return False


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
