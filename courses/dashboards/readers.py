"""What readers say: feedback of the last year by what it is about, and how it was answered."""

import datetime

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.dashboards.answers import Answer, Picture, Row, percent
from home import charts
from home.feedback.models import DAYS_TO_ANSWER, Feedback

YEAR = datetime.timedelta(days=365)


def ask() -> Answer:
    """Answer for what waits, and for all of the last year; one query."""
    today = timezone.localdate()
    recent = Q(sent_at__gte=timezone.now() - YEAR)
    answered = Q(answered_at__isnull=False)
    in_time = Q(answered_at__date__lte=F("due_on"))
    late = Q(due_on__lt=today)
    counted = {
        row.pop("kind"): list(row.values())
        for row in Feedback.objects.filter(recent | ~answered)
        .order_by()
        .values("kind")
        .annotate(
            in_time=Count("pk", filter=answered & in_time),
            waits=Count("pk", filter=~answered & ~late),
            late=Count("pk", filter=~answered & late),
            too_late=Count("pk", filter=answered & ~in_time),
        )
    }
    if not counted:
        return Answer(_("Nobody has written in the last twelve months."))
    in_all = [sum(column) for column in zip(*counted.values(), strict=True)]
    said = _(
        "Waiting: %(waits)s, of them late: %(late)s. "
        "Answered within %(days)s days: %(share)s %% of those answered."
    )
    keys = [_("Answered in time"), _("Waits"), _("Waits and is late"), _("Answered late")]
    rows = [
        (str(label).split(":")[0], counted[kind])
        for kind, label in Feedback.Kind.choices
        if kind in counted
    ]
    return Answer(
        said
        % {
            "waits": in_all[1] + in_all[2],
            "late": in_all[2],
            "days": DAYS_TO_ANSWER,
            "share": percent(in_all[0], in_all[0] + in_all[3]),
        },
        [
            Picture(
                name=_("Feedback by what it is about"),
                said=_("A strip for each kind, as long as there is feedback."),
                headings=[_("What it is about"), *keys],
                rows=[Row(name, counts) for name, counts in rows],
                drawn=charts.strips(
                    [(name, counts, str(sum(counts))) for name, counts in rows], keys
                ),
                href=reverse("feedback_tasks:index"),
            )
        ],
    )
