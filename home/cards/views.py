"""Service cards, as readers look for them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from home.cards.models import ServiceCard
from home.cards.shown import county_of, overlays_of
from home.counties import county_choices
from home.meant import those_meant
from home.passages import text_of
from home.sorting import sort_key
from home.spoken import all_in, one_in
from home.words import SOURCE_LANGUAGE

LONGEST_SEARCH = 100


def cards(request: HttpRequest) -> HttpResponse:
    """All cards in the language's order, or those that hold the words searched for (`haku`)."""
    language = get_language() or SOURCE_LANGUAGE
    asked = request.GET.get("haku", "").strip()[:LONGEST_SEARCH]
    all_cards = all_in(ServiceCard, language)
    meant = those_meant(all_cards, asked, _words, language).found if asked else all_cards
    found = sorted(meant, key=lambda card: sort_key(card.name, language))
    return render(
        request,
        "home/cards/list.html",
        {"cards": found, "asked": asked, "any": bool(all_cards)},
    )


def card(request: HttpRequest, slug: str) -> HttpResponse:
    """One card, with what is different in the county that was asked for (`alue`)."""
    found = one_in(ServiceCard, get_language() or SOURCE_LANGUAGE, slug)
    if found is None:
        raise Http404
    counties, county = county_choices(), county_of(request)
    own, others = overlays_of(found, dict(counties), county)
    told: dict[str, Any] = {
        "card": found,
        "own": own,
        "others": others,
        "county": county,
        "counties": counties,
    }
    return render(request, "home/cards/card.html", told)


def _words(card: ServiceCard) -> str:
    texts = (card.for_whom, card.how)
    return "\n".join((card.name, card.summary, card.decided_by, *map(text_of, texts)))
