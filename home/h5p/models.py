"""An H5P package that editors uploaded."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.pictures import private_storage


class H5PPackage(models.Model):
    """
    An exercise, unpacked where no address reaches it.

    Its files are named by `folder`, new for each upload, so that a replaced package is never
    mixed with its successor. `main_library` and `files` are what the check found.
    """

    title = models.CharField(_("title"), max_length=200)
    text_alternative = models.TextField(
        _("the same as text"),
        help_text=_(
            "What one learns from the exercise, for those who cannot use it. It never decides "
            "over a certificate."
        ),
    )
    file = models.FileField(_("file"), upload_to="h5p/packages", storage=private_storage)
    folder = models.UUIDField(unique=True, editable=False)
    main_library = models.CharField(max_length=200, editable=False)
    files = models.JSONField(default=list, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("H5P exercise")
        verbose_name_plural = _("H5P exercises")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
