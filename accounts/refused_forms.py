"""Forms that come back because something in them is wrong."""

from typing import Any

from django.http import HttpResponse


class RefusedFormMixin:
    """
    Answers a form that was refused with 400; one that was taken leads on.

    For views that show a page again on POST only where nothing was changed: scripts and
    caches then know it too.
    """

    request: Any

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the page, as refused where it was posted."""
        if self.request.method == "POST":
            kwargs.setdefault("status", 400)
        response: HttpResponse = super().render_to_response(context, **kwargs)  # type: ignore[misc]
        return response
