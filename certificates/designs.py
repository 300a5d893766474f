"""What a certificate looks like: its words, signatories, pictures and layout."""

import hashlib
import json
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock, URLBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from home.checks import PublishGate

LANGUAGES = ("fi", "sv", "en")
CRITERIA = _(
    "What one must do to earn the badge. Empty: the course's rules of completion, in words."
)


class DesignPicture(models.Model):
    """
    A logo or a signature as certificates print it: the bytes themselves, kept by their digest.

    A picture that an editor replaces or removes stays here for the certificates that name it.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("picture on certificates")
        verbose_name_plural = _("pictures on certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="certificates_picture_named_by_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=["image/png", "image/jpeg", "image/svg+xml"]),
                name="certificates_picture_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class SignatoryBlock(StructBlock):
    """Who signs. The title is said in each language; the name is one."""

    name = CharBlock(label=_("Name"), max_length=120)
    title_fi = CharBlock(label=_("Title in Finnish"), max_length=160, required=False, default="")
    title_sv = CharBlock(label=_("Title in Swedish"), max_length=160, required=False, default="")
    title_en = CharBlock(label=_("Title in English"), max_length=160, required=False, default="")
    signature = ImageChooserBlock(label=_("Picture of the signature"), required=False)

    class Meta:
        icon = "user"
        label = _("Signatory")


class LogoBlock(StructBlock):
    """The mark of a body that stands behind the training."""

    image = ImageChooserBlock(label=_("Picture"))
    name = CharBlock(
        label=_("Whose it is"), max_length=120, help_text=_("Read out by screen readers.")
    )

    class Meta:
        icon = "image"
        label = _("Logo")


class AlignmentBlock(StructBlock):
    """A skill or standard elsewhere that the badge is evidence of, such as one of ESCO."""

    name = CharBlock(label=_("Name"), max_length=200)
    url = URLBlock(label=_("Address"))
    framework = CharBlock(
        label=_("Framework"), max_length=120, required=False, default="", help_text=_("ESCO")
    )
    code = CharBlock(label=_("Code"), max_length=120, required=False, default="")

    class Meta:
        icon = "link"
        label = _("Skill or standard")


class CertificateTemplateQuerySet(models.QuerySet["CertificateTemplate"]):
    def for_course(self, course_id: int) -> "CertificateTemplate":
        """The course's own published template, else the common one, else the built-in words."""
        return self._own_or_common(Q(course=course_id))

    def for_programme(self, programme_id: int) -> "CertificateTemplate":
        """The programme's own published template, else the common one, else the built-in words."""
        return self._own_or_common(Q(programme=programme_id))

    def _own_or_common(self, own: Q) -> "CertificateTemplate":
        common = Q(course__isnull=True, programme__isnull=True)
        rows = self.filter(own | common, live=True)
        own_first = sorted(rows, key=lambda row: row.course_id is None and row.programme_id is None)
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

    class Layout(models.TextChoices):
        PORTRAIT = "portrait", _("upright")
        LANDSCAPE = "landscape", _("lying")

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
    programme = models.ForeignKey(
        "courses.Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
        help_text=_("For certificates of the whole programme, in place of a course."),
    )
    palette = models.CharField(
        _("colour"), max_length=20, choices=Palette.choices, default=Palette.SPRUCE
    )
    layout = models.CharField(
        _("layout"), max_length=20, choices=Layout.choices, default=Layout.PORTRAIT
    )
    valid_months = models.PositiveSmallIntegerField(
        _("valid for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Empty: for ever. The holder is reminded before it expires."),
    )
    shows_hours = models.BooleanField(_("hours of work are shown"), default=True)
    shows_grade = models.BooleanField(_("the grade is shown"), default=True)
    shows_run = models.BooleanField(_("the course run is shown"), default=True)
    shows_outcomes = models.BooleanField(_("learning outcomes are shown"), default=True)
    shows_other_names = models.BooleanField(
        _("the course's names in other languages are shown"), default=True
    )
    heading_fi = models.CharField(_("heading"), max_length=60, default="Todistus")
    statement_fi = models.CharField(
        _("sentence before the course"), max_length=160, default="on suorittanut opintojakson"
    )
    closing_fi = models.CharField(_("closing words"), max_length=300, blank=True)
    criteria_fi = models.TextField(
        _("what it takes"), max_length=2000, blank=True, help_text=CRITERIA
    )
    heading_sv = models.CharField(_("heading"), max_length=60, default="Intyg")
    statement_sv = models.CharField(
        _("sentence before the course"), max_length=160, default="har avlagt kursen"
    )
    closing_sv = models.CharField(_("closing words"), max_length=300, blank=True)
    criteria_sv = models.TextField(
        _("what it takes"), max_length=2000, blank=True, help_text=CRITERIA
    )
    heading_en = models.CharField(_("heading"), max_length=60, default="Certificate")
    statement_en = models.CharField(
        _("sentence before the course"), max_length=160, default="has completed the course"
    )
    closing_en = models.CharField(_("closing words"), max_length=300, blank=True)
    criteria_en = models.TextField(
        _("what it takes"), max_length=2000, blank=True, help_text=CRITERIA
    )
    signatories = StreamField(
        [("signatory", SignatoryBlock())],
        blank=True,
        max_num=3,
        verbose_name=_("signatories"),
        help_text=_("At most three; their names are printed under a line."),
    )
    logos = StreamField(
        [("logo", LogoBlock())],
        blank=True,
        max_num=3,
        verbose_name=_("logos"),
        help_text=_("At most three, printed beside each other."),
    )
    alignments = StreamField(
        [("alignment", AlignmentBlock())],
        blank=True,
        max_num=20,
        verbose_name=_("skills and standards"),
        help_text=_("What the badge tells of beside the course itself; ESCO, for example."),
    )

    objects = CertificateTemplateQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("name", "course", "programme", "valid_months")],
            heading=_("Template"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "layout",
                    "palette",
                    "shows_hours",
                    "shows_grade",
                    "shows_run",
                    "shows_outcomes",
                    "shows_other_names",
                )
            ],
            heading=_("Look"),
        ),
        *(
            MultiFieldPanel(
                [
                    FieldPanel(f"heading_{language}"),
                    FieldPanel(f"statement_{language}"),
                    FieldPanel(f"closing_{language}"),
                    FieldPanel(f"criteria_{language}"),
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
        FieldPanel("logos"),
        FieldPanel("alignments"),
    ]

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ["name"]
        constraints = [
            # Coalesce: SQLite would let any number of templates without a course pass.
            models.UniqueConstraint(
                Coalesce("course", 0),
                Coalesce("programme", 0),
                name="certificates_template_one_for_each",
                violation_error_message=_(
                    "There is a template for this course or programme (or for all) already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(course__isnull=True) | Q(programme__isnull=True),
                name="certificates_template_of_course_or_programme",
                violation_error_message=_("Choose a course or a programme, not both."),
            ),
            models.CheckConstraint(
                condition=Q(valid_months__isnull=True)
                | Q(valid_months__gte=1, valid_months__lte=240),
                name="certificates_template_valid_1_to_240_months",
                violation_error_message=_("From 1 to 240 months."),
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
