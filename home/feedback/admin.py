"""Feedback in Wagtail's menu: a list of tasks by their days, and the answer to each."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn

from accounts.keeping import HISTORY, KeptViewSet
from home.feedback.models import Feedback
from home.feedback.sending import answer_feedback


class AnswerForm(WagtailAdminModelForm):
    """The answer; given once, since it leaves the house when it is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        self.fields["answer"].disabled = self.instance.answered_at is not None

    def save(self, commit: bool = True) -> Feedback:
        """Answer, unless somebody else was faster."""
        if self.instance.answered_at is None:
            answer = self.cleaned_data["answer"]
            return answer_feedback(self.instance, answer=answer, by=self.for_user)
        return self.instance


def state(feedback: Feedback) -> str:
    """Say how the task stands."""
    if feedback.answered_at:
        return str(_("Answered"))
    return str(_("Late")) if feedback.is_late else str(_("Waits for an answer"))


class FeedbackViewSet(KeptViewSet):
    """What readers wrote; nobody writes it for them."""

    model = Feedback
    icon = "mail"
    menu_label = _("Feedback")
    menu_order = 290
    opened = frozenset({"index", "index_results", "edit"}) | HISTORY
    add_to_admin_menu = True
    list_display = [
        "reference",
        Column("get_kind_display", label=_("What it is about")),
        Column("words", label=_("Message"), accessor=lambda row: row.words[:80]),
        DateColumn("due_on", label=_("Answer by"), sort_key="due_on"),
        Column("state", label=_("State"), accessor=state),
    ]
    list_filter = ["kind", "due_on"]
    search_fields = ["reference", "words", "email"]
    edit_handler = ObjectList(
        [
            FieldPanel("reference", read_only=True),
            FieldPanel("kind", read_only=True),
            FieldPanel("words", read_only=True),
            FieldPanel("page", read_only=True),
            FieldPanel("email", read_only=True),
            FieldPanel("sent_at", read_only=True),
            FieldPanel("due_on", read_only=True),
            FieldPanel("answer", widget=forms.Textarea(attrs={"rows": 8})),
            FieldPanel("answered_at", read_only=True),
        ],
        base_form_class=AnswerForm,
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Offer no way to add one."""
        return super().get_common_view_kwargs(**{"add_url_name": None} | kwargs)


class FeedbackPanel(Component):
    """How many messages wait, and how many are late, on the admin's front page."""

    name = "feedback"
    template_name = "home/feedback/panel.html"
    order = 44

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count what waits, for those who may answer."""
        if not parent_context["request"].user.has_perm("home.change_feedback"):
            return {"waiting": 0}
        return {
            "waiting": Feedback.objects.open().count(),
            "late": Feedback.objects.overdue(timezone.localdate()).count(),
            "href": reverse("feedback_tasks:index"),
        }


def show_feedback(request: HttpRequest, panels: list[Component]) -> None:
    """Put what waits on the dashboard."""
    panels.append(FeedbackPanel())
