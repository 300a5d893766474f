"""The refresher: what has changed since, read and confirmed by whoever renews a certificate."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates.changes import ShownChange, changes_since, shown
from certificates.mine import own_certificate
from certificates.models import Certificate
from certificates.refusals import CertificateRefusal, CertificateRefusedError
from certificates.renewing import renew_certificate, renewable_from, why_not_renewed

LONGEST_KEY = 18


class ReadForm(forms.Form):
    """That the changes were read, and which ones were on the page."""

    read = forms.BooleanField(
        label=gettext_lazy("I have read what has changed and know what it means for my work."),
        error_messages={"required": gettext_lazy("Tick this when you have read what has changed.")},
    )
    changes = forms.CharField(required=False, widget=forms.HiddenInput)

    def has_read(self) -> frozenset[int]:
        """Return the keys of the changes that were on the page; what is no key counts for none."""
        said = self.cleaned_data["changes"].split(",")
        return frozenset(int(key) for key in said if key.isdecimal() and len(key) <= LONGEST_KEY)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refresher(request: HttpRequest, number: str) -> HttpResponse:
    """Show what has changed; renew the certificate on POST."""
    certificate = own_certificate(request, number)
    if request.method == "POST" and not why_not_renewed(certificate):
        form = ReadForm(request.POST)
        if form.is_valid():
            try:
                new = renew_certificate(
                    certificate=certificate, by=request.user, has_read=form.has_read()
                )
            except CertificateRefusedError as refusal:
                form.add_error(None, str(refusal.reason.label))
            else:
                messages.success(request, _("Your certificate is renewed. This is the new one."))
                return redirect("my_certificates:one", new.number)
        return _page(request, certificate, form, status=400)
    return _page(request, certificate, None)


def _page(
    request: HttpRequest, certificate: Certificate, form: ReadForm | None, status: int = 200
) -> HttpResponse:
    # Read again: by a failed try it may be another's renewal that stands now.
    certificate = own_certificate(request, certificate.number)
    changes = shown(changes_since(certificate), get_language() or "fi")
    refusal = why_not_renewed(certificate)
    context: dict[str, Any] = {
        "certificate": certificate,
        "state": certificate.state,
        "successor": getattr(certificate, "superseded_by", None),
        "changes": changes,
        "refusal": refusal,
        "renewable_from": renewable_from(certificate)
        if refusal == CertificateRefusal.TOO_EARLY
        else None,
        "form": _with_all(form or ReadForm(), changes),
    }
    return render(request, "certificates/refresher.html", context, status=status)


def _with_all(form: ReadForm, changes: list[ShownChange]) -> ReadForm:
    """Have the form name what is on the page now, whatever was on it before."""
    keys = ",".join(str(change.key) for change in changes)
    if form.is_bound:
        form.data = form.data.copy()
        form.data["changes"] = keys
    form.initial["changes"] = keys
    return form
