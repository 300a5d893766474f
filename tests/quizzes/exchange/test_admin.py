"""The administration's way from a file to a bank and back."""

import base64
import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model

from home.clock import tick
from quizzes.banks.models import Question, QuestionBank
from quizzes.exchange.models import QuestionImport
from quizzes.exchange.uploading import clear_uploads
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.quizzes import QuestionBankFactory, question
from tests.quizzes.exchange.moodle import question as xml
from tests.quizzes.exchange.moodle import quiz
from tests.quizzes.exchange.test_importing import ALL_TYPES
from tests.quizzes.exchange.test_untrusted import DANGEROUS

pytestmark = pytest.mark.django_db

GIFT = "::Hyvä::2 + 2 \\= 4?{T}\n\n::Rikki::a {=b\n\n::Valinta::Kumpi?{=<b>tämä</b> ~tuo}\n"


def png():
    content = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(content, "PNG")
    return content.getvalue()


def with_picture():
    encoded = base64.b64encode(png()).decode()
    return f"""<quiz><question type="essay"><name><text>Kuva</text></name>
<questiontext format="html"><text><![CDATA[<p>Mikä?
<img src="@@PLUGINFILE@@/k%201.png" alt="Punainen"></p>]]></text>
<file name="k 1.png" encoding="base64">{encoded}</file></questiontext></question></quiz>"""


@pytest.fixture
def editor(client):
    person = AdministratorFactory()
    client.force_login(person)
    return person


def sent(client, text, name="kysymykset.txt", **fields):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    data = {"file": file, "new_bank": "Tuotu", "format": "auto", **fields}
    return client.post(reverse("question_files:upload"), data)


def test_from_a_file_to_a_bank(client, editor):
    assert client.get(reverse("question_files:upload")).status_code == 200

    response = sent(client, GIFT, publish="yes")
    kept = QuestionImport.objects.get()
    dry_run = client.get(response.url)

    assert response.url == reverse("question_files:dry_run", args=[kept.pk])
    assert not Question.objects.exists()
    assert not QuestionBank.objects.exists()
    entries = dry_run.context["entries"]
    assert [(entry.line, bool(entry.reason)) for entry in entries] == [
        (3, True),
        (1, False),
        (5, False),
    ]
    assert "<b>tämä</b>" in dry_run.text

    result = client.post(response.url, follow=True)

    assert result.context["counts"] == {
        "added": 2, "updated": 0, "left": 0, "published": 2, "refused": 1,
    }  # fmt: skip
    assert "Rikki" in result.text
    assert set(Question.objects.values_list("bank__name", "name", "live")) == {
        ("Tuotu", "Hyvä", True),
        ("Tuotu", "Valinta", True),
    }
    assert Question.objects.first().latest_revision.user == editor


def test_a_second_click_imports_nothing(client, editor):
    url = sent(client, GIFT).url
    for _click in range(2):
        client.post(url)

    assert Question.objects.count() == 2
    assert client.get(url).url == reverse(
        "question_files:result", args=[QuestionImport.objects.get().pk]
    )


