"""Translations that leave as a PO file and come back: pages, snippets, questions."""

import re

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory
from tests.factories.home import in_language, publish
from tests.factories.quizzes import question
from tests.factories.words import GlossaryTermFactory, ServiceCardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

TEXT = "<h2>Työkyky</h2><p>Kysy <b>ensin</b> ja <a href='https://kela.fi'>lue</a>.</p>"


def lesson():
    page = publish(LessonPageFactory(title="Oppitunti", body=[("text", TEXT)]))
    in_language(page.get_parent().specific, "sv", title="Modul")
    return page


MAKERS = {
    "a page": lesson,
    "a term": lambda: GlossaryTermFactory(term="etuus"),
    "a card": lambda: ServiceCardFactory(name="Kuntoutus"),
    "a question": lambda: question(),
}


@pytest.fixture
def translation(request):
    source, _made = TranslationSource.get_or_create_from_instance(MAKERS[request.param]())
    swedish, _made = Locale.objects.get_or_create(language_code="sv")
    made = Translation.objects.create(source=source, target_locale=swedish)
    made.save_target(publish=False)
    return made


@pytest.fixture
def translator(client):
    client.force_login(AdministratorFactory())
    return client


def fetched(client, translation):
    """The PO file as the translator downloads it."""
    answer = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert answer.status_code == 200
    return polib.pofile(answer.content.decode())


def sent(client, translation, content):
    file = SimpleUploadedFile("sv.po", content.encode())
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    return client.post(address, {"file": file, "next": "/hallinta/"}, follow=True)


every_kind = pytest.mark.parametrize("translation", list(MAKERS), indirect=True)
a_page = pytest.mark.parametrize("translation", ["a page"], indirect=True)


@every_kind
def test_what_is_translated_in_a_file_comes_back(translator, translation):
    file = fetched(translator, translation)
    assert len(file) > 1
    for entry in file:
        entry.msgstr = entry.msgid.replace("Kysy", "Fråga")
    sent(translator, translation, str(file))
    total, translated = translation.get_progress()
    assert total == translated == len(file)
    again = fetched(translator, translation)
    assert [entry.msgstr for entry in again] == [entry.msgstr for entry in file]


@a_page
@pytest.mark.parametrize("content", ["", "tämä ei ole PO", "\x00\xff", 'msgid "x', "/etc/passwd"])
def test_what_is_no_po_file_is_refused_and_changes_nothing(translator, translation, content):
    answer = sent(translator, translation, content)
    assert answer.status_code == 200
    assert translation.get_progress()[1] == 0


@a_page
def test_no_file_at_all_is_said(translator, translation):
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    assert translator.post(address, {"next": "/hallinta/"}).url == "/hallinta/"


@a_page
def test_the_file_of_another_text_is_refused(translator, translation):
    file = fetched(translator, translation)
    file.metadata["X-WagtailLocalize-TranslationID"] = "00000000-0000-0000-0000-000000000000"
    for entry in file:
        entry.msgstr = entry.msgid
    sent(translator, translation, str(file))
    assert translation.get_progress()[1] == 0


@a_page
def test_a_file_brings_no_markup_that_texts_do_not_have(translator, translation):
    file = fetched(translator, translation)
    for entry in file:
        entry.msgstr = (
            f"{entry.msgid}<script>alert(1)</script><img src=x onerror=alert(1)>"
            '<a href="javascript:alert(1)">x</a><iframe src="//x"></iframe>'
        )
    sent(translator, translation, str(file))
    translation.save_target(publish=False)
    target = translation.get_target_instance()
    draft = target.get_latest_revision_as_object()
    for text in (str(draft.body.get_prep_value()), draft.body.render_as_block()):
        assert not re.search(r"<script|onerror=|javascript:|<iframe", text)
