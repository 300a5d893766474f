"""A programme's run: made in one go, enrolled on as one, withdrawn from as one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.copying import make_programme_run
from courses.catalogue.programmes import ProgrammeRun
from courses.catalogue.runs import CourseRun
from courses.enrolling.enrol import enrol, move
from courses.enrolling.key_tries import PERSON
from courses.enrolling.models import Enrolment, ProgrammeEnrolment
from courses.enrolling.programmes import enrol_on_programme, withdraw_from_programme
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal
from tests.courses.enrolling.conftest import MARKER
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
    course_with,
)

pytestmark = pytest.mark.django_db

DATES = {"starts_on": "2027-01-11", "ends_on": "2027-05-28"}


@pytest.fixture
def programme(db):
    return ProgrammeFactory(of=[course_with().course, course_with().course])


@pytest.fixture
def programme_run(programme, ours):
    terms = {"seats": 2, "registrar_class": 13}
    return make_programme_run(
        programme=programme, organiser=ours.organisation, code="TKK-2027", terms=terms
    )


def fields(programme, organisation, **changes):
    return (
        {
            "programme": programme.pk,
            "organiser": organisation.pk,
            "code": "TKK-2027",
            "enrolment_opens_on": "",
            "enrolment_closes_on": "",
            "seats": "30",
            "registrar_class": "13",
        }
        | DATES
        | changes
    )


class TestAdmin:
    def test_a_run_of_each_course_is_made_in_one_go(self, client, ours, programme):
        client.force_login(ours.staff)
        response = client.post(reverse("programmerun:add"), fields(programme, ours.organisation))
        assert response.status_code == 302
        made = ProgrammeRun.objects.get()
        runs = made.runs.order_by("pk")
        assert [run.course for run in runs] == [
            place.course for place in programme.places.order_by("position")
        ]
        assert {(str(run.starts_on), run.seats, run.organiser) for run in runs} == {
            ("2027-01-11", 30, ours.organisation)
        }
        assert runs[0].code == f"TKK-2027-{runs[0].course.code}"
        again = client.post(reverse("programmerun:add"), fields(programme, ours.organisation))
        assert again.context["form"].errors.keys() == {"code"}
        small = fields(programme, ours.organisation, code="tkk-2027")
        again = client.post(reverse("programmerun:add"), small)
        assert again.context["form"].errors.keys() == {"code"}

    @pytest.mark.parametrize(
        ("changes", "wrong"),
        [
            ({"ends_on": "2027-01-10"}, "ends_on"),
            ({"starts_on": ""}, "starts_on"),
            ({"seats": "0"}, "seats"),
            ({"code": "välilyönti tässä"}, "code"),
            ({"code": "x" * 40}, "code"),
        ],
    )
    def test_mistakes_are_told_and_nothing_is_made(self, client, ours, programme, changes, wrong):
        client.force_login(ours.staff)
        before = CourseRun.objects.count()
        said = fields(programme, ours.organisation, **changes)
        page = client.post(reverse("programmerun:add"), said)
        assert page.context["form"].errors.keys() == {wrong}
        assert not ProgrammeRun.objects.exists()
        assert CourseRun.objects.count() == before

    def test_another_organisations_is_not_there(self, client, ours, theirs, programme):
        foreign = ProgrammeRunFactory(
            programme=programme, organiser=theirs.organisation, code=f"KOKO-{MARKER}"
        )
        client.force_login(ours.staff)
        for name in ("index", "index_results"):
            assert MARKER not in client.get(reverse(f"programmerun:{name}")).text
        for name in ("edit", "history", "history_results"):
            url = reverse(f"programmerun:{name}", args=[foreign.pk])
            assert client.get(url).status_code == 404
            assert client.post(url, {"code": "X"}).status_code in (404, 405)
        said = fields(programme, theirs.organisation)
        page = client.post(reverse("programmerun:add"), said)
        assert page.context["form"].errors.keys() == {"organiser"}
        assert MARKER not in client.get(reverse("programmerun:add")).text

    def test_it_is_archived_and_keeps_its_organiser(self, client, ours, theirs, programme_run):
        client.force_login(ours.staff)
        said = {"code": "TKK-UUSI", "archived": "on", "organiser": theirs.organisation.pk}
        client.post(reverse("programmerun:edit", args=[programme_run.pk]), said)
        programme_run.refresh_from_db()
        assert (programme_run.code, programme_run.organiser) == ("TKK-UUSI", ours.organisation)
        assert programme_run.archived_at is not None
        with pytest.raises(EnrolmentRefusedError):
            enrol_on_programme(programme_run=programme_run, learner=UserFactory(), consents=False)


class TestEnrolling:
    def test_one_enrolment_is_for_all_the_runs(self, programme_run):
        learner = UserFactory()
        enrolment = enrol_on_programme(programme_run=programme_run, learner=learner, consents=True)
        mine = Enrolment.objects.filter(learner=learner)
        assert {one.run for one in mine} == set(programme_run.runs.all())
        assert {one.programme_enrolment for one in mine} == {enrolment}
        assert all(one.consented_at for one in mine)
        with pytest.raises(EnrolmentRefusedError) as twice:
            enrol_on_programme(programme_run=programme_run, learner=learner, consents=True)
        assert twice.value.reason == Refusal.ALREADY_ENROLLED

    def test_one_run_that_refuses_refuses_the_whole(self, programme_run):
        last = programme_run.runs.order_by("-pk").first()
        EnrolmentFactory.create_batch(2, run=last)
        learner = UserFactory(first_name="")
        with pytest.raises(EnrolmentRefusedError) as refusal:
            enrol_on_programme(
                programme_run=programme_run,
                learner=learner,
                consents=True,
                details={"first_name": "Inga"},
            )
        assert (refusal.value.reason, refusal.value.run) == (Refusal.FULL, last)
        assert not Enrolment.objects.filter(learner=learner).exists()
        assert not ProgrammeEnrolment.objects.exists()
        learner.refresh_from_db()
        assert learner.first_name == ""

    def test_courses_of_the_programme_do_not_wait_for_each_other(self, programme_run):
        first, second = programme_run.runs.order_by("pk")
        second.course.prerequisites.add(first.course)
        assert enrol_on_programme(
            programme_run=programme_run, learner=UserFactory(), consents=False
        ).pk
        second.course.prerequisites.add(CourseFactory())
        with pytest.raises(EnrolmentRefusedError) as refusal:
            enrol_on_programme(programme_run=programme_run, learner=UserFactory(), consents=False)
        assert refusal.value.reason == Refusal.PREREQUISITES

    def test_withdrawing_frees_every_run_but_those_completed(self, programme_run):
        learner = UserFactory()
        enrolment = enrol_on_programme(programme_run=programme_run, learner=learner, consents=False)
        first, second = enrolment.enrolments.order_by("pk")
        Enrolment.objects.filter(pk=first.pk).update(completed_at=timezone.now())
        withdraw_from_programme(enrolment)
        again = withdraw_from_programme(enrolment)
        first.refresh_from_db()
        second.refresh_from_db()
        assert again.withdrawn_at is not None
        assert (first.withdrawn_at, second.withdrawn_at is not None) == (None, True)

    def test_a_moved_course_stays_in_the_programme(self, programme_run, ours):
        enrolment = enrol_on_programme(
            programme_run=programme_run, learner=UserFactory(), consents=False
        )
        one = enrolment.enrolments.first()
        to = CourseRunFactory(course=one.run.course, organiser=ours.organisation)
        assert move(one, to=to, by=ours.staff).programme_enrolment == enrolment


class TestPages:
    def test_from_the_course_page_to_my_studies(self, client, programme_run):
        learner = UserFactory()
        client.force_login(learner)
        url = reverse("courses:enrol_programme", args=[programme_run.pk])
        run = programme_run.runs.first()
        course_page = run.course.pages.get()
        assert url in client.get(course_page.url).text
        assert url in client.get(course_page.get_parent().url).text
        page = client.get(url)
        assert all(one.code in page.text for one in programme_run.runs.all())
        done = client.post(url, {"consents": "on"}, follow=True)
        assert done.redirect_chain == [(reverse("courses:my_studies"), 302)]
        enrolment = ProgrammeEnrolment.objects.get()
        leaving = reverse("courses:withdraw_programme", args=[enrolment.pk])
        assert leaving in done.text
        assert url not in client.get(course_page.url).text
        client.post(leaving)
        assert not Enrolment.objects.active().exists()
        assert client.post(leaving).status_code == 404

    def test_a_refusal_names_the_course(self, client, programme_run):
        learner = UserFactory()
        client.force_login(learner)
        run = programme_run.runs.order_by("pk").last()
        enrol(run=run, learner=learner, consents=False)
        url = reverse("courses:enrol_programme", args=[programme_run.pk])
        page = client.post(url, {"consents": "on"})
        assert page.status_code == 409
        assert page.context["refusal"].run == run
        assert Enrolment.objects.count() == 1

    def test_an_invitation_is_asked_by_its_key(self, client, programme_run):
        programme_run.runs.update(invited_only=True)
        client.force_login(UserFactory())
        url = reverse("courses:enrol_programme", args=[programme_run.pk])
        assert "key" in client.get(url).context["form"].fields
        assert client.post(url, {"key": "ARVAUS"}).status_code == 409
        assert not Enrolment.objects.exists()

    def test_guessing_keys_is_told_how_long_to_wait(self, client, programme_run):
        programme_run.runs.update(invited_only=True)
        client.force_login(UserFactory())
        url = reverse("courses:enrol_programme", args=[programme_run.pk])
        for number in range(PERSON.times):
            assert client.post(url, {"key": f"ARVAUS-{number}"}).status_code == 409
        stopped = client.post(url, {"key": "ARVAUS"})
        assert stopped.status_code == 429
        assert 0 < int(stopped.headers["Retry-After"]) <= PERSON.seconds

    def test_a_run_without_courses_is_not_there(self, client):
        client.force_login(UserFactory())
        empty = ProgrammeRunFactory()
        url = reverse("courses:enrol_programme", args=[empty.pk])
        assert client.get(url).status_code == 404
