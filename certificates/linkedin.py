"""The link by which a holder adds a certificate to LinkedIn, which hears of it only then."""

from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from certificates import facts
from certificates.models import Certificate

ADDRESS = "https://www.linkedin.com/profile/add"


def linkedin_address(certificate: Certificate) -> str:
    """Return LinkedIn's own form, filled in with what the certificate says, in this language."""
    _language, name = facts.in_language(certificate.course_names, get_language() or "fi")
    issued = timezone.localdate(certificate.issued_at)
    said = {
        "startTask": "CERTIFICATION_NAME",
        "name": name or certificate.course_code,
        "organizationName": settings.WAGTAIL_SITE_NAME,
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certUrl": facts.public_address(certificate),
        "certId": certificate.number,
    }
    if last_day := certificate.expires_on:
        said |= {"expirationYear": last_day.year, "expirationMonth": last_day.month}
    return f"{ADDRESS}?{urlencode(said)}"
