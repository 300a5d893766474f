"""The glossary beside a translator's text: which of its terms are used, and what they are."""

from django.utils.html import escape, strip_tags
from wagtail_localize.models import StringSegment, Translation

from home.glossary.linking import link_terms
from home.glossary.models import GlossaryTerm
from home.glossary.shown import as_term
from home.sorting import sort_key


def words_beside(translation: Translation) -> list[tuple[GlossaryTerm, GlossaryTerm | None]]:
    """
    Return the source's terms that its texts use, each with its translation, by the term.

    A term whose translation is still a draft is better than none. Three queries.
    """
    source = translation.source
    language = source.locale.language_code
    strings = StringSegment.objects.filter(source=source).values_list("string__data", flat=True)
    text = "\n".join(escape(strip_tags(string)) for string in strings)
    terms = {
        str(term.translation_key): term
        for term in GlossaryTerm.objects.shown_in(language).select_related("locale")
    }
    used = link_terms(
        text, [as_term(key, term) for key, term in terms.items()], lambda _key, words: words
    )[1]
    translated = {
        str(term.translation_key): term
        for term in GlossaryTerm.objects.filter(
            locale=translation.target_locale, translation_key__in=used
        ).select_related("locale")
    }
    pairs = [(terms[key], translated.get(key)) for key in used]
    return sorted(pairs, key=lambda pair: sort_key(pair[0].term, language))
