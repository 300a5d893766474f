"""IMS Common Cartridges become courses here."""

import pytest
from django.utils.translation import override

from courses.catalogue.models import Course
from courses.packages.report import UnreadablePackageError
from courses.pages.models import LessonPage
from home.pictures import CustomDocument, CustomImage
from quizzes.banks.models import Question, QuestionBank
from quizzes.quiz.models import QuizPage
from tests.quizzes.packages.cartridges import cartridge
from tests.quizzes.packages.courses_with_all import brought, page
from tests.quizzes.packages.moodle_backups import as_zip

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_engine]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "1.3.0"])
def test_everything_that_we_have_comes_and_the_rest_is_named(version):
    report = brought(as_zip(cartridge(version))).report
    assert report.format == "imscc"
    assert Course.objects.get().names == {}
    assert [one.title for one in page("Viikko 1").get_children()] == [
        "Sivu", "Toinen", "Viikko 1: materiaalit", "Koe",
    ]  # fmt: skip
    lesson = page("Sivu")
    assert [block.block_type for block in lesson.body] == ["text", "picture"]
    text = lesson.body.raw_data[0]["value"]
    assert f'linktype="document" id="{CustomDocument.objects.get().pk}"' in text
    assert f'linktype="page" id="{page("Toinen").pk}"' in text
    loose = page("Viikko 1: materiaalit")
    assert [block.block_type for block in loose.body] == ["text", "download"]

    assert sorted(Question.objects.values_list("kind", flat=True)) == [
        "essay", "multiple_choice", "short_answer", "single_choice", "true_false", "true_false",
    ]  # fmt: skip
    many = Question.objects.get(kind="multiple_choice").answer.raw_data[0]["value"]
    assert many["all_or_nothing"]
    assert [item["value"]["fraction"] for item in many["options"]] == ["0.5", "0", "0.5"]
    assert f'id="{CustomImage.objects.get().pk}"' in Question.objects.get(kind="single_choice").stem
    quiz = QuizPage.objects.get().quiz
    assert (quiz.attempts_allowed, quiz.time_limit_minutes) == (3, 15)
    assert [slot.points for slot in quiz.slots.all()] == [2] * 5
    assert QuestionBank.objects.count() == 2

    refused = {line.what: line.why for line in report.refused}
    assert refused == {
        "q6": "There is no question type “cc.dance.v0p1” here.",
        "Keskustelu": "There are no discussions here.",
        "Työkalu": "Tools of other services (LTI) are not taken.",
        "Kadonnut": "The package does not hold it.",
    }


def test_the_same_cartridge_again_changes_nothing_and_its_questions_are_fit():
    brought(as_zip(cartridge()))
    before = [model.objects.count() for model in (LessonPage, Question, CustomImage)]
    report = brought(as_zip(cartridge())).report
    assert [model.objects.count() for model in (LessonPage, Question, CustomImage)] == before
    assert "New." not in {line.why for line in report.accepted}
    for question in Question.objects.all():
        question.latest_revision.publish()


def test_other_packages_of_ims_are_refused_in_words():
    scorm = (
        "<manifest identifier='s'><metadata><schema>ADL SCORM</schema>"
        "<schemaversion>ADL SCORM 1.2</schemaversion></metadata><organizations/>"
        "<resources><resource identifier='r' type='webcontent' href='a.html'/></resources>"
        "</manifest>"
    )
    with pytest.raises(UnreadablePackageError, match="SCORM"):
        brought(as_zip({"imsmanifest.xml": scorm, "a.html": "x"}))
    with pytest.raises(UnreadablePackageError, match="Common Cartridge"):
        brought(as_zip({"imsmanifest.xml": "<manifest/>"}))


def test_paths_do_not_lead_out_of_the_package():
    html = '<p>Teksti <a href="../../../etc/passwd">x</a></p><img src="/etc/passwd" alt="y">'
    report = brought(as_zip(cartridge(**{"wiki_content/sivu.html": html}))).report
    assert "passwd" not in str(page("Sivu").body.raw_data)
    assert sum("passwd" in line.why for line in report.changed) == 2
