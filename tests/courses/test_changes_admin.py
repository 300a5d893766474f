"""Editors note what changed in a course; holders of certificates read it."""

import datetime

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from courses.models import CurriculumChange
from tests.factories.accounts import EditorFactory, UserFactory
from tests.factories.courses import CourseFactory, CourseStepFactory, CurriculumChangeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def editor(client):
    user = EditorFactory(admin_language="en")
    client.force_login(user)
    return user


def form(course, **changes):
    return {
        "course": course.pk,
        "step": "",
        "changed_on": timezone.localdate().isoformat(),
        "version": "2",
        "summary_fi": "Laki 381/2023 on otettu mukaan.",
        "summary_sv": "",
        "summary_en": "",
    } | changes


def add(client, course, **changes):
    return client.post(reverse("curriculumchange:add"), form(course, **changes))


def test_an_editor_notes_a_change_and_stays_known(client, editor):
    step = CourseStepFactory()
    before = timezone.now()

    assert add(client, step.course, step=step.pk).status_code == 302

    change = CurriculumChange.objects.get()
    assert (change.course, change.step, change.noted_by) == (step.course, step, editor)
    assert change.noted_at >= before


def test_mending_a_change_keeps_who_noted_it_and_when(client, editor):
    author = UserFactory()
    change = CurriculumChangeFactory(noted_by=author)
    noted_at = CurriculumChange.objects.get().noted_at
    address = reverse("curriculumchange:edit", args=[change.pk])

    assert client.post(address, form(change.course, summary_fi="Mendattu")).status_code == 302

    change.refresh_from_db()
    assert (change.summary_fi, change.noted_by, change.noted_at) == ("Mendattu", author, noted_at)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"summary_fi": ""}, "summary_fi", id="nothing said"),
        pytest.param({"summary_fi": " \n "}, "summary_fi", id="blanks"),
        pytest.param({"summary_sv": "x" * 2001}, "summary_sv", id="far too much said"),
        pytest.param({"changed_on": "9999-12-31"}, "changed_on", id="a year of no course"),
        pytest.param({"changed_on": "31.2.2026"}, "changed_on", id="no day"),
        pytest.param({"course": "99999999"}, "course", id="no course"),
        pytest.param({"step": "'"}, "step", id="no step"),
    ],
)
def test_what_says_nothing_is_refused_at_its_field(client, editor, changes, field):
    response = client.post(reverse("curriculumchange:add"), form(CourseFactory()) | changes)
    assert list(response.context["form"].errors) == [field]
    assert not CurriculumChange.objects.exists()


def test_a_change_is_not_told_before_it_is_made(client, editor):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    response = add(client, CourseFactory(), changed_on=tomorrow.isoformat())
    assert response.context["form"].errors["changed_on"] == [
        "Write a change down when it has been made."
    ]


def test_a_step_of_another_course_is_refused(client, editor):
    response = add(client, CourseFactory(), step=CourseStepFactory().pk)
    assert response.context["form"].errors["step"] == ["This step is of another course."]


def test_a_retired_course_and_step_stay_on_a_change_that_names_them(client, editor):
    step = CourseStepFactory(course__retired_at=timezone.now(), retired_at=timezone.now())
    change = CurriculumChangeFactory(course=step.course, step=step)
    address = reverse("curriculumchange:edit", args=[change.pk])
    assert client.post(address, form(step.course, step=step.pk)).status_code == 302
    assert add(client, step.course).context["form"].errors["course"]


def test_a_change_is_never_taken_back():
    with pytest.raises(NoReverseMatch):
        reverse("curriculumchange:delete", args=[1])


def test_the_steps_are_offered_in_their_courses(client, editor):
    first = CourseStepFactory(course__code="A-1", titles={"fi": "Ensimmäinen"})
    second = CourseStepFactory(course__code="B-2", titles={"fi": "Toinen"})
    choices = client.get(reverse("curriculumchange:add")).context["form"].fields["step"].choices
    assert list(choices)[1:] == [
        (str(first.course), [(first.pk, "Ensimmäinen")]),
        (str(second.course), [(second.pk, "Toinen")]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(client, editor, django_assert_max_num_queries, count):
    for _number in range(count):
        CurriculumChangeFactory(step=CourseStepFactory())
    client.get(reverse("curriculumchange:index"))
    with django_assert_max_num_queries(19):
        client.get(reverse("curriculumchange:index"))
