"""Question banks and questions in Wagtail's menu."""

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from home.snippet_columns import StateColumn
from home.whole_rows import WholeRowForm
from quizzes.banks.models import Question, QuestionBank


class QuestionFilterSet(WagtailFilterSet):
    """By bank, type and tag."""

    tags = django_filters.ModelMultipleChoiceFilter(
        label=_("Tags"),
        field_name="tagged_items__tag",
        queryset=Tag.objects.filter(quizzes_question_tags__isnull=False)
        .distinct()
        .order_by("name"),
    )

    class Meta:
        model = Question
        fields = ["bank", "kind", "tags"]


class QuestionIndexView(IndexView):
    """The list of questions; the number of queries does not grow with them."""

    def get_base_queryset(self) -> QuerySet[Question]:
        """Bring each question's bank, language and tags along."""
        questions = super().get_base_queryset()
        return questions.select_related("bank", "locale").prefetch_related("tagged_items__tag")


class QuestionEditView(EditView):
    """One question; from here one also says that it is wrong."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Add the way to flag it."""
        address = reverse("flaws:flag", args=[self.object.translation_key])
        flag = Button(_("Flag as wrong"), address, icon_name="warning", priority=70)
        return [*super().header_more_buttons, flag]


class QuestionForm(WholeRowForm):
    """One question; its code is its own in the bank, as a draft too."""

    mended_at = {"quizzes_question_code_once_per_bank": "code"}


class TagsColumn(Column):
    """The tags of a question, from what was prefetched."""

    def get_value(self, instance: Question) -> str:
        """Return the names in one string."""
        return ", ".join(sorted(item.tag.name for item in instance.tagged_items.all()))


class QuestionViewSet(SnippetViewSet):
    """
    One question at a time: drafts, history, workflow, preview.

    Banks belong to all editors, so the list is not scoped to an organisation.
    """

    model = Question
    icon = "help"
    menu_label = _("Questions")
    index_view_class = QuestionIndexView
    edit_view_class = QuestionEditView
    list_display = [
        "code",
        "name",
        "bank",
        Column("kind", label=_("Type"), accessor="get_kind_display", sort_key="kind"),
        TagsColumn("tags", label=_("Tags")),
        Column("locale", label=_("Language"), accessor="locale.language_name_localized"),
        UpdatedAtColumn(),
        StateColumn("live", label=_("State"), sort_key="live"),
    ]
    filterset_class = QuestionFilterSet
    search_fields = ["code", "name", "stem"]
    search_backend_name = None
    ordering = ["bank__name", "code"]
    list_per_page = 25
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("bank"),
                    FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
                    FieldPanel("tags"),
                ],
                heading=_("Where it belongs"),
            ),
            FieldPanel("stem"),
            FieldPanel("answer"),
            FieldPanel("general_feedback"),
            MultiFieldPanel(
                [FieldPanel("hints"), FieldPanel("penalty")],
                heading=_("When several tries are given"),
            ),
            MultiFieldPanel(
                [FieldPanel("default_points"), FieldPanel("category")],
                heading=_("For files"),
                classname="collapsed",
            ),
        ],
        base_form_class=QuestionForm,
    )


class QuestionBankViewSet(SnippetViewSet):
    """Banks, which only have a name and a purpose."""

    model = QuestionBank
    icon = "folder-open-inverse"
    menu_label = _("Question banks")
    list_display = ["name", "description", UpdatedAtColumn()]
    search_fields = ["name", "description"]
    search_backend_name = None
    panels = [FieldPanel("name"), FieldPanel("description")]
