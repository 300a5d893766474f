"""Course runs in the admin: every address of the room, visited with somebody else's run."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from courses.catalogue.admin import CourseRunViewSet
from courses.models import CourseRun
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.courses import CourseRunFactory

pytestmark = pytest.mark.django_db

# Session, user, groups' permissions, office; count, runs; what Wagtail asks for its frame.
QUERIES = 8
NAMES = [pattern.name for pattern in CourseRunViewSet().get_urlpatterns()]
OF_ONE = ["edit", "history", "history_results"]


def address(name, run=None):
    return reverse(f"courserun:{name}", args=[run.pk] if run else [])


def fields(run, **changes):
    return {
        "course": run.course.pk,
        "organiser": run.organiser.pk,
        "code": run.code,
        "languages": ["fi"],
        "enrolment_opens_on": "",
        "enrolment_closes_on": "",
        "starts_on": "2026-09-01",
        "ends_on": "2026-12-01",
        "seats": "30",
        "has_waiting_list": "on",
        "hours_to_accept": "72",
        "registrar_class": "13",
        "teachers": [],
    } | changes


def test_no_address_is_left_out_of_these_tests():
    assert {*NAMES} == {"index", "index_results", "add", *OF_ONE}


@pytest.mark.parametrize("name", ["index", "index_results"])
def test_lists_hold_ones_own_runs(client, ours, theirs, name):
    client.force_login(ours.staff)
    for query in ({}, {"q": "TKK"}, {"q": theirs.run.code}):
        page = client.get(address(name), query).content.decode()
        assert theirs.organisation.name not in page
        assert address("edit", theirs.run) not in page
    assert ours.run.code in client.get(address(name)).content.decode()


@pytest.mark.parametrize("name", OF_ONE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_run_is_not_there(client, ours, theirs, name, method):
    client.force_login(ours.staff)
    before = CourseRun.objects.filter(pk=theirs.run.pk).values().get()
    response = getattr(client, method)(address(name, theirs.run), fields(ours.run, code="X"))
    assert response.status_code in (404, 405)
    assert theirs.run.code not in response.content.decode()
    assert CourseRun.objects.filter(pk=theirs.run.pk).values().get() == before


@pytest.mark.parametrize("name", OF_ONE)
def test_ones_own_run_opens(client, ours, name):
    client.force_login(ours.staff)
    assert client.get(address(name, ours.run)).status_code == 200


def test_changes_are_saved(client, ours):
    client.force_login(ours.staff)
    response = client.post(address("edit", ours.run), fields(ours.run, seats="12"))
    assert response.status_code == 302
    ours.run.refresh_from_db()
    assert (ours.run.seats, ours.run.languages) == (12, ["fi"])


def test_a_run_keeps_its_course_and_organiser(client, ours, theirs):
    client.force_login(ours.staff)
    client.post(address("edit", ours.run), fields(ours.run, organiser=theirs.organisation.pk))
    ours.run.refresh_from_db()
    assert ours.run.organiser == ours.organisation


def test_a_new_run_belongs_to_ones_own_organisation(client, ours, theirs):
    client.force_login(ours.staff)
    foreign = fields(ours.run, code="UUSI-1", organiser=theirs.organisation.pk)
    response = client.post(address("add"), foreign)
    assert response.status_code == 400
    assert not CourseRun.objects.filter(code="UUSI-1").exists()
    assert client.post(address("add"), fields(ours.run, code="UUSI-2")).status_code == 302
    assert CourseRun.objects.get(code="UUSI-2").organiser == ours.organisation


def test_the_form_offers_ones_own_organisations_and_teachers(client, ours, theirs):
    teacher = MembershipFactory(organisation=ours.organisation, role=Membership.Role.TEACHER).user
    foreign = MembershipFactory(organisation=theirs.organisation, role=Membership.Role.TEACHER).user
    client.force_login(ours.staff)
    form = client.get(address("add")).context["form"]
    assert set(form.fields["organiser"].queryset) == {ours.organisation}
    assert set(form.fields["teachers"].queryset) == {ours.staff, teacher}
    chosen = fields(ours.run, teachers=[foreign.pk])
    assert client.post(address("edit", ours.run), chosen).status_code == 400
    assert not ours.run.teachers.exists()


def test_mistakes_are_told_at_their_fields(client, ours, theirs):
    client.force_login(ours.staff)
    wrong = fields(ours.run, code=theirs.run.code, seats="0", ends_on="2026-01-01")
    response = client.post(address("edit", ours.run), wrong)
    assert response.status_code == 400
    assert "code" in response.context["form"].errors


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [None, Membership.Role.TEACHER, Membership.Role.MEMBER])
def test_others_do_not_enter(client, ours, name, role):
    user = UserFactory()
    if role:
        MembershipFactory(user=user, organisation=ours.organisation, role=role)
    client.force_login(user)
    response = client.get(address(name, ours.run if name in OF_ONE else None))
    assert response.status_code in (302, 404)
    assert ours.run.code not in response.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_administrators_enter_everywhere(client, theirs, name):
    client.force_login(AdministratorFactory())
    assert client.get(address(name, theirs.run if name in OF_ONE else None)).status_code == 200


def test_a_teacher_in_one_house_and_staff_in_another_keeps_the_latter_only(client, ours, theirs):
    MembershipFactory(
        user=ours.staff, organisation=theirs.organisation, role=Membership.Role.TEACHER
    )
    client.force_login(ours.staff)
    assert client.get(address("edit", theirs.run)).status_code == 404
    assert client.get(address("edit", ours.run)).status_code == 200


def test_the_site_history_tells_staff_of_no_foreign_run(client, ours, theirs):
    them = Client()
    them.force_login(theirs.staff)
    assert them.post(address("edit", theirs.run), fields(theirs.run, seats="5")).status_code == 302
    client.force_login(ours.staff)
    response = client.get(reverse("wagtailadmin_reports:site_history"), follow=True)
    assert theirs.run.code not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(client, ours, django_assert_num_queries, count):
    CourseRunFactory.create_batch(count, organiser=ours.organisation)
    client.force_login(ours.staff)
    client.get(address("index_results"))
    with django_assert_num_queries(QUERIES):
        client.get(address("index_results"))


def test_a_second_standing_run_is_refused_at_its_field(client, ours):
    CourseRunFactory(course=ours.run.course, organiser=ours.run.organiser, standing=True)
    client.force_login(ours.staff)
    response = client.post(address("edit", ours.run), fields(ours.run, standing="on"))
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"standing"}
    ours.run.refresh_from_db()
    assert not ours.run.standing


def test_a_standing_run_of_another_house_stands_in_nobodys_way(client, ours):
    CourseRunFactory(course=ours.run.course, standing=True)
    client.force_login(ours.staff)
    client.post(address("edit", ours.run), fields(ours.run, standing="on"))
    ours.run.refresh_from_db()
    assert ours.run.standing


def test_the_only_organisation_is_chosen_and_saving_leads_into_the_run(client, ours):
    client.force_login(ours.staff)
    form = client.get(address("add")).context["form"]
    assert form["organiser"].value() == ours.organisation.pk
    response = client.post(address("add"), fields(ours.run, code="UUSI-27", standing=""))
    made = CourseRun.objects.get(code="UUSI-27")
    assert response.url == reverse("run:enrolments", args=[made.pk])
    second = MembershipFactory(user=ours.staff)
    assert second.organisation != ours.organisation
    assert client.get(address("add")).context["form"]["organiser"].value() is None
