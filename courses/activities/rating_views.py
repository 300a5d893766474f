"""A learner's self-assessment: answering, and looking at what changed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Page

from courses.activities.growth import drawn
from courses.activities.pages import SelfAssessmentPage
from courses.activities.rating import (
    NotOpenError,
    Rating,
    UnansweredError,
    pairs_of,
    rate,
    rating_of,
)
from courses.activities.sampling import sample_rating
from courses.activities.shown import step_of
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.pages.outline import outline
from courses.pages.reading import read
from courses.pages.sampling import sample_asked
from courses.pages.showing import shown_again
from courses.pages.views import step_context
from home.routing import language_of
from home.stale_forms import sent_again_by_hand

# Where the view leaves what was sent, for the page that it shows again.
SENT = "_sent_levels"
FIELD = "vaittama-"


def self_assessment_context(request: HttpRequest, page: SelfAssessmentPage) -> dict[str, Any]:
    """The statements to rate, or what was said, and the growth once both are there."""
    reading = read(request, page)
    step = step_of(request, reading, page)
    rating = rating_of(reading.enrolment, step)
    if rating and (mode := sample_asked(request)):
        rating = sample_rating(mode, rating)
    growth = rating.growth if rating else None
    return step_context(reading) | {
        "step": step,
        "rating": rating,
        "rows": list(_rows(request, rating)) if rating else [],
        "scale": range(1, rating.levels + 1) if rating else [],
        "missing": _missing(request),
        "growth": growth,
        "drawing": drawn(growth) if growth else None,
        "rate_href": _rate_href(reading.enrolment, step),
        "closed": reading.time_words,
        "is_looking_in": reading.enrolment is None and not getattr(request, "is_preview", False),
        "words_language": language_of(page),
    }


def _rate_href(enrolment: Enrolment | None, step: CourseStep) -> str:
    if enrolment is None or step.pk is None:
        return ""
    return reverse("courses:rate", args=[enrolment.pk, step.key])


def _missing(request: HttpRequest) -> list[str]:
    sent: tuple[dict[str, str], list[str]] = request.__dict__.get(SENT, ({}, []))
    return sent[1]


def _rows(request: HttpRequest, rating: Rating) -> Any:
    """Each statement with the level said, or sent and not kept."""
    sent, missing = request.__dict__.get(SENT, ({}, []))
    said = rating.own.answers if rating.own else sent
    for number, asked in enumerate(rating.asked, start=1):
        yield {
            "number": number,
            "asked": asked,
            "name": f"{FIELD}{asked.key}",
            "level": str(said.get(asked.key, "")),
            "is_missing": asked.key in missing,
        }


def _sent_in_words(request: HttpRequest, **place: Any) -> list[tuple[str, str]]:
    count = sum(1 for name in request.POST if name.startswith(FIELD))
    words = _("%(count)s statements rated.") % {"count": count}
    return [(_("Your self-assessment"), words)]


@sent_again_by_hand(_sent_in_words)
@login_required
def rate_oneself(request: HttpRequest, enrolment_id: int, key: UUID) -> HttpResponse:
    """Keep the levels; with some missing the page comes back with those that were chosen."""
    mine = Enrolment.objects.standing_ones().filter(learner=request.user)
    enrolment = get_object_or_404(mine.select_related("run__course"), pk=enrolment_id)
    kind = CourseStep.Kind.SELF_ASSESSMENT
    step = get_object_or_404(CourseStep, course=enrolment.run.course_id, kind=kind, key=key)
    shown = outline(enrolment.run.course, get_language() or "fi").by_key.get(key)
    href = shown.href if shown else reverse("courses:my_studies")
    if request.method != "POST":
        return redirect(href)
    levels = {
        name.removeprefix(FIELD): value
        for name, value in request.POST.items()
        if name.startswith(FIELD)
    }
    try:
        rate(enrolment=enrolment, step=step, levels=levels)
    except UnansweredError as error:
        if shown is None:
            raise Http404(_("There is no such page.")) from error
        page = Page.objects.get(pk=shown.page_id).specific
        request.__dict__[SENT] = (levels, error.keys)
        return shown_again(request, page, status=400)
    except NotOpenError as error:
        messages.error(request, str(error) or _("This step is not open now."))
        return redirect(href)
    messages.success(request, _("Your self-assessment is kept."))
    return redirect(href)


@login_required
@require_GET
def growth(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """What changed on one enrolment, for its learner alone."""
    mine = Enrolment.objects.filter(learner=request.user).select_related("run__course")
    enrolment = get_object_or_404(mine, pk=enrolment_id)
    pairs = pairs_of(enrolment)
    if not pairs:
        raise Http404(_("There is no such page."))
    context = {
        "course": enrolment.run.course,
        "pictures": [{"growth": found, "drawing": drawn(found)} for found in pairs],
    }
    return render(request, "courses/activities/growth.html", context)
