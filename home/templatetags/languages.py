"""Words of a language on a page of another one, and where long ones may break."""

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language, gettext_lazy

from home import hyphens, routing
from home.moments import duration_in_words

register = template.Library()

PAGE_ONLY_IN = {
    "fi": gettext_lazy("This page is only available in Finnish so far."),
    "sv": gettext_lazy("This page is only available in Swedish so far."),
    "en": gettext_lazy("This page is only available in English so far."),
}
ONLY_IN = {
    "fi": gettext_lazy("Only in Finnish"),
    "sv": gettext_lazy("Only in Swedish"),
    "en": gettext_lazy("Only in English"),
}


@register.filter(is_safe=True)
@stringfilter
def soften(text):
    """Let long words in a heading break where hyphens may stand; plain text only."""
    return hyphens.soften(text, get_language() or "")


register.filter("duration", duration_in_words)


@register.filter
def titled(page):
    """A page's title with soft hyphens, marked where it is not in the reader's language."""
    return marked(page.title, routing.language_of(page))


@register.filter
def marked(text, language):
    """Text of a language, with soft hyphens; in a span with `lang` on a page of another one."""
    soft = hyphens.soften(text, language)
    if language == get_language():
        return conditional_escape(soft)
    return format_html('<span lang="{}">{}</span>', language, soft)


@register.simple_tag
def lang_of(page):
    """The attribute `lang` for words of a page; nothing where they are in the reader's language."""
    language = routing.language_of(page)
    return "" if language == get_language() else format_html(' lang="{}"', language)


@register.inclusion_tag("components/only_in_finnish.html")
def only_in_finnish(page):
    """Say which language the page is there in, to who reads in another one."""
    language = routing.language_of(page)
    return {"words": "" if language == get_language() else PAGE_ONLY_IN.get(language, "")}


@register.filter
def only_in(language):
    """Say shortly which language a thing is there in."""
    return ONLY_IN.get(language, "")
