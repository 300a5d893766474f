"""Which pages grow old: days of review by month."""

import datetime
from collections import Counter

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.dashboards.answers import Answer, Picture, Row
from courses.training.choosing import month_in_words
from courses.training.figures import months, next_month
from home import charts
from home.reviewing import reviewed_models
from home.words import SOURCE_LANGUAGE

SOON = 3


def ask() -> Answer:
    """Answer for everything with a day of review; two queries for each kind of it."""
    today = timezone.localdate()
    first = today.replace(day=1)
    year = list(months(first, first.replace(year=first.year + 1)))[:-1]
    counted: Counter[datetime.date] = Counter()
    past = 0
    for model in reviewed_models():
        rows = model.objects.filter(
            live=True, locale__language_code=SOURCE_LANGUAGE, review_by__isnull=False
        ).order_by()
        past += rows.filter(review_by__lt=today).count()
        ahead = rows.filter(review_by__gte=today, review_by__lt=next_month(year[-1]))
        counted.update(
            dict(
                ahead.annotate(month=TruncMonth("review_by"))
                .values_list("month")
                .annotate(count=Count("pk"))
            )
        )
    soon = sum(counted[month] for month in year[:SOON])
    said = _(
        "Past their day of review: %(past)s. To be reviewed by the end of %(month)s: %(soon)s."
    )
    words = said % {"past": past, "soon": soon, "month": month_in_words(year[SOON - 1])}
    if not past and not counted:
        return Answer(words)
    counts = [past, *(counted[month] for month in year)]
    names = [_("Past"), *(month_in_words(month) for month in year)]
    feet = [
        _("Past"),
        *(f"{month.month}/{month:%y}" if n % 3 == 1 else "" for n, month in enumerate(year)),
    ]
    return Answer(
        words,
        [
            Picture(
                name=_("Days of review by month"),
                said=_("The first column is what is past its day; then a column for each month."),
                headings=[_("Month"), _("To review")],
                rows=[Row(name, [count]) for name, count in zip(names, counts, strict=True)],
                drawn=charts.histogram(counts, feet, None),
            )
        ],
    )
