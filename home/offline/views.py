"""The service worker, the page for when there is no connection, and the list of what is saved."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.offline.copies import COPY
from home.offline.reader import HEADER

_WORKER = Path(__file__).with_name("worker.js")
# For so long a lesson stays readable that could not be renewed.
KEPT_DAYS = 30
_LISTED = ("css/site.css", "css/offline.css", "js/offline-list.js")


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """
    The service worker, which stands at the root so that it may answer for every page.

    Browsers ask for it anew at each visit; it differs after each update that changes a style
    sheet or a script, and so takes over then.
    """
    known = f"const SITE = {json.dumps(_site())};\n"
    return HttpResponse(known + _written(), content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows when a page cannot be reached; the same for everybody."""
    return render(request, "home/offline/offline.html", {"days": KEPT_DAYS})


@require_safe
def saved_lessons(request: HttpRequest) -> HttpResponse:
    """
    The lessons that this browser keeps, listed by it.

    Open to whoever sits at the browser: also signed out they may see and remove them.
    """
    return render(request, "home/offline/saved.html", {"days": KEPT_DAYS})


@cache
def _written() -> str:
    return _WORKER.read_text(encoding="utf-8")


def _site() -> dict[str, object]:
    """What the worker has to know about this installation."""
    return {
        "copy": COPY,
        "reader": HEADER,
        "days": KEPT_DAYS,
        "admin": f"/{settings.ADMIN_PATH}",
        "offline": _in_each_language("offline"),
        "signOut": list(_in_each_language("account_logout").values()),
        "shell": [static(name) for name in _LISTED],
    }


def _in_each_language(name: str) -> dict[str, str]:
    addresses = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            addresses[language] = reverse(name)
    return addresses
