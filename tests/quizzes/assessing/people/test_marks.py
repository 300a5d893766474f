"""Marks as typed, two graders at once, and the result."""

from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse

from courses.progress.models import Completion, StepProgress
from quizzes.assessing.marking import Given, MarkedMeanwhileError, ReasonMissingError, give_mark
from quizzes.attempts.history import GradeEvent
from tests.factories.accounts import AdministratorFactory, MembershipFactory
from tests.factories.assessing import CRITERIA, choice_version, essay_version, submitted
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, placed
from tests.quizzes.assessing.people.conftest import ANSWER, at, essay_at, response_of, sent

pytestmark = pytest.mark.django_db


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
