"""Terms as pages show them: in the list, alone, and behind the words of a text."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from home.glossary.linking import Term, link_terms
from home.glossary.models import GlossaryTerm
from home.meant import those_meant
from home.passages import text_of

# A button may be parted from the full stop after it; the two in one span are not.
STOPPED = re.compile(r'(<button type="button" class="term"[^>]*>[^<]*</button>)([.,:;!?)”]+)')


def with_terms(body: str, language: str) -> SafeString:
    """
    Return a body whose terms open their definitions; one query, and none for an empty body.

    The definitions stand at its end: where a browser knows no pop-overs, and on paper, they
    are a list there.
    """
    if not body:
        return mark_safe(body)
    terms = {str(term.translation_key): term for term in _linked(language)}
    linked, found = link_terms(body, [as_term(key, term) for key, term in terms.items()], _button)
    if not found:
        return mark_safe(body)
    shown = render_to_string(
        "home/glossary/behind_words.html",
        {"terms": [{"key": key, "term": terms[key]} for key in found]},
    )
    whole = STOPPED.sub(r'<span class="term-whole">\1\2</span>', linked)
    return mark_safe(f"{whole}\n{shown}")


def _linked(language: str) -> "QuerySet[GlossaryTerm]":
    return GlossaryTerm.objects.shown_in(language).filter(linked=True)


def as_term(key: str, term: GlossaryTerm) -> Term:
    """Return what texts are searched for: the term and its other forms."""
    others = (line.strip() for line in term.other_forms.splitlines())
    return Term(key, (term.term, *(form for form in others if form)))


def _button(key: str, words: str) -> str:
    # The words come escaped from the text that they stood in.
    return format_html(
        '<button type="button" class="term" popovertarget="term-{}">{}</button>',
        key,
        mark_safe(words),
    )


def matching(terms: Iterable[GlossaryTerm], asked: str, language: str) -> list[GlossaryTerm]:
    """Return the terms that mean what was asked, by name, other forms or definition."""
    return list(those_meant(terms, asked, _words_in, language).found)


def _words_in(term: GlossaryTerm) -> str:
    return f"{term.term}\n{term.other_forms}\n{text_of(term.definition)}"
