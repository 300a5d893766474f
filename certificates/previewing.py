"""What an editor sees of a certificate template: the page itself, for an invented person."""

import base64
import datetime
from decimal import Decimal
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.admin_language import admin_language
from certificates import pdf
from certificates.freezing import last_valid_day
from certificates.models import Certificate, CertificateTemplate, version_of
from courses.models import Course, Programme

SHARPNESS = 110


def preview(request: HttpRequest, template: CertificateTemplate, mode: str) -> HttpResponse:
    """
    Show the pages as pictures, and the PDF itself for whoever wants to try it out.

    The mode is a language, with a layout where it is not the template's own: `sv-landscape`.
    """
    language, _dash, layout = mode.partition("-")
    template.layout = layout or template.layout
    design, pictures = template.sketch()
    certificate = sample(template, language, design)
    shown: dict[str, Any] = {}
    # A preview passes for a visitor's request; the words round the page are the editor's.
    with override(admin_language(request.user)):
        try:
            pages = pdf.as_pictures(certificate, pictures, SHARPNESS)
            shown["pages"] = [base64.b64encode(page).decode() for page in pages]
            shown["file"] = base64.b64encode(pdf.render(certificate, pictures=pictures)).decode()
        except typst.TypstError as error:
            shown["problem"] = _said(error)
        return render(request, "certificates/preview.html", shown)


def setting_problem(template: CertificateTemplate) -> str:
    """Return why the page cannot be set for the archive and for screen readers, or nothing."""
    design, pictures = template.sketch()
    try:
        pdf.render(sample(template, "fi", design), pictures=pictures)
    except typst.TypstError as error:
        return _said(error)
    return ""


def _said(error: typst.TypstError) -> str:
    return _("The certificate cannot be set as a PDF: %(reason)s") % {"reason": error.message}


def sample(
    template: CertificateTemplate, language: str, design: dict[str, Any] | None = None
) -> Certificate:
    """Return an unsaved certificate of the template's course or programme, else an invented one."""
    design = design or template.sketch()[0]
    now = timezone.now()
    today = timezone.localdate(now)
    return Certificate(
        number=f"TKP-{now.year}-000000",
        code="0" * 26,
        issued_at=now,
        language=language,
        holder_name="Aino Matilda Esimerkki",
        organiser_names={"fi": "Järvi-Suomen ammattikorkeakoulu"},
        scale=Course.Scale.PASS_FAIL,
        grade="HYV",
        completed_on=today,
        expires_on=last_valid_day(today, template.valid_months),
        design=design,
        template_version=version_of(design),
        **(
            _facts_of_programme(template.programme, today)
            if template.programme
            else _facts_of_course(template.course or _invented_course())
        ),
    )


def _facts_of_course(course: Course) -> dict[str, Any]:
    return {
        "course_names": course.names,
        "course_code": course.code,
        "run_code": f"{course.code}-1",
        "credits": course.credits,
        "hours": course.hours,
        "outcomes": course.outcomes,
    }


def _facts_of_programme(programme: Programme, today: datetime.date) -> dict[str, Any]:
    courses = list(programme.courses.order_by("places__position"))
    return {
        "course_names": programme.names,
        "course_code": programme.code,
        "run_code": f"{programme.code}-1",
        "credits": sum((course.credits for course in courses), Decimal(0)),
        "hours": sum(course.hours for course in courses),
        "outcomes": {},
        "parts": [
            {
                "code": course.code,
                "names": course.names,
                "credits": str(course.credits),
                "hours": course.hours,
                "scale": Course.Scale.PASS_FAIL.value,
                "grade": "HYV",
                "completed_on": today.isoformat(),
            }
            for course in courses
        ],
    }


def _invented_course() -> Course:
    return Course(
        code="TT-1",
        names={
            "fi": "Työkyvyn tuki",
            "sv": "Stöd för arbetsförmågan",
            "en": "Work ability support",
        },
        credits=Decimal(2),
        hours=54,
        outcomes={"fi": ["tunnistat työkyvyn tuen tarpeen", "osaat ohjata oikean avun piiriin"]},
    )
