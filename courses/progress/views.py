"""A learner's studies, and the deeds on them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.lessons.margins import where_to_go_on
from courses.pages.addresses import course_addresses
from courses.pages.outline import Outline, OutlineStep, outline
from courses.pages.reading import study_time_words
from courses.progress.completing import complete_step, step_closed_because
from courses.progress.judging import deeds_of, standing
from courses.progress.models import Completion
from courses.progress.my_studies import my_studies as gather
from courses.progress.studies import studies


@login_required
def my_studies(request: HttpRequest) -> HttpResponse:
    """Show the learner's own enrolments."""
    context = {"mine": gather(request.user, get_language() or "fi")}
    return render(request, "courses/my_studies.html", context)


@login_required
def continue_studies(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """
    Lead to where the learner was; to the course's page when every step is done or none open.

    Whom staff enrolled answers first.
    """
    enrolment = _own(request, enrolment_id)
    if enrolment.waits_for_answer:
        return redirect("courses:consent", enrolment.pk)
    [study] = studies([enrolment])
    if study.is_shut:
        return redirect(_course_page(enrolment))
    whole = outline(enrolment.run.course, get_language() or "fi")
    step = whole.by_key.get(study.here.key) if study.here else None
    return redirect(where_to_go_on(enrolment, step) if step else _course_page(enrolment))


@login_required
def complete_lesson(request: HttpRequest, enrolment_id: int, key: UUID) -> HttpResponse:
    """
    Mark a lesson done and lead on; a quiz is done by passing it, so here it is a 404.

    To follow the address leads to the step, whatever its kind.
    """
    enrolment = _own(request, enrolment_id)
    steps = enrolment.run.course.steps.current()
    if request.method == "POST":
        steps = steps.filter(kind=CourseStep.Kind.LESSON)
    step = get_object_or_404(steps, key=key)
    whole = outline(enrolment.run.course, get_language() or "fi")
    shown = whole.by_key.get(key)
    here = shown.href if shown else _course_page(enrolment)
    # Signing in again leads back here by GET; a closed step's own page says when it opens.
    if request.method != "POST" or step_closed_because(enrolment, step):
        return redirect(here)
    if words := study_time_words(enrolment):
        messages.warning(request, words)
        if enrolment.waits_for_answer:
            return redirect("courses:consent", enrolment.pk)
        return redirect(_course_page(enrolment))
    was_completed = enrolment.completed_at is not None
    complete_step(enrolment, step)
    enrolment.refresh_from_db(fields=["completed_at"])
    if enrolment.completed_at and not was_completed:
        return redirect("courses:completed", enrolment.pk)
    _before, after = whole.around(key)
    if words := _module_done(whole, key, enrolment):
        messages.success(request, words)
    if after is not None and after.id not in standing(enrolment).closed:
        return redirect(after.href)
    messages.success(request, _going_on(after))
    return redirect(_course_page(enrolment))


def _module_done(whole: Outline, key: UUID, enrolment: Enrolment) -> str:
    """Say that a whole part is done with this step, and how many are left; else empty."""
    done = {step_id for step_id, deed in deeds_of([enrolment])[enrolment.pk].items() if deed.done}
    undone = [m for m in whole.modules if any(step.id not in done for step in m.steps)]
    if any(step.key == key for module in undone for step in module.steps):
        return ""
    if not undone:
        return _("This part is done.")
    words = ngettext(
        "This part is done. %(left)s part is left.",
        "This part is done. %(left)s parts are left.",
        len(undone),
    )
    return words % {"left": len(undone)}


def _going_on(after: OutlineStep | None) -> str:
    """Say why the way does not lead to the next step."""
    if after is not None:
        return _("Done. The next step is not open yet: this page says when it opens.")
    return _("That was the last step. This page says what is still to do.")


@login_required
def completed(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Say that the course is completed: the very next page after the step that did it."""
    completion = get_object_or_404(
        Completion.objects.valid().select_related("run__organiser"),
        enrolment__pk=enrolment_id,
        learner=request.user,
    )
    return render(request, "courses/completed.html", {"completion": completion})


def _own(request: HttpRequest, enrolment_id: int) -> Enrolment:
    """The learner's own enrolment that is not withdrawn; anybody else's is a 404."""
    mine = Enrolment.objects.standing_ones().filter(learner=request.user)
    return get_object_or_404(mine.select_related("run__course"), pk=enrolment_id)


def _course_page(enrolment: Enrolment) -> str:
    """The course's page, or my studies while it has none."""
    course_id = enrolment.run.course_id
    hrefs = course_addresses([course_id], get_language() or "fi")
    return hrefs.get(course_id) or "courses:my_studies"
