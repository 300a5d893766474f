"""Moving pages of courses: what a move takes from a course, and translations that follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.signals import post_page_move

from courses.pages.leaving import losses, told
from courses.pages.models import ModulePage, StepPage
from courses.pages.outline import COURSE_PATH
from home.words import SOURCE_LANGUAGE


@dataclass(frozen=True)
class Following:
    """A translation of a page that moves; `parent` is None where it has to stay."""

    page: Page
    parent: Page | None


def connect() -> None:
    """Listen to moves."""
    post_page_move.connect(_moved, dispatch_uid="courses_translations_follow")


def following(page: Page, destination: Page) -> Iterator[Following]:
    """
    Yield where each translation of a Finnish page goes when it goes under another page.

    Under the destination in its own language; it stays where there is none yet, or where
    another page has its address.
    """
    parents = {parent.locale_id: parent for parent in destination.get_translations()}
    for translation in page.get_translations().select_related("locale"):
        parent = parents.get(translation.locale_id)
        if parent is not None and not translation.is_child_of(parent):
            taken = parent.get_children().filter(slug=translation.slug).exists()
            yield Following(translation, None if taken else parent)
        elif parent is None:
            yield Following(translation, None)


def _is_source(page: Page) -> bool:
    is_ours = isinstance(page.specific_deferred, (ModulePage, StepPage))
    return is_ours and page.locale.language_code == SOURCE_LANGUAGE


def _moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Take the translations along, so that readers in other languages keep their words."""
    destination = kwargs["parent_page_after"]
    if kwargs["parent_page_before"].pk == destination.pk or not _is_source(instance):
        return
    for one in following(instance, destination):
        if one.parent is not None:
            move = MovePageAction(one.page, one.parent, pos="last-child")
            move.execute(skip_permission_checks=True)


def warn_before_moving(request: HttpRequest, page: Page, destination: Page) -> None:
    """Say above the question whether to move what a course loses, and which words stay behind."""
    if request.method != "GET" or not _is_source(page):
        return
    if page.path[:COURSE_PATH] != destination.path[:COURSE_PATH]:
        for loss in losses([page]):
            messages.warning(request, told(loss))
    for one in following(page, destination):
        if one.parent is None:
            words = _(
                "The page in another language, %(title)s (%(language)s), stays where it is: "
                "translate %(destination)s first, and see that no page there has its address. "
                "Until it is moved, its readers see this one in Finnish."
            )
            messages.warning(
                request,
                words
                % {
                    "title": one.page.title,
                    "language": one.page.locale.get_display_name(),
                    "destination": destination.title,
                },
            )
