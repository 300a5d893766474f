"""
When something that lessons refer to changes its address, their kept bodies are out of date.

Pages, pictures and documents are found through Wagtail's reference index; the outline
version of the courses that refer to them rises, and with it every key of a kept body.
"""

from typing import Any

from django.db.models import F, Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from courses.catalogue.models import Course
from courses.pages.outline import COURSE_PATH
from home.cards.models import ServiceCard
from home.glossary.models import GlossaryTerm
from home.pictures import CustomDocument, CustomImage


def connect() -> None:
    """Listen to everything that changes where a link or a picture in a body leads."""
    for signal, name in (
        (page_published, "published"),
        (page_unpublished, "unpublished"),
        (page_slug_changed, "slug"),
        (post_page_move, "moved"),
    ):
        signal.connect(_page_changed, dispatch_uid=f"courses_referring_{name}")
    for model in (CustomImage, CustomDocument):
        post_save.connect(_file_changed, model, dispatch_uid=f"courses_referring_{model.__name__}")
        post_delete.connect(_file_changed, model, dispatch_uid=f"courses_gone_{model.__name__}")
    for model in (GlossaryTerm, ServiceCard):
        for signal in (published, unpublished, post_delete):
            signal.connect(_words_changed, model, dispatch_uid=f"courses_words_{model.__name__}")


def _page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    # A page's address is the beginning of the addresses of all below it.
    below = Page.objects.filter(path__startswith=instance.path).values_list("pk", flat=True)
    drop_kept_bodies(Page, [str(pk) for pk in below])


def _file_changed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    if not kwargs.get("created"):
        drop_kept_bodies(sender, [str(instance.pk)])


def _words_changed(sender: type[Model], **kwargs: Any) -> None:
    # Any text may use a term, so no index knows which ones do.
    Course.objects.update(outline_version=F("outline_version") + 1)


def drop_kept_bodies(model: type[Model], keys: list[str]) -> None:
    """Raise the outline version of every course with a page that refers to one of these."""
    content_type = ReferenceIndex._get_base_content_type(model)
    references = ReferenceIndex.objects.filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page),
        to_content_type=content_type,
        to_object_id__in=keys,
    )
    referring = [int(pk) for pk in references.values_list("object_id", flat=True).distinct()]
    paths = Page.objects.filter(pk__in=referring).values_list("path", flat=True)
    roots = {path[:COURSE_PATH] for path in paths}
    courses = Course.objects.filter(pages__path__in=roots).values("pk")
    Course.objects.filter(pk__in=courses).update(outline_version=F("outline_version") + 1)
