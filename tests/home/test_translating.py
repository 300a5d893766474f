"""A translation goes live in its own words or not at all, through the admin's own screens."""

import pytest
from django.test import TestCase
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_page_subtree

from courses.pages.models import LessonPage
from home.checks import PublishingRefusedError
from home.translating import untranslated_passages
from tests.editing import said, save
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory, ModulePageFactory
from tests.factories.home import in_language

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SWEDISH = {
    "title": "Vad är arbetsförmåga",
    "slug": "vad-ar-arbetsformaga",
    "text": "Arbetsförmågan är ett förhållande.",
    "more": "Den förändras.",
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def editor(client):
    user = AdministratorFactory()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


@pytest.fixture
def swedish_locale():
    return Locale.objects.get_or_create(language_code="sv")[0]


@pytest.fixture
def lesson(swedish_locale):
    """A published Finnish lesson in a module that is in Swedish already."""
    module = ModulePageFactory()
    in_language(module, "sv", title="Modul")
    return LessonPageFactory(
        parent=module,
        title="Mitä työkyky on",
        slug="mita-tyokyky-on",
        body=[("text", "<p>Työkyky on suhde.</p>")],
    )


def submit(client, page, locale, include_subtree=False):
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    fields = {"locales": [locale.pk]} | ({"include_subtree": "on"} if include_subtree else {})
    return client.post(address, fields)


def write(client, page, words):
    """Type Swedish words where the Finnish passage begins with the key."""
    target = Translation.objects.get(source__object_id=page.translation_key)
    for segment in target.source.stringsegment_set.select_related("string"):
        swedish = words.get(segment.context.path) or words.get(segment.string.data)
        if swedish:
            response = client.put(
                reverse("wagtail_localize:edit_string_translation", args=[target.pk, segment.pk]),
                encode_multipart(BOUNDARY, {"value": swedish}),
                content_type=MULTIPART_CONTENT,
            )
            assert response.status_code in (200, 201)


def press_publish(client, swedish):
    address = reverse("wagtailadmin_pages:edit", args=[swedish.pk])
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, {"action": "publish"})


def sync(client, page, publish):
    source = TranslationSource.objects.get(object_id=page.translation_key)
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, {"publish_translations": "on"} if publish else {})


def twin(page):
    return LessonPage.objects.get(translation_key=page.translation_key, locale__language_code="sv")


ALL = {
    "title": SWEDISH["title"],
    "slug": SWEDISH["slug"],
    "Työkyky on suhde.": SWEDISH["text"],
}


@pytest.fixture
def translated(client, editor, lesson, swedish_locale):
    """The lesson, live in Swedish, made by a translator."""
    submit(client, lesson, swedish_locale)
    write(client, lesson, ALL)
    press_publish(client, twin(lesson))
    return lesson


def test_submitting_makes_a_draft_that_is_not_live_in_finnish(
    client, editor, lesson, swedish_locale
):
    response = submit(client, lesson, swedish_locale)

    assert response.status_code == 302
    assert not twin(lesson).live
    assert untranslated_passages(twin(lesson)) == 3


def test_an_unfinished_translation_is_not_published(client, editor, lesson, swedish_locale):
    submit(client, lesson, swedish_locale)
    write(client, lesson, {"title": SWEDISH["title"], "slug": SWEDISH["slug"]})

    response = press_publish(client, twin(lesson))

    assert not twin(lesson).live
    assert "1 passage is not translated yet" in said(response)
    assert f"#:w:contentpath=body.{lesson.body[0].id}" in said(response)


def test_a_finished_translation_is_published(translated):
    swedish = twin(translated)

    assert swedish.live
    assert swedish.title == SWEDISH["title"]
    assert swedish.slug == SWEDISH["slug"]
    assert swedish.body[0].value.source.endswith(f"{SWEDISH['text']}</p>")


def test_code_that_publishes_an_unfinished_translation_is_refused(
    client, editor, lesson, swedish_locale, django_capture_on_commit_callbacks
):
    submit(client, lesson, swedish_locale)
    target = Translation.objects.get()

    with (
        pytest.raises(PublishingRefusedError),
        django_capture_on_commit_callbacks(execute=True),
    ):
        target.save_target(publish=True)

    assert not twin(lesson).live


def edit_the_source(client, page, html):
    page.body = [{"type": "text", "value": html, "id": page.body[0].id}]
    assert save(client, page, action_publish="1").status_code == 302


