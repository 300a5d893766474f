"""Pictures and documents of the site."""

from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


def private_storage():
    """Return the storage without a public address (a callable, so migrations name no path)."""
    return storages["private"]


class CustomImage(AbstractImage):
    """A picture, with a description that is offered as its text alternative."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]


class CustomRendition(AbstractRendition):
    """A picture at a size."""

    image = models.ForeignKey(CustomImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="home_rendition_once_per_filter",
            ),
        ]


class CustomDocument(AbstractDocument):
    """A file of a course; kept where no address reaches it, served through the gate."""

    file = models.FileField(_("file"), upload_to="documents", storage=private_storage)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
