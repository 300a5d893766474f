"""Addresses of a learner's studies."""

from django.urls import path

from courses.progress import views as progress

app_name = "courses"

urlpatterns = [
    path("", progress.my_studies, name="my_studies"),
]
