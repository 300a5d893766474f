"""What the site adds to Wagtail's admin: the publishing gate's voice, the brand."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from home import publishing
from home.schedule import REFUSED_BY_SCHEDULE

hooks.register("before_publish_page", publishing.keep_unfit_draft)
hooks.register("after_publish_page", publishing.give_advice)
# Before wagtail-localize's own hooks, which answer with its translation editor.
hooks.register("before_edit_page", publishing.keep_unfit_translation, order=-1)
hooks.register("before_edit_snippet", publishing.keep_unfit_translation, order=-1)


@hooks.register("register_admin_urls", order=-1)
def sync_translations_url() -> list[URLPattern]:
    """Stand before wagtail-localize's address of the same path; its name leads here too."""
    return [
        path(
            "localize/update/<int:translation_source_id>/",
            publishing.SyncTranslationsView.as_view(),
        )
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


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """Give the admin the site's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
