"""What the badge of a certificate says: the same facts as its print, in the same language."""

import datetime
import uuid
from collections.abc import Hashable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates import facts
from certificates.badges import addresses
from certificates.badges.drawing import Pictures, pictures_for
from certificates.credential import claims
from certificates.models import Certificate
from courses import rules
from courses.models import Course
from courses.progress.judging import rules_of
from courses.progress.rules_in_words import missing_words
from home.words import said_in

ISSUER_NAME = settings.WAGTAIL_SITE_NAME
GRADES = {Course.Scale.ZERO_TO_FIVE: ("1", "2", "3", "4", "5")}


def issuer() -> claims.Body:
    """Who issues badges: this platform."""
    return claims.Body(id=addresses.issuer_address(), name=ISSUER_NAME, url=f"{settings.BASE_URL}/")


def pictures_of(certificate: Certificate) -> Pictures:
    """Draw the certificate's badge, where it is new."""
    with override(certificate.language):
        return pictures_for(
            name=_name(certificate),
            credits=facts.said_credits(certificate.credits),
            palette=certificate.design["palette"],
            language=certificate.language,
        )


def claims_of(certificate: Certificate, *, status: claims.StatusPlace) -> claims.Claims:
    """Return everything that the badge says."""
    pictures = pictures_of(certificate)
    with override(certificate.language):
        return claims.Claims(
            address=facts.public_address(certificate),
            issuer=issuer(),
            holder=certificate.holder_name,
            number=certificate.number,
            run_code=certificate.run_code if facts.shows(certificate, "run") else "",
            achievement=_achievement(certificate),
            valid_from=certificate.issued_at,
            awarded=_noon_of(certificate.completed_on),
            valid_until=_end_of(certificate.expires_on) if certificate.expires_on else None,
            status=status,
            picture=pictures.address("png"),
            vector_picture=pictures.address("svg"),
            caption=_("Badge: %(name)s") % {"name": _name(certificate)},
            grade=_grade(certificate),
        )


def _achievement(certificate: Certificate) -> claims.Achievement:
    organiser = said_in(certificate.organiser_names, certificate.language, "")
    design = certificate.design
    return claims.Achievement(
        id=_identity("achievement", certificate.course_code),
        kind=claims.PROGRAMME if certificate.programme_enrolment_id else claims.COURSE,
        code=certificate.course_code,
        name=_name(certificate),
        description=_description(certificate),
        criteria=_criteria(certificate),
        language=certificate.language,
        credits=certificate.credits,
        creator=claims.Body(id=_identity("organiser", organiser), name=organiser)
        if organiser
        else None,
        alignments=tuple(claims.Alignment(**each) for each in design.get("alignments", [])),
        parts=tuple(_identity("achievement", part["code"]) for part in certificate.parts),
    )


def _description(certificate: Certificate) -> str:
    """Scope, the names in other languages, the courses of a programme, and the outcomes."""
    scope = facts.said_scope(
        certificate.credits, certificate.hours if facts.shows(certificate, "hours") else 0
    )
    lines = [f"{_name(certificate)}, {scope}."]
    lines += [name for _language, name in facts.other_names(certificate, certificate.language)]
    if parts := facts.parts(certificate, certificate.language):
        said = [(part.name, part.scope, part.grade, part.completed) for part in parts]
        lines += ["", _("Courses"), *(f"- {', '.join(filter(None, each))}" for each in said)]
    _language, outcomes = facts.outcomes(certificate, certificate.language)
    if outcomes:
        lines += ["", _("Learning outcomes"), *(f"- {outcome}" for outcome in outcomes)]
    return "\n".join(lines)


def _criteria(certificate: Certificate) -> str:
    """What the template says that it takes, else the rules of completion in words."""
    words = certificate.design["words"][certificate.language]
    if told := words.get("criteria", ""):
        return str(told)
    if certificate.completion is None:
        return _("All the courses of the training programme are completed.")
    asked = _asked(certificate.completion.course)
    if not asked:
        return _("The course is completed.")
    lines = [_("The course is completed when all of this is done:")]
    return "\n".join([*lines, "", *(f"- {each}" for each in asked)])


def _asked(course: Course) -> list[str]:
    """What the course asks of who has done nothing yet."""
    known = rules_of([course])[course.pk]
    nothing: dict[Hashable, rules.Deed] = {}
    return [str(each) for each in missing_words(known, rules.evaluate(known.rules, nothing))]


def _grade(certificate: Certificate) -> claims.Grade | None:
    if not certificate.grade or not facts.shows(certificate, "grade"):
        return None
    return claims.Grade(
        label=_("Grade"),
        value=certificate.grade,
        scale=GRADES.get(Course.Scale(certificate.scale), ()),
    )


def _name(certificate: Certificate) -> str:
    _language, name = facts.in_language(certificate.course_names, certificate.language)
    return str(name or certificate.course_code)


def _identity(kind: str, code: str) -> str:
    """An identity that stays: the same here for the same course or organiser."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.BASE_URL}/{kind}/{code}").urn


def _noon_of(day: datetime.date) -> datetime.datetime:
    """Noon: programs that show the day of UTC then show the day of completion."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def _end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(23, 59, 59)))
