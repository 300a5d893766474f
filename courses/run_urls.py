"""Addresses of the rooms of one course run; below the administration's `ajot/<run id>/`."""

from django.urls import URLPattern

app_name = "run"

urlpatterns: list[URLPattern] = []
