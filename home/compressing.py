"""Pages are compressed on their way: a lesson is a fifth of its size then."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Files have their own ways: static ones are compressed beforehand, films are asked for in parts.
PAGES = ("text/html", "application/json")


class CompressPagesMiddleware(GZipMiddleware):
    """
    Compress pages and small answers, not files.

    Forms carry a token that is masked anew in each answer, and Django adds random bytes to what
    it compresses, so that the size of an answer tells nobody what stands in it (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leave everything alone that is no page."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith(PAGES):
            return response
        return super().process_response(request, response)
