"""
The sign-in pages: those of allauth that this site uses, and no others.

Their names are allauth's own, which its code looks up; hence no namespace.
"""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("kirjaudu/", views.login, name="account_login"),
    path("kirjaudu-ulos/", views.logout, name="account_logout"),
    path("suljettu/", views.account_inactive, name="account_inactive"),
    path("luo-tunnus/", views.signup, name="account_signup"),
    path("koodi/", views.email_verification_sent, name="account_email_verification_sent"),
    path("tunnistaudu/", views.reauthenticate, name="account_reauthenticate"),
    path("sahkoposti/", views.email, name="account_email"),
    path("salasana/", views.password_change, name="account_change_password"),
    path("salasana/aseta/", views.password_set, name="account_set_password"),
    path("salasana/unohtunut/", views.password_reset, name="account_reset_password"),
    path(
        "salasana/unohtunut/koodi/",
        views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "salasana/unohtunut/uusi/",
        views.complete_password_reset,
        name="account_complete_password_reset",
    ),
]
