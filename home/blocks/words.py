"""Snippets of the site inside a text: a term explained, a service's card."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock

from home.spoken import those_in
from home.words import SOURCE_LANGUAGE

GROUP = _("Words and services")
# What the editor's menu shows, in the editor's language.
SAMPLE_TERMS = {
    "fi": ("työkyky", "Tasapaino sen välillä, mitä työ vaatii ja mihin ihmisen voimat riittävät."),
    "sv": ("arbetsförmåga", "Balansen mellan det som arbetet kräver och det som människan orkar."),
    "en": ("work ability", "The balance between what work demands and what a person can bear."),
}
SAMPLE_CARDS = {
    "fi": (
        "Ammatillinen kuntoutus",
        "Tukea työssä pysymiseen, työhön paluuseen tai uuteen ammattiin.",
        "Kela tai työeläkelaitos",
    ),
    "sv": (
        "Yrkesinriktad rehabilitering",
        "Stöd för att stanna i arbetet, återgå till det eller byta yrke.",
        "FPA eller arbetspensionsanstalten",
    ),
    "en": (
        "Vocational rehabilitation",
        "Support for staying in work, going back to it or changing one's occupation.",
        "Kela or the pension provider",
    ),
}


class SpokenSnippetBlock(SnippetChooserBlock):
    """
    A published snippet, shown in the language of the page.

    One that was unpublished since shows nothing: the text round it must make sense alone.
    """

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Give the template the snippet in the page's language, else in Finnish, else None."""
        context = super().get_context(value, parent_context=parent_context)
        shown = None
        if value is not None and value.pk is None:
            # A sample of the editor's menu.
            shown = value
        elif value is not None:
            language = get_language() or SOURCE_LANGUAGE
            shown = those_in(self.model_class, language, [value]).get(value.translation_key)
        return context | {"shown": shown}

    def clean(self, value: Any) -> Any:
        """Want a snippet that readers may see."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if value is not None and not value.live:
            raise ValidationError(
                _("“%(name)s” is not published yet. Publish it first.") % {"name": value}
            )
        return value


class GlossaryTermBlock(SpokenSnippetBlock):
    """A term of the glossary, explained where it stands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("home.GlossaryTerm", **kwargs)

    def get_preview_value(self) -> Any:
        """Return a term that is in no database."""
        from home.glossary.models import GlossaryTerm

        term, definition = SAMPLE_TERMS.get(get_language() or "", SAMPLE_TERMS[SOURCE_LANGUAGE])
        return GlossaryTerm(term=term, slug="tyokyky", definition=f"<p>{definition}</p>")

    class Meta:
        icon = "openquote"
        label = _("Glossary term")
        group = GROUP
        template = "blocks/glossary_term.html"
        description = _(
            "A term and its definition, for a lesson that begins with it. Elsewhere terms are "
            "linked by themselves."
        )


class ServiceCardBlock(SpokenSnippetBlock):
    """The card of a service, with the way to its own page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("home.ServiceCard", **kwargs)

    def get_preview_value(self) -> Any:
        """Return a card that is in no database."""
        from home.cards.models import ServiceCard

        name, summary, decides = SAMPLE_CARDS.get(
            get_language() or "", SAMPLE_CARDS[SOURCE_LANGUAGE]
        )
        return ServiceCard(name=name, slug="kuntoutus", summary=summary, decided_by=decides)

    class Meta:
        icon = "clipboard-list"
        label = _("Service card")
        group = GROUP
        template = "blocks/service_card.html"
        description = _("A service in short, with the way to its card.")
