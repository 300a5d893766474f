"""Addresses of exercises: signed, and outside the languages, since a package has one."""

from django.urls import path

from home.h5p import views

app_name = "h5p"
urlpatterns = [
    path("<str:token>/", views.frame, name="frame"),
    path("<str:token>/tiedostot/<path:name>", views.file, name="file"),
]
