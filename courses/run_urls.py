"""Addresses of the rooms of one course run; below the administration's `ajot/<run id>/`."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "run"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("courses.following.run_urls")),
    path("", include("courses.progress.run_urls")),
    path("", include("courses.enrolling.run_urls")),
    path("", include("courses.activities.run_urls")),
]
