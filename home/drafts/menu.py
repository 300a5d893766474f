"""The way to the rooms of a draft: their addresses, and buttons above a page."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.models import User
from home.drafts.rooms import DraftLinksRoom, EndLinkRoom, LookOverRoom


@hooks.register("register_admin_urls")
def register_drafts() -> list[URLPattern]:
    """The rooms of a draft."""
    return [
        path("luonnokset/<int:page_id>/", LookOverRoom.as_view(), name="look_over"),
        path("luonnokset/<int:page_id>/jako/", DraftLinksRoom.as_view(), name="draft_links"),
        path(
            "luonnokset/<int:page_id>/jako/<int:link_id>/lopeta/",
            EndLinkRoom.as_view(),
            name="draft_links_end",
        ),
    ]


def ways_to_draft(page: Page, user: User, **kwargs: Any) -> Iterator[Button]:
    """Lead to looking over and sharing, from the page's menu."""
    if not page.specific_class.preview_modes or not page.permissions_for_user(user).can_edit():
        return
    yield Button(_("Look over"), reverse("look_over", args=[page.pk]), icon_name="view", priority=4)
    yield Button(
        _("Share the draft"), reverse("draft_links", args=[page.pk]), icon_name="link", priority=5
    )


hooks.register("register_page_header_buttons", ways_to_draft)
hooks.register("register_page_listing_more_buttons", ways_to_draft)
