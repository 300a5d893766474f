"""What a translator types: held before it is kept, whatever wagtail-localize makes of it."""

from contextlib import suppress
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from home.typed_translations import harmless
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory
from tests.factories.home import publish
from tests.hostile import VECTORS, dangers_of, hostile

PAYLOAD = "<img src=x onerror=alert(1)>"
UNSEEN = [
    f"<!-->{PAYLOAD}-->",
    f"<!-- --!>{PAYLOAD}-->",
    f"<![CDATA[>{PAYLOAD}]]>",
    f"<![if>{PAYLOAD}]>",
    "<!DOCTYPE x>",
    "<?x y?>",
    "<!--doing:x--><!--/doing:x-->",
    "<//doing:x>",
    "</!>x</",
]


def passed(typed):
    """What wagtail-localize lets through of it; nothing of what it refuses."""
    with suppress(ValueError):
        return StringValue.from_translated_html(harmless(typed)).data
    return ""


def test_no_string_runs_anything():
    for typed in [*UNSEEN, *VECTORS, *hostile(step=41)]:
        assert dangers_of(passed(typed)) == [], typed


@pytest.mark.parametrize("typed", UNSEEN)
def test_what_is_no_element_stays_words(typed):
    assert "<" not in passed(typed)


def test_ordinary_markup_passes_as_it_was_typed():
    typed = 'Kysy <b>ensin</b><br/>, a < b & c, <a id="a1">lue</a>.'
    assert harmless(typed) == typed


@pytest.mark.django_db
@pytest.mark.one_engine
def test_a_translator_is_told_and_nothing_of_it_reaches_the_page(client):
    client.force_login(AdministratorFactory())
    lesson = publish(LessonPageFactory(title="Oppitunti", body=[("text", "<p>Työkyky.</p>")]))
    source, _made = TranslationSource.get_or_create_from_instance(lesson)
    swedish, _made = Locale.objects.get_or_create(language_code="sv")
    translation = Translation.objects.create(source=source, target_locale=swedish)
    translation.save_target(publish=False)
    segment = StringSegment.objects.get(source=source, string__data="Työkyky.")
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])

    def send(**fields):
        kind = "application/x-www-form-urlencoded"
        return client.put(address, urlencode(fields), content_type=kind)

    assert "<img>" in send(value=f"Hej <!-->{PAYLOAD}-->").json()["error"]
    assert send(value="Hej <!-- du -->").json()["error"] is None
    translation.save_target(publish=False)
    target = translation.get_target_instance().get_latest_revision_as_object()
    assert "Hej &lt;!-- du --" in str(target.body)
    assert "<!--" not in str(target.body)

    # What nobody types is a sentence, not a fault.
    assert send().status_code == 400
    assert send(value="<b>" * 3000).status_code == 200
    assert send(value="a\0b").status_code == 200
    assert StringTranslation.objects.get(context=segment.context).data == "ab"
