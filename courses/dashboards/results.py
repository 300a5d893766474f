"""How quizzes go: the best results of each person, in tenths."""

from collections import Counter, defaultdict

from django.db.models import Avg, Count, FloatField
from django.db.models.functions import Cast, Floor
from django.utils.translation import gettext as _

from courses.catalogue.models import CourseStep
from courses.catalogue.runs import CourseRun
from courses.dashboards.answers import Answer, Picture, Row, Taught, name_of
from courses.progress.models import StepProgress
from home import charts

TENTHS = 10
# From fewer results than this no figure is told, as in the item analysis.
ENOUGH = 10


def ask(taught: Taught) -> Answer:
    """Answer for each run, and for each quiz where one run is looked at; three queries."""
    runs = {run.pk: run for run in taught.told}
    scores = StepProgress.objects.filter(
        enrolment__run__in=runs, step__kind=CourseStep.Kind.QUIZ, score__isnull=False
    ).order_by()
    tenths: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    tenth = Floor(Cast("score", FloatField()) / TENTHS)
    rows = (
        scores.annotate(tenth=tenth)
        .values_list("enrolment__run", "step", "tenth")
        .annotate(count=Count("pk"))
    )
    for run, step, place, count in rows:
        tenths[run, step][min(int(place), TENTHS - 1)] += count
    means = {
        step: mean
        for step, mean, count in scores.values_list("step").annotate(
            mean=Avg(Cast("score", FloatField())), count=Count("pk")
        )
        if count >= ENOUGH
    }
    if not means:
        return Answer(_("Too few results to tell: ten of one quiz are needed."))
    steps = CourseStep.objects.in_bulk({step for _run, step in tenths})
    hardest = min(means, key=lambda step: means[step])
    said = _(
        "The lowest mean, %(mean)s %%, is that of “%(quiz)s”; the mean of all quizzes is "
        "%(all)s %%."
    )
    return Answer(
        said
        % {
            "mean": round(means[hardest]),
            "quiz": steps[hardest].title,
            "all": round(sum(means.values()) / len(means)),
        },
        _by_quiz(tenths, steps) if len(runs) == 1 else _by_run(tenths, runs),
    )


def _by_quiz(
    tenths: dict[tuple[int, int], Counter[int]], steps: dict[int, CourseStep]
) -> list[Picture]:
    found = sorted(tenths.items(), key=lambda row: steps[row[0][1]].position)
    return [
        _picture(steps[step].title, counts)
        for (_run, step), counts in found
        if counts.total() >= ENOUGH
    ]


def _by_run(
    tenths: dict[tuple[int, int], Counter[int]], runs: dict[int, CourseRun]
) -> list[Picture]:
    whole: dict[int, Counter[int]] = defaultdict(Counter)
    for (run, _step), counts in tenths.items():
        whole[run].update(counts)
    return [
        _picture(name_of(run), whole[pk]) for pk, run in runs.items() if whole[pk].total() >= ENOUGH
    ]


def _picture(name: str, counted: Counter[int]) -> Picture:
    counts = [counted[tenth] for tenth in range(TENTHS)]
    feet = [f"{tenth * TENTHS}–{tenth * TENTHS + TENTHS}" for tenth in range(TENTHS)]
    return Picture(
        name=name,
        said=_("%(count)s results in tenths: the best of each person in each quiz.")
        % {"count": sum(counts)},
        headings=[_("Result (%)"), _("Results")],
        rows=[Row(foot, [count]) for foot, count in zip(feet, counts, strict=True)],
        drawn=charts.histogram(counts, [str(tenth * TENTHS) for tenth in range(TENTHS)], None),
    )
