"""Until when a learner's quizzes can be begun or answered, with the exceptions that hold."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from courses.models import CourseStep
from courses.progress.coming import Coming, Kind, step_address, until_in_words
from courses.progress.studies import Study
from quizzes.attempts.exceptions import FIELDS
from quizzes.attempts.rules import Rules, effective_rules
from quizzes.quiz.models import QuizPage
from quizzes.quiz.overrides import QuizOverride


def coming_quizzes(studies: Sequence[Study]) -> Iterable[Coming]:
    """
    Return the quizzes not passed that can still be taken, by the first moment that ends it.

    Two queries, however many there are.
    """
    asked = [
        (study, step)
        for study in studies
        for step in study.steps
        if step.kind == CourseStep.Kind.QUIZ and step.pk not in study.done
    ]
    keys = {step.key for _study, step in asked}
    quizzes = {page.translation_key: page.quiz for page in QuizPage.objects.asked_as_any(keys)}
    exceptions = _exceptions(studies, [quiz.pk for quiz in quizzes.values()])
    for study, step in asked:
        if (quiz := quizzes.get(step.key)) is None:
            continue
        held = effective_rules(Rules.of(quiz), exceptions[quiz.pk, study.enrolment.run_id])
        end = min((end for end in (held.last_start_at, held.closes_at) if end), default=None)
        if end is not None and end > timezone.now():
            address, words = step_address(study, step), until_in_words(end)
            day = timezone.localdate(end)
            yield Coming(study, Kind.QUIZ, step.title, day, words, address)


def _exceptions(
    studies: Iterable[Study], quiz_ids: list[int]
) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """Return a learner's exceptions by quiz and run: the newest of their own, then the run's."""
    enrolments = [study.enrolment for study in studies]
    runs = [enrolment.run_id for enrolment in enrolments]
    learners = {enrolment.learner_id for enrolment in enrolments}
    found: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    rows = QuizOverride.objects.filter(quiz__in=quiz_ids).filter(
        Q(run__in=runs) | Q(enrolment__run__in=runs, enrolment__learner__in=learners)
    )
    has_own: set[tuple[int, int]] = set()
    for row in rows.select_related("enrolment").order_by("run", "-enrolment"):
        place = row.quiz_id, row.run_id or row.enrolment.run_id
        plain = {name: getattr(row, name) for name in FIELDS}
        if row.run_id:
            found[place].append(plain)
        elif place not in has_own:
            has_own.add(place)
            found[place].insert(0, plain)
    return found
