"""Where people stop: what share of those who enrolled has done each step."""

from collections import defaultdict
from itertools import pairwise

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.catalogue.models import CourseStep
from courses.catalogue.runs import CourseRun
from courses.dashboards.answers import Answer, Picture, Row, Taught, name_of, percent
from courses.progress.models import StepProgress
from home import charts


def ask(taught: Taught) -> Answer:
    """Answer for each run with people enough; two queries."""
    if not taught.told:
        return Answer(_("There are no runs with five people or more to draw."))
    steps: dict[int, list[CourseStep]] = defaultdict(list)
    for step in CourseStep.objects.current().filter(
        course__in={run.course_id for run in taught.told}
    ):
        steps[step.course_id].append(step)
    done: dict[int, dict[int, int]] = defaultdict(dict)
    rows = (
        StepProgress.objects.filter(
            enrolment__run__in=[run.pk for run in taught.told],
            enrolment__moved_to__isnull=True,
            completed_at__isnull=False,
        )
        .order_by()
        .values_list("enrolment__run", "step")
        .annotate(count=Count("pk"))
    )
    for run, step_id, count in rows:
        done[run][step_id] = count
    pictures, falls = [], []
    for one in taught.told:
        counts = [done[one.pk].get(step.pk, 0) for step in steps[one.course_id]]
        fall = largest_fall(counts)
        people = taught.people[one.pk]
        if fall is not None:
            falls.append((counts[fall - 1] - counts[fall], one, steps[one.course_id][fall]))
        pictures.append(_picture(one, steps[one.course_id], counts, people, fall))
    return Answer(_in_words(falls), pictures)


def largest_fall(counts: list[int]) -> int | None:
    """
    Return the place of the step before which most people stop; None where nobody does.

    >>> largest_fall([9, 8, 3, 3]), largest_fall([1, 2, 2]), largest_fall([])
    (2, None, None)
    """
    falls = [before - after for before, after in pairwise(counts)]
    most = max(falls, default=0)
    return falls.index(most) + 1 if most > 0 else None


def _in_words(falls: list[tuple[int, CourseRun, CourseStep]]) -> str:
    if not falls:
        return _("At no step have fewer people done it than the step before.")
    count, run, step = max(falls, key=lambda row: row[0])
    return _("The most, %(count)s, stop before “%(step)s” (%(run)s).") % {
        "count": count,
        "step": step.title,
        "run": run.code,
    }


def _picture(
    run: CourseRun, steps: list[CourseStep], counts: list[int], people: int, fall: int | None
) -> Picture:
    feet, module, number = [], None, 0
    for step in steps:
        number += step.module_key != module
        feet.append(str(number) if step.module_key != module else "")
        module = step.module_key
    said = _(
        "A column for each step: how many of %(people)s have done it. Numbers are modules."
    ) % {"people": people}
    if fall is not None:
        said += " " + _("Most stop before “%(step)s”.") % {"step": steps[fall].title}
    return Picture(
        name=name_of(run),
        said=said,
        headings=[_("Step"), _("Done"), _("Share")],
        rows=[
            Row(step.title, [count, f"{percent(count, people)} %"])
            for step, count in zip(steps, counts, strict=True)
        ],
        drawn=charts.histogram(counts, feet, None, highest=people) if steps else None,
        href=reverse("run:participants", args=[run.pk]),
    )
