"""Are completions coming: how many each month of the last year."""

import datetime
from collections import Counter, defaultdict

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from courses.dashboards.answers import Answer, Picture, Row, Taught, name_of
from courses.progress.models import Completion
from courses.training.choosing import month_in_words
from courses.training.figures import months
from home import charts


def ask(taught: Taught) -> Answer:
    """Answer for each run with a completion; one query. Runs are counted exactly."""
    first = taught.today.replace(year=taught.today.year - 1, day=1)
    year = list(months(first, taught.today.replace(day=1)))[1:]
    found: dict[int, Counter[datetime.date]] = defaultdict(Counter)
    rows = (
        Completion.objects.filter(run__in=taught.ids, completed_on__gte=year[0])
        .valid()
        .order_by()
        .annotate(month=TruncMonth("completed_on"))
        .values_list("run", "month")
        .annotate(count=Count("pk"))
    )
    for run, month, count in rows:
        found[run][month] = count
    if not found:
        return Answer(_("Not on these runs in the last twelve months."))
    whole: Counter[datetime.date] = sum(found.values(), Counter())
    best, most = max(whole.items(), key=lambda row: (row[1], row[0]))
    said = _("In twelve months: %(all)s. Most, %(most)s, in %(month)s; this month %(now)s.")
    highest = max(max(counts.values()) for counts in found.values())
    return Answer(
        said
        % {
            "all": whole.total(),
            "most": most,
            "month": month_in_words(best),
            "now": whole[year[-1]],
        },
        [
            Picture(
                name=name_of(run),
                said=_("Completions by month; every run on the same scale."),
                headings=[_("Month"), _("Completions")],
                rows=[Row(month_in_words(month), [found[run.pk][month]]) for month in year],
                drawn=charts.histogram(
                    [found[run.pk][month] for month in year],
                    [
                        f"{month.month}/{month:%y}" if n % 3 == 0 else ""
                        for n, month in enumerate(year)
                    ],
                    None,
                    highest,
                ),
            )
            for run in taught.runs
            if run.pk in found
        ],
    )
