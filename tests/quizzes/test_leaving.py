"""Whoever deletes or unpublishes a step is told what hangs on it, before it is done."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from courses.pages.leaving import losses
from courses.progress.completing import complete_step
from quizzes.attempts.submitting import submit_attempt
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import EnrolmentFactory, course_with, lessons_of
from tests.factories.home import in_language
from tests.factories.quizzes import QuizFactory, QuizPageFactory, question, started, step_of

pytestmark = pytest.mark.django_db

PART = "This is a part of the course"
NOBODY = "Nobody can complete the course any more"


@pytest.fixture(autouse=True)
def editor(client):
    client.force_login(AdministratorFactory(language="en"))


@pytest.fixture
def english():
    with override("en"):
        yield


@pytest.fixture
def lesson():
    return lessons_of(course_with(lessons=2))[0]


@pytest.fixture
def exam(lesson):
    """The only required step; one learner has tried it, two are in the middle of the course."""
    page = QuizPageFactory(
        slug="loppukoe",
        parent=lesson.get_parent(),
        quiz=QuizFactory(asks=[question()]),
        required=True,
    )
    submit_attempt(started(page))
    run = step_of(page).course.runs.get()
    complete_step(EnrolmentFactory(run=run), step_of(lesson))
    return page


def bulk(kind, *pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", kind])
    return f"{address}?" + "&".join(f"id={page.pk}" for page in pages)


def asked_before(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize("way", ["delete", "unpublish", "bulk_delete", "bulk_unpublish"])
def test_an_exam_is_not_taken_away_without_a_word(client, exam, way):
    if way.startswith("bulk"):
        address = bulk(way.removeprefix("bulk_"), exam)
    else:
        address = reverse(f"wagtailadmin_pages:{way}", args=[exam.pk])

    page = asked_before(client, address)

    assert PART in page
    assert "2 learners are in the middle of the course." in page
    assert "Attempts: 1; learners: 1; not yet submitted: 0." in page
    assert NOBODY in page
    assert "Progress, attempts and completions that are recorded stay." in page


def test_a_lesson_tells_how_many_have_done_it(client, exam, lesson):
    page = asked_before(client, reverse("wagtailadmin_pages:delete", args=[lesson.pk]))

    assert "1 learner has done what goes, or a part of it." in page
    assert NOBODY not in page
    assert "Attempts:" not in page


@pytest.mark.usefixtures("english")
def test_a_module_takes_all_its_steps_along(exam, lesson):
    [loss] = losses([exam.get_parent()])

    assert "1 learner has done what goes, or a part of it." in loss.sentences
    assert any(sentence.startswith(NOBODY) for sentence in loss.sentences)


@pytest.mark.usefixtures("english")
def test_one_of_two_required_steps_changes_what_completing_means(exam):
    second = QuizPageFactory(
        slug="toinen",
        parent=exam.get_parent(),
        quiz=QuizFactory(asks=[question()]),
        required=True,
    )
    without = "It is required: from now on the course is completed without it."

    assert [without in loss.sentences for loss in losses([exam])] == [True]
    # Both at once leave nothing to complete.
    [loss] = losses([exam, second])
    assert any(sentence.startswith(NOBODY) for sentence in loss.sentences)


def test_what_is_no_step_is_asked_as_ever(client, exam):
    exam.unpublish()
    swedish = in_language(exam, "sv", published=False)

    for page in (exam, swedish):
        words = asked_before(client, reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert PART not in words


def test_progress_and_attempts_stay_when_the_page_is_gone(client, exam):
    step = step_of(exam)

    response = client.post(reverse("wagtailadmin_pages:delete", args=[exam.pk]))

    assert response.status_code == 302
    step.refresh_from_db()
    assert step.retired_at is not None
    assert step.attempts.count() == 1


def test_the_result_of_a_quiz_that_is_gone_offers_no_further_attempt(client):
    page = QuizPageFactory(
        quiz=QuizFactory(asks=[question()], attempts_allowed=3), parent__parent=course_with()
    )
    attempt = submit_attempt(started(page))
    client.force_login(attempt.enrolment.learner)
    with override("en"):
        address = reverse("quizzes:result", args=[attempt.pk])
    quiz_address = reverse("quizzes:start", args=[page.translation_key])
    before = client.get(address)
    page.delete()

    after = client.get(address)

    assert "You have 2 attempts left." in before.text
    assert "Try again" in before.text
    assert "The quiz is no longer part of the course. Your result is kept." in after.text
    for offer in ("attempts left", "Try again", page.url, quiz_address):
        assert offer not in after.text
