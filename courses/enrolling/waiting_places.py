"""A place in the queue for a run that is full."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment


class WaitingPlaceQuerySet(models.QuerySet["WaitingPlace"]):
    def open(self) -> "WaitingPlaceQuerySet":
        """Those that still wait or hold an offer, in the order of joining."""
        return self.filter(ended_at__isnull=True).order_by("joined_at", "pk")

    def holding_a_seat(self) -> "WaitingPlaceQuerySet":
        """Those to whom a seat is offered: it is theirs until they answer or time runs out."""
        return self.filter(ended_at__isnull=True, offered_at__isnull=False)


class WaitingPlace(models.Model):
    """
    One person's place on a run's waiting list.

    Waits (nothing set), then has an offer (`offered_at`, `accept_by`), then has ended: taken
    (with the enrolment), declined, lapsed or left.
    """

    class Ending(models.TextChoices):
        TAKEN = "taken", _("the place was taken")
        DECLINED = "declined", _("the place was declined")
        LAPSED = "lapsed", _("the time to accept ran out")
        LEFT = "left", _("left the waiting list")

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
