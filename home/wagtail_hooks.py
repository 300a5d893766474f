"""What the site adds to Wagtail's admin: the publishing gate's voice, the brand."""

from typing import Any

from django.contrib.auth.context_processors import PermWrapper
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet

from home import checker, po_files, publishing
from home.accessibility.admin import FindingViewSet
from home.drafts import menu as drafts
from home.feedback.admin import FeedbackViewSet, show_feedback
from home.glossary.admin import WordsViewSetGroup
from home.guide import rooms as guide
from home.h5p.admin import PackageViewSet
from home.schedule import REFUSED_BY_SCHEDULE

__all__ = ["drafts", "guide"]

register_snippet(WordsViewSetGroup)
register_snippet(PackageViewSet)

hooks.register("construct_wagtail_userbar", checker.use_our_rules)
hooks.register("before_publish_page", publishing.keep_unfit_draft)
hooks.register("after_publish_page", publishing.give_advice)
hooks.register("after_create_page", publishing.look_at_draft)
hooks.register("after_edit_page", publishing.look_at_draft)
hooks.register("after_create_snippet", publishing.look_at_snippet)
hooks.register("after_edit_snippet", publishing.look_at_snippet)
# Before wagtail-localize's own hooks, which answer with its translation editor.
hooks.register("before_edit_page", publishing.keep_unfit_translation, order=-1)
hooks.register("before_edit_snippet", publishing.keep_unfit_translation, order=-1)
hooks.register("before_edit_page", publishing.tell_who_sent_it_back)


@hooks.register("register_admin_urls", order=-1)
def sync_translations_url() -> list[URLPattern]:
    """Stand before wagtail-localize's addresses of the same paths; their names lead here too."""
    return [
        path(
            "localize/update/<int:translation_source_id>/",
            publishing.SyncTranslationsView.as_view(),
        ),
        path("localize/translate/<int:translation_id>/pofile/upload/", po_files.upload),
    ]


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    """Name what a page's history says when its scheduled publishing was refused."""

    @actions.register_action(REFUSED_BY_SCHEDULE)
    class RefusedBySchedule(LogFormatter):
        label = _("Not published on schedule")

        def format_message(self, log_entry: Any) -> str:
            problems = " ".join(log_entry.data.get("problems", []))
            return f"{self.label}. {problems}"


class WelcomePanel(Component):
    """How a course is made, for those who make them."""

    name = "welcome"
    template_name = "wagtailadmin/home/welcome.html"
    # Below what waits for the person (Wagtail's 210 and 220).
    order = 230

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Give the template what the person may do."""
        return {"perms": PermWrapper(parent_context["request"].user)}


@hooks.register("register_admin_viewset")
def register_feedback() -> FeedbackViewSet:
    """What readers wrote, as tasks."""
    return FeedbackViewSet("feedback_tasks", url_prefix="palaute")


@hooks.register("register_admin_viewset")
def register_findings() -> FindingViewSet:
    """What hinders somebody, as the accessibility statement tells it."""
    return FindingViewSet("accessibility_findings", url_prefix="saavutettavuus")


hooks.register("construct_homepage_panels", show_feedback)


@hooks.register("construct_homepage_panels")
def welcome(request: HttpRequest, panels: list[Component]) -> None:
    """Put the way to begin on the dashboard."""
    panels.append(WelcomePanel())


@hooks.register("construct_help_menu")
def leave_out_news(request: HttpRequest, items: list[MenuItem]) -> None:
    """Drop Wagtail's guide and news: ours stands there, and each has a badge to clear."""
    theirs = ("whats-new", "editor-guide")
    items[:] = [item for item in items if not item.name.startswith(theirs)]


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """Give the admin the site's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def lead_to_fields() -> SafeString:
    """Let a message above the editor's form lead to the field that it is about."""
    return format_html('<script src="{}"></script>', static("js/findings.js"))
