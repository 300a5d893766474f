"""A learner's studies."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def my_studies(request: HttpRequest) -> HttpResponse:
    """Show the learner's own enrolments."""
    return render(request, "courses/my_studies.html", {})
