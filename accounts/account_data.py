"""The account itself as personal data: who the person says they are, and what they may do."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, PageSubscription
from wagtail.users.models import UserProfile

from accounts.models import User

# Reserved for names that never resolve (RFC 2606): no mail can reach it.
NOBODY = "poistettu.invalid"


def refuse_nobody(email: str) -> None:
    """Refuse an address of an erased account: nobody reads it, and nobody is enrolled by it."""
    if email.lower().endswith(f"@{NOBODY}"):
        raise ValidationError(_("This is no e-mail address."), code="nobody")


def export_account(user: User) -> dict[str, Any]:
    """Return the person's own row, addresses, memberships and groups."""
    return {
        "email": user.email,
        "given_names": user.first_name,
        "surname": user.last_name,
        "preferred_name": user.preferred_name,
        "language": user.language,
        "birth_date": user.birth_date,
        "national_learner_id": user.learner_id,
        "profession": user.profession,
        "employer": user.employer,
        "county": user.county.name if user.county else "",
        "home_organisation": user.home_organisation.name_fi if user.home_organisation else "",
        "contact_is_protected": user.contact_is_protected,
        "joined_at": user.date_joined,
        "last_signed_in_at": user.last_login,
        "addresses": list(
            EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified")
        ),
        "memberships": [
            {"organisation": membership.organisation.name_fi, "role": membership.role}
            for membership in user.memberships.select_related("organisation").order_by("pk")
        ],
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
    }


def erase_account(user: User) -> None:
    """
    Empty the account and close it; the row stays for the records that point at it.

    The unusable password ends every session of the person: sessions carry its fingerprint.
    Non-disclosure stays: what completions have copied is kept back as before.
    """
    for model in (EmailAddress, APIToken, EditingSession, FormState, PageSubscription):
        model.objects.filter(user=user).delete()
    user.memberships.all().delete()
    user.groups.clear()
    user.user_permissions.clear()
    profile = UserProfile.objects.filter(user=user).first()
    if profile:
        profile.avatar.delete(save=False)
        profile.delete()
    # Last: memberships that end may themselves write to the account's row.
    user.email = f"poistettu-{user.pk}@{NOBODY}"
    user.first_name = user.last_name = user.preferred_name = ""
    user.profession = user.employer = ""
    user.county = None
    user.learner_id = ""
    user.birth_date = user.home_organisation = user.last_login = None
    user.is_active = user.is_staff = user.is_superuser = False
    user.erased_at = user.erased_at or timezone.now()
    user.set_unusable_password()
    user.save()
