"""What learners did in quizzes. Deeds: an editor's later change rewrites none of them."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from quizzes.attempts import timing
from quizzes.attempts.rules import CopiedRules
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
        """Attempts that can still be submitted."""
        return self.filter(state__in=Attempt.OPEN_STATES)

    def submitted(self) -> "AttemptQuerySet":
        """Attempts that have a result."""
        return self.filter(state=Attempt.State.GRADED)

    def overdue(self, now: datetime.datetime) -> "AttemptQuerySet":
        """Open attempts to which time has something to do."""
        return self.filter(
            Q(state=Attempt.State.IN_PROGRESS, deadline_at__lt=now - timing.SUBMISSION_GRACE)
            | Q(state=Attempt.State.OVERDUE, grace_until__lt=now)
        )


class Attempt(models.Model):
    """
    One try at a quiz. Open until it is submitted, by the learner or when time is up.

    The rules that judge it are copied at the start, those without a column of their own into
    `rules`. A result is there once every question is graded.
    """

    class State(models.TextChoices):
        IN_PROGRESS = "in_progress", _("in progress")
        # Time is up; it may be submitted for a while, but not changed.
        OVERDUE = "overdue", _("overdue")
        NEEDS_GRADING = "needs_grading", _("waits for grading")
        GRADED = "graded", _("graded")
        ABANDONED = "abandoned", _("abandoned")

    OPEN_STATES = (State.IN_PROGRESS, State.OVERDUE)

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=20, choices=State.choices, default=State.IN_PROGRESS)
    pass_percent = models.PositiveSmallIntegerField()
    rules = models.JSONField(default=dict, blank=True)
    # Where questions come in order: the first question of the page that was reached.
    reached = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True, blank=True)
    # Until when an overdue attempt may be submitted.
    grace_until = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(null=True, blank=True, **POINTS)
    max_score = models.DecimalField(**POINTS)
    percent = models.DecimalField(null=True, blank=True, max_digits=5, decimal_places=2)
    passed = models.BooleanField(null=True, blank=True)
    graded_at = models.DateTimeField(null=True, blank=True)

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
                condition=Q(state__in=["in_progress", "overdue"]),
                name="quizzes_attempt_one_open_per_quiz",
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(state="graded"),
                    score__isnull=True,
                    percent__isnull=True,
                    passed__isnull=True,
                    graded_at__isnull=True,
                )
                | Q(
                    state="graded",
                    score__isnull=False,
                    percent__isnull=False,
                    passed__isnull=False,
                    graded_at__isnull=False,
                ),
                name="quizzes_attempt_has_a_result_once_graded",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["needs_grading", "graded"], submitted_at__isnull=False)
                | Q(
                    state__in=["in_progress", "overdue", "abandoned"],
                    submitted_at__isnull=True,
                ),
                name="quizzes_attempt_submitted_with_a_time",
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
                condition=Q(state__in=["in_progress", "overdue"]),
                name="quizzes_attempt_overdue_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.enrolment_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered or submitted."""
        return self.state in self.OPEN_STATES

    @property
    def copied(self) -> CopiedRules:
        """The rules that it keeps from its start to its end."""
        return CopiedRules.of(self.rules)

    def what_time_does(self, now: datetime.datetime) -> timing.Ending | None:
        """What time has made of it by now; None while it can be answered, and once it ended."""
        if not self.is_open:
            return None
        kept = self.copied
        return timing.what_time_does(now, self.deadline_at, kept.when_time_is_up, kept.grace)

    def is_overdue(self, now: datetime.datetime) -> bool:
        """Whether time has something to do to it that has not been done."""
        return self.what_time_does(now) not in (None, self.state)

    @property
    def ended_by_time(self) -> bool:
        """Whether it was submitted because its time was up: at the deadline or in the grace."""
        if self.submitted_at is None or self.deadline_at is None:
            return False
        return self.submitted_at >= self.deadline_at

    @property
    def ended_at(self) -> datetime.datetime | None:
        """When it was submitted, or could be no longer; None while it is open."""
        if self.state == self.State.ABANDONED:
            return self.grace_until or self.deadline_at
        return self.submitted_at


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
        NEEDS_GRADING = "needs_grading", _("waits for grading")

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
    # "Come back to this": a sign of the learner's own, no part of the answer.
    flagged = models.BooleanField(default=False)
    tries_used = models.PositiveSmallIntegerField(default=0)
    # Checked for good: no further answer is taken.
    locked_at = models.DateTimeField(null=True, blank=True)

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
                condition=Q(state__in=["unanswered", "answered", "needs_grading"])
                | Q(mark__isnull=False),
                name="quizzes_response_judged_with_a_mark",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "needs_grading"]) | Q(mark__isnull=True),
                name="quizzes_response_waiting_without_a_mark",
            ),
            models.CheckConstraint(
                condition=Q(fraction__isnull=True) | Q(fraction__gte=-1, fraction__lte=1),
                name="quizzes_response_fraction_within_one",
            ),
        ]
        indexes = [
            # The graders' queue: which answers wait for a person?
            models.Index(
                fields=["attempt"],
                condition=Q(state="needs_grading"),
                name="quizzes_response_waiting_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.position}"

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer in force."""
        return self.state != self.State.UNANSWERED
