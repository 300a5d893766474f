"""What an editor sees of a certificate template: the page itself, for an invented person."""

import base64
import datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from certificates import pdf
from certificates.models import Certificate, CertificateTemplate, version_of
from courses.models import Course


def preview(request: HttpRequest, template: CertificateTemplate, language: str) -> HttpResponse:
    """Show the pages as pictures; they come from the same page as the PDF."""
    pages = [base64.b64encode(page).decode() for page in pdf.pictures(sample(template, language))]
    return render(request, "certificates/preview.html", {"pages": pages, "language": language})


def sample(template: CertificateTemplate, language: str) -> Certificate:
    """Return an unsaved certificate of the template's course, or of an invented one."""
    course = template.course or Course(
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
    design = template.design()
    now = timezone.now()
    return Certificate(
        number=f"TKP-{now.year}-000000",
        code="0" * 26,
        issued_at=now,
        language=language,
        holder_name="Aino Matilda Esimerkki",
        course_names=course.names,
        course_code=course.code,
        run_code=f"{course.code}-{now.year}",
        organiser_names={"fi": "Järvi-Suomen ammattikorkeakoulu"},
        credits=course.credits,
        hours=course.hours,
        outcomes=course.outcomes,
        scale=Course.Scale.PASS_FAIL,
        grade="HYV",
        completed_on=datetime.date(now.year, 1, 15),
        design=design,
        template_version=version_of(design),
    )
