"""The room where editors read their guide without leaving the administration."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.admin_door import may_only_look_in
from accounts.models import User
from home.guide.chapters import DOCS, LANGUAGE, Chapter, chapters, pictures
from home.rooms import Room


class GuideRoom(Room):
    """One chapter of the guide, and the way to the others."""

    template_name = "wagtailadmin/guide/room.html"
    page_title = _("Guide for editors")
    header_icon = "help"

    def admits(self, user: User) -> bool:
        """Editors, and whoever else makes content."""
        return not may_only_look_in(user)

    @cached_property
    def chapter(self) -> Chapter:
        """The chapter of this address; without one, the first."""
        found = chapters()
        slug = self.kwargs.get("slug", next(iter(found)))
        if slug not in found:
            raise Http404
        return found[slug]

    def get_page_subtitle(self) -> str:
        """The chapter."""
        return self.chapter.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the chapter, its neighbours, and all chapters as links."""
        names = list(chapters())
        place = names.index(self.chapter.slug)
        return super().get_context_data(**kwargs) | {
            "chapter": self.chapter,
            "text": self.chapter.html(lambda name: reverse("guide_picture", args=[name])),
            "chapters": chapters().values(),
            "after": chapters()[names[place + 1]] if place + 1 < len(names) else None,
            "guide_language": LANGUAGE,
        }


def picture(request: HttpRequest, name: str) -> FileResponse:
    """Send a picture that the guide shows; no other file of the folder."""
    if name not in pictures():
        raise Http404
    return FileResponse((DOCS / "img" / f"{name}.png").open("rb"), content_type="image/png")


@hooks.register("register_admin_urls")
def register_guide() -> list[URLPattern]:
    """The guide's addresses; Wagtail lets only those inside to them."""
    return [
        path("ohje/", GuideRoom.as_view(), name="guide"),
        path("ohje/kuva/<slug:name>/", picture, name="guide_picture"),
        path("ohje/<slug:slug>/", GuideRoom.as_view(), name="guide_chapter"),
    ]


class GuideItem(MenuItem):
    """Shown to whom the guide is for."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person makes content."""
        return not may_only_look_in(request.user)


@hooks.register("register_help_menu_item")
def guide_in_menu() -> GuideItem:
    """The guide before what Wagtail helps with."""
    return GuideItem(_("Guide for editors"), reverse("guide"), icon_name="help", order=10)
