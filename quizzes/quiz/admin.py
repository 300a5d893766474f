"""Quizzes in Wagtail's menu: rules, and slots one level deep."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from quizzes.banks.admin import QuestionBankViewSet, QuestionViewSet
from quizzes.quiz.models import Quiz
from quizzes.quiz.readiness import readiness_problems
from quizzes.quiz.slots import QuizSlot


class QuizForm(WagtailAdminModelForm):
    """Refuses rules that no attempt could start with: a saved quiz is live at once."""

    def is_valid(self) -> bool:
        """Check the slots as a whole, once each of them is in order."""
        if not super().is_valid():
            return False
        for problem in readiness_problems(self._kept_slots()):
            self.add_error(None, problem)
        return not self.errors

    def _kept_slots(self) -> list[QuizSlot]:
        formset = self.formsets["slots"]
        return [form.instance for form in formset.forms if form not in formset.deleted_forms]


class QuizViewSet(SnippetViewSet):
    """Rules and slots. Saving changes later attempts only; running ones keep their rules."""

    model = Quiz
    icon = "clipboard-list"
    menu_label = _("Quizzes")
    list_display = [
        "name",
        "pass_percent",
        "attempts_allowed",
        "time_limit_minutes",
        "closes_at",
        UpdatedAtColumn(),
    ]
    search_fields = ["name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            InlinePanel(
                "slots",
                label=_("Slot"),
                heading=_("Questions"),
                help_text=_(
                    "In the order that learners see: fixed questions, and draws from banks. "
                    "No question is asked twice in one attempt."
                ),
                min_num=1,
                panels=[
                    FieldPanel("question"),
                    FieldRowPanel([FieldPanel("bank"), FieldPanel("draw_count")]),
                    FieldRowPanel([FieldPanel("tag_names"), FieldPanel("points")]),
                ],
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("pass_percent"), FieldPanel("attempts_allowed")]),
                    FieldPanel("counting"),
                ],
                heading=_("Passing"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("time_limit_minutes"),
                    FieldRowPanel([FieldPanel("last_start_at"), FieldPanel("closes_at")]),
                ],
                heading=_("Time"),
                help_text=_(
                    "Only the server's clock counts. Learners see the deadline before they start."
                ),
            ),
        ],
        base_form_class=QuizForm,
    )


class QuizViewSetGroup(SnippetViewSetGroup):
    """One menu item for all of it."""

    menu_label = _("Quizzes")
    menu_name = "quizzes"
    menu_icon = "clipboard-list"
    menu_order = 250
    items = (QuizViewSet, QuestionViewSet, QuestionBankViewSet)
