"""A place in the queue for a run that is full."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from courses.enrolling.seen import Seen, seen_person


class WaitingPlaceQuerySet(models.QuerySet["WaitingPlace"]):
    def open(self) -> "WaitingPlaceQuerySet":
        """Those that still wait or hold an offer, in the order of joining."""
        return self.filter(ended_at__isnull=True).order_by("joined_at", "pk")

    def holding_a_seat(self) -> "WaitingPlaceQuerySet":
        """Those to whom a seat is offered: it is theirs until they answer or time runs out."""
        return self.filter(ended_at__isnull=True, offered_at__isnull=False)

    def waiting(self) -> "WaitingPlaceQuerySet":
        """Those to whom nothing has been offered yet, in the order of joining."""
        return self.open().filter(offered_at__isnull=True)

    def with_number(self) -> "WaitingPlaceQuerySet":
        """Each with its `number` in the queue: 1 is the next to be offered a seat."""
        before = WaitingPlace.objects.filter(
            Q(joined_at__lt=OuterRef("joined_at"))
            | Q(joined_at=OuterRef("joined_at"), pk__lte=OuterRef("pk")),
            run=OuterRef("run"),
            ended_at__isnull=True,
            offered_at__isnull=True,
        )
        counted = before.order_by().values("run").annotate(n=Count("pk")).values("n")
        return self.annotate(number=Coalesce(Subquery(counted), 0))

    def visible_to(self, user: User) -> "WaitingPlaceQuerySet":
        """Places on runs of this member of staff's organisations."""
        return self.filter(run__in=CourseRun.objects.visible_to(user))


class WaitingPlace(models.Model):
    """
    One person's place on a run's waiting list.

    Waits (nothing set), then has an offer (`offered_at`, `accept_by`), then has ended: taken
    (with the enrolment), declined, lapsed, left or closed with its run.
    """

    class Ending(models.TextChoices):
        TAKEN = "taken", _("the place was taken")
        DECLINED = "declined", _("the place was declined")
        LAPSED = "lapsed", _("the time to accept ran out")
        LEFT = "left", _("left the waiting list")
        CLOSED = "closed", _("the run is no longer given")

    run = models.ForeignKey(CourseRun, models.CASCADE, related_name="waiting_places")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="waiting_places"
    )
    joined_at = models.DateTimeField(_("joined"))
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    accept_by = models.DateTimeField(_("to be accepted by"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True)
    enrolment = models.OneToOneField(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="waiting_place"
    )

    objects = WaitingPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on a waiting list")
        verbose_name_plural = _("places on waiting lists")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "learner"],
                condition=Q(ended_at__isnull=True),
                name="courses_waiting_once_per_run",
                violation_error_message=_("You are on this run's waiting list already."),
            ),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=True, accept_by__isnull=True)
                | Q(offered_at__isnull=False, accept_by__isnull=False),
                name="courses_waiting_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=(Q(ended_at__isnull=True) & Q(ending=""))
                | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="courses_waiting_ended_somehow",
            ),
        ]
        indexes = [
            # The clock's question: whose time to accept has run out?
            models.Index(
                fields=["accept_by"],
                condition=Q(ended_at__isnull=True),
                name="courses_waiting_due_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} – {self.run}"

    @property
    def seen(self) -> Seen:
        """What staff see of the learner, who joined the list themselves."""
        return seen_person(self.learner)

    @property
    def can_be_accepted(self) -> bool:
        """Whether a seat is offered and there is still time."""
        return (
            self.ended_at is None and self.accept_by is not None and timezone.now() < self.accept_by
        )
