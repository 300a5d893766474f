"""Which courses are healthy: what was found in each when it was last looked through."""

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.dashboards.answers import Answer, Picture, Row
from courses.health.rooms import health_rows
from home import charts

MOST = 12


def ask() -> Answer:
    """Answer for all courses on offer; one query."""
    rows = [row for row in health_rows() if row.health]
    if not rows:
        return Answer(_("No course has been looked through yet."))
    ill = [row for row in rows if row.stops or row.advice]
    said = _(
        "Nothing to mend in %(well)s of %(all)s courses; something to mend first in %(ill)s."
    ) % {
        "well": len(rows) - len(ill),
        "all": len(rows),
        "ill": sum(bool(row.stops) for row in rows),
    }
    if not ill:
        return Answer(said)
    keys = [_("Mend first"), _("Worth a look")]
    return Answer(
        said,
        [
            Picture(
                name=_("Findings of each course"),
                said=_("A strip for each course, as long as it has findings."),
                headings=[_("Course"), *keys],
                rows=[
                    Row(
                        str(row.course),
                        [row.stops, row.advice],
                        reverse("course_health", args=[row.course.pk]),
                    )
                    for row in ill
                ],
                drawn=charts.strips(
                    [
                        (str(row.course), [row.stops, row.advice], str(row.stops + row.advice))
                        for row in ill[:MOST]
                    ],
                    keys,
                ),
            )
        ],
    )
