"""What learners did in quizzes. Deeds: an editor's later change rewrites none of them."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from quizzes.attempts import timing
from quizzes.quiz.models import Quiz

POINTS = {"max_digits": 12, "decimal_places": 7}


class QuestionVersion(models.Model):
    """
    What a question said when it was drawn: structure, key, and words in every language.

    Content-addressed: its id is the beginning of its checksum, so equal content is one row
    whoever writes it first. Never changed, never deleted.
    """

    id = models.UUIDField(primary_key=True)
    question_key = models.UUIDField()
    checksum = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        indexes = [
            # What a learner has seen of a question, and its history.
            models.Index(fields=["question_key"], name="quizzes_version_question_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.question_key} {self.checksum[:8]}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of_learner(self, user: models.Model) -> "AttemptQuerySet":
        """A person's own attempts; everybody else's are not there for them."""
        return self.filter(enrolment__learner=user)

    def counted_for(self, enrolment: Enrolment, quiz: Quiz) -> "AttemptQuerySet":
        """
        The attempts that count against a quiz's limit, in order.

        Those of the learner's withdrawn enrolments on the same run count too: withdrawing
        and enrolling again gives no new attempts.
        """
        return self.filter(
            Q(enrolment=enrolment)
            | Q(
                enrolment__learner=enrolment.learner_id,
                enrolment__run=enrolment.run_id,
                enrolment__withdrawn_at__isnull=False,
            ),
            quiz=quiz,
        ).order_by("number")

    def open(self) -> "AttemptQuerySet":
        """Attempts not submitted yet."""
        return self.filter(submitted_at__isnull=True)

    def submitted(self) -> "AttemptQuerySet":
        """Attempts that have a result."""
        return self.filter(submitted_at__isnull=False)

    def overdue(self, now: datetime.datetime) -> "AttemptQuerySet":
        """Open attempts whose deadline and grace have passed."""
        return self.open().filter(deadline_at__lt=now - timing.SUBMISSION_GRACE)


class Attempt(models.Model):
    """
    One try at a quiz. Open until it is submitted, by the learner or when time is up.

    The rules that judge it are copied at the start; result columns are set once, at the end.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    pass_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(null=True, blank=True, **POINTS)
    max_score = models.DecimalField(**POINTS)
    percent = models.DecimalField(null=True, blank=True, max_digits=5, decimal_places=2)
    passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "quiz", "number"], name="quizzes_attempt_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "quiz"],
                condition=Q(submitted_at__isnull=True),
                name="quizzes_attempt_one_open_per_quiz",
            ),
            models.CheckConstraint(
                condition=Q(
                    submitted_at__isnull=True,
                    score__isnull=True,
                    percent__isnull=True,
                    passed__isnull=True,
                )
                | Q(
                    submitted_at__isnull=False,
                    score__isnull=False,
                    percent__isnull=False,
                    passed__isnull=False,
                ),
                name="quizzes_attempt_has_a_result_once_submitted",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                name="quizzes_attempt_percent_between_0_and_100",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=F("max_score")),
                name="quizzes_attempt_score_within_its_points",
            ),
            models.CheckConstraint(
                condition=Q(deadline_at__isnull=True) | Q(deadline_at__gt=F("started_at")),
                name="quizzes_attempt_deadline_after_start",
            ),
        ]
        indexes = [
            # The clock's question: which attempts are overdue?
            models.Index(
                fields=["deadline_at"],
                condition=Q(submitted_at__isnull=True),
                name="quizzes_attempt_overdue_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.enrolment_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered or submitted."""
        return self.submitted_at is None

    def is_overdue(self, now: datetime.datetime) -> bool:
        """Whether it is open past its deadline and the grace."""
        return self.is_open and timing.is_overdue(now, self.deadline_at)

    @property
    def ended_by_time(self) -> bool:
        """Whether it was submitted because its time was up: at the deadline or in the grace."""
        if self.submitted_at is None or self.deadline_at is None:
            return False
        return self.submitted_at >= self.deadline_at


class Response(models.Model):
    """
    One question of an attempt, as it was asked, with the answer in force.

    `version` counts the accepted saves; each of them is a `ResponseEvent`.
    """

    class State(models.TextChoices):
        UNANSWERED = "unanswered", _("not answered")
        ANSWERED = "answered", _("answered")
        WRONG = "wrong", _("wrong")
        PARTLY = "partly", _("partly right")
        RIGHT = "right", _("right")

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    position = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="responses")
    # The keys of what can be chosen, in the order that this learner sees them.
    shown_order = models.JSONField(default=list)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    answer = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.UNANSWERED)
    fraction = models.DecimalField(null=True, blank=True, max_digits=8, decimal_places=7)
    mark = models.DecimalField(null=True, blank=True, **POINTS)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="quizzes_response_one_per_position"
            ),
            models.UniqueConstraint(
                fields=["attempt", "question_version"],
                name="quizzes_response_question_once_per_attempt",
            ),
            models.CheckConstraint(
                condition=Q(fraction__isnull=True, mark__isnull=True)
                | Q(fraction__isnull=False, mark__isnull=False),
                name="quizzes_response_mark_and_fraction_together",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unanswered", "answered"]) | Q(mark__isnull=False),
                name="quizzes_response_judged_with_a_mark",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(mark__isnull=True),
                name="quizzes_response_waiting_without_a_mark",
            ),
            models.CheckConstraint(
                condition=Q(fraction__isnull=True) | Q(fraction__gte=-1, fraction__lte=1),
                name="quizzes_response_fraction_within_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.position}"

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer in force."""
        return self.state != self.State.UNANSWERED


class AppendOnlyError(TypeError):
    """A row of history was to be changed."""


class History(models.Model):
    """A row that is written once and never changed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; raises AppendOnlyError for one that is there."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} {self.pk} is history.")
        super().save(*args, **kwargs)


class ResponseEvent(History):
    """
    One accepted save of an answer. Nothing acknowledged is ever lost.

    `key` names one save of one answer: the request that comes again finds its own event.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="events")
    key = models.UUIDField()
    version = models.PositiveIntegerField()
    answer = models.JSONField(null=True, blank=True)
    language = models.CharField(max_length=2)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved answer")
        verbose_name_plural = _("saved answers")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "key"], name="quizzes_event_one_per_request"
            ),
            models.UniqueConstraint(
                fields=["response", "version"], name="quizzes_event_one_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.version}"


class GradeEvent(History):
    """A mark given to a response, by whom, and why. The last one is in force."""

    class Origin(models.TextChoices):
        SUBMISSION = "submission", _("submission")

    response = models.ForeignKey(Response, models.PROTECT, related_name="grade_events")
    origin = models.CharField(max_length=20, choices=Origin.choices)
    fraction = models.DecimalField(max_digits=8, decimal_places=7)
    mark = models.DecimalField(**POINTS)
    state = models.CharField(max_length=20, choices=Response.State.choices)
    # Empty: the rules of grading, by themselves.
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    graded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mark given")
        verbose_name_plural = _("marks given")
        constraints = [
            models.UniqueConstraint(
                fields=["response"],
                condition=Q(origin="submission"),
                name="quizzes_grade_event_one_submission_per_response",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.mark}"
