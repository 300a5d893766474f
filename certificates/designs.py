"""What a certificate looks like: its words, signatories, pictures and layout."""

import hashlib
import json
import logging
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from certificates import pictures
from certificates.blocks import AlignmentBlock, LogoBlock, SignatoryBlock
from certificates.pictures import DesignPicture, Printed
from home.checks import PublishGate
from home.findings import Finding, stop

logger = logging.getLogger(__name__)

LANGUAGES = ("fi", "sv", "en")
PROGRAMME_STATEMENTS = {
    "fi": "on suorittanut koulutuskokonaisuuden",
    "sv": "har avlagt utbildningshelheten",
    "en": "has completed the training programme",
}
SHOWN = ("hours", "grade", "run", "outcomes", "other_names")
CRITERIA = _(
    "What one must do to earn the badge. Empty: the course's rules of completion, in words."
)


class CertificateTemplateQuerySet(models.QuerySet["CertificateTemplate"]):
    def for_course(self, course_id: int) -> "CertificateTemplate":
        """The course's own published template, else the common one, else the built-in words."""
        return self._own_or_common(Q(course=course_id))

    def for_programme(self, programme_id: int) -> "CertificateTemplate":
        """
        The programme's own published template, else the common one, else the built-in words.

        The sentences of a template for courses speak of a course, so they are replaced.
        """
        template = self._own_or_common(Q(programme=programme_id))
        if template.programme_id is None:
            for language, statement in PROGRAMME_STATEMENTS.items():
                setattr(template, f"statement_{language}", statement)
        return template

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
        """A preview in each language and layout, the template's own layout first."""
        _own, other = sorted(self.Layout, key=lambda layout: layout != self.layout)
        names = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
        return [(language, name) for language, name in names] + [
            (f"{language}-{other.value}", format_lazy("{}, {}", name, other.label))
            for language, name in names
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the PDF's pages as pictures, as an invented person would get it."""
        from certificates.previewing import preview

        return preview(request, self, mode_name)

    def publishing_problems(self) -> list[Finding | str]:
        """Refuse pictures that would not print, and whatever else the page cannot be set with."""
        from certificates.previewing import setting_problem

        found: list[Finding | str] = [
            stop("unfit_picture", f"{label}: {problem}", field=field, block=block)
            for label, image, field, block in self._images()
            for problem in pictures.problems(image)
        ]
        if not found and (problem := setting_problem(self)):
            found.append(problem)
        return found

    def design(self) -> dict[str, Any]:
        """
        Return what certificates copy, and keep the bytes of its pictures.

        Words, signatories, logos, skills, colour, layout and what is shown, with pictures
        by their digests.
        """
        design, printed = self.sketch()
        DesignPicture.objects.keep(printed)
        return design

    def sketch(self) -> tuple[dict[str, Any], list[Printed]]:
        """Return the design with its pictures, and keep nothing: for a preview."""
        printed = self._printed()
        return {
            "palette": self.palette,
            "layout": self.layout,
            "shows": {name: getattr(self, f"shows_{name}") for name in SHOWN},
            "valid_months": self.valid_months,
            "words": {
                language: {
                    word: getattr(self, f"{word}_{language}")
                    for word in ("heading", "statement", "closing", "criteria")
                }
                for language in LANGUAGES
            },
            "signatories": [
                {
                    "name": block.value["name"],
                    "titles": {
                        language: block.value.get(f"title_{language}") or ""
                        for language in LANGUAGES
                    },
                    "picture": _digest_of(block.value.get("signature"), printed),
                }
                for block in self.signatories
            ],
            "logos": [
                {"name": block.value["name"], "picture": digest}
                for block in self.logos
                if (digest := _digest_of(block.value.get("image"), printed))
            ],
            "alignments": [
                {key: block.value.get(key) or "" for key in ("name", "url", "framework", "code")}
                for block in self.alignments
            ],
        }, list(printed.values())

    def _images(self) -> list[tuple[str, Any, str, str]]:
        """Each picture of the template: of whom it is, the picture, its field and its block."""
        return [
            (block.value["name"], image, field, f"{block.id}.{name}")
            for field, name in (("logos", "image"), ("signatories", "signature"))
            for block in getattr(self, field)
            if (image := block.value.get(name))
        ]

    def _printed(self) -> dict[int, Printed]:
        """
        The pictures as they are printed, by the image's key.

        One whose file has gone since the template was published is left out: a lost logo
        must not stop a learner from completing the course.
        """
        printed = {}
        for label, image, _field, _block in self._images():
            try:
                printed[image.pk] = pictures.printed(image)
            except (OSError, pictures.UnfitPictureError):
                logger.exception("Certificates go without a picture: %s (%s)", label, image)
        return printed


def _digest_of(image: Any, printed: dict[int, Printed]) -> str:
    """The digest of an image that is printed; empty when it is not."""
    found = printed.get(image.pk) if image else None
    return found.sha256 if found else ""


def version_of(design: dict[str, Any]) -> str:
    """Return a short digest of a design, so that equal ones are seen to be equal."""
    text = json.dumps(design, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
