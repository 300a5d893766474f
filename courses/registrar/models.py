"""What is handed to study offices: profiles of lists, frozen deliveries, and who took what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from courses.progress.models import Completion


class ListProfileQuerySet(models.QuerySet["ListProfile"]):
    def kept_by(self, user: User) -> "ListProfileQuerySet":
        """Those of the organisations whose runs this person keeps as study staff."""
        return self.filter(organisation__in=Organisation.objects.kept_by(user))


class ListProfile(models.Model):
    """
    How an organisation wants its completion list: columns, labels, dates, delimiter.

    `columns` is [{"key", "label"}] in order; an empty label is the column's own heading.
    """

    class DateFormat(models.TextChoices):
        ISO = "iso", _("2026-01-31")
        FINNISH = "finnish", _("31.1.2026")
        FINNISH_PADDED = "finnish_padded", _("31.01.2026")

    class Delimiter(models.TextChoices):
        SEMICOLON = ";", _("semicolon")
        COMMA = ",", _("comma")
        TAB = "\t", _("tab")

    class Ending(models.TextChoices):
        TRAILER = "trailer", _("in the last line of the file")
        SIDECAR = "sidecar", _("in a file beside it")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="list_profiles", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=100)
    columns = models.JSONField(_("columns"), default=list)
    date_format = models.CharField(
        _("dates"), max_length=20, choices=DateFormat.choices, default=DateFormat.ISO
    )
    delimiter = models.CharField(
        _("delimiter"), max_length=1, choices=Delimiter.choices, default=Delimiter.SEMICOLON
    )
    with_bom = models.BooleanField(
        _("byte order mark"), default=True, help_text=_("Excel needs it to read å, ä and ö.")
    )
    ending = models.CharField(
        _("row count and digest"), max_length=10, choices=Ending.choices, default=Ending.TRAILER
    )
    language = models.CharField(
        _("language of headings"), max_length=2, choices=settings.LANGUAGES, default="fi"
    )
    is_default = models.BooleanField(_("used unless another is chosen"), default=False)

    objects = ListProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile of lists")
        verbose_name_plural = _("profiles of lists")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="courses_profile_named_once",
                violation_error_message=_("Your organisation has a profile of this name already."),
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_default=True),
                name="courses_profile_one_default",
                violation_error_message=_("Another profile is used by default already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def kept_by(self, user: User) -> "DeliveryQuerySet":
        """Those of the organisations whose runs this person keeps as study staff."""
        return self.filter(organisation__in=Organisation.objects.kept_by(user))

    def with_entered(self) -> "DeliveryQuerySet":
        """Each with the number of its rows that are in the register: `entered_count`."""
        entered = models.Count("rows", filter=Q(rows__entered_at__isnull=False))
        return self.annotate(entered_count=entered).order_by("-created_at", "-pk")


class ExportLogQuerySet(models.QuerySet["ExportLog"]):
    def kept_by(self, user: User) -> "ExportLogQuerySet":
        """Exports of this person's organisations, and those that held everybody's lists."""
        kept = Organisation.objects.kept_by(user)
        return self.filter(Q(organisation__in=kept) | Q(organisation__isnull=True))


class Delivery(models.Model):
    """
    What an organisation handed to its study office, frozen: never changed, never deleted.

    Numbered from 1 within the organisation. `sha256` is the digest of the rows' canonical
    JSON, so that anybody can see that nothing was touched. `choice` is what was asked for.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="deliveries")
    number = models.PositiveIntegerField(_("number"))
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    choice = models.JSONField(default=dict)
    choice_words = models.TextField(blank=True)
    profile = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(_("rows"))
    sha256 = models.CharField(max_length=64)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="courses_delivery_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(row_count__gt=0), name="courses_delivery_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.number}"


class DeliveryRow(models.Model):
    """
    One completion as it was delivered, and whether the study office has entered it.

    `content` holds the typed values of every default column as JSON; `digest` is its SHA-256:
    a completion whose digest differs from its last delivered one has changed.
    """

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("row of a list", "new")
        CHANGED = "changed", pgettext_lazy("row of a list", "changed")
        WITHDRAWN = "withdrawn", pgettext_lazy("row of a list", "withdrawn")

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="rows")
    completion = models.ForeignKey(Completion, models.PROTECT, related_name="delivered")
    position = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    entered_at = models.DateTimeField(_("entered in the register"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("row of a delivery")
        verbose_name_plural = _("rows of deliveries")
        ordering = ["delivery", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "completion"], name="courses_row_once_per_delivery"
            ),
            models.UniqueConstraint(
                fields=["delivery", "position"], name="courses_row_place_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(entered_at__isnull=True, entered_by__isnull=True)
                | Q(entered_at__isnull=False, entered_by__isnull=False),
                name="courses_row_entered_by_somebody",
            ),
        ]
        indexes = [
            # The last delivered state of a completion.
            models.Index(fields=["completion", "-delivery"], name="courses_row_last_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.position}"


class ExportLog(models.Model):
    """Who took which list out, when, and how long it was."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="exports"
    )
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="exports"
    )
    # Empty: the command on the server.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(_("taken"))
    kind = models.CharField(_("format"), max_length=20)
    choice_words = models.TextField(_("what was asked for"), blank=True)
    row_count = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    with_identity_codes = models.BooleanField(_("with personal identity codes"), default=False)

    objects = ExportLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-taken_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-taken_at"], name="courses_export_log_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.taken_at:%Y-%m-%d %H:%M} {self.kind}"
