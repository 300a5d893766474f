"""Assessing submissions: in reach of the run's staff alone, append-only, told to the learner."""

from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Membership
from courses.activities.assessing import (
    AssessedMeanwhileError,
    Given,
    LaterRoundError,
    RoundsUsedError,
    assess,
)
from courses.activities.queue import count_waiting, next_waiting, piles
from courses.activities.submissions import Assessment
from courses.models import Completion, Enrolment, StepProgress
from home import outbox
from home.outbox import OutboxEntry
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import (
    AssessmentFactory,
    AssignmentStepFactory,
    DraftFactory,
    SubmissionFactory,
)
from tests.factories.courses import EnrolmentFactory

pytestmark = pytest.mark.django_db

CRITERIA = [
    {"id": "a", "names": {"fi": "Perustelu"}, "descriptions": {"fi": "Mistä?"}, "points": "2"},
    {"id": "b", "names": {"fi": "Kieli"}, "descriptions": {}, "points": "3"},
]


@pytest.fixture
def submission():
    return SubmissionFactory(enrolment__learner__language="fi")


@pytest.fixture
def teacher(submission):
    return MembershipFactory(
        organisation=submission.enrolment.run.organiser, role=Membership.Role.TEACHER
    ).user


@pytest.fixture
def address(submission):
    return reverse("run:submission", args=[submission.enrolment.run_id, submission.pk])


@pytest.fixture
def send(client, teacher, address):
    """Press the form's button, as its teacher."""
    client.force_login(teacher)

    def send_(result="passed", based_on=0, **fields):
        data = {"result": result, "based_on": based_on, "comment": "Hyvä."} | fields
        return client.post(address, data)

    return send_


def graded(submission, **terms):
    submission.step.terms |= {"scale": "zero_to_five", "criteria": CRITERIA} | terms
    submission.step.save()


def progress(submission):
    return StepProgress.objects.filter(
        enrolment=submission.enrolment, step=submission.step, completed_at__isnull=False
    ).first()


def say(teacher, submission, verdict="passed", based_on=None, **given):
    last = Assessment.objects.filter(submission=submission).order_by("pk").last()
    based_on = (last.pk if last else 0) if based_on is None else based_on
    return assess(
        assessor=teacher,
        submission_id=submission.pk,
        given=Given(verdict=verdict, **given),
        based_on=based_on,
    )


class TestVerdicts:
    def test_passed_completes_the_step(self, send, submission):
        assert send().status_code == 302
        submission.refresh_from_db()
        assert submission.state == "passed"
        assert progress(submission).grade == "HYV"
        said = Assessment.objects.get()
        assert (said.verdict, said.grade, said.comment) == ("passed", "", "Hyvä.")

    def test_a_grade_and_points_are_kept(self, send, submission):
        graded(submission)
        fields = {"points-a": "1,5", "points-b": "3", "said-a": "Melkein", "said-b": ""}
        assert send("4", **fields).status_code == 302
        said = Assessment.objects.get()
        assert said.criteria == [
            {"id": "a", "name": "Perustelu", "points": "1.5", "of": "2", "comment": "Melkein"},
            {"id": "b", "name": "Kieli", "points": "3", "of": "3", "comment": ""},
        ]
        done = progress(submission)
        assert (done.grade, done.score) == ("4", Decimal("90.00"))

    @pytest.mark.parametrize("points", ["", "x", "2,1", "-1", "NaN", "1e400", "1_0", "٣"])
    def test_odd_points_are_refused_and_the_words_stay(self, send, submission, points):
        graded(submission)
        answer = send("4", **{"points-a": points, "points-b": "1", "comment": "Tallessa sanat"})
        assert answer.status_code == 400
        assert "Tallessa sanat" in answer.text
        assert not Assessment.objects.exists()

    def test_zero_fails(self, send, submission):
        graded(submission, criteria=[])
        send("0")
        submission.refresh_from_db()
        assert submission.state == "failed"
        assert Assessment.objects.get().grade == "0"
        assert progress(submission) is None

    @pytest.mark.parametrize("result", ["5", "nonsense", ""])
    def test_a_result_off_the_scale_is_refused(self, send, result):
        assert send(result).status_code == 400

    def test_sending_back_says_what_to_complete(self, send, submission):
        assert send("returned", comment=" ").status_code == 400
        assert send("returned", comment="Lisää lähteet.").status_code == 302
        submission.refresh_from_db()
        assert submission.state == "returned"
        assert progress(submission) is None

    def test_the_last_round_is_not_sent_back(self, send, teacher, submission):
        submission.step.terms |= {"rounds": 1}
        submission.step.save()
        assert send("returned").status_code == 400
        with pytest.raises(RoundsUsedError):
            say(teacher, submission, "returned")

    def test_the_same_sent_twice_is_said_once(self, send):
        send()
        send()
        assert Assessment.objects.count() == 1

    def test_a_round_that_was_followed_is_not_assessed_anew(self, teacher, submission):
        say(teacher, submission, "returned", comment="Lisää.")
        DraftFactory(enrolment=submission.enrolment, step=submission.step, number=2)
        with pytest.raises(LaterRoundError):
            say(teacher, submission)


