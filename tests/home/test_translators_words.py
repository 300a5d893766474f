"""The glossary beside a translator's text."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from home.glossary.beside import words_beside
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory
from tests.factories.home import publish
from tests.factories.words import GlossaryTermFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def translation():
    """A Swedish translation under way of a lesson with two terms of the glossary."""
    benefit = GlossaryTermFactory(term="etuus", other_forms="etuuden")
    GlossaryTermFactory(term="förmån", language="sv", of=benefit, live=False)
    GlossaryTermFactory(term="työkyky")
    GlossaryTermFactory(term="muu")
    lesson = publish(
        LessonPageFactory(body=[("text", "<p>Työkyky ja <b>etuuden</b> ehto &amp; muut.</p>")])
    )
    source, _made = TranslationSource.get_or_create_from_instance(lesson)
    swedish, _made = Locale.objects.get_or_create(language_code="sv")
    made = Translation.objects.create(source=source, target_locale=swedish)
    made.save_target(publish=False)
    return made


def test_terms_of_the_text_stand_with_their_translations(translation):
    pairs = [(source.term, target and target.term) for source, target in words_beside(translation)]
    assert pairs == [("etuus", "förmån"), ("työkyky", None)]


def test_the_translation_editor_shows_them(client, translation):
    client.force_login(AdministratorFactory())
    page = translation.get_target_instance()
    text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert '<span lang="sv">förmån</span>' in text
    assert "js-translation-editor" in text
