"""Quizzes in Wagtail's menu: rules, and slots one level deep."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.whole_rows import WholeRowForm
from quizzes.banks.admin import QuestionBankViewSet, QuestionViewSet
from quizzes.quiz.exceptions_panel import ExceptionsPanel, TrialPanel
from quizzes.quiz.models import Quiz
from quizzes.quiz.readiness import readiness_problems
from quizzes.quiz.review_grid import ReviewField
from quizzes.quiz.slots import QuizSlot


class QuizForm(WholeRowForm):
    """Refuses rules that no attempt could start with: a saved quiz is live at once."""

    review = ReviewField(
        help_text=_(
            "“During” is for quizzes in which questions are checked one by one. Nothing is shown "
            "before its time, whatever address somebody knows."
        )
    )

    def clean(self) -> dict[str, Any]:
        """Hold the three dates in their order."""
        cleaned = super().clean()
        opens = cleaned.get("opens_at")
        for name in ("last_start_at", "closes_at"):
            if opens and cleaned.get(name) and cleaned[name] <= opens:
                self.add_error(name, _("This is before the quiz opens."))
        return cleaned

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
            TrialPanel(),
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
                    FieldPanel("starts_section"),
                ],
            ),
            MultiFieldPanel(
                [
                    FieldPanel("behaviour"),
                    FieldRowPanel([FieldPanel("layout"), FieldPanel("navigation")]),
                    FieldPanel("shuffle"),
                ],
                heading=_("Answering"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("pass_percent"), FieldPanel("attempts_allowed")]),
                    FieldRowPanel([FieldPanel("counting"), FieldPanel("grade_max")]),
                    FieldRowPanel(
                        [FieldPanel("first_delay_minutes"), FieldPanel("later_delay_minutes")]
                    ),
                    FieldPanel("anonymous_grading"),
                ],
                heading=_("Passing"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("time_limit_minutes"),
                    FieldPanel("when_time_is_up"),
                    FieldPanel("grace_minutes"),
                    FieldPanel("opens_at"),
                    FieldRowPanel([FieldPanel("last_start_at"), FieldPanel("closes_at")]),
                    ExceptionsPanel(),
                ],
                heading=_("Time"),
                help_text=_(
                    "Only the server's clock counts. Learners see the deadline before they start."
                ),
            ),
            FieldPanel("review"),
            InlinePanel(
                "bands",
                label=_("Band"),
                heading=_("Feedback by result"),
                help_text=_(
                    "From which percent on a result gets words of its own. The words are "
                    "written on the quiz's page, one for each band, the lowest first."
                ),
                panels=[FieldPanel("from_percent")],
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
