"""Public addresses of certificates: printed on paper, outside the language prefix."""

from django.urls import path

from certificates import verifying
from certificates.badges import publishing, serving

app_name = "certificates"

urlpatterns = [
    path("", verifying.check, name="check"),
    # What signed badges name: these addresses stay as long as the certificates do.
    path("avaimet/", publishing.issuer_profile, name="issuer"),
    path("avaimet/<slug:name>", publishing.key, name="key"),
    path("tila/<int:number>", publishing.status_list, name="status"),
    path("kuvat/<str:sha256>.<str:kind>", publishing.picture, name="picture"),
    path("<str:code>.json", serving.badge_json, name="badge_json"),
    path("<str:code>.jwt", serving.badge_token, name="badge_token"),
    path("<str:code>/", verifying.verify, name="verify"),
]
