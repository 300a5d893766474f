"""Who is let in to the pages of the item analysis."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from quizzes.analysis.access import may_analyse


class AnalysisDoor:
    """Turns away who has no business here; what is inside is scoped by each view."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Admit those who write quizzes, study staff and teachers."""
        if not may_analyse(request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer
