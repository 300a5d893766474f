"""Rooms of study staff: all certificates of their organisations, one of them, deeds on it."""

from abc import abstractmethod
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.keeping import is_study_staff
from accounts.models import User
from certificates import facts, troubles
from certificates.handing import LostFileError, kept_file
from certificates.models import Certificate, CertificateEvent
from certificates.records import CertificateQuerySet
from certificates.refusals import CertificateRefusal, CertificateRefusedError
from certificates.revoking import reissue, revoke, staff_refusal
from certificates.staff.forms import ListForm, PublicReasonForm, StaffReasonForm
from home.outbox import OutboxEntry
from home.rooms import Room
from home.words import said_in

ROWS_A_PAGE = 50


class CertificateRoom(Room):
    """A room of study staff; what it shows is of the organisations that they keep."""

    header_icon = "doc-full-inverse"
    is_first = False

    def admits(self, user: User) -> bool:
        """Study staff and administrators."""
        return is_study_staff(user)

    def way(self) -> list[dict[str, Any]]:
        """The list."""
        return [{"url": reverse("certificate:list"), "label": _("Certificates")}]

    def certificates(self) -> CertificateQuerySet:
        """The person's own organisations' certificates, the newest first."""
        return Certificate.objects.kept_by(self.request.user).with_ground()


class AllCertificates(CertificateRoom):
    """Every certificate, filtered by run, state and words."""

    page_title = gettext_lazy("Certificates")
    template_name = "certificates/staff/list.html"

    def way(self) -> list[dict[str, Any]]:
        """Nothing lies before the list."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template a page of certificates, and how many effects have failed."""
        form = ListForm(self.request.GET, user=self.request.user)
        page = Paginator(form.of(self.certificates()), ROWS_A_PAGE).get_page(
            self.request.GET.get("p")
        )
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page": page,
            "rows": [(row, _course(row)) for row in page],
            "query": query.urlencode(),
            "failing": troubles.failing_for(self.request.user).count(),
        }


