"""What translators are offered of a question and a quiz page, and what is copied."""

import pytest
from wagtail.models import Locale
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import Translation, TranslationSource

from quizzes.banks.models import Question
from quizzes.quiz.models import QuizPage
from tests.factories.quizzes import question

pytestmark = pytest.mark.django_db


def fields_of(model):
    """The names that are translated, and those that are copied."""
    found = get_translatable_fields(model)
    copied = {field.field_name for field in found if isinstance(field, SynchronizedField)}
    return {field.field_name for field in found} - copied, copied


def test_words_of_a_question_are_translated_and_the_rest_is_copied():
    translated, copied = fields_of(Question)

    assert translated == {"stem", "answer", "general_feedback", "hints"}
    assert {"bank", "code", "name", "tagged_items"} <= copied


def test_words_of_a_quiz_page_are_translated_and_its_rules_are_shared():
    translated, copied = fields_of(QuizPage)

    assert {"title", "slug", "introduction"} <= translated
    assert {"quiz", "minutes", "required"} <= copied


@pytest.mark.parametrize(
    ("kind", "passages"), [("single_choice", 7), ("multiple_choice", 7), ("true_false", 3)]
)
def test_translators_get_every_word_and_no_number(kind, passages):
    Locale.objects.get_or_create(language_code="sv")
    made = question(kind=kind)

    source, _created = TranslationSource.update_or_create_from_instance(made)

    texts = list(source.stringsegment_set.values_list("string__data", flat=True))
    assert len(texts) == passages
    assert not any(text.replace(".", "").lstrip("-").isdigit() for text in texts)


def test_a_translation_made_in_the_admin_keeps_ids_fractions_and_tags():
    swedish, _created = Locale.objects.get_or_create(language_code="sv")
    made = question(tags=["kela"])
    source, _created = TranslationSource.update_or_create_from_instance(made)
    translation = Translation.objects.create(source=source, target_locale=swedish)

    translation.save_target(publish=False)

    twin = made.get_translation(swedish)
    assert (twin.live, twin.code, twin.bank) == (False, made.code, made.bank)
    ours, theirs = (row.answer.raw_data[0]["value"]["options"] for row in (made, twin))
    assert [option["id"] for option in ours] == [option["id"] for option in theirs]
    assert [float(option["value"]["fraction"]) for option in theirs] == [1, 0.5, 0]
    assert list(twin.get_latest_revision_as_object().tags.names()) == ["kela"]
