"""Addresses of the glossary."""

from django.urls import path

from home.glossary import views

app_name = "glossary"

urlpatterns = [
    path("", views.glossary, name="list"),
    path("<slug:slug>/", views.term, name="term"),
]
