"""The search page, and what is suggested while somebody types."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.searching.excerpts import excerpt
from courses.searching.finding import LONGEST_SEARCH, Answer, Result, search
from courses.searching.models import SearchEntry
from home.stems import words_of
from home.words import SOURCE_LANGUAGE

RESULTS_A_PAGE = 10
SUGGESTED = 8


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
        {"name": name, "label": label, "count": found.count(name)}
        for name, label in SearchEntry.Kind.choices
        if name in found
    ]


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """The titles that what is typed so far leads to: {"titles": [...]}, at most eight."""
    typed = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    language = get_language() or SOURCE_LANGUAGE
    answer = search(typed, language=language, user=request.user, unfinished=True)
    titles = dict.fromkeys(entry.title for entry in answer.entries)
    return JsonResponse({"titles": list(titles)[:SUGGESTED] if answer.has_all else []})
