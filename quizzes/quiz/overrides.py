"""Other time, dates and attempts for one learner or one run."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from home.reach import A_WEEK, AT_MOST_A_WEEK, in_our_time
from quizzes.quiz.models import AT_MOST_ATTEMPTS, MOST_ATTEMPTS, Quiz
from quizzes.quiz.timing import timing_constraints

AT_MOST_GRANTED = _("100 new attempts at most.")


class QuizOverride(models.Model):
    """
    What one enrolment or all of a run have instead of the quiz's own rule; empty: the rule.

    Extra time is a right of people with disabilities, so it is its own field and adds to
    whatever limit holds. What an enrolment has goes before what its run has.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="overrides")
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, null=True, blank=True, related_name="quiz_overrides"
    )
    run = models.ForeignKey(
        CourseRun, models.CASCADE, null=True, blank=True, related_name="quiz_overrides"
    )
    extra_minutes = models.PositiveSmallIntegerField(
        _("extra time (minutes)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(A_WEEK, AT_MOST_A_WEEK)],
        help_text=_("Added to the time limit."),
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(A_WEEK, AT_MOST_A_WEEK)],
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, validators=[in_our_time])
    last_start_at = models.DateTimeField(
        _("last start"), null=True, blank=True, validators=[in_our_time]
    )
    closes_at = models.DateTimeField(
        _("hard close"), null=True, blank=True, validators=[in_our_time]
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_ATTEMPTS, AT_MOST_ATTEMPTS)],
        help_text=_("0 = as many as one likes."),
    )
    extra_attempts = models.PositiveSmallIntegerField(
        _("new attempts granted"),
        default=0,
        validators=[MaxValueValidator(MOST_ATTEMPTS, AT_MOST_GRANTED)],
        help_text=_("Added to the attempts allowed."),
    )
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("For colleagues. Write nothing about health.")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("exception to a quiz's rules")
        verbose_name_plural = _("exceptions to quizzes' rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(enrolment__isnull=False, run__isnull=True)
                | Q(enrolment__isnull=True, run__isnull=False),
                name="quizzes_override_of_one_learner_or_one_run",
                violation_error_message=_("Choose either a learner or a run."),
            ),
            models.UniqueConstraint(
                fields=["quiz", "enrolment"],
                name="quizzes_override_once_per_learner",
                violation_error_message=_("This learner has an exception already."),
            ),
            models.UniqueConstraint(
                fields=["quiz", "run"],
                name="quizzes_override_once_per_run",
                violation_error_message=_("This run has an exception already."),
            ),
            *timing_constraints("quizzes_override"),
            models.CheckConstraint(
                condition=(Q(extra_minutes__isnull=True) | Q(extra_minutes__lte=A_WEEK))
                & (Q(time_limit_minutes__isnull=True) | Q(time_limit_minutes__lte=A_WEEK)),
                name="quizzes_override_time_at_most_a_week",
                violation_error_message=AT_MOST_A_WEEK,
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed__isnull=True) | Q(attempts_allowed__lte=MOST_ATTEMPTS),
                name="quizzes_override_attempts_at_most_100",
                violation_error_message=AT_MOST_ATTEMPTS,
            ),
            models.CheckConstraint(
                condition=Q(extra_attempts__lte=MOST_ATTEMPTS),
                name="quizzes_override_grants_at_most_100",
                violation_error_message=AT_MOST_GRANTED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz}: {self.enrolment or self.run}"

    @property
    def whose(self) -> str:
        """Whom it is for, in words."""
        if self.run:
            return str(self.run)
        return f"{self.enrolment.seen.name} ({self.enrolment.run.code})"
