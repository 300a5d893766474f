"""What is wrong with a course is found by a task, and leads its editors to the field."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from courses.health.hours import hours_advice
from courses.health.looking import AT_ONCE, look_through, look_where_due
from courses.health.models import CourseHealth
from courses.pages.models import ModulePage
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CourseFactory,
    CoursePageFactory,
    LessonPageFactory,
    ModulePageFactory,
)
from tests.factories.home import in_language, publish


@pytest.fixture
def editor(client):
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.filter(name="Editors"))
    UserProfile.objects.create(user=user, preferred_language="sv")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("credits", "hours", "minutes", "codes"),
    [
        pytest.param(5, 135, 3000, [], id="as it should be"),
        pytest.param(5, 100, 3000, ["credits_and_hours"], id="too few hours"),
        pytest.param(5, 148, 3000, [], id="nearly a tenth more"),
        pytest.param(1, 27, 1680, ["minutes_and_hours"], id="more minutes than hours"),
        pytest.param(5, 135, 60, ["minutes_and_hours"], id="an hour of five credits"),
        pytest.param(5, 135, 0, [], id="no steps yet"),
    ],
)
def test_credits_hours_and_minutes_agree(credits, hours, minutes, codes):
    found = hours_advice(Decimal(credits), hours, minutes)
    assert [one.code for one in found] == codes


def course_of(lessons: int, **fields):
    page = CoursePageFactory(course__credits=1, course__hours=27, course__study_field=11)
    module = ModulePageFactory(parent=page)
    for _number in range(lessons):
        LessonPageFactory(parent=module, minutes=20, required=True, **fields)
    return page


@pytest.mark.django_db
def test_each_finding_is_kept_with_its_place_and_its_words_in_every_language():
    page = course_of(3)
    course, (first, second, third) = page.course, list(page.get_descendants().specific())[1:]
    in_language(page, "sv")
    swedish = in_language(first, "sv")
    in_language(second, "sv", published=False)
    publish(first)
    quotation = {"text": "Kiitos.", "attribution": "Asiakas"}
    module = page.get_children().type(ModulePage).get().specific
    draft = LessonPageFactory(parent=module, published=False, body=[("quotation", quotation)])
    type(third).objects.filter(pk=third.pk).update(review_by=datetime.date(2026, 1, 1))

    rows = look_through(course).findings

    places = {
        (row["code"], row["page"]) for row in rows if row["page"] and row["code"] != "no_sources"
    }
    assert places == {
        ("no_swedish", third.pk),
        ("swedish_is_draft", second.get_translation(swedish.locale).pk),
        ("older_than_source", swedish.pk),
        ("no_text", draft.pk),
        ("review_passed", third.pk),
    }
    assert all(set(row["words"]) == {"fi", "sv", "en"} for row in rows)
    assert next(row for row in rows if row["code"] == "review_passed")["field"] == "review_by"
    assert next(row for row in rows if row["code"] == "no_text")["level"] == "stop"


@pytest.mark.django_db
def test_a_course_that_nobody_can_complete_is_mended_first(client, editor):
    page = CoursePageFactory(course__study_field=None)

    health = look_through(page.course)

    first = health.findings[0]
    assert (first["code"], first["level"], first["page"]) == ("cannot_complete", "stop", None)
    shown = client.get(reverse("course_health", args=[page.course_id])).content.decode()
    assert reverse("course_rules", args=[page.course_id]) in shown
    assert f"{reverse('course:edit', args=[page.course_id])}#:w:contentpath=study_field" in shown
    assert first["words"]["sv"] in shown, "in the language in which the editor reads the admin"


@pytest.mark.django_db
def test_courses_are_looked_through_when_they_change_and_once_a_day():
    pages = [CoursePageFactory() for _number in range(AT_ONCE + 1)]
    retired = CoursePageFactory(course__retired_at=timezone.now())
    CourseFactory()
    now = timezone.now()

    assert [look_where_due(now) for _time in range(3)] == [AT_ONCE, 1, 0]
    publish(pages[0])
    assert look_where_due(now) == 1
    CourseHealth.objects.filter(course=pages[1].course).update(
        looked_at=now - datetime.timedelta(days=1)
    )
    assert look_where_due(now) == 1
    assert not CourseHealth.objects.filter(course=retired.course).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_rooms_cost_the_same_however_much_is_wrong(
    client, editor, count, django_assert_num_queries
):
    page = course_of(count)
    for _number in range(count - 1):
        look_through(CoursePageFactory().course)
    look_through(page.course)
    addresses = [reverse("course_health", args=[page.course_id]), reverse("courses_health")]
    for address in addresses:
        client.get(address)

    with translation.override("sv"), django_assert_num_queries(25):
        shown = [client.get(address) for address in addresses]

    assert max(len(matter.places) for matter in shown[0].context["advice"]) >= count
    assert len(shown[1].context["rows"]) == count


@pytest.mark.django_db
def test_an_editor_has_a_course_looked_through_again(client, editor):
    page = course_of(1)
    address = reverse("course_health", args=[page.course_id])
    assert client.get(address).context["health"] is None

    assert client.post(address).url == address

    assert client.get(address).context["health"].outline_version == (
        type(page.course).objects.get(pk=page.course_id).outline_version
    )
