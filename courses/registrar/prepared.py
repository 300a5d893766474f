"""Lists and previews too long to wait for: made by a task, kept for a day for who asked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.registrar.models import Delivery


class PreparedListQuerySet(models.QuerySet["PreparedList"]):
    def files(self) -> "PreparedListQuerySet":
        """Those that are files, and no previews."""
        return self.filter(is_preview=False)

    def of_person(self, person: models.Model) -> "PreparedListQuerySet":
        """Those that this person asked for; nobody else sees them, administrators neither."""
        return self.filter(person=person)


class PreparedList(models.Model):
    """
    An XLSX that is being made, or lies in private storage until its day is over.

    `query` is what was asked for as the list's address has it: the task asks again with the
    person's rights of that moment. A delivery's file has the delivery instead.

    A preview of a delivery has no file: what was counted is in `found`, which names completions
    by their ids alone.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="prepared_lists"
    )
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="+")
    is_preview = models.BooleanField(default=False)
    found = models.JSONField(null=True, blank=True)
    query = models.TextField(blank=True)
    choice_words = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="fi")
    asked_at = models.DateTimeField()
    rows_in_all = models.PositiveIntegerField()
    rows_done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    refused = models.TextField(blank=True)
    # The name in private storage; empty before it is made and after it is erased.
    file = models.CharField(max_length=200, blank=True)

    objects = PreparedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepared list")
        verbose_name_plural = _("prepared lists")
        default_permissions = ()
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.person_id}"

    @property
    def percent(self) -> int:
        """How much of it is made."""
        return 100 * self.rows_done // self.rows_in_all if self.rows_in_all else 0
