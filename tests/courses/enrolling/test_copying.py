"""Copying a run to another time, archiving it, and the fields of its form."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.activities.webinars import WebinarSession
from courses.catalogue.copying import copy_run
from courses.catalogue.requirements import StepDate
from courses.catalogue.runs import CourseRun
from courses.enrolling.waiting_places import WaitingPlace
from courses.following.models import ReminderRule
from tests.courses.enrolling.conftest import MARKER
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CompletionFactory,
    CourseRunFactory,
    InvitationFactory,
    WaitingPlaceFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date
HELSINKI = timezone.get_default_timezone()


@pytest.fixture
def whole(ours):
    """A run with one of all that a copy takes along, and of all that it leaves."""
    run = ours.run
    CourseRun.objects.filter(pk=run.pk).update(
        starts_on=DAY(2026, 9, 1),
        ends_on=DAY(2026, 12, 1),
        enrolment_opens_on=DAY(2026, 8, 1),
        seats=30,
        price="150.00",
        payer="Työnantaja",
        invited_only=True,
        languages=["fi", "sv"],
    )
    run.refresh_from_db()
    run.teachers.add(ours.teacher)
    step = run.course.steps.get()
    StepDate.objects.create(run=run, step=step, due_on=DAY(2026, 10, 1))
    ReminderRule.objects.create(run=run, kind="before_end", days=7)
    for cancelled in (None, timezone.now()):
        WebinarSession.objects.create(
            run=run,
            title="Webinaari",
            starts_at=datetime.datetime(2026, 10, 20, 13, 0, tzinfo=HELSINKI),
            ends_at=datetime.datetime(2026, 10, 20, 17, 0, tzinfo=HELSINKI),
            link="https://kokous.example/vanha",
            code="KOODI",
            code_until=timezone.now(),
            cancelled_at=cancelled,
        )
    ours.learner()
    InvitationFactory(course=run.course, run=run)
    return run


def test_a_copy_has_everything_so_many_days_later_but_nobody(ours, whole):
    copy = copy_run(whole, code="KOPIO", days=182)
    assert (copy.starts_on, copy.ends_on) == (DAY(2027, 3, 2), DAY(2027, 6, 1))
    assert (copy.enrolment_opens_on, copy.enrolment_closes_on) == (DAY(2027, 1, 30), None)
    assert (copy.seats, copy.price, copy.payer) == (30, whole.price, "Työnantaja")
    assert (copy.invited_only, copy.languages, copy.copied_from) == (True, ["fi", "sv"], whole)
    assert list(copy.teachers.all()) == [ours.teacher]
    [session] = copy.sessions.all()
    # At one o'clock in winter time, at one o'clock in summer time.
    assert session.starts_at == datetime.datetime(2027, 4, 20, 13, 0, tzinfo=HELSINKI)
    assert (session.link, session.code) == ("", "")
    assert session.uid not in set(whole.sessions.values_list("uid", flat=True))
    assert copy.step_dates.get().due_on == DAY(2027, 4, 1)
    assert copy.reminder_rules.get().days == 7
    assert not copy.enrolments.exists()
    assert not copy.invitations.exists()


def test_a_copy_of_a_standing_run_has_a_time_of_its_own(ours):
    standing = CourseRunFactory(course=ours.run.course, standing=True)
    assert copy_run(standing, code="KOPIO", days=7).standing is False


class TestPages:
    def test_copying_leads_to_the_new_runs_form(self, client, ours, whole):
        client.force_login(ours.staff)
        url = reverse("run:copy", args=[whole.pk])
        assert client.get(url).status_code == 200
        for wrong in (
            {"code": whole.code, "term": "182"},
            {"code": whole.code.swapcase(), "term": "182"},
            {"code": "väli lyönti", "term": "182"},
            {"code": "UUSI", "term": "", "days": ""},
            {"code": "UUSI", "term": "", "days": "99999"},
            {"code": "UUSI", "term": "5"},
        ):
            assert client.post(url, wrong).status_code == 400
        assert not CourseRun.objects.filter(copied_from=whole).exists()
        response = client.post(url, {"code": "UUSI", "term": "", "days": "7"})
        copy = CourseRun.objects.get(copied_from=whole)
        assert response.url == reverse("courserun:edit", args=[copy.pk])
        assert copy.starts_on == DAY(2026, 9, 8)

    def test_archiving_and_back(self, client, ours):
        client.force_login(ours.staff)
        url = reverse("run:archive", args=[ours.run.pk])
        client.post(url, {"deed": "archive"})
        ours.run.refresh_from_db()
        assert ours.run.archived_at is not None
        client.post(url, {"deed": "unarchive"})
        ours.run.refresh_from_db()
        assert ours.run.archived_at is None

    def test_a_second_standing_run_does_not_come_back(self, client, ours):
        old = CourseRunFactory(
            course=ours.run.course,
            organiser=ours.organisation,
            standing=True,
            archived_at=timezone.now(),
        )
        CourseRunFactory(course=ours.run.course, organiser=ours.organisation, standing=True)
        client.force_login(ours.staff)
        response = client.post(reverse("run:archive", args=[old.pk]), {"deed": "unarchive"})
        assert response.status_code == 302
        old.refresh_from_db()
        assert old.archived_at is not None

    @pytest.mark.parametrize("name", ["copy", "archive"])
    def test_others_runs_are_not_there(self, client, ours, theirs, name):
        url = reverse(f"run:{name}", args=[theirs.run.pk])
        for person in (ours.staff, theirs.teacher):
            client.force_login(person)
            assert client.get(url).status_code == 404
            said = {"deed": "archive", "code": f"X-{MARKER}", "term": "182"}
            assert client.post(url, said).status_code == 404
        theirs.run.refresh_from_db()
        assert theirs.run.archived_at is None

    def test_seats_that_are_added_are_offered_at_once(self, client, ours):
        CourseRun.objects.filter(pk=ours.run.pk).update(seats=1)
        ours.learner()
        place = WaitingPlaceFactory(run=ours.run, learner=UserFactory())
        client.force_login(ours.staff)
        said = {
            "code": ours.run.code,
            "languages": ["fi"],
            "seats": "2",
            "has_waiting_list": "on",
            "hours_to_accept": "48",
            "price": "150,50",
            "payer": "Työnantaja",
            "registrar_class": "13",
        }
        response = client.post(reverse("courserun:edit", args=[ours.run.pk]), said)
        assert response.status_code == 302
        ours.run.refresh_from_db()
        assert (ours.run.hours_to_accept, str(ours.run.price)) == (48, "150.50")
        place.refresh_from_db()
        assert place.accept_by - place.offered_at == datetime.timedelta(hours=48)
        assert WaitingPlace.objects.holding_a_seat().count() == 1

    def test_a_code_that_completions_have_stays_with_its_run(self, client, ours, finnish):
        CompletionFactory(enrolment=ours.learner())
        client.force_login(ours.staff)
        address = reverse("courserun:edit", args=[ours.run.pk])
        said = {"languages": ["fi"], "hours_to_accept": "48", "registrar_class": "13"}
        response = client.post(address, said | {"code": "VAPAA-26"})
        [words] = response.context["form"].errors["code"]
        assert words == (
            f"Suorituksissa on jo tämän toteutuksen tunnus: se pysyy muodossa {ours.run.code}."
        )
        assert client.post(address, said | {"code": ours.run.code}).status_code == 302

    @pytest.mark.parametrize(
        ("field", "typed"), [("code", "TAKEN-26"), ("code", "taken-26"), ("seats", "1 000")]
    )
    def test_a_code_taken_and_a_number_with_a_space_are_told(
        self, client, ours, finnish, field, typed
    ):
        CourseRunFactory(code="TAKEN-26")
        client.force_login(ours.staff)
        said = {
            "code": ours.run.code,
            "languages": ["fi"],
            "hours_to_accept": "48",
            "registrar_class": "13",
        }
        response = client.post(reverse("courserun:edit", args=[ours.run.pk]), said | {field: typed})
        assert response.status_code == 400
        [words] = response.context["form"].errors[field]
        assert words in {
            "Tämä tunnus on jo toisella toteutuksella.",
            "Kirjoita kokonaisluku pelkin numeroin, esimerkiksi 1000.",
        }
