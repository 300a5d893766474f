"""The public pages: what a certificate says and is worth, for whoever has its code or a file."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.limits import minutes
from certificates import facts, limits
from certificates.badges.serving import badge_for_programs
from certificates.codes import read_code
from certificates.handed_files import Judgement, judge
from certificates.models import Certificate
from certificates.printed_name import proof_of_file
from certificates.verifying_forms import (
    LARGEST_FILE,
    LARGEST_REQUEST,
    CodeForm,
    FileForm,
    NameForm,
)
from home.languages import language_by_query, links_by_query

View = Callable[..., HttpResponse]
Words = dict[str, Any]
NO_SUCH_CODE = _("No certificate has this code. Compare it with the paper.")


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


# Exempt from CSRF: nothing is changed or kept, and a token would need a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def check(request: HttpRequest) -> HttpResponse:
    """Take the code by hand and lead to its certificate, or judge a file sent by POST."""
    if request.method == "POST":
        return _check_any_file(request)
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        if certificate := _find(request, form.cleaned_data["code"]):
            address = reverse("certificates:verify", args=[certificate.code])
            chosen = f"?lang={get_language()}" if "lang" in request.GET else ""
            return redirect(address + chosen)
        form.add_error("code", NO_SUCH_CODE)
    return _check_page(request, form=form, status=404 if form.errors else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@badge_for_programs
@public_page
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Repeat what the certificate says and is worth; compare a file or a name sent by POST."""
    certificate = _find(request, code)
    if certificate is None:
        form = CodeForm({"code": code[:200]})
        form.add_error("code", NO_SUCH_CODE)
        return _check_page(request, form=form, status=404)
    if request.method != "POST":
        return _page(request, certificate)
    if _is_too_large(request):
        return _page(request, certificate, is_too_large=True, status=413)
    if certificate.name_is_hidden and request.POST.keys() & {"name", "digest"}:
        return _give_name(request, certificate)
    return _check_file(request, certificate)


def _check_any_file(request: HttpRequest) -> HttpResponse:
    if _is_too_large(request):
        return _check_page(request, is_too_large=True, status=413)
    form = FileForm(None, request.FILES)
    if not form.is_valid():
        return _check_page(request, file_form=form, status=400)
    judged = judge(form.cleaned_data["file"].read())
    if judged.certificate is None or not judged.shows_name:
        return _check_page(request, judged=judged)
    return _judged_page(request, judged.certificate, judged)


def _check_file(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    form = FileForm(None, request.FILES)
    if not form.is_valid():
        return _page(request, certificate, file_form=form, status=400)
    return _judged_page(request, certificate, judge(form.cleaned_data["file"].read(), certificate))


def _judged_page(request: HttpRequest, certificate: Certificate, judged: Judgement) -> HttpResponse:
    return _page(request, certificate, judged=judged, shows_name=judged.shows_name)


def _give_name(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    tries = limits.name_tries(request, certificate.code)
    closed, wait = "", tries.wait()
    if wait:
        said = _("Too many names have been tried. Wait %(minutes)s minutes and try again.")
        closed = str(said % {"minutes": minutes(wait)})
    form = NameForm(request.POST, certificate=certificate, closed=closed)
    if form.is_valid():
        return _page(request, certificate, name_form=form, shows_name=True)
    if wait:
        response = _page(request, certificate, name_form=form, status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    tries.count()
    return _page(request, certificate, name_form=form, status=400)


def _find(request: HttpRequest, typed: str) -> Certificate | None:
    code = read_code(typed)
    rows = Certificate.objects.with_ground().select_related("superseded_by")
    found = rows.filter(code=code).first() if code else None
    if found is None:
        limits.count_miss(request)
    return found


def _is_too_large(request: HttpRequest) -> bool:
    """Whether the body is not to be read at all: it may be endless."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdecimal() and int(length) > LARGEST_REQUEST


def _check_page(
    request: HttpRequest,
    *,
    form: CodeForm | None = None,
    file_form: FileForm | None = None,
    judged: Judgement | None = None,
    is_too_large: bool = False,
    status: int = 200,
) -> HttpResponse:
    words = {
        "form": form or CodeForm(),
        "file_form": file_form or FileForm(),
        "judged": judged,
        "is_too_large": is_too_large,
    }
    return _render(request, "check", words, status=status)


def _page(
    request: HttpRequest,
    certificate: Certificate,
    *,
    file_form: FileForm | None = None,
    name_form: NameForm | None = None,
    judged: Judgement | None = None,
    shows_name: bool = False,
    is_too_large: bool = False,
    status: int = 200,
) -> HttpResponse:
    words = _words(certificate) | {
        "file_form": file_form or FileForm(),
        "name_form": name_form or NameForm(certificate=certificate),
        "failed_form": file_form or name_form,
        "judged": judged,
        "outcome": judged.outcome if judged else "",
        "shows_name": shows_name or not certificate.name_is_hidden,
        "is_too_large": is_too_large,
    }
    return _render(request, "verify", words, status=status)


def _words(certificate: Certificate) -> Words:
    """Return every printed fact, in the reader's language."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    course_language, course = facts.in_language(certificate.course_names, language)
    outcomes_language, outcomes = facts.outcomes(certificate, language)
    return {
        "certificate": certificate,
        "state": certificate.state,
        "successor": getattr(certificate, "superseded_by", None),
        "words": facts.words_in(certificate, language),
        "course": course or certificate.course_code,
        "course_language": course_language,
        "other_names": facts.other_names(certificate, language),
        "facts": facts.facts(certificate),
        "parts": facts.parts(certificate, language),
        "outcomes": outcomes,
        "outcomes_language": outcomes_language,
        "signatories": facts.signatories_in(certificate, language),
        "proof": proof_of_file(certificate.pdf_sha256),
        "largest_file": LARGEST_FILE,
    }


def _render(
    request: HttpRequest, name: str, words: Words | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"language_links": links_by_query()} | (words or {})
    return render(request, f"certificates/{name}.html", context, status=status)
