"""A course file between its dry run and its import, and what came by earlier files."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.pictures import private_storage


class PackageImport(models.Model):
    """
    An uploaded package that somebody looks at before it becomes a course.

    Only who uploaded it sees it. The clock removes it, and its file, after a day. The import
    is a task: `asked_at` says since when, `committed_at` that it is done.
    """

    filename = models.CharField(max_length=255)
    file = models.FileField(upload_to="packages", storage=private_storage)
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=30)
    options = models.JSONField(default=dict, blank=True)
    # What the dry run said, and after the import what was done: see `courses.packages.report`.
    report = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("import of a course")
        verbose_name_plural = _("imports of courses")
        indexes = [
            # The clock's question: which are a day old?
            models.Index(fields=["created_at"], name="courses_package_created_idx"),
        ]

    def __str__(self) -> str:
        return self.filename


class ImportedPart(models.Model):
    """
    One thing that a course file brought here, so that its next version finds it again.

    `came` is the digest of what the file said, `stood` of what stood here afterwards: where the
    latter has changed, somebody edited it here, and no file writes over that.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    # The row that it became, where its key does not tell.
    number = models.PositiveBigIntegerField(null=True)
    came = models.CharField(max_length=64)
    stood = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        verbose_name = _("part of an imported course")
        verbose_name_plural = _("parts of imported courses")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "language"], name="courses_imported_part_known_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"
