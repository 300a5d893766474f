"""A course that is archived: what the room says first, what closes, and who goes on."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from courses.catalogue.archiving import hanging_on
from courses.catalogue.listing import listed_courses
from courses.enrolling.refusals import Refusal, refusal_reason
from courses.models import Completion, CourseRun, CourseStep
from courses.progress.completing import complete_step
from tests.factories.accounts import EditorFactory, UserFactory
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    WaitingPlaceFactory,
    course_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = EditorFactory(admin_language="en")
    client.force_login(user)
    with translation.override("en"):
        yield user


@pytest.fixture
def page():
    found = course_with(lessons=1)
    CourseStep.objects.filter(course=found.course).update(required=True)
    return found


def test_an_archived_course_closes_to_new_people_and_its_learners_finish(client, editor, page):
    course, elsewhere = page.course, WaitingPlaceFactory()
    run = CourseRunFactory(course=course)
    learner = EnrolmentFactory(run=run)
    EnrolmentFactory(run=run, completed_at=timezone.now())
    WaitingPlaceFactory(run=run)
    over = CourseRunFactory(course=course, archived_at=timezone.now())
    programme = ProgrammeFactory(of=[course])
    later = CourseFactory()
    later.prerequisites.add(course)
    address = reverse("course_archive", args=[course.pk])

    room = client.get(address)
    hanging = room.context["hanging"]
    assert ([one.pk for one in hanging.runs], hanging.studying, hanging.waiting) == ([run.pk], 1, 1)
    assert (hanging.programmes, hanging.leads_to) == ([programme], [later])
    for words in (run.code, programme.code, later.code, "1 learner is in the middle"):
        assert words in room.text
    for unseen in (learner.learner.last_name, over.code, elsewhere.run.code):
        assert unseen not in room.text

    client.post(address, {"deed": "nonsense"})
    assert [one.course for one in listed_courses("fi")] == [course]
    for _twice in range(2):
        client.post(address, {"deed": "archive"})
    assert listed_courses("fi") == []
    today = CourseRun.objects.get(pk=run.pk)
    assert refusal_reason(today, UserFactory()) == Refusal.COURSE_RETIRED
    client.force_login(learner.learner)
    assert "Tätä koulutusta ei enää järjestetä. Sitä opiskelevat" in client.get(page.url).text
    complete_step(learner, CourseStep.objects.current().get(course=course))
    assert Completion.objects.get().enrolment == learner

    client.force_login(editor)
    assert "offered again" in client.post(address, {"deed": "offer"}, follow=True).text
    assert [one.course for one in listed_courses("fi")] == [course]
    history = ModelLogEntry.objects.for_instance(course).order_by("pk")
    told = [(entry.action, entry.user) for entry in history]
    assert told == [("courses.archive", editor), ("courses.offer_again", editor)]
    assert (
        "Archived: no longer offered"
        in client.get(reverse("course:history", args=[course.pk])).text
    )


@pytest.mark.one_engine
def test_what_hangs_on_a_course_is_counted_in_three_queries(django_assert_num_queries):
    course = CourseFactory()
    for wanted in (1, 3):
        while course.runs.count() < wanted:
            WaitingPlaceFactory(run=EnrolmentFactory(run__course=course).run)
        with django_assert_num_queries(3):
            hanging = hanging_on(course)
            assert (hanging.studying, hanging.waiting) == (wanted, wanted)
            assert all(run.organiser.name for run in hanging.runs)
