"""A question's code that its bank has already is refused in the form, whatever the button."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data
from wagtail_localize.models import Translation, TranslationSource

from quizzes.banks.models import Question
from tests.factories.accounts import AdministratorFactory
from tests.factories.quizzes import QuestionBankFactory, question
from tests.quizzes.test_admin import choice_form

pytestmark = pytest.mark.django_db

TAKEN = "Another question of this bank has this code."


@pytest.fixture(autouse=True)
def editor(client):
    client.force_login(AdministratorFactory(language="en"))


def sent(bank, code, **buttons):
    pressed = {name.replace("_", "-"): value for name, value in buttons.items()}
    return nested_form_data(choice_form("1", "0") | {"bank": bank.pk, "code": code} | pressed)


@pytest.mark.parametrize("buttons", [{}, {"action_publish": "1"}], ids=["draft", "publish"])
def test_a_taken_code_is_refused_at_its_field(client, buttons):
    first, second = (question(bank) for bank in [QuestionBankFactory()] * 2)
    address = reverse("wagtailsnippets_quizzes_question:edit", args=[second.pk])
    revisions = second.revisions.count()

    response = client.post(address, sent(first.bank, first.code, **buttons))

    assert response.status_code == 200
    assert response.context["form"].errors == {"code": [TAKEN]}
    assert TAKEN in response.text
    assert second.revisions.count() == revisions


@pytest.mark.parametrize("buttons", [{}, {"action_publish": "1"}], ids=["draft", "publish"])
def test_a_new_question_with_a_taken_code_is_not_made(client, buttons):
    first = question()
    address = reverse("wagtailsnippets_quizzes_question:add")

    response = client.post(address, sent(first.bank, first.code, **buttons))

    assert response.status_code == 200
    assert response.context["form"].errors == {"code": [TAKEN]}
    assert Question.objects.count() == 1


def test_another_bank_may_have_the_same_code_and_so_may_the_question_itself(client):
    first, elsewhere = question(), QuestionBankFactory()
    address = reverse("wagtailsnippets_quizzes_question:edit", args=[first.pk])

    assert client.post(address, sent(first.bank, first.code)).status_code == 302
    add = reverse("wagtailsnippets_quizzes_question:add")
    assert client.post(add, sent(elsewhere, first.code)).status_code == 302


def test_a_translation_whose_code_is_still_taken_is_refused_in_words(client):
    """Two questions change codes; the Swedish rows follow one by one, so one has to wait."""
    swedish, _made = Locale.objects.get_or_create(language_code="sv")
    bank = QuestionBankFactory()
    pair = [question(bank, code="A"), question(bank, code="B")]
    sources = []
    for one in pair:
        source, _made = TranslationSource.update_or_create_from_instance(one)
        Translation.objects.create(source=source, target_locale=swedish).save_target(publish=False)
        sources.append(source)
    for one, code in zip([*pair, pair[0]], ["X", "A", "B"], strict=True):
        Question.objects.filter(pk=one.pk).update(code=code)
    pair[0].refresh_from_db()
    sources[0].update_from_db()
    twin = pair[0].get_translation(swedish)

    address = reverse("wagtailsnippets_quizzes_question:edit", args=[twin.pk])
    response = client.post(address, {"action": "publish"}, follow=True)

    assert response.status_code == 200
    assert TAKEN in response.text
    twin.refresh_from_db()
    assert (twin.code, twin.live) == ("A", False)
