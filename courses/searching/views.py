"""The search page, and what is suggested while somebody types."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from courses.searching.excerpts import excerpt
from courses.searching.finding import LONGEST_SEARCH, Answer, Result, search
from courses.searching.models import SearchEntry
from home.stems import words_of
from home.words import SOURCE_LANGUAGE

RESULTS_A_PAGE = 10
SUGGESTED = 8
# What the results of a kind are called together.
_MANY = {
    SearchEntry.Kind.COURSE: gettext_lazy("Courses"),
    SearchEntry.Kind.LESSON: gettext_lazy("Lessons"),
    SearchEntry.Kind.TASK: gettext_lazy("Quizzes and tasks"),
    SearchEntry.Kind.TERM: gettext_lazy("Glossary"),
    SearchEntry.Kind.CARD: gettext_lazy("Services"),
    SearchEntry.Kind.PAGE: gettext_lazy("Pages"),
    SearchEntry.Kind.HELP: gettext_lazy("Help"),
}


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What is found by `q`, of one kind where `laji` names it, a page at a time."""
    typed = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    language = get_language() or SOURCE_LANGUAGE
    answer = search(typed, language=language, user=request.user)
    kinds = _kinds(answer)
    asked = request.GET.get("laji", "")
    chosen = asked if asked in {kind["name"] for kind in kinds} else ""
    of_kind = [entry for entry in answer.entries if chosen in ("", entry.kind)]
    page = Paginator(of_kind, RESULTS_A_PAGE).get_page(request.GET.get("page"))
    words = list(words_of(typed))
    return render(
        request,
        "courses/searching/results.html",
        {
            "typed": typed,
            "answer": answer,
            "kinds": kinds,
            "chosen": chosen,
            "page_obj": page,
            "query": {"q": typed} | ({"laji": chosen} if chosen else {}),
            "rows": [(one, _excerpt(one, words)) for one in answer.results(list(page))],
        },
    )


def _excerpt(result: Result, words: list[str]) -> str:
    return excerpt(result.passage, words, result.entry.language) if result.passage else ""


def _kinds(answer: Answer) -> list[dict[str, Any]]:
    """Return the kinds among the results, with how many there are of each."""
    found = [entry.kind for entry in answer.entries]
    return [
        {"name": kind.value, "label": label, "count": found.count(kind)}
        for kind, label in _MANY.items()
        if kind in found
    ]


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """The titles that what is typed so far leads to: {"titles": [...]}, at most eight."""
    typed = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    language = get_language() or SOURCE_LANGUAGE
    answer = search(typed, language=language, user=request.user, unfinished=True)
    titles = dict.fromkeys(entry.title for entry in answer.entries)
    return JsonResponse({"titles": list(titles)[:SUGGESTED] if answer.has_all else []})
