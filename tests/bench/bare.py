"""The floor: a view that reads who is signed in and says so, and nothing else of ours."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.user.email)


urlpatterns = [path("", who)]
