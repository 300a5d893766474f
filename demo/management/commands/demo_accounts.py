"""Print the demo's accounts and addresses."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from certificates.models import Certificate
from demo.accounts import ACCOUNTS, Account, account
from demo.management.guard import is_demo

LABELS = {
    "learner": "Learner",
    "editor": "Editor",
    "staff": "Study staff",
    "admin": "Administrator",
}
COURSE = "TT-2026"


class Command(BaseCommand):
    help = "Print the four demo accounts, with passwords and addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, json: bool, **options: Any) -> None:
        if not is_demo():
            raise CommandError("Only a demo shows its accounts: set DEMO=1 or DEBUG=1.")
        if not User.objects.filter(email=account("learner").email).exists():
            raise CommandError("The demo is not loaded yet: run manage.py load_demo.")
        with translation.override("fi"):
            facts = gather()
        self.stdout.write(as_json(facts) if json else as_text(facts))


def gather() -> dict[str, Any]:
    """Return the accounts with their addresses, the demo course and a certificate."""
    admin = reverse("wagtailadmin_home")
    places = {
        "learner": {"sign_in": reverse("account_login"), "home": reverse("courses:my_studies")},
        "editor": {"admin": admin},
        "staff": {"admin": admin, "organisation": _staff_organisation()},
        "admin": {"admin": admin},
    }
    return {
        "course": COURSE,
        "certificate": _certificate(),
        **{found.role: _access(found) | places[found.role] for found in ACCOUNTS},
    }


def _access(found: Account) -> dict[str, str]:
    return {"email": found.email, "password": found.password}


def _staff_organisation() -> int:
    user = User.objects.get(email=account("staff").email)
    return user.memberships.values_list("organisation_id", flat=True).get()


def _certificate() -> dict[str, str]:
    certificate = Certificate.objects.filter(
        completion__learner__email=account("learner").email
    ).latest("pk")
    return {
        "code": certificate.code,
        "number": certificate.number,
        "pdf": reverse("my_certificates:download", args=[certificate.number]),
    }


def as_json(facts: dict[str, Any]) -> str:
    """Return the facts for programs."""
    return json.dumps(facts, ensure_ascii=False, indent=2)


def as_text(facts: dict[str, Any]) -> str:
    """Return the facts for a person at a terminal."""
    base = settings.BASE_URL
    verify = reverse("certificates:verify", args=[facts["certificate"]["code"]])
    lines = [
        f"  Site           {base}/",
        f"  Admin          {base}{facts['admin']['admin']}",
        f"  Certificate    {base}{verify}",
        f"  E-mails sent   {base}{reverse('demo_mail:list')}",
        "",
    ]
    for role, label in LABELS.items():
        lines.append(f"  {label:14} {facts[role]['email']:34} {facts[role]['password']}")
    return "\n".join(lines)
