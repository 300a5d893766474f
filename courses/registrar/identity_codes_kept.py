"""
Keeping and reading personal identity codes; `identity_codes_ended` says when they are erased.

AES-GCM with a key of the environment (`IDENTITY_CODE_KEYS`: the first encrypts, the others
still decrypt, so that keys can change). A row's ciphertext is bound to its person and
organisation: copied to another row it opens no more. Every reading leaves a row that says
who read whose code, and what for.
"""

import hashlib
import os
from collections.abc import Collection

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts.identity_code import MASK, in_full, validate_identity_code
from accounts.models import Organisation, User
from courses.registrar.identity_codes import IdentityCode, IdentityCodeReading

KEY_NAME_LENGTH, NONCE_LENGTH = 4, 12


class Code(str):
    """A code in clear: a text whose repr, and so every report of an error, shows a mask."""

    def __repr__(self) -> str:
        return repr(MASK)


class UnreadableCodeError(Exception):
    """A code was encrypted with a key that is not here, or its row was tampered with."""


def can_be_kept() -> bool:
    """Whether this installation has a key; without one nobody is asked for a code."""
    return bool(settings.IDENTITY_CODE_KEYS)


def are_asked_by(organisation: Organisation) -> bool:
    """Whether learners on this organisation's runs are asked for their code."""
    return can_be_kept() and organisation.uses_identity_codes


# Transactions are opened inside: the frames of a decorator would hold the code in clear.
@sensitive_variables("code")
def keep_code(*, person: User, organisation: Organisation, code: str) -> IdentityCode:
    """
    Keep a person's code for an organisation, in place of an earlier one.

    Raises ValidationError for what is no code, and PermissionError where the organisation
    does not ask for codes or there is no key: what is not needed is not kept.
    """
    if not are_asked_by(organisation):
        raise PermissionError("This organisation keeps no personal identity codes.")
    code = in_full(code)
    validate_identity_code(code)
    kept, _created = IdentityCode.objects.update_or_create(
        organisation=organisation,
        person=person,
        defaults={
            "ciphertext": _encrypt(code, organisation_id=organisation.pk, person_id=person.pk),
            "given_at": timezone.now(),
            # Worked out anew by the clock.
            "erase_on": None,
            "settled_on": None,
        },
    )
    return kept


def have_codes(*, organisation: Organisation, people: Collection[int]) -> set[int]:
    """Return which of the people have given their code; nothing is read."""
    return set(
        IdentityCode.objects.filter(organisation=organisation, person__in=people).values_list(
            "person", flat=True
        )
    )


@sensitive_variables("codes")
def read_codes(
    *, organisation: Organisation, people: Collection[int], reader: User | None, purpose: str
) -> dict[int, Code]:
    """
    Return people's codes by person, and write down each reading; two queries.

    `reader` None: a command on the server. Raises UnreadableCodeError when one does not open.
    """
    kept = IdentityCode.objects.filter(organisation=organisation, person__in=people)
    codes = {
        person: _decrypt(bytes(ciphertext), organisation_id=organisation.pk, person_id=person)
        for person, ciphertext in kept.values_list("person", "ciphertext")
    }
    # Written before anything is handed out, one statement for them all.
    now = timezone.now()
    IdentityCodeReading.objects.bulk_create(
        IdentityCodeReading(
            organisation=organisation,
            person_id=person,
            reader=reader,
            read_at=now,
            purpose=purpose[:80],
        )
        for person in codes
    )
    return codes


def renew() -> int:
    """Encrypt with the first key what an older one has encrypted; return how many."""
    newest = _keys_by_name_newest_first()[0]
    renewed = 0
    for pk in IdentityCode.objects.values_list("pk", flat=True):
        renewed += _renew_one(pk, newest)
    return renewed


@sensitive_variables("code")
def _renew_one(pk: int, newest: bytes) -> bool:
    with transaction.atomic():
        kept = IdentityCode.objects.select_for_update().filter(pk=pk).first()
        if kept is None or bytes(kept.ciphertext).startswith(newest):
            return False
        whose = {"organisation_id": kept.organisation_id, "person_id": kept.person_id}
        code = _decrypt(bytes(kept.ciphertext), **whose)
        kept.ciphertext = _encrypt(code, **whose)
        kept.save(update_fields=["ciphertext"])
        return True


def _name_of(key: bytes) -> bytes:
    """What tells keys apart in front of a ciphertext; says nothing about the key."""
    return hashlib.sha256(b"identity code key " + key).digest()[:KEY_NAME_LENGTH]


def _keys_by_name_newest_first() -> list[bytes]:
    return [_name_of(key) for key in settings.IDENTITY_CODE_KEYS]


def _bound_to(organisation_id: int, person_id: int) -> bytes:
    return f"{organisation_id}:{person_id}".encode()


@sensitive_variables()
def _encrypt(code: str, *, organisation_id: int, person_id: int) -> bytes:
    key = settings.IDENTITY_CODE_KEYS[0]
    nonce = os.urandom(NONCE_LENGTH)
    sealed = AESGCM(key).encrypt(nonce, code.encode(), _bound_to(organisation_id, person_id))
    return _name_of(key) + nonce + sealed


@sensitive_variables()
def _decrypt(ciphertext: bytes, *, organisation_id: int, person_id: int) -> Code:
    name, rest = ciphertext[:KEY_NAME_LENGTH], ciphertext[KEY_NAME_LENGTH:]
    keys = {_name_of(key): key for key in settings.IDENTITY_CODE_KEYS}
    if name not in keys:
        raise UnreadableCodeError("The key of this code is not in IDENTITY_CODE_KEYS.")
    try:
        code = AESGCM(keys[name]).decrypt(
            rest[:NONCE_LENGTH], rest[NONCE_LENGTH:], _bound_to(organisation_id, person_id)
        )
    except InvalidTag:
        raise UnreadableCodeError("This code was changed, or belongs to another row.") from None
    return Code(code.decode())
