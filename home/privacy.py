"""Pages that Wagtail's own view restrictions do not apply to."""

from django.db.models import QuerySet
from wagtail.models import PageViewRestriction


class NoViewRestrictions:
    """
    Mixin for pages: the editor offers no restriction, and none is looked for.

    They know passwords and groups, but not enrolment; who may read a course's pages is
    said by its gate alone. Looking for them would cost each reader two queries.
    """

    private_page_options: list[str] = []

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return none."""
        return PageViewRestriction.objects.none()
