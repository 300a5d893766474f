"""The glossary, as readers leaf through it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from home.glossary.models import GlossaryTerm
from home.glossary.shown import matching
from home.sorting import by_letter
from home.spoken import all_in, one_in
from home.words import SOURCE_LANGUAGE

LONGEST_SEARCH = 100


def glossary(request: HttpRequest) -> HttpResponse:
    """All terms by letter, or those that hold the words searched for (`haku`)."""
    language = get_language() or SOURCE_LANGUAGE
    asked = request.GET.get("haku", "").strip()[:LONGEST_SEARCH]
    terms = all_in(GlossaryTerm, language)
    found = matching(terms, asked, language) if asked else terms
    letters = by_letter(found, lambda term: term.term, language)
    return render(
        request,
        "home/glossary/list.html",
        {"letters": letters, "asked": asked, "count": len(found), "any": bool(terms)},
    )


def term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term; an address of another language leads to it too."""
    found = one_in(GlossaryTerm, get_language() or SOURCE_LANGUAGE, slug)
    if found is None:
        raise Http404
    return render(request, "home/glossary/term.html", {"term": found})
