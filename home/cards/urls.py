"""Addresses of the service cards."""

from django.urls import path

from home.cards import views

app_name = "cards"

urlpatterns = [
    path("", views.cards, name="list"),
    path("<slug:slug>/", views.card, name="card"),
]
