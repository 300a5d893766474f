"""Addresses of a person's notices."""

from django.urls import path

from home.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="list"),
    path("luettu/", views.read_all, name="read_all"),
    path("<int:notice_id>/", views.open_notice, name="open"),
]