class TestTwoTeachers:
    def test_the_second_is_told_and_keeps_the_words(self, send, submission):
        first = AssessmentFactory(submission=submission, comment="Ensimmäisen sanat")
        answer = send("failed", comment="Toisen sanat")
        assert answer.status_code == 409
        assert "Ensimmäisen sanat" in answer.text
        assert "Toisen sanat</textarea>" in answer.text
        assert answer.context["form"]["based_on"].value() == str(first.pk)
        assert Assessment.objects.get() == first

    def test_saving_again_knowingly_counts(self, send, submission):
        first = AssessmentFactory(submission=submission)
        assert send("failed", based_on=first.pk).status_code == 302
        submission.refresh_from_db()
        assert submission.state == "failed"
        assert Assessment.objects.count() == 2

    def test_an_old_page_changes_nothing(self, teacher, submission):
        first = say(teacher, submission).assessment
        with pytest.raises(AssessedMeanwhileError) as error:
            say(teacher, submission, "failed", based_on=0)
        assert error.value.assessment == first


class TestChangedVerdicts:
    def test_taking_back_a_pass_takes_back_the_step(self, teacher, submission):
        say(teacher, submission)
        say(teacher, submission, "failed", comment="Kopioitu.")
        assert progress(submission) is None

    def test_a_lower_grade_replaces_a_higher(self, teacher, submission):
        graded(submission, criteria=[])
        say(teacher, submission, grade="5")
        say(teacher, submission, grade="2")
        assert progress(submission).grade == "2"

    def test_a_completion_is_not_undone(self, client, teacher, address):
        submission = SubmissionFactory(step__required=True)
        staff = MembershipFactory(organisation=submission.enrolment.run.organiser).user
        say(staff, submission)
        enrolment = Enrolment.objects.get(pk=submission.enrolment_id)
        assert enrolment.completed_at
        outcome = say(staff, submission, "failed")
        assert outcome.stays_completed
        assert Completion.objects.valid().count() == 1
        assert progress(submission)
        client.force_login(staff)
        place = reverse("run:submission", args=[enrolment.run_id, submission.pk])
        last = Assessment.objects.latest("pk").pk
        with override("en"):
            answer = client.post(place, {"result": "passed", "based_on": last}, follow=True)
        assert len(answer.context["messages"]) == 2


class TestReach:
    def test_a_stranger_neither_sees_nor_assesses(self, client, submission, address):
        other = SubmissionFactory()
        staff = MembershipFactory(organisation=other.enrolment.run.organiser).user
        client.force_login(staff)
        assert client.get(address).status_code == 404
        assert client.post(address, {"result": "passed", "based_on": 0}).status_code == 404
        # By way of a run of their own it is not there either.
        crossed = reverse("run:submission", args=[other.enrolment.run_id, submission.pk])
        assert client.get(crossed).status_code == 404
        assert not Assessment.objects.exists()

    def test_drafts_are_nobodys_business(self, client, teacher, submission):
        draft = DraftFactory(enrolment__run=submission.enrolment.run, text="Keskeneräinen")
        client.force_login(teacher)
        address = reverse("run:submission", args=[draft.enrolment.run_id, draft.pk])
        assert client.get(address).status_code == 404
        assert count_waiting(teacher) == 1

    def test_ones_own_is_left_to_others(self, teacher, submission):
        own = SubmissionFactory(
            enrolment=EnrolmentFactory(run=submission.enrolment.run, learner=teacher),
            step=submission.step,
        )
        assert [pile.waiting for pile in piles(teacher)] == [1]
        assert own.pk != submission.pk

    def test_a_learner_does_not_come_in(self, client, submission, address):
        client.force_login(submission.enrolment.learner)
        assert client.get(address).status_code in (302, 403)


