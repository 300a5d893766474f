"""A new page that its editor publishes in the moment in which the form saves it by itself."""

import datetime
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils import timezone
from wagtail.models import Page

# The form saves itself within seconds of the last word.
JUST_NOW = datetime.timedelta(minutes=1)


class FirstSaveMiddleware:
    """
    Carry on in the page that the form's own saving has just made.

    The form of a new page saves itself while its editor presses a button: both find the address
    free, and the second would answer 500 with all that was typed. What was sent is what the
    form would have sent to the page, had it known of it a moment earlier.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the edit view of the page that was made; leave all else alone."""
        match = request.resolver_match
        if not (match and match.view_name == "wagtailadmin_pages:add" and request.POST):
            return None
        if not isinstance(exception, ValidationError) or "slug" not in _fields_of(exception):
            return None
        # Somebody else's page is another thing: the form says that its address is taken.
        if made := just_made(request, match.kwargs["parent_page_id"]):
            match = resolve(reverse("wagtailadmin_pages:edit", args=[made.pk]))
            request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response


def just_made(request: HttpRequest, parent: int) -> Page | None:
    """Return the draft that this editor's form has just made below the parent."""
    return (
        Page.objects.child_of(Page.objects.get(pk=parent))
        .filter(
            slug=request.POST.get("slug"),
            owner=request.user,
            first_published_at__isnull=True,
            latest_revision_created_at__gte=timezone.now() - JUST_NOW,
        )
        .first()
    )


def _fields_of(error: ValidationError) -> set[str]:
    return set(getattr(error, "error_dict", {}))
