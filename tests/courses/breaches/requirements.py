"""Tries to break the constraints on rules of courses and completions."""

import datetime
from collections.abc import Callable

from django.utils import timezone

from courses.progress.models import StepDecision
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CompletionFactory,
    EnrolmentFactory,
    StepDateFactory,
    StepGroupFactory,
    StepProgressFactory,
    StepRuleFactory,
)

TODAY = datetime.date(2026, 11, 22)
YESTERDAY = datetime.date(2026, 11, 21)


def rule(**asked):
    return lambda: StepRuleFactory(**asked)


def after_itself():
    made = StepRuleFactory()
    made.after = made.step
    made.save()


def two_dates_of_a_step():
    first = StepDateFactory()
    StepDateFactory(run=first.run, step=first.step)


def decision(**said):
    def decide():
        progress = StepProgressFactory()
        StepDecision.objects.create(
            **{
                "enrolment": progress.enrolment,
                "step": progress.step,
                "kind": "recognised",
                "by": UserFactory(),
                "reason": "Osattu jo.",
                "decided_at": timezone.now(),
            }
            | said
        )

    return decide


BREACHES: list[tuple[Callable[[], object], str]] = [
    (lambda: StepGroupFactory(needed=0), "courses_group_needs_one_or_more"),
    (rule(minimum_percent=101), "courses_rule_percent_0_to_100"),
    (rule(minimum_percent=-1), "courses_rule_percent_0_to_100"),
    (rule(grade_weight=-1), "courses_rule_weight_not_negative"),
    (after_itself, "courses_rule_step_not_after_itself"),
    (two_dates_of_a_step, "courses_date_once_per_step"),
    (
        lambda: StepDateFactory(opens_on=TODAY, due_on=YESTERDAY),
        "courses_date_due_after_it_opens",
    ),
    (lambda: StepProgressFactory(score=101), "courses_progress_score_0_to_100"),
    (decision(reason=""), "courses_decision_has_a_reason"),
    (decision(score=101), "courses_decision_score_0_to_100"),
    (
        lambda: CompletionFactory(origin="by_hand", reason="Kirjattu."),
        "courses_completion_by_a_person_has_author_and_reason",
    ),
    (
        lambda: CompletionFactory(origin="recognition", recorded_by=UserFactory()),
        "courses_completion_by_a_person_has_author_and_reason",
    ),
    (
        lambda: CompletionFactory(enrolment=EnrolmentFactory(), grade="3"),
        "courses_completion_grade_passes_on_its_scale",
    ),
    (
        lambda: CompletionFactory(study_field=13),
        "courses_completion_study_field_is_known",
    ),
]
