"""Which language a request is in, and where its language prefix belongs."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language


class PrefixMiddleware(LocaleMiddleware):
    """
    Django's, except that a view outside the prefix may answer 404.

    Django sends every 404 without a prefix on to the same address with one. That is right
    where nothing answers; a view that did answer (a certificate's code, a document) meant it.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponse | HttpResponseBase:
        """Leave the 404 of a view as it is."""
        if response.status_code == 404 and getattr(request, "resolver_match", None):
            patch_vary_headers(response, ("Accept-Language",))
            response.headers.setdefault("Content-Language", get_language())
            return response
        return super().process_response(request, response)
