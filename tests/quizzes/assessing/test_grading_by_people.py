"""Graders' rooms: who sees which answers, marks as typed, two at once, and the result."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from courses.progress.models import Completion, StepProgress
from quizzes.assessing.marking import Given, MarkedMeanwhileError, ReasonMissingError, give_mark
from quizzes.assessing.queue import next_waiting, piles
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.assessing import (
    CRITERIA,
    choice_version,
    essay_version,
    file_of,
    submitted,
)
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, placed

pytestmark = pytest.mark.django_db
ANSWER = {"text": "Kysyn ensin, mitä hän itse haluaa.", "files": []}


def essay_at(organiser, *, version=None, place=None, answers=(ANSWER,), **fields):
    """An essay that waits, on a run of an organisation; the place can be shared."""
    place = place or placed(QuizFactory())
    run = CourseRunFactory(course=place.step.course, organiser=organiser)
    versions = [version or essay_version()]
    enrolment = EnrolmentFactory(run=run)
    return submitted(versions, answers, place=place, enrolment=enrolment, **fields)


@pytest.fixture
def staff():
    """Study staff of the organisation whose learner waits."""
    return MembershipFactory()


@pytest.fixture
def grader(client, staff):
    client.force_login(staff.user)
    return staff.user


@pytest.fixture
def attempt(staff):
    return essay_at(staff.organisation, points=4)


def response_of(attempt):
    return attempt.responses.get(position=1)


def at(response):
    return reverse("grading:answer", args=[response.pk])


def sent(response, **fields):
    last = response.grade_events.order_by("pk").last()
    return {"mark": "3", "comment": "", "based_on": last.pk if last else 0, **fields}


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


# --- marks ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "mark"),
    [("3", "3"), ("2,5", "2.5"), ("2.5", "2.5"), ("0", "0"), (" 4 ", "4")],
)
def test_a_mark_with_comma_or_point(client, grader, attempt, typed, mark):
    response = response_of(attempt)

    client.post(at(response), sent(response, mark=typed, comment="Hyvin perusteltu."))

    response.refresh_from_db()
    event = response.grade_events.get()
    assert response.mark == event.mark == Decimal(mark)
    assert (event.origin, event.graded_by, event.comment) == (
        "person", grader, "Hyvin perusteltu.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["NaN", "1e400", "Infinity", "4.01", "-1", "kaksi", "1 000", "", "٣", "9" * 400, "\0"]
)
def test_what_is_no_mark_is_refused_and_stays_to_be_seen(client, grader, attempt, finnish, typed):
    response = response_of(attempt)

    found = client.post(at(response), sent(response, mark=typed, comment="Tämä jää näkyviin."))

    assert found.status_code == 400
    assert "Tämä jää näkyviin." in found.text
    assert found.context["form"].errors["mark"]
    assert GradeEvent.objects.count() == 0
    attempt.refresh_from_db()
    assert attempt.state == "needs_grading"


@pytest.mark.parametrize("field", ["based_on", "comment"])
def test_a_form_that_is_not_whole_is_no_server_error(client, grader, attempt, field):
    response = response_of(attempt)
    for value in ("x", "-5", "9" * 50, "\0"):
        found = client.post(at(response), sent(response) | {field: value * 3000})
        assert found.status_code in (302, 400, 409)


def test_points_by_criteria_are_scaled_to_the_question(client, grader, staff):
    attempt = essay_at(staff.organisation, version=essay_version(criteria=CRITERIA), points=3)
    response = response_of(attempt)

    client.post(
        at(response),
        {"points-c1": "2", "points-c2": "2,0", "comment": "", "based_on": 0},
    )

    event = response.grade_events.get()
    assert event.mark == Decimal("2")
    assert [(c["name"], c["points"], c["highest"]) for c in event.criteria] == [
        ("Perustelu", "2", "4"),
        ("Kieli", "2", "2"),
    ]


def test_a_criterion_has_its_own_highest(client, grader, staff):
    attempt = essay_at(staff.organisation, version=essay_version(criteria=CRITERIA), points=3)
    response = response_of(attempt)

    found = client.post(
        at(response), {"points-c1": "1", "points-c2": "3", "comment": "", "based_on": 0}
    )

    assert found.status_code == 400
    assert set(found.context["form"].errors) == {"points-c2"}


def test_changing_a_mark_needs_a_reason_and_adds_to_the_history(client, grader, attempt):
    response = response_of(attempt)
    client.post(at(response), sent(response, mark="1"))

    refused = client.post(at(response), sent(response, mark="4"))
    assert refused.status_code == 400
    assert refused.context["form"].errors.keys() == {"reason"}

    client.post(at(response), sent(response, mark="4", reason="Luin liitteen."))
    events = list(response.grade_events.order_by("pk").values_list("mark", "reason"))
    assert events == [(1, ""), (4, "Luin liitteen.")]
    attempt.refresh_from_db()
    assert attempt.percent == 100


def test_the_verb_itself_asks_for_a_reason(grader, attempt):
    response = response_of(attempt)
    event = give_mark(grader=grader, response_id=response.pk, given=Given(Decimal(1)), based_on=0)

    with pytest.raises(ReasonMissingError):
        give_mark(
            grader=grader, response_id=response.pk, given=Given(Decimal(2)), based_on=event.pk
        )


# --- two graders ------------------------------------------------------------------------


def test_the_second_grader_is_told_and_loses_nothing(client, grader, staff, attempt, finnish):
    response = response_of(attempt)
    other = MembershipFactory(
        organisation=staff.organisation, user__first_name="Eeva", user__last_name="Toinen"
    ).user
    give_mark(
        grader=other,
        response_id=response.pk,
        given=Given(Decimal(1), comment="Perustelut puuttuvat."),
        based_on=0,
    )

    found = client.post(
        at(response), {"mark": "4", "comment": "Minusta erinomainen.", "based_on": 0}
    )

    assert found.status_code == 409
    for words in ("Eeva Toinen", "Perustelut puuttuvat.", "Minusta erinomainen."):
        assert words in found.text
    assert response.grade_events.count() == 1

    again = found.context["form"].data.dict() | {"reason": "Sovimme yhdessä."}
    assert client.post(at(response), again).status_code == 302
    assert [event.mark for event in response.grade_events.order_by("pk")] == [1, 4]


def test_the_same_mark_sent_twice_is_given_once(client, grader, attempt):
    response = response_of(attempt)
    form = sent(response, comment="Hyvä.")

    assert client.post(at(response), form).status_code == 302
    assert client.post(at(response), form).status_code == 302

    assert response.grade_events.count() == 1


def test_a_newer_mark_is_never_overwritten_unseen(grader, attempt):
    response = response_of(attempt)
    give_mark(grader=grader, response_id=response.pk, given=Given(Decimal(1)), based_on=0)

    with pytest.raises(MarkedMeanwhileError):
        give_mark(
            grader=AdministratorFactory(),
            response_id=response.pk,
            given=Given(Decimal(2)),
            based_on=0,
            reason="Syy",
        )


# --- the result -------------------------------------------------------------------------


def test_the_last_mark_settles_the_attempt_and_completes_the_step(
    grader, staff, django_capture_on_commit_callbacks
):
    versions = [choice_version({"a": "1", "b": "0"}), essay_version(), essay_version()]
    place = placed(QuizFactory())
    run = CourseRunFactory(course=place.step.course, organiser=staff.organisation)
    attempt = submitted(
        versions,
        [{"options": ["a"]}, ANSWER, ANSWER],
        place=place,
        enrolment=EnrolmentFactory(run=run),
        points=[1, 2, 2],
    )
    essays = list(attempt.responses.filter(position__gt=1))

    give_mark(grader=grader, response_id=essays[0].pk, given=Given(Decimal(2)), based_on=0)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score) == ("needs_grading", None)
    assert not StepProgress.objects.filter(completed_at__isnull=False).exists()

    with django_capture_on_commit_callbacks(execute=True):
        give_mark(grader=grader, response_id=essays[1].pk, given=Given(Decimal("0.5")), based_on=0)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score, attempt.percent, attempt.passed) == (
        "graded", Decimal("3.5"), 70, True,
    )  # fmt: skip
    assert StepProgress.objects.get(completed_at__isnull=False).step == place.step
    letter = mail.outbox[-1]
    assert letter.to == [attempt.enrolment.learner.email]
    assert reverse("quizzes:result", args=[attempt.pk]) in letter.body


def test_the_learner_is_told_in_their_language(
    grader, attempt, django_capture_on_commit_callbacks, finnish
):
    learner = attempt.enrolment.learner
    learner.language = "sv"
    learner.save()

    with django_capture_on_commit_callbacks(execute=True):
        give_mark(
            grader=grader, response_id=response_of(attempt).pk, given=Given(Decimal(4)), based_on=0
        )

    assert "/sv/" in mail.outbox[-1].body
    assert mail.outbox[-1].subject.startswith("Dina svar har bedömts")


def test_a_completion_is_in_the_learners_language(grader, staff, swedish):
    """Not in that of the grader's screen."""
    place = placed(QuizFactory(), required=True)
    run = CourseRunFactory(course=place.step.course, organiser=staff.organisation)
    attempt = submitted(
        [essay_version()], [ANSWER], place=place, enrolment=EnrolmentFactory(run=run)
    )

    give_mark(
        grader=grader, response_id=response_of(attempt).pk, given=Given(Decimal(1)), based_on=0
    )

    assert Completion.objects.get().language == "fi"


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
