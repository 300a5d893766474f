"""Course backups of Moodle become courses here."""

import pytest
from django.utils.translation import override

from courses.activities.pages import AssignmentPage
from courses.catalogue.models import Course
from courses.packages.report import UnreadablePackageError
from courses.pages.models import LessonPage
from home.h5p.models import H5PPackage
from home.pictures import CustomDocument, CustomImage
from quizzes.banks.models import Question
from quizzes.quiz.models import QuizPage
from tests.quizzes.packages.courses_with_all import brought, page
from tests.quizzes.packages.moodle_backups import PNG, as_tar, as_zip, backup, digest

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_engine]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def lines(found):
    return {line.what: line.why for line in found}


@pytest.mark.parametrize(
    ("pack", "new"), [(as_zip, True), (as_tar, False)], ids=["4.x in zip", "2.x in tar.gz"]
)
def test_everything_that_we_have_comes_and_the_rest_is_named(pack, new):
    report = brought(pack(backup(new))).report
    course = Course.objects.get()
    assert course.code == "TYÖ-1"
    assert not LessonPage.objects.live().exists()

    lesson = page("Sivu")
    kinds = [block.block_type for block in lesson.body]
    assert kinds == ["text", "picture", "table", "embed"]
    text = lesson.body.raw_data[0]["value"]
    assert text.startswith("<h2>Työkyky</h2>")
    assert f'linktype="page" id="{page("Koe").pk}"' in text
    assert f'linktype="document" id="{CustomDocument.objects.get().pk}"' in text
    assert lesson.body.raw_data[1]["value"]["image"] == CustomImage.objects.get().pk
    loose = LessonPage.objects.get(title="Alku: materiaalit")
    assert [block.block_type for block in loose.body] == ["text", "download"]
    assert [one.title for one in page("Alku").get_children()] == [
        "Alku: materiaalit", "Sivu", "Koe",
    ]  # fmt: skip
    assert "<h2>Alaluku</h2>" in page("Luku 1").body.raw_data[0]["value"]
    exercise = page("Harjoitus").body.raw_data[-1]
    assert exercise["value"]["exercise"] == H5PPackage.objects.get().pk
    assert AssignmentPage.objects.get().text_wanted == "required"

    kinds = sorted(Question.objects.values_list("kind", flat=True))
    assert kinds == [
        "cloze", "essay", "matching", "numerical", "short_answer", "single_choice", "true_false",
    ]  # fmt: skip
    choice = Question.objects.get(kind="single_choice")
    assert f'id="{CustomImage.objects.get().pk}"' in choice.stem
    options = [item["value"] for item in choice.answer.raw_data[0]["value"]["options"]]
    assert [option["fraction"] for option in options] == ["1", "0"]
    assert Question.objects.get(kind="true_false").answer.raw_data[0]["value"]["right"] == "true"

    quiz = QuizPage.objects.get().quiz
    assert (quiz.pass_percent, quiz.attempts_allowed, quiz.time_limit_minutes) == (80, 2, 10)
    assert (quiz.counting, quiz.behaviour, quiz.navigation) == ("last", "immediate", "sequential")
    assert quiz.opens_at is None
    slots = list(quiz.slots.order_by("sort_order"))
    assert [slot.question and slot.question.kind for slot in slots] == [
        "single_choice", "true_false", *([None] if new else []),
    ]  # fmt: skip
    assert slots[0].points == 3
    assert QuizPage.objects.get().required

    assert lines(report.refused) == {
        f"place {79 if new else 3} of the quiz": "The backup does not hold its question.",
        "Piilossa": "This chapter was hidden.",
        "Keskustelu": "There is nothing here for Moodle's “forum”.",
        "calculatedmulti": "There is no question type “calculatedmulti” here.",
    }


def test_the_same_backup_again_changes_nothing():
    brought(as_zip(backup()))
    before = [model.objects.count() for model in (LessonPage, Question, CustomImage)]
    revisions = page("Sivu").revisions.count()
    report = brought(as_tar(backup())).report
    assert [model.objects.count() for model in (LessonPage, Question, CustomImage)] == before
    assert page("Sivu").revisions.count() == revisions
    assert "New." not in {line.why for line in report.accepted}


def test_a_broken_picture_of_a_newer_backup_takes_no_good_one_away():
    brought(as_zip(backup()))
    before = {name: page(name).latest_revision.content["body"] for name in ("Sivu", "Luku 1")}
    stem = Question.objects.get(kind="single_choice").latest_revision.content["stem"]
    newer, broken = backup(), PNG[:-40]
    for name, content in list(newer.items()):
        if isinstance(content, str):
            newer[name] = content.replace(digest(PNG), digest(broken)).replace("Alaluku", "Uusi")
    newer[f"files/{digest(broken)[:2]}/{digest(broken)}"] = broken
    report = brought(as_zip(newer)).report

    assert page("Sivu").latest_revision.content["body"] == before["Sivu"]
    assert Question.objects.get(kind="single_choice").latest_revision.content["stem"] == stem
    assert page("Luku 1").latest_revision.content["body"] != before["Luku 1"]
    stays = [line.what for line in report.refused if "It stays as it is here" in line.why]
    assert "Lesson “Sivu” (fi)" in stays
    assert len(stays) == 2
    assert not [line for line in report.accepted + report.changed if "“Sivu” (fi)" in line.what]


def test_its_questions_are_fit_to_be_asked():
    brought(as_zip(backup()))
    for question in Question.objects.all():
        question.latest_revision.publish()
    assert Question.objects.filter(live=True).count() == 7


@pytest.mark.parametrize(
    "changes",
    [
        {"questions.xml": "<question_categories>"},
        {"moodle_backup.xml": '<!DOCTYPE x [<!ENTITY a "b">]><moodle_backup>&a;</moodle_backup>'},
        {"activities/page_4/page.xml": "\0" * 200},
        {"files.xml": "<files>" + "<file>" * 70 + "</file>" * 70 + "</files>"},
    ],
    ids=["cut off", "entities", "no text", "too deep"],
)
def test_a_broken_backup_is_refused_whole_and_in_words(changes):
    with pytest.raises(UnreadablePackageError, match=next(iter(changes)).split("/")[-1]):
        brought(as_zip(backup(**changes)))
    assert not Course.objects.exists()


def test_a_backup_without_its_parts_still_comes():
    files = backup()
    for name in ("files.xml", "questions.xml", "course/course.xml", "activities/page_4/page.xml"):
        del files[name]
    report = brought(as_zip(files)).report
    assert Course.objects.count() == 1
    assert lines(report.refused)["Sivu"] == "The backup does not hold it."
