"""The pages of the item analysis: one quiz, and one of its questions."""

import datetime
from abc import ABC, abstractmethod
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from courses.catalogue.runs import CourseRun
from home.spreadsheets import Sheet, csv_response, xlsx_response
from quizzes.analysis import columns, whole, words
from quizzes.analysis.access import attempts_seen_by, runs_seen_by, sees_all_attempts
from quizzes.analysis.choosing import Choice, Which
from quizzes.analysis.distribution import versions_answered
from quizzes.analysis.door import AnalysisDoor
from quizzes.analysis.figures import ENOUGH
from quizzes.analysis.pictures import answer_bars, results_histogram
from quizzes.analysis.telling import Analysis, analyse
from quizzes.banks.models import Question
from quizzes.quiz.models import Quiz

# Days at the ends of the calendar have no midnight in every time zone.
WITHIN_REASON = [
    MinValueValidator(datetime.date(2000, 1, 1)),
    MaxValueValidator(datetime.date(2999, 12, 31)),
]


class ChoiceForm(forms.Form):
    """Which attempts are analysed. A run of somebody else's is no choice."""

    which = forms.ChoiceField(label=gettext_lazy("Attempts"), choices=Which.choices, required=False)
    run = forms.ModelChoiceField(
        label=gettext_lazy("Course run"),
        queryset=CourseRun.objects.none(),
        required=False,
        empty_label=gettext_lazy("all runs"),
    )
    start = forms.DateField(
        label=gettext_lazy("Submitted from"),
        required=False,
        widget=AdminDateInput,
        validators=WITHIN_REASON,
    )
    end = forms.DateField(
        label=gettext_lazy("Submitted before"),
        required=False,
        widget=AdminDateInput,
        validators=WITHIN_REASON,
    )

    def __init__(self, data: QueryDict, *, quiz: Quiz, request: HttpRequest) -> None:
        self.quiz = quiz
        asked = data.copy()
        asked.setdefault("which", Which.counting_in(quiz))
        super().__init__(asked)
        # Only runs where the quiz was taken at all: the others would show nothing.
        taken = attempts_seen_by(request.user).filter(quiz=quiz).values("enrolment__run")
        self.fields["run"].queryset = (
            runs_seen_by(request.user).filter(pk__in=taken).order_by("code")
        )

    def chosen(self) -> Choice | None:
        """Return what was asked for; None where it makes no sense."""
        if not self.is_valid():
            return None
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        which = Which(asked.pop("which", Which.counting_in(self.quiz)))
        return Choice(quiz=self.quiz, which=which, **asked)


# Below this, figures still change much with every attempt.
STEADY = 50
# The table of the quiz as a whole, in an address.
WHOLE = "whole"
EXPORTS = {"csv": csv_response, "xlsx": xlsx_response}


class AnalysisView(AnalysisDoor, WagtailAdminTemplateMixin, View, ABC):
    """What the page of a quiz and that of a question share: whose attempts, and which."""

    page_title = gettext_lazy("Item analysis")
    header_icon = "clipboard-list"
    quiz: Quiz

    def get(self, request: HttpRequest, quiz_id: int, **kwargs: Any) -> HttpResponseBase:
        """Show the page, or give its table as a file."""
        self.attempts = attempts_seen_by(request.user)
        self.quiz = self.find_quiz(quiz_id)
        self.form = ChoiceForm(request.GET, quiz=self.quiz, request=request)
        self.choice = self.form.chosen()
        self.analysis = analyse(self.choice, self.attempts) if self.choice else None
        self.look()
        kind = request.GET.get("export")
        if kind in EXPORTS and self.choice:
            return EXPORTS[kind](self.sheet(), self.file_name())
        return self.render_to_response(self.get_context_data())

    def find_quiz(self, quiz_id: int) -> Quiz:
        """Find a quiz; one without an attempt of the person's own runs is not there."""
        found = Quiz.objects.filter(pk=quiz_id)
        if not sees_all_attempts(self.request.user):
            found = found.filter(pk__in=self.attempts.values("quiz"))
        quiz = found.first()
        if quiz is None:
            raise Http404
        return quiz

    def look(self) -> None:
        """Find what the address names below the quiz."""

    @abstractmethod
    def heading(self) -> str:
        """Name what the page is about."""

    def get_page_subtitle(self) -> str:
        """Say it in the window's title too."""
        return self.heading()

    @abstractmethod
    def sheet(self) -> Sheet:
        """Return the page's table for a file."""

    def file_name(self) -> str:
        """Name the file by what is in it, and when."""
        return f"kysymysanalyysi-{slugify(self.quiz.name)}-{timezone.localtime():%Y-%m-%d-%H%M}"

    def address_with(self, **changed: str) -> str:
        """Return this page's address with the same choice and something changed."""
        query = self.request.GET.copy()
        for name in ("export", "table"):
            query.pop(name, None)
        for name, value in changed.items():
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The files stand in sight, and hold what the page shows."""
        if not self.choice:
            return []
        return [
            HeaderButton(
                _("Download %(format)s") % {"format": kind.upper()},
                url=self.address_with(export=kind),
                icon_name="download",
                priority=order,
            )
            for order, kind in enumerate(EXPORTS)
        ]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the list of quizzes."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("item_analysis"), "label": _("Item analysis")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the form and what the attempts tell."""
        return super().get_context_data(
            form=self.form,
            heading=self.heading(),
            quiz=self.quiz,
            analysis=self.analysis,
            enough=ENOUGH,
            # The same choice on the way to a question and back.
            query=self.request.GET.urlencode(),
            **kwargs,
        )


