"""What a certificate looks like, and the certificates themselves: frozen records."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.files.storage import Storage, storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from accounts.models import User
from certificates import codes
from courses.models import Completion, Course
from home.checks import PublishGate

LANGUAGES = ("fi", "sv", "en")


class SignatoryBlock(StructBlock):
    """Who signs. The title is said in each language; the name is one."""

    name = CharBlock(label=_("Name"), max_length=120)
    title_fi = CharBlock(label=_("Title in Finnish"), max_length=160, required=False, default="")
    title_sv = CharBlock(label=_("Title in Swedish"), max_length=160, required=False, default="")
    title_en = CharBlock(label=_("Title in English"), max_length=160, required=False, default="")

    class Meta:
        icon = "user"
        label = _("Signatory")


class CertificateTemplateQuerySet(models.QuerySet["CertificateTemplate"]):
    def for_course(self, course_id: int) -> "CertificateTemplate":
        """The course's own published template, else the common one, else the built-in words."""
        rows = self.filter(Q(course=course_id) | Q(course__isnull=True), live=True)
        own_first = sorted(rows, key=lambda row: row.course_id is None)
        return own_first[0] if own_first else CertificateTemplate()


class CertificateTemplate(
    PublishGate, PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model
):
    """
    The words, signatories and colour of a course's certificates, per language.

    Certificates copy what it says when they are issued; a later edit changes none of them.
    The one without a course serves every course that has none of its own.
    """

    class Palette(models.TextChoices):
        SPRUCE = "spruce", _("spruce green")
        LAKE = "lake", _("lake blue")
        INK = "ink", _("black and white")

    name = models.CharField(_("name"), max_length=120, help_text=_("Only editors see it."))
    course = models.ForeignKey(
        "courses.Course",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("course"),
        help_text=_("Empty: for every course that has no template of its own."),
    )
    palette = models.CharField(
        _("colour"), max_length=20, choices=Palette.choices, default=Palette.SPRUCE
    )
    heading_fi = models.CharField(_("heading"), max_length=60, default="Todistus")
    statement_fi = models.CharField(
        _("sentence before the course"), max_length=160, default="on suorittanut opintojakson"
    )
    closing_fi = models.CharField(_("closing words"), max_length=300, blank=True)
    heading_sv = models.CharField(_("heading"), max_length=60, default="Intyg")
    statement_sv = models.CharField(
        _("sentence before the course"), max_length=160, default="har avlagt kursen"
    )
    closing_sv = models.CharField(_("closing words"), max_length=300, blank=True)
    heading_en = models.CharField(_("heading"), max_length=60, default="Certificate")
    statement_en = models.CharField(
        _("sentence before the course"), max_length=160, default="has completed the course"
    )
    closing_en = models.CharField(_("closing words"), max_length=300, blank=True)
    signatories = StreamField(
        [("signatory", SignatoryBlock())],
        blank=True,
        max_num=3,
        verbose_name=_("signatories"),
        help_text=_("At most three; their names are printed under a line."),
    )

    objects = CertificateTemplateQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("course"), FieldPanel("palette")],
            heading=_("Template"),
        ),
        *(
            MultiFieldPanel(
                [
                    FieldPanel(f"heading_{language}"),
                    FieldPanel(f"statement_{language}"),
                    FieldPanel(f"closing_{language}"),
                ],
                heading=heading,
            )
            for language, heading in (
                ("fi", _("In Finnish")),
                ("sv", _("In Swedish")),
                ("en", _("In English")),
            )
        ),
        FieldPanel("signatories"),
    ]

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ["name"]
        constraints = [
            # Coalesce: SQLite would let any number of templates without a course pass.
            models.UniqueConstraint(
                Coalesce("course", 0),
                name="certificates_template_one_per_course",
                violation_error_message=_(
                    "There is a template for this course (or for all courses) already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """A preview in each language."""
        return [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the PDF's pages as pictures, as an invented person would get it."""
        from certificates.previewing import preview

        return preview(request, self, mode_name)

    def design(self) -> dict[str, Any]:
        """Return what certificates copy: words and signatories per language, and the colour."""
        return {
            "palette": self.palette,
            "words": {
                language: {
                    "heading": getattr(self, f"heading_{language}"),
                    "statement": getattr(self, f"statement_{language}"),
                    "closing": getattr(self, f"closing_{language}"),
                }
                for language in LANGUAGES
            },
            "signatories": [
                {
                    "name": block.value["name"],
                    "titles": {
                        language: block.value[f"title_{language}"] or "" for language in LANGUAGES
                    },
                }
                for block in self.signatories
            ],
        }


def version_of(design: dict[str, Any]) -> str:
    """Return a short digest of a design, so that equal ones are seen to be equal."""
    text = json.dumps(design, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def private_storage() -> Storage:
    """Where files lie that have no public address."""
    return storages["private"]


def pdf_name(certificate: "Certificate", filename: str) -> str:
    """Name the file by its number; the number's year is its folder."""
    return f"certificates/{certificate.number[4:8]}/{certificate.number}.pdf"


class CertificateNumbers(models.Model):
    """The last number given in a year. Locked while one is taken, so none is left out."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("certificate numbers")
        verbose_name_plural = _("certificate numbers")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def in_force(self) -> "CertificateQuerySet":
        """Neither revoked nor superseded: at most one a completion."""
        return self.filter(revoked_at__isnull=True, superseded_at__isnull=True)

    def numbers_of(self, completion_ids: Sequence[int]) -> dict[int, str]:
        """The number of the certificate in force of each of these completions."""
        found = self.in_force().filter(completion__in=completion_ids)
        return dict(found.values_list("completion", "number"))

    def of_learner(self, user: User) -> "CertificateQuerySet":
        """A person's own certificates, newest first."""
        return self.filter(completion__learner=user).order_by("-issued_at", "-pk")


class Certificate(models.Model):
    """
    A certificate as it was issued (todistus).

    Everything it says is copied at issue, and its PDF is made once, so a renamed profile,
    an edited course or a new template changes nothing here. It points at no person: what
    it must keep after an account is erased stands in the row itself.
    """

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")
        SUPERSEDED = "superseded", _("superseded")

    completion = models.ForeignKey(Completion, models.PROTECT, related_name="certificates")
    number = models.CharField(_("number"), max_length=20, unique=True)
    code = models.CharField(_("code"), max_length=codes.LENGTH, unique=True)
    issued_at = models.DateTimeField(_("issued"))
    language = models.CharField(_("language"), max_length=2)

    holder_name = models.CharField(_("holder"), max_length=320)
    course_names = models.JSONField(_("course names"), encoder=DjangoJSONEncoder)
    course_code = models.CharField(_("course code"), max_length=40)
    run_code = models.CharField(_("run code"), max_length=40)
    organiser_names = models.JSONField(_("organiser"))
    credits = models.DecimalField(_("credits (op)"), max_digits=6, decimal_places=2)
    hours = models.PositiveSmallIntegerField(_("hours of work"))
    outcomes = models.JSONField(_("learning outcomes"), default=dict)
    scale = models.CharField(_("scale"), max_length=20, choices=Course.Scale.choices)
    grade = models.CharField(_("grade"), max_length=10)
    completed_on = models.DateField(_("completion date"))
    design = models.JSONField(_("words and signatories"))
    template_version = models.CharField(_("template version"), max_length=12)

    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(
        _("reason for revoking"), max_length=300, blank=True, help_text=_("Anyone can read it.")
    )
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    pdf = models.FileField(_("file"), storage=private_storage, upload_to=pdf_name, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_size = models.PositiveIntegerField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        # The newest first: what a completion's page shows.
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(revoked_at__isnull=True, superseded_at__isnull=True),
                name="certificates_one_in_force_per_completion",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""),
                name="certificates_revoked_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(pdf="", pdf_sha256="", pdf_size__isnull=True)
                | (~Q(pdf="") & Q(pdf_sha256__regex=r"^[0-9a-f]{64}$", pdf_size__gt=0)),
                name="certificates_file_with_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^TKP-[0-9]{4}-[0-9]{6,}$"),
                name="certificates_number_is_well_formed",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=rf"^[{codes.ALPHABET}]{{{codes.LENGTH}}}$"),
                name="certificates_code_is_well_formed",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> State:
        """What it is worth now. An annulled completion takes its certificate along."""
        if self.revoked_at or self.completion.annulled_at:
            return self.State.REVOKED
        if self.superseded_at:
            return self.State.SUPERSEDED
        return self.State.VALID

    @property
    def grouped_code(self) -> str:
        """The code as it is printed."""
        return codes.in_groups(self.code)

    @property
    def is_made(self) -> bool:
        """Whether its PDF has been made."""
        return bool(self.pdf_sha256)
