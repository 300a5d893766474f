"""What the evaluation study gets of a quarter, as it was first taken."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class StudyQuarter(models.Model):
    """
    The anonymous data up to the end of a quarter: made at the first taking, never changed.

    Without it two takings would differ by what one person did or corrected between them.
    `rows` are [quarter, county's id, profession, course, completed, grade], in an order that
    tells nothing; `effects` are [statement's id, pairs, mean before, mean after].
    """

    # The first day that is no longer of it.
    until = models.DateField(_("until"), unique=True)
    rows = models.JSONField(default=list)
    effects = models.JSONField(default=list)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("data for the study")
        verbose_name_plural = _("data for the study")
        default_permissions = ()
        ordering = ["-until"]

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d}"

    @property
    def last_day(self) -> datetime.date:
        """The last day that is of it."""
        return self.until - datetime.timedelta(days=1)
