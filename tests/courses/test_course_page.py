"""A course's page: what it is, who holds it, and the one thing to do next."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from courses.catalogue.models import Course
from courses.enrolling.refusals import Refusal
from courses.progress.completing import complete_step
from home.hyphens import soften
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.courses import (
    CourseRunFactory,
    EnrolmentFactory,
    InvitationFactory,
    LessonPageFactory,
    ModulePageFactory,
    ProgrammeFactory,
    course_with,
    lessons_of,
)
from tests.factories.home import in_language

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def page(db):
    """An enrolment course of two modules with two lessons each, without runs."""
    return course_with(modules=2, lessons=2)


@pytest.fixture
def learner(client):
    """Somebody signed in."""
    learner = UserFactory()
    client.force_login(learner)
    return learner


def enrol_url(run):
    return reverse("courses:enrol", args=[run.pk])


def action_of(client, page):
    """The next action on the page; there is one accented button at most."""
    response = client.get(page.url)
    assert response.status_code == 200
    action = response.context["action"]
    assert action.heading in response.text
    assert response.text.count("button--next") == (1 if action.href else 0)
    return action


def test_the_page_tells_what_the_course_is(client, page):
    response = client.get(page.url)
    for words in (page.title, page.summary, page.course.code, "2 op", "54"):
        assert words in response.text
    for lesson in lessons_of(page):
        assert lesson.title in response.text
        assert f'href="{lesson.url}"' in response.text
    assert [row["label"] for row in response.context["modules"]] == [
        module.title for module in page.get_children()
    ]


def test_a_course_in_a_programme_says_which_part_it_is(client, page):
    other = course_with()
    programme = ProgrammeFactory(of=[other.course, page.course])
    place = client.get(page.url).context["place"]
    assert (place.programme, place.number, place.total) == (programme, 2, 2)
    text = client.get(page.url).text
    assert soften(programme.name, "fi") in text
    assert f'href="{other.url}"' in text
    assert client.get(course_with().url).context["place"] is None


def test_a_visitor_is_led_to_sign_in_and_then_to_the_standing_run(client, page):
    standing = CourseRunFactory(course=page.course, standing=True)
    CourseRunFactory(course=page.course)
    action = action_of(client, page)
    assert action.href.startswith(reverse("account_login"))
    assert f"next=%2Ffi%2Fopinnot%2Filmoittaudu%2F{standing.pk}%2F" in action.href
    assert action.other_href == ""


def test_a_visitor_of_an_open_course_may_read_at_once(client, page):
    Course.objects.update(access="open")
    CourseRunFactory(course=page.course, standing=True)
    action = action_of(client, page)
    assert action.href.startswith(reverse("account_login"))
    assert action.other_href == lessons_of(page)[0].url


def test_an_open_course_without_a_run_is_for_reading(client, page, learner):
    Course.objects.update(access="open")
    assert action_of(client, page).href == lessons_of(page)[0].url


def test_the_only_open_run_is_offered(client, page, learner):
    CourseRunFactory(course=page.course, enrolment_closes_on=YESTERDAY)
    run = CourseRunFactory(course=page.course)
    assert action_of(client, page).href == enrol_url(run)


def test_of_several_open_runs_the_person_chooses(client, page, learner):
    runs = CourseRunFactory.create_batch(2, course=page.course)
    assert action_of(client, page).href == "#runs"
    text = client.get(page.url).text
    assert 'id="runs"' in text
    assert all(f'href="{enrol_url(run)}"' in text for run in runs)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"seats": 1, "has_waiting_list": False}, "Full", id="full"),
        pytest.param({"enrolment_closes_on": YESTERDAY}, "Enrolment closed", id="closed"),
        pytest.param(
            {"enrolment_opens_on": datetime.date(2999, 5, 1)},
            "Enrolment opens on %(day)s",
            id="not yet open",
        ),
    ],
)
def test_where_nobody_may_enrol_the_reason_is_said(client, page, learner, fields, words):
    run = CourseRunFactory(course=page.course, **fields)
    EnrolmentFactory(run=run)
    action = action_of(client, page)
    assert action.href == ""
    text = client.get(page.url).text
    assert action.text in text
    assert gettext(words) % {"day": "1.5.2999"} in text
    assert enrol_url(run) not in text


def test_a_course_without_runs_says_so(client, page, learner):
    assert action_of(client, page).href == ""


def test_runs_that_are_over_or_archived_are_not_shown(client, page):
    over = CourseRunFactory(course=page.course, ends_on=YESTERDAY)
    archived = CourseRunFactory(course=page.course, archived_at=timezone.now())
    elsewhere = CourseRunFactory()
    text = client.get(page.url).text
    for run in (over, archived, elsewhere):
        assert run.organiser.name not in text


def test_who_is_not_invited_is_led_to_the_key(client, page, learner):
    Course.objects.update(access="invited")
    InvitationFactory(course=page.course, key="SALAINEN-AVAIN")
    run = CourseRunFactory(course=page.course)
    action = action_of(client, page)
    assert action.text == Refusal.NOT_INVITED.label
    assert action.href == enrol_url(run)
    assert "SALAINEN-AVAIN" not in client.get(page.url).text


def test_who_is_invited_enrols(client, page, learner):
    Course.objects.update(access="invited")
    membership = MembershipFactory(user=learner, role="member")
    InvitationFactory(course=page.course, key="", organisation=membership.organisation)
    run = CourseRunFactory(course=page.course)
    action = action_of(client, page)
    assert action.text != Refusal.NOT_INVITED.label
    assert action.href == enrol_url(run)


def test_a_learner_begins_continues_and_sees_the_path(client, page, learner):
    enrolment = EnrolmentFactory(run__course=page.course, learner=learner)
    lessons = lessons_of(page)
    go_on = reverse("courses:continue", args=[enrolment.pk])
    assert action_of(client, page).href == go_on
    assert client.get(go_on).url == lessons[0].url
    client.get(lessons[0].url)
    complete_step(enrolment, page.course.steps.get(key=lessons[0].translation_key))
    action = action_of(client, page)
    assert client.get(action.href).url == lessons[1].url
    assert action.step.title == lessons[1].title
    assert action.fits
    response = client.get(page.url)
    assert response.context["reading"].standing.percent == 25
    assert [row["state"] for row in response.context["modules"]] == ["current", "ahead"]
    assert response.context["modules"][0]["href"] == lessons[1].url


def test_another_learners_progress_is_not_shown(client, page, learner):
    other = EnrolmentFactory(run__course=page.course, learner__last_name="Salattu")
    for step in page.course.steps.all():
        complete_step(other, step)
    response = client.get(page.url)
    assert response.context["reading"].enrolment is None
    assert [row["done"] for row in response.context["modules"]] == [0, 0]
    assert "Salattu" not in response.text


def test_who_has_completed_is_led_to_the_certificate(client, page, learner):
    LessonPageFactory(parent=ModulePageFactory(parent=page), required=True)
    enrolment = EnrolmentFactory(run__course=page.course, learner=learner)
    complete_step(enrolment, page.course.steps.get(required=True))
    assert action_of(client, page).href == reverse("courses:completed", args=[enrolment.pk])


def test_who_has_completed_is_on_the_way_nowhere(client, page, learner):
    """The exam alone may complete a course; a share of lessons read would say less than that."""
    EnrolmentFactory(learner=learner, run__course=page.course, completed_at=timezone.now())

    response = client.get(page.url)

    assert {module["state"] for module in response.context["modules"]} == {"ahead"}
    assert gettext("Completed") in response.text
    assert "0 / 4" not in response.text


def test_after_withdrawing_one_may_enrol_again(client, page, learner):
    enrolment = EnrolmentFactory(
        run__course=page.course, learner=learner, withdrawn_at=timezone.now()
    )
    assert action_of(client, page).href == enrol_url(enrolment.run)


def test_an_enrolled_learner_sees_which_run_is_theirs(client, page, learner):
    mine = EnrolmentFactory(run__course=page.course, learner=learner).run
    CourseRunFactory(course=page.course)
    refusals = {offer.run.pk: offer.refusal for offer in client.get(page.url).context["offers"]}
    assert refusals.pop(mine.pk) == Refusal.ALREADY_ENROLLED
    assert list(refusals.values()) == [None]


def test_a_swedish_page_speaks_swedish_and_marks_what_is_finnish(client, page):
    module = page.get_children().first().specific
    in_language(module, "sv", title="Klientens delaktighet")
    swedish = page.get_translation(module.get_translations().get().locale)
    text = client.get(swedish.url).text
    assert '<html lang="sv"' in text
    headings = re.findall(r'<h3 class="trail__heading"( lang="fi")?>', text)
    assert headings == ["", ' lang="fi"']
    assert "Klientens delaktighet" in text


@pytest.mark.parametrize("size", [1, 3])
def test_query_count_does_not_grow(client, django_assert_num_queries, size):
    page = course_with(modules=size, lessons=size, access="invited")
    InvitationFactory(course=page.course)
    for _run in range(size):
        EnrolmentFactory(run__course=page.course, run__seats=5)
    mine = EnrolmentFactory(run__course=page.course)
    ProgrammeFactory(of=[page.course, *(course_with().course for _other in range(size))])
    client.force_login(mine.learner)
    client.get(page.url)
    # Site roots, session, user, page, course page, course, enrolment, progress, runs,
    # my runs, invitation, programme, its courses and their addresses, navigation.
    with django_assert_num_queries(19):
        assert client.get(page.url).status_code == 200


@pytest.mark.parametrize("size", [1, 3])
def test_query_count_of_a_visitor(client, django_assert_num_queries, size):
    page = course_with(modules=size, lessons=size)
    CourseRunFactory.create_batch(size, course=page.course)
    client.get(page.url)
    # Site roots, page, course page, course, runs, programme, navigation.
    with django_assert_num_queries(7):
        assert client.get(page.url).status_code == 200


def test_a_visitors_page_sets_no_cookie_and_may_be_kept(client, page):
    CourseRunFactory(course=page.course)
    response = client.get(page.url)
    assert not response.cookies
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_a_learners_page_is_never_kept(client, page, learner):
    assert "no-store" in client.get(page.url).headers["Cache-Control"]


def test_seats_free_are_told(client, page):
    run = CourseRunFactory(course=page.course, seats=30)
    EnrolmentFactory.create_batch(2, run=run)
    words = gettext("%(free)s free of %(seats)s") % {"free": 28, "seats": 30}
    assert words in client.get(page.url).text
