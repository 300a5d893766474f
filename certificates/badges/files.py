"""A badge as the files that its holder takes along: JSON, token, and pictures with it inside."""

import json
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.badges.drawing import KINDS
from certificates.credential.baking import bake_png, bake_svg
from certificates.models import Badge, DesignPicture


class Kind(models.TextChoices):
    """What a badge can be taken along as; the values are the files' endings."""

    PNG = "png", _("picture (PNG)")
    SVG = "svg", _("picture (SVG)")
    JSON = "json", _("for wallets (JSON)")
    TOKEN = "jwt", _("signed token (JWT)")


class BadgeFile(NamedTuple):
    """A file for download."""

    name: str
    media_type: str
    content: bytes


def badge_file(badge: Badge, kind: Kind) -> BadgeFile:
    """
    Return the badge as a file; every time the same bytes.

    Raises DesignPicture.DoesNotExist where its picture is lost.
    """
    name = f"{badge.certificate.number}.{kind.value}"
    if kind == Kind.JSON:
        return BadgeFile(name, "application/ld+json", badge.document.encode())
    if kind == Kind.TOKEN:
        return BadgeFile(name, "application/jwt", badge.token.encode())
    picture = _picture(badge, kind)
    if kind == Kind.PNG:
        return BadgeFile(name, KINDS["png"], bake_png(picture, badge.document))
    baked = bake_svg(picture.decode(), badge.document)
    return BadgeFile(name, KINDS["svg"], baked.encode())


def _picture(badge: Badge, kind: Kind) -> bytes:
    """The picture that the signed badge names by its digest."""
    document = json.loads(badge.document)
    named = (
        document["image"]
        if kind == Kind.SVG
        else document["credentialSubject"]["achievement"]["image"]
    )
    digest = named["id"].rpartition("/")[2].partition(".")[0]
    return bytes(DesignPicture.objects.get(sha256=digest).content)
