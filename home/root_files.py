"""Files that programs look for at the root of a site, without being led there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Below each language's prefix: what belongs to one person. A certificate's public page is not
# among them; it says itself that no index may list it, and must be read to be heard.
PERSONAL = ("tili", "opinnot", "todistukset", "kokeet")
NOT_PAGES = (settings.ADMIN_PATH, "documents/", "i18n/", "_ui/", "_mail/")
A_DAY = 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """Ask search engines to leave accounts, studies and the administration alone."""
    closed = [
        f"/{language}/{place}/" for language, _name in settings.LANGUAGES for place in PERSONAL
    ]
    closed += [f"/{place}" for place in NOT_PAGES]
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=A_DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers to the icon that have read no page with a link to it: a PDF, a picture."""
    return redirect(static("img/favicon.ico"))