class TestQueue:
    def test_leads_through_what_waits(self, client, teacher, submission):
        run, step = submission.enrolment.run, submission.step
        later = SubmissionFactory(enrolment__run=run, step=step)
        other_step = AssignmentStepFactory(course=run.course, position=step.position + 1)
        last = SubmissionFactory(enrolment__run=run, step=other_step)
        SubmissionFactory(enrolment__run=run, step=step, state="passed")
        SubmissionFactory()
        assert next_waiting(teacher, run) == submission
        assert next_waiting(teacher, run, after=submission) == later
        # What was passed over comes back before the next step.
        assert next_waiting(teacher, run, after=later) == submission
        assert next_waiting(teacher, run, after=last) == submission

    def test_saving_leads_to_the_next_and_then_back(self, client, send, submission):
        run, step = submission.enrolment.run, submission.step
        later = SubmissionFactory(enrolment__run=run, step=step)
        answer = send(next="1")
        answer = client.get(answer.url)
        assert answer.url == reverse("run:submission", args=[run.pk, later.pk])
        later.state = "passed"
        later.save()
        answer = client.get(reverse("run:next_submission", args=[run.pk]))
        assert answer.url == reverse("submissions:queue")

    @pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "٣"])
    def test_an_odd_place_is_no_place(self, client, teacher, submission, after):
        client.force_login(teacher)
        address = reverse("run:next_submission", args=[submission.enrolment.run_id])
        assert client.get(f"{address}?after={after}").status_code == 302

    def test_shows_ones_own_runs_alone(self, client, teacher, submission):
        stranger = SubmissionFactory(enrolment__run__code="TOISEN-AJO")
        client.force_login(teacher)
        shown = client.get(reverse("submissions:queue"))
        assert submission.enrolment.run.code in shown.text
        assert stranger.enrolment.run.code not in shown.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_query_counts(self, client, teacher, submission, count, django_assert_max_num_queries):
        run = submission.enrolment.run
        for _each in range(count):
            step = AssignmentStepFactory(course=run.course)
            SubmissionFactory.create_batch(count, enrolment__run=run, step=step)
        client.force_login(teacher)
        pile = [run.pk, step.pk, "tyo"]
        for address in (
            reverse("submissions:queue"),
            reverse("run:submissions", args=[run.pk]),
            reverse("run:submission_pile", args=pile),
        ):
            client.get(address)
            with django_assert_max_num_queries(20):
                client.get(address)


class TestTelling:
    def test_the_learner_is_told_once_in_their_language(self, submission, teacher):
        submission.enrolment.learner.language = "sv"
        submission.enrolment.learner.save()
        say(teacher, submission, comment="Salaista palautetta")
        [entry] = OutboxEntry.objects.filter(effect="courses.assessed")
        assert outbox.run(entry.pk)
        [letter] = mail.outbox
        assert letter.to == [submission.enrolment.learner.email]
        assert "/sv/opinnot/" in letter.body
        assert "Salaista palautetta" not in letter.body

    def test_one_who_has_left_is_told_nothing(self, submission, teacher):
        say(teacher, submission)
        submission.enrolment.learner.is_active = False
        submission.enrolment.learner.save()
        [entry] = OutboxEntry.objects.filter(effect="courses.assessed")
        assert outbox.run(entry.pk)
        assert mail.outbox == []


def test_the_page_shows_what_was_said(client, submission, teacher):
    enrolment = submission.enrolment
    enrolment.withdrawn_at = None
    AssessmentFactory(submission=submission, comment="Hieno työ", created_at=timezone.now())
    client.force_login(teacher)
    shown = client.get(reverse("run:submission", args=[enrolment.run_id, submission.pk]))
    assert "Hieno työ" in shown.text
    assert submission.text in shown.text