class OneCertificate(CertificateRoom):
    """One certificate: what it says, what it is worth, and what has been done with it."""

    template_name = "certificates/staff/certificate.html"

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of this address; somebody else's is not there."""
        rows = self.certificates().select_related(
            "completion__learner",
            "completion__enrolment",
            "programme_enrolment__learner",
            "supersedes",
            "superseded_by",
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its number."""
        return _("Certificate %(number)s") % {"number": self.certificate.number}

    def get_page_subtitle(self) -> str:
        """Whose it is."""
        return self.certificate.holder_name

    @property
    def here(self) -> str:
        """The address of the certificate's own page."""
        return reverse("certificate:one", args=[self.certificate.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the facts, the record and the effects."""
        certificate = self.certificate
        refusal = staff_refusal(certificate, self.request.user)
        return super().get_context_data(**kwargs) | {
            "certificate": certificate,
            "here": self.here,
            "state": certificate.state,
            "course": _course(certificate),
            "facts": facts.facts(certificate),
            "parts": facts.parts(certificate, get_language() or settings.LANGUAGE_CODE),
            "events": certificate.events.select_related("by"),
            "made_by": _made_by(certificate),
            "effects": [
                (entry, said_effect(entry), said_error(entry))
                for entry in OutboxEntry.objects.failing().filter(
                    key__endswith=f":{certificate.number}", effect__startswith="certificates."
                )
            ],
            "successor": getattr(certificate, "superseded_by", None),
            "address": facts.public_address(certificate),
            "may_decide": refusal is None,
            "own_refused": refusal.label if refusal == CertificateRefusal.OWN else "",
        }


def _made_by(certificate: Certificate) -> CertificateEvent | None:
    """What was done with the one before, by which this one came; None for a first one."""
    if certificate.supersedes is None:
        return None
    done = certificate.supersedes.events.filter(details__successor=certificate.number)
    return done.select_related("by").first()


class CertificateFile(OneCertificate):
    """The kept file, for study staff."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with it; one that is not made yet, or was lost, leads back with a word."""
        if not self.certificate.is_made:
            messages.warning(request, _("The file is not made yet."))
            return redirect(self.here)
        try:
            return kept_file(self.certificate)
        except LostFileError:
            messages.error(
                request,
                _(
                    "The file is missing from the storage, or has been changed there. Tell "
                    "whoever runs the server."
                ),
            )
            return redirect(self.here)


class DeedRoom(OneCertificate):
    """A form on one certificate; what it does is refused with its reason."""

    template_name = "certificates/staff/deed.html"
    button: Any = ""
    warning: Any = ""
    form_class: type[forms.Form] = StaffReasonForm
    form: forms.Form | None = None

    def way(self) -> list[dict[str, Any]]:
        """The list and the certificate."""
        return [*super().way(), {"url": self.here, "label": self.certificate.number}]

    def get_page_title(self) -> str:
        """The deed."""
        return str(self.button)

    @abstractmethod
    def do(self, reason: str) -> Certificate:
        """Do it; return the certificate to go on to. Raises CertificateRefusedError."""

    @abstractmethod
    def said(self, certificate: Certificate) -> str:
        """What was done, in words."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the form."""
        self.form = self.form_class()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it and lead to the certificate, or say what is wrong."""
        self.form = self.form_class(request.POST)
        # Before the form is looked at: somebody else's is not there.
        certificate = self.certificate
        if self.form.is_valid():
            try:
                certificate = self.do(self.form.cleaned_data["reason"])
            except CertificateRefusedError as refusal:
                self.form.add_error(None, str(refusal))
            else:
                messages.success(request, self.said(certificate))
                return redirect("certificate:one", certificate.pk)
        return self.render_to_response(self.get_context_data(**kwargs), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form and the words round it."""
        refusal = staff_refusal(self.certificate, self.request.user)
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "button": self.button,
            "warning": self.warning,
            "refused": refusal.label if refusal else "",
        }


class RevokeRoom(DeedRoom):
    """Take a certificate back."""

    button = gettext_lazy("Revoke the certificate")
    form_class = PublicReasonForm
    warning = gettext_lazy(
        "It cannot be undone. The completion stays as it is: annul that where the learner has "
        "not completed the course."
    )

    def do(self, reason: str) -> Certificate:
        """Revoke it."""
        return revoke(self.certificate, by=self.request.user, reason=reason)

    def said(self, certificate: Certificate) -> str:
        """That it is revoked."""
        return _("Certificate %(number)s is revoked.") % {"number": certificate.number}


class ReissueRoom(DeedRoom):
    """Issue a certificate anew, in the place of this one."""

    button = gettext_lazy("Issue it anew")
    warning = gettext_lazy(
        "The new certificate takes the words and signatories of today's template. A wrong name, "
        "grade or date is corrected in the completion: a new certificate follows by itself."
    )

    def do(self, reason: str) -> Certificate:
        """Reissue it."""
        return reissue(self.certificate, by=self.request.user, reason=reason)

    def said(self, certificate: Certificate) -> str:
        """What its number is."""
        return _("Certificate %(number)s takes the place of %(old)s.") % {
            "number": certificate.number,
            "old": self.certificate.number,
        }


class Troubles(CertificateRoom):
    """What could not be made or sent, why, and when it is tried again."""

    page_title = gettext_lazy("Failed tasks of certificates")
    template_name = "certificates/staff/troubles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template a page of failed effects with their certificates."""
        failing = troubles.failing_for(self.request.user)
        page = Paginator(failing, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        found = self.certificates().in_bulk([entry.certificate_id for entry in page])
        return super().get_context_data(**kwargs) | {
            "page": page,
            "rows": [
                (entry, found[entry.certificate_id], said_effect(entry), said_error(entry))
                for entry in page
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Have all of them tried again."""
        if request.POST.get("deed") != "again":
            raise Http404
        count = troubles.try_again(request.user)
        said = ngettext(
            "%(count)s task is tried again within a minute.",
            "%(count)s tasks are tried again within a minute.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect("certificate:troubles")


def said_effect(entry: OutboxEntry) -> str:
    """Return in words what was to be done."""
    words = {
        "certificates.make_pdf": _("Making the file"),
        "certificates.tell_ready": _("Mail: the certificate is ready"),
        "certificates.tell_revoked": _("Mail: the certificate was revoked"),
        "certificates.expires": _("Mail: the certificate expires soon"),
    }
    return words.get(entry.effect, entry.effect)


def said_error(entry: OutboxEntry) -> str:
    """Return in words why it failed; nothing where only the error itself tells."""
    words = {
        "No space left": _("The disk of the server is full."),
        "SigningKeyError": _("The key that signs the files is missing or broken."),
        "UnreadableKeyError": _("The keys that sign the badges cannot be opened."),
        "SMTP": _("The mail server did not take the message."),
        "ConnectionRefusedError": _("The mail server cannot be reached."),
    }
    return next((said for part, said in words.items() if part in entry.error), "")


def _course(certificate: Certificate) -> str:
    said: str = said_in(certificate.course_names, get_language(), certificate.course_code)
    return said
