"""Graders' rooms: who sees which answers, and the way through them."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.assessing.marking import Given, give_mark
from quizzes.assessing.queue import next_waiting, piles
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.assessing import CRITERIA, choice_version, essay_version, file_of, submitted
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, placed
from tests.quizzes.assessing.people.conftest import at, essay_at, response_of, sent

pytestmark = pytest.mark.django_db


# --- who sees what ----------------------------------------------------------------------


def test_the_queue_holds_ones_own_organisations_answers_and_no_others(staff, attempt):
    stranger = MembershipFactory()
    foreign = essay_at(stranger.organisation)
    editor = AdministratorFactory()

    assert [(p.quiz, p.waiting) for p in piles(staff.user)] == [(attempt.quiz.name, 1)]
    assert [p.quiz for p in piles(stranger.user)] == [foreign.quiz.name]
    assert {p.quiz for p in piles(editor)} == {attempt.quiz.name, foreign.quiz.name}
    assert piles(UserFactory()) == []


def test_a_teacher_grades_only_the_runs_that_they_teach(staff, attempt):
    teacher = MembershipFactory(organisation=staff.organisation, role="teacher").user

    assert piles(teacher) == []

    attempt.enrolment.run.teachers.add(teacher)
    assert [p.waiting for p in piles(teacher)] == [1]


def test_another_organisations_answer_is_not_there(client, attempt):
    stranger = MembershipFactory()
    own = essay_at(stranger.organisation, place=placed(attempt.quiz))
    client.force_login(stranger.user)
    response = response_of(attempt)
    key = response.question_version.question_key
    before = GradeEvent.objects.count()

    assert client.get(at(response)).status_code == 404
    assert client.post(at(response), sent(response)).status_code == 404
    assert client.get(reverse("grading:pile", args=[attempt.quiz_id, key])).status_code == 404
    assert client.get(at(response_of(own))).status_code == 200
    assert GradeEvent.objects.count() == before


def test_an_answer_that_is_not_submitted_is_not_there(client, grader, attempt):
    Attempt.objects.filter(pk=attempt.pk).update(state="in_progress", submitted_at=None)

    assert client.get(at(response_of(attempt))).status_code == 404


def test_names_are_hidden_where_the_quiz_says_so(client, grader, attempt, finnish):
    learner = attempt.enrolment.learner
    response = response_of(attempt)
    pile = reverse("grading:pile", args=[attempt.quiz_id, response.question_version.question_key])

    assert learner.display_name in client.get(at(response)).text

    attempt.quiz.anonymous_grading = True
    attempt.quiz.save()
    for address in (at(response), pile, reverse("grading:queue")):
        page = client.get(address).text
        assert learner.display_name not in page
        assert learner.email not in page


def test_the_key_of_an_exam_is_for_those_who_mend_questions(client, grader, staff):
    """An answer that a rule graded is not there for study staff; an editor may change its mark."""
    place = placed(QuizFactory())
    run = CourseRunFactory(course=place.step.course, organiser=staff.organisation)
    attempt = submitted(
        [choice_version({"a": "1", "b": "0"})],
        [{"options": ["b"]}],
        place=place,
        enrolment=EnrolmentFactory(run=run),
    )
    response = response_of(attempt)
    form = sent(response, mark="1", reason="Perustelu kelpaa.")

    assert client.get(at(response)).status_code == 404
    assert client.post(at(response), form).status_code == 404
    assert response.grade_events.count() == 1

    client.force_login(AdministratorFactory())
    assert client.get(at(response)).status_code == 200
    assert client.post(at(response), form).status_code == 302
    attempt.refresh_from_db()
    assert attempt.passed


# --- the way through --------------------------------------------------------------------


def test_the_oldest_comes_first_and_what_is_passed_over_comes_back(staff):
    version = essay_version()
    place = placed(QuizFactory())
    first, second, third = [
        response_of(essay_at(staff.organisation, version=version, place=place)) for _ in range(3)
    ]
    scope = (staff.user, place.quiz.pk, version.question_key)

    assert next_waiting(*scope) == first.pk
    assert next_waiting(*scope, after=first) == second.pk
    assert next_waiting(*scope, after=third) == first.pk


def test_save_and_next_leads_to_the_next_and_then_to_the_queue(client, grader, staff):
    version = essay_version()
    place = placed(QuizFactory())
    first, second = [
        response_of(essay_at(staff.organisation, version=version, place=place, points=4))
        for _ in range(2)
    ]

    found = client.post(at(first), sent(first, next="1"), follow=True)
    assert found.redirect_chain[-1][0] == at(second)

    found = client.post(at(second), sent(second, next="1"), follow=True)
    assert found.redirect_chain[-1][0] == reverse("grading:queue")


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_answers(client, grader, staff, count_queries, count):
    version = essay_version()
    place = placed(QuizFactory())
    for _ in range(count):
        essay_at(staff.organisation, version=version, place=place)
    client.get(reverse("grading:queue"))

    with count_queries(at_most=24) as _:
        client.get(reverse("grading:queue"))
    with count_queries(at_most=24):
        client.get(reverse("grading:pile", args=[place.quiz.pk, version.question_key]))


# --- addresses and queries ------------------------------------------------------------------

HUGE = 10**30


def test_addresses_of_what_is_not_there(client, grader, attempt):
    key = response_of(attempt).question_version.question_key
    for address in (
        reverse("grading:answer", args=[HUGE]),
        reverse("grading:answer", args=[0]),
        reverse("grading:pile", args=[HUGE, key]),
        reverse("grading:pile", args=[attempt.quiz_id, uuid4()]),
    ):
        assert client.get(address).status_code == 404
    assert client.get(reverse("grading:next", args=[HUGE, key])).status_code == 404
    following = reverse("grading:next", args=[attempt.quiz_id, key])
    for query in ("", f"?after={HUGE}", "?after=x", "?after=%00", "?after=1", f"?after={'9' * 17}"):
        assert client.get(following + query).status_code == 302
    pile = reverse("grading:pile", args=[attempt.quiz_id, key])
    assert client.get(f"{pile}?p=x").status_code == client.get(f"{pile}?p=999").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_an_answer_do_not_grow(client, grader, staff, count_queries, count):
    attempt = essay_at(
        staff.organisation, version=essay_version(criteria=CRITERIA, files_allowed=3)
    )
    response = response_of(attempt)
    for number in range(count):
        file_of(response, f"{number}.txt", b"%d" % number)
        last = response.grade_events.order_by("pk").last()
        give_mark(
            grader=AdministratorFactory(),
            response_id=response.pk,
            given=Given(Decimal(number) / 10),
            based_on=last.pk if last else 0,
            reason="Syy",
        )
    client.get(at(response))

    with count_queries(at_most=19):
        assert len(client.get(at(response)).context["sheet"].files) == count