@pytest.fixture
def outdated(client, translated):
    """The Finnish lesson has a new paragraph that Swedish does not know."""
    edit_the_source(client, translated, "<p>Työkyky on suhde.</p><p>Se muuttuu.</p>")
    return translated


def test_syncing_shows_the_new_words_to_translators_and_leaves_readers_theirs(client, outdated):
    sync(client, outdated, publish=False)

    assert untranslated_passages(twin(outdated)) == 1
    assert "Se muuttuu" not in twin(outdated).body[0].value.source


def test_syncing_at_once_puts_no_finnish_before_swedish_readers(client, outdated):
    response = sync(client, outdated, publish=True)

    swedish = twin(outdated)
    assert swedish.live
    assert "Se muuttuu" not in swedish.body[0].value.source
    assert "1 passage is not translated yet" in said(response)


def test_publishing_again_before_translating_is_refused(client, outdated):
    sync(client, outdated, publish=False)

    response = press_publish(client, twin(outdated))

    assert "Se muuttuu" not in twin(outdated).body[0].value.source
    assert "not translated yet" in said(response)


def test_when_the_new_words_are_translated_all_go_live(client, outdated):
    sync(client, outdated, publish=False)
    write(client, outdated, {"Se muuttuu.": SWEDISH["more"]})

    press_publish(client, twin(outdated))

    assert SWEDISH["more"] in twin(outdated).body[0].value.source


def test_facts_without_words_reach_the_translation_at_once(client, translated):
    translated.minutes = 25
    assert save(client, translated, action_publish="1").status_code == 302

    sync(client, translated, publish=True)

    assert twin(translated).minutes == 25


def test_translating_a_module_leaves_what_is_live_in_its_own_words(
    client, editor, lesson, swedish_locale
):
    """A lesson written in Swedish by hand must not turn into Finnish."""
    by_hand = in_language(lesson, "sv", title="För hand", body=[("text", "<p>Svenska</p>")])
    fresh = LessonPageFactory(parent=lesson.get_parent())
    module = lesson.get_parent().specific

    translate_page_subtree(module.pk, [swedish_locale], None, editor)

    by_hand.refresh_from_db()
    assert by_hand.title == "För hand"
    assert by_hand.body[0].value.source == "<p>Svenska</p>"
    assert not twin(fresh).live


def test_the_parents_of_a_translation_do_not_go_live_in_finnish(client, editor, swedish_locale):
    """Wagtail makes live aliases of them; they would call Finnish words Swedish."""
    module = ModulePageFactory(title="Osio", slug="osio")
    lesson = LessonPageFactory(parent=module)

    submit(client, lesson, swedish_locale)

    swedish_module = module.get_translation(swedish_locale)
    assert swedish_module.title == "Osio"
    assert not swedish_module.live
    assert not module.get_parent().specific.get_translation(swedish_locale).live

    # Nobody can publish them together with others either: they have no words of their own.
    course = module.get_parent().specific.get_translation(swedish_locale)
    chosen = f"id={swedish_module.pk}&id={course.pk}"
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert "has not been translated" in client.get(f"{address}?{chosen}").text
    response = client.post(f"{address}?{chosen}", {"include_descendants": "true"})
    assert response.status_code == 302

    module.save_revision().publish()
    swedish_module.refresh_from_db()
    assert not swedish_module.live

    submit(client, module, swedish_locale)
    write(client, module, {"title": "Modul", "slug": "modul"})
    press_publish(client, swedish_module)
    swedish_module.refresh_from_db()
    assert (swedish_module.live, swedish_module.title) == (True, "Modul")


def test_a_translation_below_a_draft_module_goes_live_with_a_word_to_its_translator(
    client, editor, swedish_locale
):
    lesson = LessonPageFactory(title="Oppitunti", slug="oppitunti")
    submit(client, lesson, swedish_locale)
    write(client, lesson, {"title": "Lektion", "slug": "lektion", "Työkyky on suhde.": "Hej."})

    response = press_publish(client, twin(lesson))

    assert twin(lesson).live
    assert "Learners do not see this before its module" in said(response)


def test_a_script_in_a_translation_is_not_used(client, editor, lesson, swedish_locale):
    submit(client, lesson, swedish_locale)
    write(client, lesson, ALL | {"Työkyky on suhde.": "Hej <script>alert(1)</script>"})

    assert StringTranslation.objects.get(data__contains="script").has_error
    assert untranslated_passages(twin(lesson)) == 1
