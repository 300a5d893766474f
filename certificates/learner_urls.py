"""Addresses of a learner's own certificates."""

from django.urls import path

from certificates import choosing_views, mine, refresher

app_name = "my_certificates"

urlpatterns = [
    path("", mine.my_certificates, name="list"),
    # Whoever holds the link of a mail; it names nobody.
    path("muutokset/<str:token>/", choosing_views.changes_off, name="changes_off"),
    path("<str:number>.pdf", mine.download, name="download"),
    path("<str:number>/", mine.one, name="one"),
    path("<str:number>/merkki.<str:kind>", mine.badge, name="badge"),
    path("<str:number>/kertaus/", refresher.refresher, name="refresher"),
    path("<str:number>/nimi/", choosing_views.name, name="name"),
    path("<str:number>/muutosviestit/", choosing_views.changes, name="changes"),
]
