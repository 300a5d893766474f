"""The certificates themselves: frozen records, and what has been done with each."""

from collections.abc import Iterable

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from certificates import codes
from courses.models import Completion, Course, CourseRun, ProgrammeEnrolment, ProgrammeRun


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

    def number_of_outer_completion(self) -> models.QuerySet:
        """The number in force of the completion that an outer statement stands at."""
        return self.in_force().filter(completion=OuterRef("pk")).order_by().values("number")

    def of_learner(self, user: User) -> "CertificateQuerySet":
        """A person's own certificates, newest first."""
        every = Certificate.objects.order_by()
        # Either way by its index: a database that is asked for both at once reads every row.
        mine = every.filter(completion__learner=user).values("pk")
        wholes = every.filter(programme_enrolment__learner=user).values("pk")
        return self.filter(pk__in=mine.union(wholes, all=True)).order_by("-issued_at", "-pk")

    def earned_like(self, ground: Completion | ProgrammeEnrolment) -> "CertificateQuerySet":
        """Those that the same person has earned of the same course or programme."""
        if isinstance(ground, Completion):
            return self.filter(
                completion__learner=ground.learner_id, completion__course=ground.course_id
            )
        return self.filter(
            programme_enrolment__learner=ground.learner_id,
            programme_enrolment__programme_run__programme=ground.programme_run.programme_id,
        )

    def kept_by(self, user: User) -> "CertificateQuerySet":
        """Those of the runs of organisations whose study staff this person is."""
        kept = Organisation.objects.kept_by(user)
        return self.filter(
            Q(completion__run__organiser__in=kept)
            | Q(programme_enrolment__programme_run__organiser__in=kept)
        )

    def not_valid_of(self, completion_ids: Iterable[int]) -> dict[int, str]:
        """Number and state in words of each completion's last one, where it is not valid."""
        rows = self.filter(completion__in=list(completion_ids)).with_ground().order_by("pk")
        last = {row.completion_id: row for row in rows}
        return {
            completion: f"{row.number} ({row.get_state_display()})"
            for completion, row in last.items()
            if row.state != Certificate.State.VALID
        }

    def with_ground(self) -> "CertificateQuerySet":
        """Each with what its state is read from, at no further query."""
        return self.select_related("completion", "programme_enrolment")

    def in_state(self, state: str) -> "CertificateQuerySet":
        """Those whose `state` is this one today."""
        today = timezone.localdate()
        stands = Q(completion__isnull=False, completion__annulled_at__isnull=True) | Q(
            programme_enrolment__isnull=False, programme_enrolment__completed_at__isnull=False
        )
        if state == Certificate.State.SUPERSEDED:
            return self.filter(revoked_at__isnull=True, superseded_at__isnull=False)
        if state == Certificate.State.REVOKED:
            return self.filter(
                Q(revoked_at__isnull=False) | (Q(superseded_at__isnull=True) & ~stands)
            )
        found = self.in_force().filter(stands)
        if state == Certificate.State.EXPIRED:
            return found.filter(expires_on__lt=today)
        return found.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))


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
        EXPIRED = "expired", _("expired")

    # Of a course's completion, or of a whole programme: one of the two.
    completion = models.ForeignKey(
        Completion, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    programme_enrolment = models.ForeignKey(
        ProgrammeEnrolment, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
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
    # A programme's courses in order: code, names, credits, grade, scale, completion date.
    parts = models.JSONField(_("courses of the programme"), default=list)
    # The last day on which it is valid; empty: for ever.
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    # The day of the refresher that gave it a new period.
    renewed_on = models.DateField(_("renewed"), null=True, blank=True)
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

    # The holder's own choices; they change nothing that was issued.
    name_is_hidden = models.BooleanField(_("the name is hidden on the public page"), default=False)
    tells_changes = models.BooleanField(
        _("wants to hear what changes in the course"), default=False
    )
    changes_told_on = models.DateField(null=True, blank=True)

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
            models.UniqueConstraint(
                fields=["programme_enrolment"],
                condition=Q(revoked_at__isnull=True, superseded_at__isnull=True),
                name="certificates_one_in_force_per_programme",
            ),
            models.CheckConstraint(
                condition=Q(completion__isnull=False, programme_enrolment__isnull=True)
                | Q(completion__isnull=True, programme_enrolment__isnull=False),
                name="certificates_of_a_course_or_a_programme",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=models.F("completed_on")),
                name="certificates_expires_after_completion",
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
        if self.revoked_at:
            return self.State.REVOKED
        # A corrected completion is annulled too; its certificate has a successor.
        if self.superseded_at:
            return self.State.SUPERSEDED
        if self._ground_is_gone:
            return self.State.REVOKED
        if self.expires_on and self.expires_on < timezone.localdate():
            return self.State.EXPIRED
        return self.State.VALID

    def get_state_display(self) -> str:
        """The state in words."""
        return str(self.State(self.state).label)

    @property
    def _ground_is_gone(self) -> bool:
        if self.completion is not None:
            return self.completion.annulled_at is not None
        return self.programme_enrolment.completed_at is None

    @property
    def learner(self) -> User:
        """Whose it is; the certificate itself keeps no person."""
        ground = self.completion or self.programme_enrolment
        return ground.learner

    @property
    def grouped_code(self) -> str:
        """The code as it is printed."""
        return codes.in_groups(self.code)

    @property
    def is_made(self) -> bool:
        """Whether its PDF has been made."""
        return bool(self.pdf_sha256)


class CertificateEvent(models.Model):
    """What somebody did with a certificate. Append-only."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("issued by hand")
        REISSUED = "reissued", _("reissued")
        RENEWED = "renewed", _("renewed")
        REVOKED = "revoked", _("revoked")
        NAME_HIDDEN = "name_hidden", _("name hidden")
        NAME_SHOWN = "name_shown", _("name shown")

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # Empty: the platform itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("when"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("event of a certificate")
        verbose_name_plural = _("events of certificates")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["reissued", "revoked"]) | ~Q(reason=""),
                name="certificates_event_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.kind}"


class BulkIssue(models.Model):
    """Certificates issued to everybody of a run who lacks one; a task that tells how far it is."""

    # Of a course's run, or of a run of a whole programme: one of the two.
    run = models.ForeignKey(
        CourseRun, models.PROTECT, null=True, blank=True, related_name="bulk_issues"
    )
    programme_run = models.ForeignKey(
        ProgrammeRun, models.PROTECT, null=True, blank=True, related_name="bulk_issues"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # What went wrong, by the key of the completion or of the place: {"17": "…"}.
    faults = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("certificates issued in bulk")
        verbose_name_plural = _("certificates issued in bulk")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run"],
                condition=Q(finished_at__isnull=True),
                name="certificates_one_bulk_issue_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["programme_run"],
                condition=Q(finished_at__isnull=True),
                name="certificates_one_bulk_issue_of_a_programme_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=False, programme_run__isnull=True)
                | Q(run__isnull=True, programme_run__isnull=False),
                name="certificates_bulk_of_one_run_or_programme_run",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")),
                name="certificates_bulk_never_more_done_than_wanted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whole_run.code}: {self.done} / {self.total}"

    @property
    def whole_run(self) -> CourseRun | ProgrammeRun:
        """The run that it is of, of either kind."""
        return self.run or self.programme_run
