"""Terms of the glossary and service cards, published in Finnish unless told otherwise."""

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from home.cards.models import ServiceCard
from home.glossary.models import GlossaryTerm


class _SnippetFactory(DjangoModelFactory):
    """`language` names the locale; `of` is what it is a translation of."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, language="fi", of=None, **kwargs):
        locale, _made = Locale.objects.get_or_create(language_code=language)
        if of is not None:
            kwargs["translation_key"] = of.translation_key
        return model_class.objects.create(locale=locale, **kwargs)


class GlossaryTermFactory(_SnippetFactory):
    class Meta:
        model = GlossaryTerm

    term = factory.Sequence(lambda n: f"termi{n}")
    slug = factory.Sequence(lambda n: f"termi-{n}")
    definition = "<p>Mitä se tarkoittaa.</p>"


class ServiceCardFactory(_SnippetFactory):
    class Meta:
        model = ServiceCard

    name = factory.Sequence(lambda n: f"Palvelu {n}")
    slug = factory.Sequence(lambda n: f"palvelu-{n}")
    summary = "Tukea työhön paluuseen."
    for_whom = "<p>Sille, jonka työkyky on heikentynyt.</p>"
    how = "<p>Hakemuksella.</p>"
    decided_by = "Kela"
