"""Issuing a badge: its place in a list of states, its two proofs, its row."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from certificates.badges import addresses, keys
from certificates.badges.contents import claims_of
from certificates.badges.models import LIST_LENGTH
from certificates.credential.claims import StatusPlace, credential_of
from certificates.credential.proofs import with_proof
from certificates.credential.texts import as_json
from certificates.credential.tokens import token_of
from certificates.models import Badge, Certificate, SigningKey, StatusList

# Half of a list stays empty, so that a free place is found at once and a set bit tells little.
FULL_AT = LIST_LENGTH // 2
MOST_TRIES = 20


def badge_of(certificate: Certificate) -> Badge:
    """
    Return the certificate's badge, made the first time.

    Whoever calls at the same instant gets the same one. It is signed outside a lock: others
    need not wait for it. Raises UnreadableKeyError where the key cannot be opened; the caller
    tries again later.
    """
    for _ in range(MOST_TRIES):
        if badge := Badge.objects.filter(certificate=certificate).first():
            return badge
        made = _signed(certificate)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            # Made by another at this instant, or its place was taken.
            continue
        return made
    raise RuntimeError(f"No free place was found for the badge of {certificate.number}.")


def _signed(certificate: Certificate) -> Badge:
    status_list, place = _free_place()
    status = StatusPlace(addresses.status_address(status_list.number), place)
    credential = credential_of(claims_of(certificate, status=status))
    document_key = keys.in_use(SigningKey.Kind.ED25519)
    token_key = keys.in_use(SigningKey.Kind.RSA)
    now = timezone.now()
    document = with_proof(
        credential,
        key=keys.ed25519_private(document_key),
        method=addresses.key_address(document_key.name),
        created=now,
    )
    token = token_of(
        credential, key=keys.rsa_private(token_key), method=addresses.key_address(token_key.name)
    )
    return Badge(
        certificate=certificate,
        status_list=status_list,
        place=place,
        document=as_json(document),
        token=token,
        document_key=document_key,
        token_key=token_key,
        made_at=now,
    )


def _free_place() -> tuple[StatusList, int]:
    newest = StatusList.objects.order_by("-number").first()
    if newest is None or newest.badges.count() >= FULL_AT:
        number = (StatusList.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        newest, _created = StatusList.objects.get_or_create(
            number=number, defaults={"created_at": timezone.now()}
        )
    while True:
        place = secrets.randbelow(LIST_LENGTH)
        if not newest.badges.filter(place=place).exists():
            return newest, place
