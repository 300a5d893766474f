"""What editors make courses, programmes and invitations with."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS
from django.urls import NoReverseMatch, reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.catalogue.invitations import Invitation
from courses.catalogue.models import Course, StudyField
from courses.catalogue.programmes import Programme
from courses.health.checks import findings_of_course
from home.findings import Level
from tests.editing import said
from tests.factories.accounts import EditorFactory, OrganisationFactory, UserFactory
from tests.factories.courses import (
    CataloguePageFactory,
    CourseFactory,
    CourseRunFactory,
    InvitationFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = EditorFactory(admin_language="en")
    client.force_login(user)
    return user


# --- Courses ---------------------------------------------------------------------------


def course_form(**changes):
    return {
        "code": "TT-2027",
        "credits": "2",
        "hours": "54",
        "scale": "pass_fail",
        "study_field": "11",
        "curriculum_version": "1",
        "access": "enrol",
        "opens_to_all_on": "",
        "form": "own_pace",
    } | changes


def test_an_editor_makes_a_course(client, editor):
    response = client.post(reverse("course:add"), course_form())

    assert response.status_code == 302
    course = Course.objects.get(code="TT-2027")
    assert (course.credits, course.hours, course.retired_at) == (2, 54, None)
    assert course.study_field == StudyField.HEALTH


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"credits": "0"}, "A course gives more than zero credits."),
        ({"opens_to_all_on": "2027-01-31"}, "Only an invited course has a day when it opens"),
        ({"code": "TAKEN"}, "already exists"),
        ({"code": "taken"}, "has this code in other letters"),
    ],
)
def test_a_course_that_cannot_be_is_refused_in_words(client, editor, changes, complaint):
    CourseFactory(code="TAKEN")

    response = client.post(reverse("course:add"), course_form(**changes))

    assert complaint in response.text
    assert NON_FIELD_ERRORS not in response.context["form"].errors, "it leads to no field"
    assert Course.objects.count() == 1


def test_courses_do_not_wait_for_each_other(client, editor):
    first, middle, last = (CourseFactory(code=code) for code in ("TT-1", "TT-2", "TT-3"))
    middle.prerequisites.add(first)
    last.prerequisites.add(middle)
    change = reverse("course:edit", args=[first.pk])

    refused = client.post(change, course_form(code="TT-1", prerequisites=[last.pk]))

    assert refused.status_code == 400
    assert "itself asks for this course" in refused.text
    assert not first.prerequisites.exists()
    # What came by another way is told by the course's health.
    first.prerequisites.add(last)
    found = {one.code: one for one in findings_of_course(first)}
    assert (found["circle"].level, found["circle"].field) == (Level.STOP, "prerequisites")
    first.prerequisites.clear()
    assert "circle" not in {one.code for one in findings_of_course(last)}
    assert client.post(change, course_form(code="TT-1")).status_code == 302


def test_a_new_course_leads_to_its_page_and_to_what_disagrees(client, editor):
    catalogue = CataloguePageFactory()

    response = client.post(reverse("course:add"), course_form(hours="9"))

    heard = said(response)
    page = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", catalogue.pk])
    course = Course.objects.get(code="TT-2027")
    assert page in heard
    assert f"{reverse('course:edit', args=[course.pk])}#:w:contentpath=hours" in heard


@pytest.mark.parametrize("name", ["course", "programme"])
def test_what_completions_point_at_has_no_address_for_deleting_it(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"{name}:delete", args=[1])


@pytest.mark.parametrize("name", ["course", "programme", "invitation"])
def test_editors_find_what_they_look_for(client, editor, name):
    course = CourseFactory(code="TT-1", name="Työkyvyn tuki")
    ProgrammeFactory(code="TT-OHJELMA", of=[course])
    InvitationFactory(course=course, key="TT-AVAIN")

    response = client.get(reverse(f"{name}:index"), {"q": "TT"})

    assert response.status_code == 200
    assert {"course": "Työkyvyn tuki", "programme": "TT-OHJELMA", "invitation": "TT-AVAIN"}[
        name
    ] in response.text


@pytest.mark.parametrize("name", ["course", "programme", "invitation"])
def test_learners_and_other_staff_do_not_come_here(client, name):
    client.force_login(UserFactory())

    assert client.get(reverse(f"{name}:index")).status_code in (302, 403)


# --- Programmes ------------------------------------------------------------------------


def programme_form(courses, initial=(), **changes):
    rows = [
        {"id": str(place.pk) if place else "", "course": str(course.pk)}
        for course, place in courses
    ]
    return nested_form_data(
        {
            "code": "TKK",
            "name_fi": "Työkykykoordinaattorikoulutus",
            "name_sv": "",
            "name_en": "",
            "places": inline_formset(rows, initial=len(initial)),
        }
        | changes
    )


def test_an_editor_makes_a_programme(client, editor):
    first, second = CourseFactory(), CourseFactory()

    response = client.post(
        reverse("programme:add"), programme_form([(first, None), (second, None)])
    )

    assert response.status_code == 302
    programme = Programme.objects.get()
    assert programme.names == {"fi": "Työkykykoordinaattorikoulutus"}
    assert [place.course for place in programme.places.all()] == [first, second]


def test_two_courses_of_a_programme_change_places(client, editor):
    first, second = CourseFactory(), CourseFactory()
    programme = ProgrammeFactory(code="TKK", of=[first, second])
    places = list(programme.places.all())

    response = client.post(
        reverse("programme:edit", args=[programme.pk]),
        programme_form([(second, places[1]), (first, places[0])], initial=places),
    )

    assert response.status_code == 302
    assert [place.course for place in Programme.objects.get().places.all()] == [second, first]


def test_a_course_is_in_a_programme_once(client, editor):
    course = CourseFactory()

    response = client.post(
        reverse("programme:add"), programme_form([(course, None), (course, None)])
    )

    assert "Please correct the duplicate values below." in response.text
    assert not Programme.objects.exists()


# --- Invitations -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"key": " kevät-2027 "}, {"key": "KEVÄT-2027"}),
        ({"email": "Aino.Oppija@Esimerkki.FI"}, {"email": "aino.oppija@esimerkki.fi"}),
        ({"email_domain": "@Esimerkki.fi"}, {"email_domain": "esimerkki.fi"}),
    ],
)
def test_an_invitation_is_kept_in_the_letters_that_it_is_compared_by(client, editor, typed, kept):
    course = CourseFactory()
    blank = {"course": course.pk, "email": "", "email_domain": "", "organisation": "", "key": ""}

    response = client.post(reverse("invitation:add"), blank | typed)

    assert response.status_code == 302
    assert Invitation.objects.filter(course=course, **kept).count() == 1


def test_an_invitation_names_one_thing(client, editor):
    organisation = OrganisationFactory()
    fields = {"course": CourseFactory().pk, "email": "", "email_domain": "", "key": "AVAIN-1"}

    response = client.post(reverse("invitation:add"), fields | {"organisation": organisation.pk})

    assert "Name one: an address, a domain, an organisation or a key." in response.text
    assert not Invitation.objects.exists()


def test_a_key_that_is_soon_guessed_is_refused(client, editor):
    course = CourseFactory()
    sent = {"course": course.pk, "key": " ab12 "}

    response = client.post(reverse("invitation:add"), sent)

    assert response.status_code == 400
    assert "A key has 6 characters at least" in response.text
    assert not Invitation.objects.exists()
    assert client.post(reverse("invitation:add"), sent | {"key": "ab1234"}).status_code == 302
    assert Invitation.objects.get().key == "AB1234"


def test_a_short_key_from_before_stays_while_nobody_changes_it(client, editor):
    old = InvitationFactory(course=CourseFactory(), key="AB12")
    url = reverse("invitation:edit", args=[old.pk])

    assert client.post(url, {"course": old.course_id, "key": "AB12"}).status_code == 302
    assert client.post(url, {"course": old.course_id, "key": "CD34"}).status_code == 400
    old.refresh_from_db()
    assert old.key == "AB12"


def test_invitations_to_runs_are_none_of_an_editors(client, editor):
    run = CourseRunFactory()
    shown = InvitationFactory(course=run.course, key="KOKO-JAKSO")
    hidden = InvitationFactory(course=run.course, run=run, key="AJON-AVAIN")

    for asked in ({}, {"q": "A"}, {"course": run.course_id}):
        for name in ("index", "index_results"):
            page = client.get(reverse(f"invitation:{name}"), asked)
            assert "KOKO-JAKSO" in page.text
            assert "AJON-AVAIN" not in page.text
    for name in ("edit", "delete", "history", "history_results"):
        assert client.get(reverse(f"invitation:{name}", args=[shown.pk])).status_code == 200
        assert client.get(reverse(f"invitation:{name}", args=[hidden.pk])).status_code == 404
    changed = {"course": run.course_id, "key": "MUU"}
    for name in ("edit", "delete"):
        url = reverse(f"invitation:{name}", args=[hidden.pk])
        assert client.post(url, changed).status_code == 404
    hidden.refresh_from_db()
    assert hidden.key == "AJON-AVAIN"
    with pytest.raises(NoReverseMatch):
        reverse("invitation:usage", args=[shown.pk])
