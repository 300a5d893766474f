"""Signing in as a browser does it."""

import re

from django.urls import reverse

from tests.factories.accounts import PASSWORD

NEW_PASSWORD = "talvella lumi narisee"


def sign_in(client, email, password=PASSWORD, **fields):
    return client.post(reverse("account_login"), {"login": email, "password": password, **fields})


def is_signed_in(client, user):
    return client.session.get("_auth_user_id") == str(user.pk)


def code_in(message):
    return re.search(r"^\d{3}-\d{3}-\d{3}$", message.body, flags=re.MULTILINE)[0]
