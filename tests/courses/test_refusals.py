"""Why somebody may not enrol: each reason, and which one is said when there are several."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from courses.catalogue.invitations import Invitation
from courses.enrolling.offers import offers
from courses.enrolling.refusals import Refusal, can_enrol, refusal_reason
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.courses import (
    CompletionFactory,
    CourseRunFactory,
    EnrolmentFactory,
    InvitationFactory,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)
TOMORROW = TODAY + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({}, None, id="no dates, no limit"),
        pytest.param({"enrolment_opens_on": TODAY}, None, id="its first day"),
        pytest.param({"enrolment_closes_on": TODAY}, None, id="its last day"),
        pytest.param({"ends_on": TODAY}, None, id="the run's last day"),
        pytest.param({"enrolment_opens_on": TOMORROW}, "not_yet_open", id="too early"),
        pytest.param({"enrolment_closes_on": YESTERDAY}, "closed", id="too late"),
        pytest.param({"ends_on": YESTERDAY}, "run_over", id="over"),
        pytest.param({"archived_at": timezone.now()}, "course_retired", id="archived"),
        pytest.param({"course__retired_at": timezone.now()}, "course_retired", id="retired"),
        pytest.param({"course__access": "invited"}, "not_invited", id="not invited"),
        pytest.param(
            {"course__access": "invited", "course__opens_to_all_on": TODAY}, None, id="opened"
        ),
        pytest.param(
            {"course__access": "invited", "course__opens_to_all_on": TOMORROW},
            "not_invited",
            id="opens tomorrow",
        ),
    ],
)
def test_reasons_of_the_run_and_the_course(fields, reason):
    run = CourseRunFactory(**fields)
    learner = UserFactory()
    assert refusal_reason(run, learner) == reason
    assert can_enrol(run, learner) == (reason is None)


def test_a_run_is_full_when_those_not_withdrawn_fill_it():
    run = CourseRunFactory(seats=2)
    EnrolmentFactory(run=run, withdrawn_at=timezone.now())
    EnrolmentFactory(run=run, completed_at=timezone.now())
    assert refusal_reason(run, UserFactory()) is None
    EnrolmentFactory(run=run)
    assert refusal_reason(run, UserFactory()) == Refusal.WAITING_LIST_OPEN
    run.has_waiting_list = False
    assert refusal_reason(run, UserFactory()) == Refusal.FULL


def test_who_is_on_the_run_is_told_so_even_when_it_is_full_or_closed():
    enrolment = EnrolmentFactory(run__seats=1, run__enrolment_closes_on=YESTERDAY)
    assert refusal_reason(enrolment.run, enrolment.learner) == Refusal.ALREADY_ENROLLED


@pytest.mark.parametrize("ended", ["withdrawn_at", "completed_at"])
def test_after_withdrawing_or_completing_one_may_enrol_again(ended):
    enrolment = EnrolmentFactory(**{ended: timezone.now()})
    assert refusal_reason(enrolment.run, enrolment.learner) is None


def test_a_visitor_is_asked_to_sign_in_only_where_that_would_help():
    assert refusal_reason(CourseRunFactory(), AnonymousUser()) == Refusal.SIGN_IN
    full = EnrolmentFactory(run__seats=1).run
    assert refusal_reason(full, AnonymousUser()) == Refusal.WAITING_LIST_OPEN
    full.has_waiting_list = False
    assert refusal_reason(full, AnonymousUser()) == Refusal.FULL


@pytest.mark.parametrize(
    ("invitation", "lets_in"),
    [
        pytest.param({"email": "aino@hanke.fi"}, True, id="the address"),
        pytest.param({"email": "muu@hanke.fi"}, False, id="another's address"),
        pytest.param({"email_domain": "hanke.fi"}, True, id="the domain"),
        pytest.param({"email_domain": "anke.fi"}, False, id="the end of a domain"),
        pytest.param({"key": "AVAIN"}, False, id="a key that was not typed"),
    ],
)
def test_an_invitation_lets_in_whom_it_names(invitation, lets_in):
    run = CourseRunFactory(course__access="invited")
    Invitation.objects.create(course=run.course, **invitation)
    assert can_enrol(run, UserFactory(email="aino@hanke.fi")) == lets_in


def test_an_organisations_invitation_lets_in_its_confirmed_people_only():
    run = CourseRunFactory(course__access="invited")
    project = OrganisationFactory()
    InvitationFactory(course=run.course, key="", organisation=project)
    member = MembershipFactory(organisation=project, role="member").user
    says_so = UserFactory(home_organisation=project)
    elsewhere = MembershipFactory(role="member").user
    assert can_enrol(run, member)
    assert not can_enrol(run, says_so)
    assert not can_enrol(run, elsewhere)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("AVAIN-2026", None),
        (" avain-2026 ", None),
        ("AVAIN-2025", Refusal.WRONG_KEY),
        ("", Refusal.NOT_INVITED),
        ("   ", Refusal.NOT_INVITED),
    ],
)
def test_a_key_opens_its_own_course_whatever_the_capitals(typed, reason):
    run = CourseRunFactory(course__access="invited")
    InvitationFactory(course=run.course, key="AVAIN-2026")
    InvitationFactory(key="AVAIN-2025")
    assert refusal_reason(run, UserFactory(), typed) == reason


@pytest.mark.parametrize("run_count", [1, 3])
def test_offers_say_the_same_as_each_reason_in_five_queries(django_assert_num_queries, run_count):
    first = EnrolmentFactory(run__course__access="invited", run__seats=1)
    course = first.run.course
    for _run in range(run_count):
        CourseRunFactory(course=course, enrolment_closes_on=YESTERDAY)
        full = CourseRunFactory(course=course, seats=1)
        EnrolmentFactory(run=full)
        CourseRunFactory(course=course)
    CourseRunFactory()  # another course's
    CourseRunFactory(course=course, ends_on=YESTERDAY)
    with django_assert_num_queries(5):
        found = offers(course, first.learner)
        reasons = {offer.run.pk: offer.refusal for offer in found}
    assert len(found) == 1 + 3 * run_count
    for offer in found:
        assert reasons[offer.run.pk] == refusal_reason(offer.run, first.learner)
    assert [offer.refusal for offer in found[-run_count:]] == [Refusal.CLOSED] * run_count


def test_an_offer_counts_its_free_seats():
    run = EnrolmentFactory(run__seats=3).run
    EnrolmentFactory(run=run, withdrawn_at=timezone.now())
    [offer] = offers(run.course, AnonymousUser())
    assert offer.seats_free == 2
    run.seats = 1
    EnrolmentFactory(run=run)  # by hand, over the limit
    run.save()
    [offer] = offers(run.course, AnonymousUser())
    assert offer.seats_free == 0


@pytest.mark.parametrize(
    ("invitation", "lets_in"),
    [
        pytest.param({}, True, id="to the course"),
        pytest.param({"run": "this"}, True, id="to this run"),
        pytest.param({"run": "another"}, False, id="to another run"),
    ],
)
def test_a_run_for_those_invited_wants_an_invitation_to_it_or_to_its_course(invitation, lets_in):
    run = CourseRunFactory(invited_only=True)
    runs = {"this": run, "another": CourseRunFactory(course=run.course, invited_only=True)}
    run_named = {"run": runs[invitation["run"]]} if invitation else {}
    InvitationFactory(course=run.course, key="", email="aino@hanke.fi", **run_named)
    aino = UserFactory(email="aino@hanke.fi")
    assert refusal_reason(run, aino) == (None if lets_in else Refusal.NOT_INVITED)
    assert refusal_reason(run, UserFactory()) == Refusal.NOT_INVITED
    # The course's own day of opening opens its runs, not those that say so themselves.
    assert refusal_reason(CourseRunFactory(course=run.course), UserFactory()) is None


def test_a_course_wants_a_valid_completion_of_its_prerequisites_whatever_the_run():
    first = CourseRunFactory().course
    run = CourseRunFactory()
    run.course.prerequisites.add(first)
    learner = UserFactory()
    completed_by_another = EnrolmentFactory(run__course=first)
    CompletionFactory(enrolment=completed_by_another)
    assert refusal_reason(run, learner) == Refusal.PREREQUISITES
    EnrolmentFactory(run__course=first, learner=learner)
    assert refusal_reason(run, learner) == Refusal.PREREQUISITES
    done = CompletionFactory(
        enrolment=EnrolmentFactory(run__course=first, learner=learner),
        annulled_at=timezone.now(),
        annulled_reason="väärä henkilö",
    )
    assert refusal_reason(run, learner) == Refusal.PREREQUISITES
    CompletionFactory(enrolment=EnrolmentFactory(run__course=first, learner=learner))
    assert done.annulled_at
    assert refusal_reason(run, learner) is None


def test_every_reason_is_a_sentence():
    for reason in Refusal:
        assert str(reason.label).endswith(".")
