"""Addresses of the feedback form."""

from django.urls import path

from home.feedback import views

app_name = "feedback"

urlpatterns = [
    path("", views.feedback, name="form"),
    path("kiitos/", views.sent, name="sent"),
]