class QuizAnalysisView(AnalysisView):
    """One quiz: its questions in a table, its own figures, and its results."""

    template_name = "quizzes/analysis/quiz.html"

    def heading(self) -> str:
        """Name the quiz."""
        return str(self.quiz.name)

    def sheet(self) -> Sheet:
        """Return the table of questions, or that of the quiz as a whole."""
        analysis = self._known()
        chosen = analysis.choice.in_words()
        if self.request.GET.get("table") == WHOLE:
            rows = whole.rows(analysis)
            return Sheet(_("The quiz as a whole"), whole.headings(), rows, chosen, fixed_columns=1)
        rows = columns.item_rows(analysis)
        return Sheet(_("Item analysis"), columns.headings(), rows, chosen, fixed_columns=3)

    def _known(self) -> Analysis:
        if self.analysis is None:
            raise Http404
        return self.analysis

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """End in the quiz."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.quiz.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tables and the histogram."""
        if self.analysis is None:
            return super().get_context_data(**kwargs)
        ordering = self.request.GET.get("ordering", "")
        found = self.analysis
        return super().get_context_data(
            headings=_headings(self, ordering),
            rows=[_row(item) for item in columns.sorted_items(found.items, ordering)],
            places=[_row(item) for item in found.places],
            figures=whole.figures_shown(found),
            whole_files=[
                (kind.upper(), self.address_with(table=WHOLE, export=kind)) for kind in EXPORTS
            ],
            histogram=results_histogram(found),
            odd=sum(bool(item.advice) for item in found.items),
            is_unsteady=ENOUGH <= found.attempts < STEADY,
            hints=columns.COLUMNS,
            **kwargs,
        )


def _headings(view: QuizAnalysisView, ordering: str) -> list[dict[str, Any]]:
    """Return the headings of the table; each leads to the order by it, then the other way."""
    known = [("number", _("No.")), ("name", _("Question")), ("advice", _("Look at this"))]
    known += [(column.key, str(column.heading)) for column in columns.COLUMNS]
    return [
        {
            "label": label,
            "href": view.address_with(ordering=f"-{key}" if ordering == key else key),
            "sort": {key: "ascending", f"-{key}": "descending"}.get(ordering),
        }
        for key, label in known
    ]


def _row(item: Any) -> dict[str, Any]:
    return {
        "item": item,
        "name": columns.name_of(item),
        "advice": words.advice_in_words(item),
        "cells": [(column, column.shown(item)) for column in columns.COLUMNS],
    }


class QuestionAnalysisView(AnalysisView):
    """One question of a quiz: its figures, and how each version of it was answered."""

    template_name = "quizzes/analysis/question.html"

    def look(self) -> None:
        """Find the question among those of the quiz; any other is not there."""
        self.key: UUID = self.kwargs["question_key"]
        self.item = self.analysis.item(self.key) if self.analysis else None
        if self.analysis and self.item is None and not self._was_asked():
            raise Http404
        self.versions = (
            versions_answered(self.choice, self.attempts, self.key, self._language())
            if self.choice and self.item
            else []
        )

    def _was_asked(self) -> bool:
        """Whether any attempt that the person may see asked it, whatever was chosen now."""
        seen = self.attempts.filter(
            quiz=self.quiz, responses__question_version__question_key=self.key
        )
        return seen.exists()

    def _language(self) -> str:
        return (get_language() or "fi")[:2]

    def heading(self) -> str:
        """Name the question."""
        return columns.name_of(self.item) if self.item else _("Question")

    def sheet(self) -> Sheet:
        """Return the table of answers."""
        rows = columns.answer_rows(self.versions)
        chosen = self.choice.in_words() if self.choice else ""
        if self.item:
            chosen = f"{chosen}, {_('question')} {columns.name_of(self.item)}"
        return Sheet(_("Answers"), columns.answer_headings(), rows, chosen, fixed_columns=3)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the quiz with the same choice."""
        address = reverse("item_analysis_quiz", args=[self.quiz.pk])
        query = self.request.GET.urlencode()
        return [
            *super().get_breadcrumbs_items(),
            {"url": f"{address}?{query}" if query else address, "label": self.quiz.name},
            {"url": "", "label": self.heading()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures, and the answers of each version with their charts."""
        return super().get_context_data(
            item=self.item,
            kind=words.kind_in_words(self.item.kind) if self.item else "",
            row=_row(self.item) if self.item else None,
            versions=[answer_bars(version) for version in self.versions],
            edit_url=self._edit_url(),
            **kwargs,
        )

    def _edit_url(self) -> str:
        """Return where the question is edited, for those who may."""
        if not self.request.user.has_perm("quizzes.change_question"):
            return ""
        question = Question.objects.in_source_language().filter(translation_key=self.key).first()
        if question is None:
            return ""
        return reverse("wagtailsnippets_quizzes_question:edit", args=[question.pk])
