"""
How wagtail-localize translates: the facts that blocks, fields and the gate rest on.
"""

import pytest
from django.conf import settings
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from courses.pages.models import LessonPage
from tests.factories.courses import LessonPageFactory, ModulePageFactory
from tests.factories.home import in_language

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def swedish():
    return Locale.objects.get_or_create(language_code="sv")[0]


@pytest.fixture
def lesson(swedish):
    module = ModulePageFactory()
    in_language(module, "sv", title="Modul")
    return LessonPageFactory(
        parent=module,
        body=[
            ("text", "<p>Työkyky on suhde.</p>"),
            (
                "self_check",
                {
                    "question": "Kuka päättää?",
                    "options": [
                        {"text": "Asiakas", "right": True, "feedback": "Niin."},
                        {"text": "Tiimi", "right": False, "feedback": "Ei."},
                    ],
                },
            ),
        ],
    )


def translate(page, locale):
    source, _made = TranslationSource.get_or_create_from_instance(page)
    target = Translation.objects.create(source=source, target_locale=locale)
    target.save_target(publish=False)
    return LessonPage.objects.get(translation_key=page.translation_key, locale=locale)


def test_blocks_keep_their_ids_in_a_translation(lesson, swedish):
    """A learner who changes language half way meets the same blocks."""
    copy = translate(lesson, swedish)

    assert [block.id for block in copy.body] == [block.id for block in lesson.body]
    options, same = (page.body[1].value["options"] for page in (lesson, copy))
    assert [item.id for item in options.bound_blocks] == [item.id for item in same.bound_blocks]


def test_blocks_keep_their_ids_when_they_are_edited(lesson):
    before = [block.id for block in lesson.body]
    raw = lesson.body.get_prep_value()
    raw[0]["value"] = "<p>Toiset sanat.</p>"
    lesson.body = raw
    lesson.save_revision().publish()

    assert [block.id for block in LessonPage.objects.get(pk=lesson.pk).body] == before


def test_text_that_is_none_stops_the_translator(lesson):
    """So every child of a block is written, as "" where it is empty."""
    raw = lesson.body.get_prep_value()
    raw[1]["value"]["question"] = None
    lesson.body = raw

    with pytest.raises(TypeError):
        extract_segments(lesson)


def test_a_translation_that_is_live_is_rewritten_before_it_is_published(
    lesson, swedish, monkeypatch
):
    """The row itself, whatever `publish` says: why the gate stands at `save()` too."""
    copy = translate(lesson, swedish)
    body = copy.body.get_prep_value()
    body[0]["value"] = "<p>Svenska ord.</p>"
    copy.body = body
    copy.save()
    LessonPage.objects.filter(pk=copy.pk).update(live=True)
    monkeypatch.delattr("home.checks.PublishGate.save")

    Translation.objects.get().save_target(publish=False)

    assert "Työkyky on suhde." in LessonPage.objects.live().get(pk=copy.pk).body[0].value.source


def test_untranslated_copies_stay_drafts(lesson, swedish):
    assert settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE is False
    assert not translate(lesson, swedish).live


def test_the_page_model_is_wagtails_own():
    """Another one breaks wagtail-localize in the editor, not in its checks."""
    assert Page._meta.label == "wagtailcore.Page"


def test_one_search_app_is_listed():
    """A second one beside it breaks every write to the index without a word."""
    assert "wagtail.search" in settings.INSTALLED_APPS
    assert "modelsearch" not in settings.INSTALLED_APPS
