"""Which language a request is in, and where its language prefix belongs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import (
    get_language,
    get_language_from_request,
    get_language_info,
    override,
)


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


def language_asked_for(request: HttpRequest) -> str:
    """
    Return the language of an answer that is given before `PrefixMiddleware` had its turn.

    Until then the thread speaks whatever it spoke last: a wrong host, a method of no use.
    """
    if hasattr(request, "LANGUAGE_CODE"):
        return get_language() or settings.LANGUAGE_CODE
    return get_language_from_request(request, check_path=True)


def language_by_query(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """
    Answer in the language of `?lang=`, else in the one that the browser asks for.

    For an address that stands outside the language prefixes; its page is rendered with
    `links_by_query()` as `language_links`.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = request.GET.get("lang", "")
        if language not in dict(settings.LANGUAGES):
            language = get_language() or settings.LANGUAGE_CODE
        with override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return answer


def links_by_query() -> list[dict[str, Any]]:
    """The same address in each language, for the language menu."""
    return [
        {
            "code": code,
            "label": get_language_info(code)["name_local"].capitalize(),
            "href": f"?lang={code}",
            "current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]
