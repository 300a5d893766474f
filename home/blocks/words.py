"""Snippets of the site inside a text: a term explained, a service's card."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock

from home.spoken import those_in
from home.words import SOURCE_LANGUAGE

GROUP = _("Words and services")


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

        return GlossaryTerm(
            term="työkyky",
            slug="tyokyky",
            definition=(
                "<p>Tasapaino sen välillä, mitä työ vaatii ja mihin ihmisen voimat riittävät.</p>"
            ),
        )

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

        return ServiceCard(
            name="Ammatillinen kuntoutus",
            slug="ammatillinen-kuntoutus",
            summary="Tukea työssä pysymiseen, työhön paluuseen tai uuteen ammattiin.",
            decided_by="Kela tai työeläkelaitos",
        )

    class Meta:
        icon = "clipboard-list"
        label = _("Service card")
        group = GROUP
        template = "blocks/service_card.html"
        description = _("A service in short, with the way to its card.")
