"""What the register's rooms hold on a person beside completions: identity codes."""

from typing import Any

from accounts.identity_code import MASK
from accounts.models import User
from courses.registrar.identity_codes import IdentityCode, IdentityCodeReading
from courses.registrar.prepared import PreparedList
from courses.registrar.preparing import erase_lists


def export_registrar(user: User) -> dict[str, Any]:
    """
    Return who keeps the person's code, until when, and each reading of it.

    The code itself stays out: the person knows it, and the file may lie anywhere.
    """
    kept = IdentityCode.objects.filter(person=user).select_related("organisation").order_by("pk")
    readings = IdentityCodeReading.objects.filter(person=user).select_related("organisation")
    return {
        "identity_codes": [
            {
                "organisation": code.organisation.name_fi,
                "code": MASK,
                "given_at": code.given_at,
                "erased_on": code.erase_on,
            }
            for code in kept
        ],
        "identity_code_readings": [
            {
                "organisation": reading.organisation.name_fi,
                "read_at": reading.read_at,
                "purpose": reading.purpose,
            }
            for reading in readings
        ],
    }


def erase_registrar(user: User) -> None:
    """Erase codes and long lists; that a code was read stays on record."""
    IdentityCode.objects.filter(person=user).delete()
    erase_lists(PreparedList.objects.of_person(user))
