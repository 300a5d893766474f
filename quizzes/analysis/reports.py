"""The item analysis in Wagtail's Reports: the list of quizzes, and the ways to it."""

from typing import Any

from django.db.models import Avg, Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from accounts.keeping import RowsPaginator
from home.words import day_in_words
from quizzes.analysis import words
from quizzes.analysis.access import attempts_seen_by, may_analyse, sees_all_attempts
from quizzes.analysis.door import AnalysisDoor
from quizzes.analysis.figures import ENOUGH
from quizzes.analysis.pages import QuestionAnalysisView, QuizAnalysisView
from quizzes.attempts.models import Attempt, AttemptQuerySet
from quizzes.quiz.models import Quiz


class QuizListView(AnalysisDoor, ReportView):
    """The quizzes whose attempts the person may see: all for editors."""

    model = Quiz
    page_title = gettext_lazy("Item analysis")
    header_icon = "clipboard-list"
    index_url_name = "item_analysis"
    index_results_url_name = "item_analysis_results"
    results_template_name = "courses/completion_list_results.html"
    paginate_by = 50
    paginator_class = RowsPaginator
    show_export_buttons = False
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Quiz"),
            get_url=lambda row: reverse("item_analysis_quiz", args=[row["pk"]]),
        ),
        Column("attempts", label=gettext_lazy("Graded attempts")),
        Column("people", label=gettext_lazy("People")),
        Column("mean", label=gettext_lazy("Mean result")),
        Column("waiting", label=gettext_lazy("Waiting for grading")),
        Column("last", label=gettext_lazy("Last submitted")),
    ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Wagtail's own files of this list have no address."""
        if self.is_export:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self) -> "QuerySet[Quiz]":
        """Those with attempts of the person's own runs."""
        if sees_all_attempts(self.request.user):
            return Quiz.objects.order_by("name")
        seen = attempts_seen_by(self.request.user)
        return Quiz.objects.filter(pk__in=seen.values("quiz")).order_by("name")

    def get_table(self, object_list: Any) -> Any:
        """Count the attempts of the quizzes on this page, in one query."""
        quizzes = list(object_list)
        counts = _attempts_of(quizzes, attempts_seen_by(self.request.user))
        return super().get_table([_listed(quiz, counts.get(quiz.pk, {})) for quiz in quizzes])


def _attempts_of(quizzes: list[Quiz], attempts: AttemptQuerySet) -> dict[int, dict[str, Any]]:
    graded = Q(state=Attempt.State.GRADED)
    rows = (
        attempts.filter(quiz__in=quizzes)
        .order_by()
        .values("quiz")
        .annotate(
            attempts=Count("pk", filter=graded),
            people=Count("enrolment__learner", filter=graded, distinct=True),
            mean=Avg("percent", filter=graded),
            waiting=Count("pk", filter=Q(state=Attempt.State.NEEDS_GRADING)),
            last=Max("submitted_at"),
        )
    )
    return {row["quiz"]: row for row in rows}


def _listed(quiz: Quiz, counts: dict[str, Any]) -> dict[str, Any]:
    attempts, last = counts.get("attempts", 0), counts.get("last")
    return {
        "pk": quiz.pk,
        "name": quiz.name,
        "attempts": attempts,
        "people": counts.get("people", 0),
        "mean": words.percent(counts["mean"], 1) if attempts >= ENOUGH else words.NO_FIGURE,
        "waiting": counts.get("waiting", 0),
        "last": day_in_words(timezone.localdate(last)) if last else words.NO_FIGURE,
    }


class AnalysisMenuItem(MenuItem):
    """Shown to those who may open what it leads to."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may analyse some quiz."""
        return may_analyse(request.user)


@hooks.register("register_reports_menu_item")
def register_item_analysis_menu_item() -> AnalysisMenuItem:
    """Put the analysis after the completion list."""
    return AnalysisMenuItem(
        gettext_lazy("Item analysis"),
        reverse("item_analysis"),
        name="item-analysis",
        icon_name="clipboard-list",
        order=20,
    )


@hooks.register("register_admin_urls")
def register_item_analysis_urls() -> list[Any]:
    """Addresses of the list, a quiz and a question."""
    return [
        path("kysymysanalyysi/", QuizListView.as_view(), name="item_analysis"),
        path(
            "kysymysanalyysi/results/",
            QuizListView.as_view(results_only=True),
            name="item_analysis_results",
        ),
        path(
            "kysymysanalyysi/<int:quiz_id>/", QuizAnalysisView.as_view(), name="item_analysis_quiz"
        ),
        path(
            "kysymysanalyysi/<int:quiz_id>/<uuid:question_key>/",
            QuestionAnalysisView.as_view(),
            name="item_analysis_question",
        ),
    ]
