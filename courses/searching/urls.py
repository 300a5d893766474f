"""Addresses of the search."""

from django.urls import path

from courses.searching import views

app_name = "searching"

urlpatterns = [
    path("", views.results, name="results"),
    path("ehdotukset/", views.suggestions, name="suggestions"),
]
