"""A reader chooses how pages look; nothing of it is kept on the server."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from home.reading_settings.choices import BACK, COOKIE, KEPT_SECONDS, ReadingSettings
from home.ways_back import way_back


# No token: it would put a cookie of its own on every page that shows the form, and all that
# another site could do here is to change how big the letters are.
@csrf_exempt
def reading_settings(request: HttpRequest) -> HttpResponse:
    """Show the choices, or keep them in the reader's browser and lead back."""
    back = _back(request)
    if request.method != "POST":
        return render(request, "home/reading_settings.html", {"back": back})
    said = {} if request.POST.get("do") == "clear" else request.POST
    chosen = ReadingSettings.of(said)
    messages.success(request, _("Your reading settings are saved in this browser."))
    response = redirect(back or "reading_settings")
    if chosen.cookie:
        response.set_cookie(
            COOKIE,
            chosen.cookie,
            max_age=KEPT_SECONDS,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    """The page that the reader came from; empty where it is none of ours."""
    said = request.POST.get(BACK) or request.GET.get(BACK, "")
    return way_back(said)[:500]