def test_a_picture_is_shown_and_then_kept_in_the_library(client, editor):
    url = sent(client, with_picture()).url
    dry_run = client.get(url)
    address = dry_run.text.partition('<img src="')[2].partition('"')[0]
    picture = client.get(address)

    assert (picture["Content-Type"], picture.content) == ("image/png", png())
    assert not get_image_model().objects.exists()

    client.post(url)

    image = get_image_model().objects.get()
    assert image.collection.name == "Tuotu"
    stem = Question.objects.get().stem
    assert f'id="{image.pk}"' in stem
    assert 'alt="Punainen"' in stem
    assert "PLUGINFILE" not in stem


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        pytest.param("<quiz", {}, id="half a file"),
        pytest.param(b"PK\x03\x04", {}, id="an archive"),
        pytest.param("", {}, id="an empty file"),
        pytest.param(GIFT, {"new_bank": ""}, id="no bank"),
        pytest.param(GIFT, {"new_bank": "x" * 151}, id="a name too long"),
        pytest.param(GIFT, {"bank": "999"}, id="a bank that is not there"),
        pytest.param(GIFT, {"format": "word"}, id="a format that is not there"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(client, editor, text, fields):
    response = sent(client, text, **fields)

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not QuestionImport.objects.exists()


def test_nobody_sees_the_file_of_another(client, editor):
    url = sent(client, GIFT).url
    client.force_login(AdministratorFactory())
    kept = QuestionImport.objects.get()

    for name in ("dry_run", "result"):
        assert client.get(reverse(f"question_files:{name}", args=[kept.pk])).status_code == 404
    assert client.post(url).status_code == 404
    picture = reverse("question_files:picture", args=[kept.pk, "0" * 64])
    assert client.get(picture).status_code == 404
    assert not Question.objects.exists()


def test_an_editor_who_may_not_publish_brings_drafts(client):
    person = UserFactory(is_staff=True)
    person.groups.set(Group.objects.filter(name="Editors"))
    client.force_login(person)
    form = client.get(reverse("question_files:upload")).context["form"]

    client.post(sent(client, GIFT, publish="yes").url)

    assert "publish" not in form.fields
    assert set(Question.objects.values_list("live", flat=True)) == {False}


def test_study_staff_bring_no_questions(client):
    client.force_login(MembershipFactory().user)
    bank = QuestionBankFactory(name="Salainen")
    question(bank)

    for url in (
        reverse("question_files:upload"),
        reverse("question_files:export", args=[bank.pk]),
        reverse("question_files:download", args=[bank.pk, "gift"]),
    ):
        response = client.get(url)
        assert response.status_code in {302, 403, 404}
        assert "Salainen" not in response.text


def test_files_are_removed_after_a_day(client, editor):
    sent(client, GIFT)
    sent(client, GIFT)
    old = QuestionImport.objects.first()
    QuestionImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=2))

    assert clear_uploads(timezone.now()) == 1
    assert QuestionImport.objects.count() == 1
    assert tick()["quizzes.imports"] == 0


def test_a_long_file_has_pages(client, editor):
    text = "\n\n".join(f"Kysymys {number}?{{T}}" for number in range(45))
    url = sent(client, text).url

    assert len(client.get(url).context["entries"]) == 20
    last = client.get(f"{url}?p=3")
    assert [entry.name for entry in last.context["entries"]][-1] == "Kysymys 44?"
    assert 'href="?p=2"' in last.text


def test_the_dry_run_shows_every_type_as_asked_and_answered(client, editor):
    page = client.get(sent(client, ALL_TYPES).url)

    assert len(page.context["entries"]) == 11
    assert page.text.count("<details") >= 10
    ids = re.findall(r' id="(q\d[^"]*)"', page.text)
    assert len(ids) == len(set(ids))
    assert all(entry.shown for entry in page.context["entries"])


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_text_is_harmless_on_the_page(client, editor, text):
    page = client.get(sent(client, quiz(xml("essay", stem=text.replace("\0", ""), name="x"))).url)
    shown = page.text.partition('<section class="dry-run')[2].partition("</section>")[0].lower()

    assert "<textarea" in shown
    for sign in (
        "<script",
        "<iframe",
        "<svg/",
        "<form",
        'href="javascript',
        "<img src=x",
    ):
        assert sign not in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_dry_run_asks_as_often_however_many_questions(
    client, editor, django_assert_max_num_queries, count
):
    text = "\n\n".join(f"Kysymys {number}?{{T}}" for number in range(count))
    url = sent(client, text).url
    client.get(url)

    with django_assert_max_num_queries(19):
        client.get(url)


def test_a_bank_is_carried_away(client, editor):
    bank = QuestionBankFactory(name="Työkyky")
    question(bank, name="Valinta")
    page = client.get(reverse("question_files:export", args=[bank.pk]))
    file = client.get(reverse("question_files:download", args=[bank.pk, "moodle-xml"]))

    assert page.status_code == 200
    assert file["Content-Disposition"] == 'attachment; filename="tyokyky.xml"'
    assert "Valinta" in file.text
    assert client.get(reverse("question_files:download", args=[bank.pk, "word"])).status_code == 404


def test_the_banks_list_leads_to_files(client, editor):
    bank = QuestionBankFactory()
    listing = client.get(reverse("wagtailsnippets_quizzes_questionbank:list"))

    assert f"{reverse('question_files:upload')}?bank={bank.pk}" in listing.text
    assert reverse("question_files:export", args=[bank.pk]) in listing.text
    form = client.get(f"{reverse('question_files:upload')}?bank={bank.pk}")
    assert form.context["form"]["bank"].initial == str(bank.pk)
    strange = client.get(f"{reverse('question_files:upload')}?bank=%00<x>")
    assert strange.status_code == 200


def test_a_learner_is_led_to_the_door(client):
    client.force_login(UserFactory())

    assert client.get(reverse("question_files:upload")).status_code == 302
