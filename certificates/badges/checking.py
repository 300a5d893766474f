"""
Whether a file is a badge of ours, as it was issued, and what it is worth today.

The file is anybody's, so it is believed in nothing: it only names the badge with which it is
compared, whole. What is not equal to what was issued is changed, however well it is signed;
what names no badge of ours is not ours. Nothing that the file names is fetched, and its keys
and contexts are never used. Valid is what is left, never where one begins.
"""

import json
import logging
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates.badges import keys
from certificates.badges.files import Kind, badge_file
from certificates.codes import read_code
from certificates.credential import reading
from certificates.credential.proofs import is_proven
from certificates.credential.tokens import is_signed
from certificates.models import Badge, Certificate, DesignPicture

logger = logging.getLogger(__name__)
LARGEST_FILE = reading.LARGEST
# An address with a code in it is shorter.
_LONGEST_IDENTITY = 500


class State(models.TextChoices):
    """What a file turned out to be."""

    VALID = "valid", _("valid")
    REVOKED = "revoked", _("revoked")
    SUPERSEDED = "superseded", _("superseded")
    EXPIRED = "expired", _("expired")
    CHANGED = "changed", _("changed")
    NOT_OURS = "not_ours", _("not ours")


class Verdict(NamedTuple):
    """
    What a file is worth, in words for whoever holds it.

    `certificate` is the one that the file names; of a changed file it is what was issued,
    not what the file says.
    """

    state: State
    certificate: Certificate | None
    reason: str

    @property
    def is_as_issued(self) -> bool:
        """Whether the file says what was issued, whatever that is worth today."""
        return self.state not in (State.CHANGED, State.NOT_OURS)


def check(content: bytes) -> Verdict:
    """Judge a file: a badge's JSON, token, or picture. Any bytes are answered, none raise."""
    try:
        found = reading.find(content)
        badge = _named_by(found.claims)
    except reading.UnreadableError:
        reason = gettext("There is no readable badge (Open Badges 3.0) in the file.")
        return Verdict(State.NOT_OURS, None, reason)
    if badge is None:
        return Verdict(State.NOT_OURS, None, gettext("The badge was not issued here."))
    certificate = badge.certificate
    if not _is_as_issued(badge, found, content):
        reason = gettext("The file is not as it was issued: something in it has been changed.")
        return Verdict(State.CHANGED, certificate, reason)
    if not _is_proven(badge, found):
        logger.error("The badge of %s is not proven by its own key", certificate.number)
        reason = gettext("The badge's signature does not hold.")
        return Verdict(State.CHANGED, certificate, reason)
    return Verdict(State(certificate.state), certificate, _worth(certificate))


def _named_by(claims: dict[str, Any]) -> Badge | None:
    """The badge whose identity the file bears. It alone proves nothing."""
    identity = claims.get("id")
    if not isinstance(identity, str) or len(identity) > _LONGEST_IDENTITY:
        return None
    code = read_code(identity)
    if code is None:
        return None
    found = Badge.objects.filter(certificate__code=code).select_related(
        "certificate__completion",
        "certificate__programme_enrolment",
        "certificate__superseded_by",
        "document_key",
        "token_key",
    )
    return found.first()


def _is_as_issued(badge: Badge, found: reading.Found, content: bytes) -> bool:
    if found.token:
        return found.token == badge.token and not found.picture
    if found.picture:
        return _is_our_picture(badge, Kind(found.picture), content)
    # Wallets set JSON anew: spaces and the order of names may differ, nothing else.
    return _in_one_way(found.document) == _in_one_way(json.loads(badge.document))


def _is_our_picture(badge: Badge, kind: Kind, content: bytes) -> bool:
    try:
        return badge_file(badge, kind).content == content
    except DesignPicture.DoesNotExist:
        logger.exception("The picture of badge %s is lost", badge.pk)
        return False


def _in_one_way(document: Any) -> str:
    return json.dumps(document, sort_keys=True)


def _is_proven(badge: Badge, found: reading.Found) -> bool:
    if found.token:
        return is_signed(badge.token, key=keys.rsa_public(badge.token_key))
    return is_proven(json.loads(badge.document), key=keys.ed25519_public(badge.document_key))


def _worth(certificate: Certificate) -> str:
    match certificate.state:
        case Certificate.State.REVOKED:
            return certificate.revoked_reason or gettext("The certificate has been revoked.")
        case Certificate.State.SUPERSEDED:
            return gettext("A newer certificate has taken its place.")
        case Certificate.State.EXPIRED:
            return gettext("Its time has run out.")
    return gettext("It was issued here, and nothing in it has been changed.")
