"""A person's own pages."""

from django.urls import path

from accounts import profile

app_name = "accounts"

urlpatterns = [
    path("tiedot/", profile.edit_profile, name="profile"),
]
