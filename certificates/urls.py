"""Public addresses of certificates: printed on paper, outside the language prefix."""

from django.urls import path

from certificates import verifying

app_name = "certificates"

urlpatterns = [
    path("", verifying.check, name="check"),
    path("<str:code>/", verifying.verify, name="verify"),
]
