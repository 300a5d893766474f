"""A file of questions between its dry run and its import."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionImport(models.Model):
    """
    An uploaded file that somebody looks at before it becomes questions.

    Only who uploaded it sees it. The clock removes it after a day. A large one is imported by a
    task: then `asked_at` says since when, until `committed_at` says that it is done.
    """

    bank_name = models.CharField(_("question bank"), max_length=150)
    filename = models.CharField(max_length=255)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=20)
    options = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        indexes = [
            # The clock's question: which are a day old?
            models.Index(fields=["created_at"], name="quizzes_import_created_idx"),
        ]

    def __str__(self) -> str:
        return self.filename
