"""Addresses of a learner's own certificates."""

from django.urls import path

from certificates import mine

app_name = "my_certificates"

urlpatterns = [
    path("", mine.my_certificates, name="list"),
    path("<str:number>.pdf", mine.download, name="download"),
]
