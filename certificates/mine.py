"""A learner's own certificates."""

import logging

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from certificates.models import Certificate

logger = logging.getLogger(__name__)


@require_safe
@login_required
def my_certificates(request: HttpRequest) -> HttpResponse:
    """List the learner's own certificates."""
    found = Certificate.objects.of_learner(request.user).select_related("completion")
    return render(request, "certificates/mine.html", {"certificates": found})


@require_safe
@login_required
def download(request: HttpRequest, number: str) -> HttpResponse | FileResponse:
    """Give the kept file to its holder; a stranger's number is a 404."""
    certificate = get_object_or_404(
        Certificate.objects.of_learner(request.user).select_related("completion"), number=number
    )
    if not certificate.is_made:
        return _wait(request, certificate, status=202)
    try:
        file = certificate.pdf.open("rb")
    except FileNotFoundError:
        # Never made anew: other bytes would not be the certificate that was issued.
        logger.error("The file of certificate %s is missing", certificate.number)
        return _wait(request, certificate, status=503)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{certificate.number}.pdf",
        content_type="application/pdf",
    )


def _wait(request: HttpRequest, certificate: Certificate, *, status: int) -> HttpResponse:
    context = {"certificate": certificate, "is_missing": status == 503}
    response = render(request, "certificates/not_ready.html", context, status=status)
    response.headers["Retry-After"] = "20"
    return response
