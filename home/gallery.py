"""The gallery of components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component and composition."""
    return render(request, "home/gallery.html")
