"""Terms and service cards in Wagtail's menu."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from home.cards.models import ServiceCard
from home.glossary.models import GlossaryTerm
from home.guide.panels import GuidePanel
from home.reviewed import Reviewed
from home.snippet_columns import StateColumn


class SpokenIndexView(IndexView):
    """A list of snippets; the number of queries does not grow with them."""

    def get_base_queryset(self) -> "QuerySet[Any]":
        """Bring each one's language along."""
        return super().get_base_queryset().select_related("locale")


class GlossaryTermViewSet(SnippetViewSet):
    """Terms belong to all editors."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    delete_template_name = "home/glossary/delete.html"
    index_view_class = SpokenIndexView
    list_display = [
        "term",
        Column("locale", label=_("Language"), accessor="locale.language_name_localized"),
        UpdatedAtColumn(),
        StateColumn("live", label=_("State"), sort_key="live"),
    ]
    list_filter = ["linked"]
    search_fields = ["term", "other_forms", "definition"]
    search_backend_name = None
    ordering = ["term"]
    panels = [
        GuidePanel("term"),
        FieldRowPanel([FieldPanel("term"), FieldPanel("slug")]),
        FieldPanel("definition"),
        FieldPanel("other_forms"),
        FieldPanel("linked"),
        FieldPanel("source"),
        *Reviewed.review_panels,
    ]


class ServiceCardViewSet(SnippetViewSet):
    """Cards belong to all editors."""

    model = ServiceCard
    icon = "clipboard-list"
    menu_label = _("Service cards")
    index_view_class = SpokenIndexView
    list_display = [
        "name",
        "decided_by",
        Column("locale", label=_("Language"), accessor="locale.language_name_localized"),
        UpdatedAtColumn(),
        StateColumn("live", label=_("State"), sort_key="live"),
    ]
    search_fields = ["name", "summary", "decided_by"]
    search_backend_name = None
    ordering = ["name"]
    panels = [
        GuidePanel("card"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldPanel("summary"),
        FieldPanel("for_whom"),
        FieldPanel("how"),
        FieldPanel("decided_by"),
        FieldRowPanel([FieldPanel("cost"), FieldPanel("law")]),
        FieldPanel("url"),
        FieldPanel("overlays"),
        *Reviewed.review_panels,
    ]


class WordsViewSetGroup(SnippetViewSetGroup):
    """One place in the menu for what texts refer to."""

    menu_label = _("Words and services")
    menu_icon = "openquote"
    menu_order = 260
    items = (GlossaryTermViewSet, ServiceCardViewSet)
