"""A file of people to enrol, between its preview and its commit."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.runs import CourseRun


class Roster(models.Model):
    """
    An uploaded file of people, kept while its uploader looks at the preview.

    Only its rows are kept, as text. The clock removes it after a day, committed or not.
    """

    run = models.ForeignKey(CourseRun, models.CASCADE, related_name="rosters")
    filename = models.CharField(max_length=255)
    # [{"line": 2, "email": …}, …], only what the file has.
    rows = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file of people")
        verbose_name_plural = _("files of people")
        default_permissions = ()
        indexes = [
            # The clock's question: which are a day old?
            models.Index(fields=["created_at"], name="courses_roster_created_idx"),
        ]

    def __str__(self) -> str:
        return self.filename
