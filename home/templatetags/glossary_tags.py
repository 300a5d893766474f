"""What translators see of the glossary."""

from django import template
from wagtail_localize.models import Translation

from home.glossary.beside import words_beside
from home.glossary.models import GlossaryTerm

register = template.Library()


@register.simple_tag
def words_for_translator(
    translation: Translation,
) -> list[tuple[GlossaryTerm, GlossaryTerm | None]]:
    """The terms that a text uses, each with its translation where there is one."""
    return words_beside(translation)
