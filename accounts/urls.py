"""A person's own pages."""

from django.urls import path

from accounts import my_data, profile

app_name = "accounts"

urlpatterns = [
    path("tiedot/", profile.edit_profile, name="profile"),
    path("omat-tietoni/", my_data.my_data, name="my_data"),
    path("omat-tietoni/lataa/", my_data.download, name="download"),
    path("omat-tietoni/poista/", my_data.erase, name="erase"),
]
