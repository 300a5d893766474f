"""What hangs on the steps of a course, said to whoever is about to take pages away."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from courses.catalogue.models import Course, CourseStep
from courses.enrolling.models import Enrolment
from courses.progress.models import StepProgress
from home.words import SOURCE_LANGUAGE

# What other apps know of steps: given their ids, one sentence, empty where there is nothing.
Told = Callable[[Collection[int]], str]
_tellers: dict[str, Told] = {}


def register(name: str, tell: Told) -> None:
    """Let another app say what hangs on steps; call it in `AppConfig.ready()`."""
    _tellers[name] = tell


@dataclass(frozen=True)
class Loss:
    """A course that loses steps, and what that means, in sentences."""

    course: Course
    sentences: list[str]


def losses(pages: Iterable[Page]) -> list[Loss]:
    """
    Return what goes when these pages, and all below them, are deleted or unpublished.

    Steps stand and fall with the Finnish pages; a translation takes only its words away.
    """
    paths = [page.path for page in pages]
    if not paths:
        return []
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    found = Page.objects.live().filter(below, locale__language_code=SOURCE_LANGUAGE)
    going = CourseStep.objects.current().filter(key__in=found.values("translation_key"))
    by_course: dict[Course, list[CourseStep]] = {}
    for step in going.select_related("course"):
        by_course.setdefault(step.course, []).append(step)
    return [Loss(course, _sentences(course, steps)) for course, steps in by_course.items()]


def _sentences(course: Course, steps: list[CourseStep]) -> list[str]:
    ids = [step.pk for step in steps]
    studying = Enrolment.objects.active().filter(run__course=course).count()
    done = StepProgress.objects.filter(step__in=ids, completed_at__isnull=False)
    learners = done.values("enrolment__learner").distinct().count()
    said = [
        ngettext(
            "%(count)s learner is in the middle of the course.",
            "%(count)s learners are in the middle of the course.",
            studying,
        )
        % {"count": studying},
        ngettext(
            "%(count)s learner has done what goes, or a part of it.",
            "%(count)s learners have done what goes, or a part of it.",
            learners,
        )
        % {"count": learners},
        *(tell(ids) for tell in _tellers.values()),
    ]
    if any(step.required for step in steps):
        left = CourseStep.objects.current().filter(course=course, required=True).exclude(pk__in=ids)
        said.append(
            _("It is required: from now on the course is completed without it.")
            if left.exists()
            else _("Nobody can complete the course any more: no other step of it is required.")
        )
    said.append(_("Progress, attempts and completions that are recorded stay."))
    return [sentence for sentence in said if sentence]


def told(loss: Loss) -> SafeString:
    """Return the sentences as a list under the course's name."""
    heading = _("This is a part of the course %(course)s.") % {"course": loss.course}
    rows = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in loss.sentences))
    return format_html("<strong>{}</strong> <ul>{}</ul>", heading, rows)


def warn_before_deleting(request: HttpRequest, page: Page) -> None:
    """Show it above the question whether to delete."""
    if request.method == "GET":
        for loss in losses([page]):
            messages.warning(request, told(loss))
