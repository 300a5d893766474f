"""
What must be right in a page of a course before learners meet it, and what is only advice.

Problems stop publishing; advice is told after it.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from courses import rule_faults
from courses.catalogue.models import CourseStep
from courses.pages.models import CoursePage, LessonPage, ModulePage, StepPage
from courses.progress.judging import rules_of
from courses.progress.rules_in_words import problem_words
from home.bodies import body_problems, has_text
from home.findings import Finding, advice, stop
from home.words import SOURCE_LANGUAGE


def course_problems(page: CoursePage) -> Iterator[Finding]:
    """Certificates and lists copy the outcomes; one course has one page in a language."""
    if not any(outcome.value.strip() for outcome in page.outcomes):
        words = _("Write at least one learning outcome: certificates show them.")
        yield stop("no_outcomes", words, field="outcomes")
    others = CoursePage.objects.live().filter(course_id=page.course_id, locale_id=page.locale_id)
    if other := others.exclude(pk=page.pk).first():
        words = _("The course has a published page in this language already: “%(title)s”.")
        yield stop("second_page", words % {"title": other.title}, field="course")


def course_advice(page: CoursePage) -> Iterator[Finding]:
    """A course whose rules nobody can meet can be studied but never completed."""
    found = rules_of([page.course])[page.course_id]
    for problem in rule_faults.problems(found.rules):
        yield advice("cannot_complete", problem_words(problem, found), field="course")
    yield from source_advice(page)


def step_problems(page: StepPage) -> Iterator[Finding]:
    """A learner plans by the minutes, and can complete the course tomorrow as today."""
    if not page.minutes:
        words = _("Say how many minutes this takes; one at least.")
        yield stop("no_minutes", words, field="minutes")
    if _is_the_last_one_asked_for(page):
        words = _(
            "This is all that completing the course asks for. Make something else required first, "
            "or those who study could never complete it."
        )
        yield stop("nothing_required", words, field="required")


def _is_the_last_one_asked_for(page: StepPage) -> bool:
    """Whether a step that is required today is no longer so, and nobody could complete then."""
    if page.required or page.pk is None or page.locale.language_code != SOURCE_LANGUAGE:
        return False
    row = (
        CourseStep.objects.current()
        .filter(key=page.translation_key, required=True)
        .select_related("course")
        .first()
    )
    if row is None:
        return False
    today = rules_of([row.course])[row.course_id].rules
    steps = tuple(
        replace(each, required=each.required and each.key != row.pk) for each in today.steps
    )
    then = replace(today, steps=steps)
    return not rule_faults.problems(today) and bool(rule_faults.problems(then))


def lesson_problems(page: LessonPage) -> Iterator[Finding]:
    """A lesson is something to read."""
    if not has_text(page.body):
        words = _("The lesson has no text. Add a text block with what the learner should know.")
        yield stop("no_text", words, field="body")
    yield from body_problems(page.body, page.locale)


def step_advice(page: StepPage) -> Iterator[Finding]:
    """What keeps learners from finding the step, or from trusting it."""
    module = page.get_parent()
    if not module.live:
        words = _("Learners do not see this before its module “%(title)s” is published.")
        yield advice("module_not_live", words % {"title": module.title})
    yield from source_advice(page)


def lesson_advice(page: LessonPage) -> Iterator[Finding]:
    """A lesson tells where its facts come from."""
    if not any(block.block_type == "sources" for block in page.body):
        words = _("The lesson names no source. Add a block of sources at its end.")
        yield advice("no_sources", words, field="body")


def source_advice(page: CoursePage | ModulePage | StepPage) -> Iterator[Finding]:
    """The structure of a course comes from its Finnish pages."""
    if page.locale.language_code == SOURCE_LANGUAGE:
        return
    source = page.get_translations().filter(locale__language_code=SOURCE_LANGUAGE, live=True)
    if not source.exists():
        words = _("Learners do not see this before the same page is published in Finnish.")
        yield advice("source_not_live", words)
