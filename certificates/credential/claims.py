"""
What a badge says: an OpenBadgeCredential of the Verifiable Credentials Data Model 2.0.

Source: Open Badges 3.0. Only terms that its context defines, since others would not be signed.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from certificates.credential.canonical import CREDENTIALS_V2, OPEN_BADGES
from certificates.credential.moments import in_utc
from certificates.credential.texts import printable

COURSE, PROGRAMME = "Course", "LearningProgram"


@dataclass(frozen=True)
class Body:
    """An organisation: the issuer, or who arranged the training."""

    id: str
    name: str
    url: str = ""


@dataclass(frozen=True)
class Alignment:
    """A skill or standard elsewhere that the achievement is aligned to."""

    name: str
    url: str
    framework: str = ""
    code: str = ""


@dataclass(frozen=True)
class Grade:
    """The grade as it is kept, and the grades that its scale has; none: passed or failed."""

    label: str
    value: str
    scale: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatusPlace:
    """Where the badge's state is published."""

    list_address: str
    place: int


@dataclass(frozen=True)
class Achievement:
    """What was achieved: a course or a programme."""

    id: str
    kind: str
    code: str
    name: str
    description: str
    criteria: str
    language: str
    credits: Decimal
    creator: Body | None = None
    alignments: tuple[Alignment, ...] = ()
    # Identities of a programme's courses.
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claims:
    """Everything that one badge says; `address` is its identity."""

    address: str
    issuer: Body
    holder: str
    number: str
    run_code: str
    achievement: Achievement
    valid_from: datetime.datetime
    awarded: datetime.datetime
    status: StatusPlace
    picture: str
    caption: str
    grade: Grade | None = None
    valid_until: datetime.datetime | None = None
    vector_picture: str = field(default="")


def credential_of(claims: Claims) -> dict[str, Any]:
    """Return the credential that is to be signed."""
    said: dict[str, Any] = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": claims.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": printable(claims.achievement.name),
        "issuer": _profile(claims.issuer),
        "validFrom": in_utc(claims.valid_from),
        "awardedDate": in_utc(claims.awarded),
        "credentialSubject": _subject(claims),
        "credentialStatus": {
            "id": f"{claims.status.list_address}#{claims.status.place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(claims.status.place),
            "statusListCredential": claims.status.list_address,
        },
    }
    if claims.vector_picture:
        said["image"] = _picture(claims.vector_picture, claims.caption)
    if claims.valid_until:
        said["validUntil"] = in_utc(claims.valid_until)
    return said


def _subject(claims: Claims) -> dict[str, Any]:
    achievement = claims.achievement
    subject: dict[str, Any] = {
        "id": f"{claims.address}#haltija",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": printable(claims.holder),
                "identityType": "name",
            }
        ],
        "licenseNumber": claims.number,
        "creditsEarned": _number(achievement.credits),
        "achievement": _achievement(claims),
    }
    if claims.run_code:
        subject["term"] = printable(claims.run_code)
    if claims.grade:
        result = {"type": ["Result"], "resultDescription": _grade_id(achievement)}
        if claims.grade.scale:
            result["value"] = claims.grade.value
        else:
            result["status"] = "Completed"
        subject["result"] = [result]
    return subject


def _achievement(claims: Claims) -> dict[str, Any]:
    achievement = claims.achievement
    said: dict[str, Any] = {
        "id": achievement.id,
        "type": ["Achievement"],
        "achievementType": achievement.kind,
        "name": printable(achievement.name),
        "description": printable(achievement.description),
        "criteria": {"narrative": printable(achievement.criteria)},
        "humanCode": printable(achievement.code),
        "inLanguage": achievement.language,
        "creditsAvailable": _number(achievement.credits),
        "image": _picture(claims.picture, claims.caption),
    }
    if achievement.creator:
        said["creator"] = _profile(achievement.creator)
    if achievement.alignments:
        said["alignment"] = [_alignment(each) for each in achievement.alignments]
    if achievement.parts:
        said["related"] = [{"id": each, "type": ["Related"]} for each in achievement.parts]
    if claims.grade:
        said["resultDescription"] = [_grade_description(achievement, claims.grade)]
    return said


def _grade_id(achievement: Achievement) -> str:
    return f"{achievement.id}#arvosana"


def _grade_description(achievement: Achievement, grade: Grade) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": _grade_id(achievement),
        "type": ["ResultDescription"],
        "name": grade.label,
        "resultType": "Result" if grade.scale else "Status",
    }
    if grade.scale:
        said["allowedValue"] = list(grade.scale)
    return said


def _alignment(alignment: Alignment) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": ["Alignment"],
        "targetName": printable(alignment.name),
        "targetUrl": alignment.url,
    }
    if alignment.framework:
        said["targetFramework"] = printable(alignment.framework)
    if alignment.code:
        said["targetCode"] = printable(alignment.code)
    return said


def _profile(body: Body) -> dict[str, Any]:
    said: dict[str, Any] = {"id": body.id, "type": ["Profile"], "name": printable(body.name)}
    return said | {"url": body.url} if body.url else said


def _picture(address: str, caption: str) -> dict[str, Any]:
    return {"id": address, "type": "Image", "caption": printable(caption)}


def _number(amount: Decimal) -> int | float:
    """
    Return an amount as JSON has it; a whole one without a point, as every reader writes it.

    >>> _number(Decimal("5.00")), _number(Decimal("2.50"))
    (5, 2.5)
    """
    return int(amount) if amount == amount.to_integral_value() else float(amount)
