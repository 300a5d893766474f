"""
The four accounts of a demo, one for each kind of person.

Their passwords are made from the installation's own secret, so they are the same each time
they are printed and different in every installation.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group

from accounts.models import Membership, Organisation, User


@dataclass(frozen=True)
class Account:
    """One account: who it is and what it may do."""

    role: str
    email: str
    given_names: str
    surname: str
    groups: tuple[str, ...] = ()

    @property
    def password(self) -> str:
        """Sixteen letters and digits in groups of four, fixed for this installation."""
        secret = settings.SECRET_KEY.encode()
        digest = hmac.new(secret, f"demo:{self.email}".encode(), hashlib.sha256).digest()
        word = base64.b32encode(digest).decode().lower()[:16]
        return "-".join(word[start : start + 4] for start in range(0, 16, 4))


ACCOUNTS = (
    Account("learner", "aino.oppija@demo.example", "Aino Maria", "Oppija"),
    Account(
        "editor", "eero.toimittaja@demo.example", "Eero", "Toimittaja", ("Editors", "Moderators")
    ),
    Account(
        "staff", "satu.opintotoimisto@demo.example", "Satu", "Opintotoimisto", ("Study staff",)
    ),
    Account("admin", "yllapito@demo.example", "Ylermi", "Ylläpito"),
)


def account(role: str) -> Account:
    """Return the account of a role."""
    return next(found for found in ACCOUNTS if found.role == role)


def load_accounts(staff_organisation: Organisation) -> None:
    """Make the four accounts where they are missing."""
    for found in ACCOUNTS:
        _load_account(found, staff_organisation)


def _load_account(found: Account, staff_organisation: Organisation) -> None:
    if User.objects.filter(email=found.email).exists():
        return
    make = User.objects.create_superuser if found.role == "admin" else User.objects.create_user
    user = make(found.email, found.password, first_name=found.given_names, last_name=found.surname)
    user.groups.set(Group.objects.filter(name__in=found.groups))
    # Shows the way to the admin in the page's header; the groups' permissions open it.
    user.is_staff = bool(found.groups) or user.is_superuser
    user.save(update_fields=["is_staff"])
    verify_address(user)
    if found.role == "staff":
        Membership.objects.create(
            user=user, organisation=staff_organisation, role=Membership.Role.STUDY_STAFF
        )


def verify_address(user: User) -> None:
    """Let a user who was made here sign in: the address counts as confirmed."""
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
