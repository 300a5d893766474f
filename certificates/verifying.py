"""The public pages: what a certificate says and is worth, for whoever has its code."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certificates import facts, limits
from certificates.badges.serving import badge_for_programs
from certificates.codes import read_code
from certificates.models import Certificate
from home.languages import language_by_query, links_by_query

LARGEST_FILE = 5 * 1024 * 1024
# A request is a little larger than the file in it.
LARGEST_REQUEST = LARGEST_FILE + 64 * 1024
View = Callable[..., HttpResponse]


class CodeForm(forms.Form):
    """The code, typed from paper."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=200,
        help_text=_("It stands at the foot of the certificate. Small letters and spaces will do."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    """The PDF that somebody holds; it is compared and not kept."""

    file = forms.FileField(
        label=_("PDF file"), widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than any certificate."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large to be a certificate."))
        return file


def public_page(view: View) -> View:
    """
    Answer in the reader's language, in and out of no index, and not too often.

    The address has no language prefix: `?lang=` wins, else what the browser asks for.
    """

    @wraps(view)
    @language_by_query
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wait := limits.seconds_to_wait(request):
            response = _render(request, "too_many", status=429)
            response.headers["Retry-After"] = str(wait)
        else:
            response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        # Revoked today must not look valid from somebody's cache.
        response.headers["Cache-Control"] = "no-cache, private"
        return response

    return answer


@require_safe
@public_page
def check(request: HttpRequest) -> HttpResponse:
    """Take the code by hand, and lead to its certificate."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        if certificate := _find(request, form.cleaned_data["code"]):
            address = reverse("certificates:verify", args=[certificate.code])
            chosen = f"?lang={get_language()}" if "lang" in request.GET else ""
            return redirect(address + chosen)
        form.add_error("code", _("No certificate has this code. Compare it with the paper."))
    return _render(request, "check", {"form": form}, status=404 if form.errors else 200)


# Exempt from CSRF: nothing is changed or kept, and a token would need a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@badge_for_programs
@public_page
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Repeat what the certificate says and what it is worth; compare a file sent by POST."""
    certificate = _find(request, code)
    if certificate is None:
        form = CodeForm({"code": code[:200]})
        form.add_error("code", _("No certificate has this code. Compare it with the paper."))
        return _render(request, "check", {"form": form}, status=404)
    if request.method == "POST" and _length(request) > LARGEST_REQUEST:
        # Not read at all: the body may be endless.
        return _render(request, "verify", _words(certificate) | {"is_too_large": True}, status=413)
    form = FileForm(None, request.FILES) if request.method == "POST" else FileForm()
    outcome = _compared(certificate, form) if form.is_bound and form.is_valid() else ""
    status = 400 if form.is_bound and form.errors else 200
    return _render(
        request, "verify", _words(certificate) | {"form": form, "outcome": outcome}, status=status
    )


def _find(request: HttpRequest, typed: str) -> Certificate | None:
    code = read_code(typed)
    found = (
        Certificate.objects.select_related("completion", "superseded_by").filter(code=code).first()
        if code
        else None
    )
    if found is None:
        limits.count_miss(request)
    return found


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0


def _compared(certificate: Certificate, form: FileForm) -> str:
    digest = hashlib.sha256()
    for chunk in form.cleaned_data["file"].chunks():
        digest.update(chunk)
    return "same" if digest.hexdigest() == certificate.pdf_sha256 else "changed"


def _words(certificate: Certificate) -> dict[str, Any]:
    """Return every printed fact, in the reader's language."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    course_language, course = facts.in_language(certificate.course_names, language)
    outcomes_language, outcomes = facts.in_language(certificate.outcomes, language)
    return {
        "certificate": certificate,
        "state": certificate.state,
        "successor": getattr(certificate, "superseded_by", None),
        "words": facts.words_in(certificate, language),
        "course": course or certificate.course_code,
        "course_language": course_language,
        "other_names": facts.other_names(certificate, language),
        "facts": facts.facts(certificate),
        "outcomes": outcomes,
        "outcomes_language": outcomes_language,
        "signatories": facts.signatories_in(certificate, language),
        "form": FileForm(),
        "largest_file": LARGEST_FILE,
    }


def _render(
    request: HttpRequest, name: str, words: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"language_links": links_by_query()} | (words or {})
    return render(request, f"certificates/{name}.html", context, status=status)
