"""The rooms of a page's draft: looked over in every language, state and width, and shared."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from home.drafts.links import end_link, make_link
from home.moments import moment_in_words
from home.rooms import Room
from home.sharing import DraftShare

# A small phone, an ordinary one, a tablet, a desk.
WIDTHS = (320, 375, 768, 1280)
WRONG = 400


class Days(models.IntegerChoices):
    """For how long a link is made."""

    DAY = 1, gettext_lazy("1 day")
    WEEK = 7, gettext_lazy("1 week")
    TWO_WEEKS = 14, gettext_lazy("2 weeks")
    MONTH = 30, gettext_lazy("30 days")


class LinkForm(forms.Form):
    """For whom a link is, and for how long."""

    reason = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("So that you know it in the list."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("The link works for"),
        choices=Days.choices,
        coerce=int,
        initial=Days.WEEK.value,
    )


@dataclass(frozen=True)
class Choice:
    """One thing to choose in looking: what it is called, and where it leads."""

    words: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class LinkRow:
    """One link in the list; `end_href` is empty when it has ended."""

    reason: str
    made: str
    opened: str
    ends: str
    end_href: str


def _row(share: DraftShare) -> LinkRow:
    over = share.ended_at or (share.expires_at if share.expires_at <= timezone.now() else None)
    ended = _("Ended %(moment)s") % {"moment": moment_in_words(over)} if over else ""
    by = share.created_by.get_full_name() or share.created_by.email
    return LinkRow(
        reason=share.reason,
        made=f"{by}, {moment_in_words(share.created_at)}",
        opened=moment_in_words(share.opened_at) if share.opened_at else "",
        ends=ended or moment_in_words(share.expires_at),
        end_href="" if over else reverse("draft_links_end", args=[share.page_id, share.pk]),
    )


class DraftRoom(Room):
    """A room about the latest draft of a page, for those who edit the page."""

    tab: str

    def admits(self, user: User) -> bool:
        """Those who may edit the page."""
        return bool(self.page.permissions_for_user(user).can_edit())

    @cached_property
    def page(self) -> Page:
        """The latest draft of the page of this address; what cannot be previewed is not there."""
        page = get_object_or_404(Page, pk=self.kwargs["page_id"]).get_latest_revision_as_object()
        if not page.is_previewable():
            raise Http404
        return page

    def get_page_subtitle(self) -> str:
        """The page."""
        return str(self.page.get_admin_display_title())

    def way(self) -> list[dict[str, Any]]:
        """The page's editor."""
        href = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [{"url": href, "label": self.page.get_admin_display_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the page and the two rooms."""
        tabs = [("look_over", _("Look over")), ("draft_links", _("Share the draft"))]
        return super().get_context_data(**kwargs) | {
            "looked_at": self.page,
            "tabs": [
                Choice(words, reverse(name, args=[self.page.pk]), name == self.tab)
                for name, words in tabs
            ],
        }


class LookOverRoom(DraftRoom):
    """The latest draft in a frame: in each language, each state of a learner, each width."""

    template_name = "home/drafts/look_over.html"
    page_title = gettext_lazy("Look over")
    header_icon = "view"
    tab = "look_over"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what there is to choose, and the address of what is chosen."""
        modes = dict(self.page.preview_modes)
        asked = self.request.GET.get("mode", "")
        mode = asked if asked in modes else self.page.default_preview_mode
        typed = self.request.GET.get("width", "")
        width = int(typed) if typed in map(str, WIDTHS) else WIDTHS[1]
        languages = self.page.get_translations(inclusive=True).select_related("locale")
        shown = reverse("wagtailadmin_pages:view_draft", args=[self.page.pk])
        return super().get_context_data(**kwargs) | {
            "source": f"{shown}?mode={mode}",
            "width": width,
            "choices": [
                (_("Language"), [self._in_language(page, mode, width) for page in languages]),
                (
                    _("As whom"),
                    [
                        Choice(str(words), self._address(self.page, name, width), name == mode)
                        for name, words in modes.items()
                    ],
                ),
                (
                    _("Width"),
                    [
                        Choice(f"{each} px", self._address(self.page, mode, each), each == width)
                        for each in WIDTHS
                    ],
                ),
            ],
        }

    def _in_language(self, page: Page, mode: str, width: int) -> Choice:
        words = get_language_info(page.locale.language_code)["name_translated"]
        return Choice(words, self._address(page, mode, width), page.pk == self.page.pk)

    def _address(self, page: Page, mode: str, width: int) -> str:
        return f"{reverse('look_over', args=[page.pk])}?mode={mode}&width={width}"


class DraftLinksRoom(DraftRoom):
    """The links by which people without an account see the draft: made, listed, ended."""

    template_name = "home/drafts/links.html"
    page_title = gettext_lazy("Share the draft")
    header_icon = "link"
    tab = "draft_links"
    made = ""

    @cached_property
    def form(self) -> LinkForm:
        """The form of a new link."""
        return LinkForm(self.request.POST if self.request.method == "POST" else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form, the links of this page, and the new one's address, this once."""
        shares = DraftShare.objects.filter(page=self.page.pk).select_related("created_by")
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "links": [_row(share) for share in shares],
            "made": self.made,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """
        Make a link, and show its address.

        Only here: no row and no session holds it, so there is nothing to be led on to.
        """
        if not self.form.is_valid():
            response = self.render_to_response(self.get_context_data())
            response.status_code = WRONG
            return response
        page = Page.objects.get(pk=self.page.pk)
        _share, secret = make_link(page=page, user=self.request.user, **self.form.cleaned_data)
        self.made = f"{settings.BASE_URL}{reverse('shared_draft', args=[secret])}"
        self.form = LinkForm()
        return self.render_to_response(self.get_context_data())


class EndLinkRoom(DraftRoom):
    """End one link; takes a POST alone."""

    http_method_names = ["post"]
    tab = "draft_links"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """End it, and go back to the list."""
        share = get_object_or_404(DraftShare, pk=self.kwargs["link_id"], page=self.page.pk)
        end_link(share)
        messages.success(request, _("The link has ended. It shows the draft to nobody any more."))
        return redirect("draft_links", self.page.pk)
