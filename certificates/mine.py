"""A learner's own certificates."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from certificates import facts
from certificates.badges.files import Kind, badge_file
from certificates.changes import changes_since, shown
from certificates.handing import LostFileError, kept_file
from certificates.linkedin import linkedin_address
from certificates.models import Certificate
from certificates.refusals import CertificateRefusal
from certificates.renewing import renewable_from, why_not_renewed


def own_certificate(request: HttpRequest, number: str) -> Certificate:
    """Return the learner's own certificate; a stranger's number is a 404."""
    mine = Certificate.objects.of_learner(request.user).select_related(
        "badge",
        "completion__learner",
        "programme_enrolment__learner",
        "programme_enrolment__programme_run",
        "superseded_by",
    )
    return get_object_or_404(mine, number=number)


@require_safe
@login_required
def my_certificates(request: HttpRequest) -> HttpResponse:
    """List the learner's own certificates."""
    found = Certificate.objects.of_learner(request.user).with_ground()
    rows = [(certificate, why_not_renewed(certificate) is None) for certificate in found]
    return render(request, "certificates/mine.html", {"certificates": rows})


@require_safe
@login_required
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show what can be done with one certificate: sharing, its badge, its renewal."""
    certificate = own_certificate(request, number)
    language = get_language() or "fi"
    refusal = why_not_renewed(certificate)
    context = {
        "certificate": certificate,
        "state": certificate.state,
        "successor": getattr(certificate, "superseded_by", None),
        "public_address": facts.public_address(certificate),
        "linkedin_address": linkedin_address(certificate),
        "changes": shown(changes_since(certificate), language),
        "has_badge": hasattr(certificate, "badge"),
        "can_renew": refusal is None,
        "renewable_from": renewable_from(certificate)
        if refusal == CertificateRefusal.TOO_EARLY
        else None,
    }
    return render(request, "certificates/one.html", context)


@require_safe
@login_required
def download(request: HttpRequest, number: str) -> HttpResponse | FileResponse:
    """Give the kept file to its holder; a stranger's number is a 404."""
    certificate = own_certificate(request, number)
    if not certificate.is_made:
        return _wait(request, certificate, status=202)
    try:
        return kept_file(certificate)
    except LostFileError:
        return _wait(request, certificate, status=503)


@require_safe
@login_required
def badge(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Give the badge to its holder, as one of its files."""
    certificate = own_certificate(request, number)
    if kind not in Kind.values:
        raise Http404
    if not hasattr(certificate, "badge"):
        return _wait(request, certificate, status=202)
    file = badge_file(certificate.badge, Kind(kind))
    return HttpResponse(
        file.content,
        content_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


def _wait(request: HttpRequest, certificate: Certificate, *, status: int) -> HttpResponse:
    context = {"certificate": certificate, "is_missing": status == 503}
    response = render(request, "certificates/not_ready.html", context, status=status)
    response.headers["Retry-After"] = "20"
    return response
