"""A learner's own page: what is under way, what is missing, what is done, and no one else's."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Organisation
from courses.catalogue.models import CourseStep
from courses.catalogue.requirements import StepDate
from courses.enrolling.models import Enrolment
from courses.planning.models import EVERY_DAY, StudyPlan
from courses.progress.completing import complete_step
from courses.progress.models import Completion
from courses.progress.studies import Learning, studies_by_course
from home.notices.models import Notice
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.activities import SessionFactory
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    CourseStepFactory,
    CurriculumChangeFactory,
    EnrolmentFactory,
    LessonPageFactory,
    ModulePageFactory,
    ProgrammeEnrolmentFactory,
    ProgrammeFactory,
    course_with,
    lessons_of,
)
from tests.factories.home import in_language

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def learner(client):
    """Somebody signed in."""
    learner = UserFactory()
    client.force_login(learner)
    return learner


def url():
    return reverse("courses:my_studies")


def mine_of(client):
    return client.get(url()).context["mine"]


def course_with_exam(**fields):
    """A course of two lessons and a required one at the end."""
    page = course_with(lessons=2, **fields)
    LessonPageFactory(parent=ModulePageFactory(parent=page), title="Loppukoe", required=True)
    return page


def complete(enrolment):
    complete_step(enrolment, enrolment.run.course.steps.get(required=True))
    return Completion.objects.get(enrolment=enrolment)


def test_a_visitor_signs_in_first(client):
    assert client.get(url()).url == f"{reverse('account_login')}?next={url()}"


def test_nothing_yet_says_how_to_begin(client, learner):
    response = client.get(url())
    assert response.status_code == 200
    assert 'class="empty"' in response.text


def test_studies_under_way_show_progress_what_is_missing_and_where_to_go_on(client, learner):
    page = course_with_exam()
    enrolment = EnrolmentFactory(run__course=page.course, learner=learner)
    complete_step(enrolment, page.course.steps.first())
    [row] = mine_of(client).under_way
    assert (row.study.standing.done, row.study.standing.percent) == (1, 33)
    assert [step.title for step in row.study.missing] == ["Loppukoe"]
    assert [marker["state"] for marker in row.study.markers] == ["current", "ahead"]
    text = client.get(url()).text
    assert "Loppukoe" in text
    assert f'href="{reverse("courses:continue", args=[enrolment.pk])}"' in text
    assert f'href="{page.url}"' in text


def test_the_one_to_go_on_with_is_the_one_seen_last(client, learner):
    pages = [course_with(), course_with()]
    for page in pages:
        EnrolmentFactory(run__course=page.course, learner=learner)
    client.get(lessons_of(pages[0])[0].url)
    assert mine_of(client).latest.enrolment.run.course == pages[0].course
    client.get(lessons_of(pages[1])[0].url)
    assert mine_of(client).latest.enrolment.run.course == pages[1].course


@pytest.mark.parametrize(
    ("days", "tone"),
    [(30, "neutral"), (14, "warning"), (0, "warning"), (-1, "error"), (None, None)],
)
def test_the_runs_end_is_told_and_soon_is_a_warning(client, learner, days, tone):
    ends_on = TODAY + datetime.timedelta(days=days) if days is not None else None
    EnrolmentFactory(learner=learner, run__ends_on=ends_on)
    [row] = mine_of(client).under_way
    assert (row.deadline[0] if row.deadline else None) == tone


def test_completed_studies_lead_to_the_certificate(client, learner):
    page = course_with_exam()
    enrolment = EnrolmentFactory(run__course=page.course, learner=learner)
    completion = complete(enrolment)
    mine = mine_of(client)
    # And back to what was learnt.
    assert f'href="{page.url}"' in client.get(url()).text
    assert mine.under_way == []
    [row] = mine.completed
    assert row.completion == completion
    assert f'href="{reverse("courses:completed", args=[enrolment.pk])}"' in client.get(url()).text


def test_completed_studies_stay_when_the_course_page_is_gone(client, learner):
    page = course_with_exam()
    complete(EnrolmentFactory(run__course=page.course, learner=learner))
    EnrolmentFactory(learner=learner)  # of a course that never had a page
    page.delete()
    response = client.get(url())
    assert response.status_code == 200
    assert page.title in response.text
    assert page.url not in response.text


def test_an_annulled_completion_offers_no_certificate(client, learner):
    page = course_with_exam()
    enrolment = EnrolmentFactory(run__course=page.course, learner=learner)
    complete(enrolment)
    Completion.objects.update(annulled_at=timezone.now(), annulled_reason="Väärä henkilö")
    [row] = mine_of(client).completed
    assert row.completion is None
    assert "/valmis/" not in client.get(url()).text
    assert client.get(reverse("courses:completed", args=[enrolment.pk])).status_code == 404


def test_withdrawn_studies_are_kept_apart(client, learner):
    enrolment = EnrolmentFactory(learner=learner, withdrawn_at=timezone.now())
    mine = mine_of(client)
    assert (mine.under_way, mine.withdrawn) == ([], [enrolment])
    assert f"/opinnot/{enrolment.pk}/" not in client.get(url()).text


def test_a_programme_shows_all_its_courses(client, learner):
    first, second = course_with_exam(), course_with()
    third = CourseFactory()
    ProgrammeFactory(of=[CourseFactory()])
    programme = ProgrammeFactory(of=[first.course, second.course, third])
    complete(EnrolmentFactory(run__course=first.course, learner=learner))
    EnrolmentFactory(run__course=second.course, learner=learner)
    [standing] = mine_of(client).programmes
    assert standing.programme == programme
    assert [part.state for part in standing.parts] == ["done", "current", "ahead"]
    assert [part.href for part in standing.parts] == [first.url, second.url, ""]
    assert (standing.done, standing.percent) == (1, 33)


@pytest.fixture
def on_programme(learner):
    """The courses of a programme in order, which somebody has just enrolled on."""
    pages = [course_with(), course_with(), course_with()]
    whole = ProgrammeEnrolmentFactory(
        programme_run__programme=ProgrammeFactory(of=[page.course for page in pages]),
        learner=learner,
    )
    # However they came into being.
    for page in (pages[1], pages[2], pages[0]):
        EnrolmentFactory(
            run__course=page.course,
            run__programme_run=whole.programme_run,
            learner=learner,
            programme_enrolment=whole,
        )
    return pages


def test_a_programme_begins_at_its_first_course(client, learner, on_programme):
    mine = mine_of(client)
    courses = [page.course for page in on_programme]
    assert mine.latest.enrolment.run.course == courses[0]
    assert [row.enrolment.run.course for row in mine.under_way] == courses
    # One place on the path is where the learner stands.
    [standing] = mine.programmes
    assert [part.state for part in standing.parts] == ["current", "ahead", "ahead"]
    assert Learning(studies_by_course(learner)).latest.enrolment.run.course == courses[0]


def test_a_later_course_of_a_programme_is_gone_on_with_once_begun(client, learner, on_programme):
    client.get(lessons_of(on_programme[2])[0].url)
    assert mine_of(client).latest.enrolment.run.course == on_programme[2].course


def test_a_run_that_has_not_begun_has_no_button_but_its_day(client, learner):
    enrolment = EnrolmentFactory(
        run__course=course_with().course,
        run__starts_on=TODAY + datetime.timedelta(days=30),
        learner=learner,
    )
    onward = reverse("courses:continue", args=[enrolment.pk])
    mine = mine_of(client)
    assert mine.latest is None
    text = client.get(url()).text
    assert mine.under_way[0].deadline[1] in text
    assert onward not in text
    assert onward not in client.get("/fi/").text
    # An old link leads to the course's page, which says when it begins.
    assert client.get(client.get(onward).url).status_code == 200


def test_names_without_swedish_are_marked_as_finnish(client, learner):
    finnish, both = course_with(), course_with()
    in_language(both, "sv", title="Stöd för arbetsförmågan")
    for page in (finnish, both):
        EnrolmentFactory(run__course=page.course, learner=learner)
    text = client.get("/sv/opinnot/").text
    assert '<html lang="sv"' in text
    main = text.split("<main", 1)[1]
    assert f'<span lang="fi">{finnish.title}</span>' in main
    assert "Stöd för" in main
    assert both.title not in main


def test_nobody_elses_studies_are_shown(client, learner):
    organisation = OrganisationFactory(kind=Organisation.Kind.POLYTECHNIC)
    MembershipFactory(user=learner, organisation=organisation)
    page = course_with_exam(name="Toisen kurssi")
    stranger = EnrolmentFactory(run__course=page.course, run__organiser=organisation)
    complete(stranger)
    EnrolmentFactory(run__course=page.course, withdrawn_at=timezone.now())
    response = client.get(url())
    mine = response.context["mine"]
    assert (mine.under_way, mine.completed, mine.withdrawn, mine.programmes) == ([], [], [], [])
    assert "Toisen kurssi" not in response.text
    assert client.get(reverse("courses:completed", args=[stranger.pk])).status_code == 404


def test_the_page_after_completing_says_so_and_gives_what_was_frozen(client, learner):
    page = course_with_exam()
    enrolment = EnrolmentFactory(run__course=page.course, learner=learner)
    completion = complete(enrolment)
    type(learner).objects.update(last_name="Uusinimi")
    response = client.get(reverse("courses:completed", args=[enrolment.pk]))
    assert response.status_code == 200
    main = response.text.split("<main", 1)[1]
    assert page.title in main
    assert completion.surname in main
    assert "Uusinimi" not in main
    assert "no-store" in response.headers["Cache-Control"]


def test_the_page_of_a_completion_is_not_there_before_it(client, learner):
    enrolment = EnrolmentFactory(learner=learner)
    for enrolment_id in (enrolment.pk, 0, 10**30):
        address = reverse("courses:completed", args=[enrolment_id])
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow(client, django_assert_num_queries, learner, count):
    for _number in range(count):
        page = course_with_exam()
        CourseStepFactory.create_batch(count, course=page.course)
        ProgrammeFactory(of=[page.course, CourseFactory()])
        going = EnrolmentFactory(run__course=page.course, learner=learner)
        complete_step(going, page.course.steps.first())
        EnrolmentFactory(run__course=page.course, learner=learner, withdrawn_at=timezone.now())
        done = EnrolmentFactory(run__course=course_with_exam().course, learner=learner)
        complete(done)
        CurriculumChangeFactory(course=done.run.course)
    client.get(url())
    # Session, user, enrolments, completions, programmes, addresses, steps, progress,
    # self-assessments, plans, webinars, notices, changes, certificates, navigation.
    with django_assert_num_queries(18):
        response = client.get(url())
    mine = response.context["mine"]
    assert len(mine.under_way) == len(mine.completed) == len(mine.withdrawn) == count
    assert Enrolment.objects.count() == 3 * count
    assert CourseStep.objects.exists()


def test_everybody_who_has_a_course_sees_what_changed_in_it(client, learner):
    day = datetime.timedelta(days=1)
    done, going, left, others = (course_with_exam().course for _number in range(4))
    complete(EnrolmentFactory(run__course=done, learner=learner))
    EnrolmentFactory(run__course=going, learner=learner)
    EnrolmentFactory(run__course=left, learner=learner, withdrawn_at=timezone.now())
    CurriculumChangeFactory(course=done, summary_fi="Uusi työkykylaki")
    CurriculumChangeFactory(course=going, summary_fi="Uusi oppitunti")
    # Before their time, long ago noted, of a course that they left, of one that is not theirs.
    CurriculumChangeFactory(course=done, summary_fi="Vanha 1", changed_on=TODAY - day)
    CurriculumChangeFactory(course=going, summary_fi="Vanha 2", noted_at=timezone.now() - 91 * day)
    CurriculumChangeFactory(course=left, summary_fi="Vanha 3")
    CurriculumChangeFactory(course=others, summary_fi="Vanha 4")
    response = client.get(url())
    shown = [one.change.summary_fi for one in response.context["mine"].changed]
    assert shown == ["Uusi oppitunti", "Uusi työkykylaki"]
    assert "Uusi työkykylaki" in response.text
    assert "Vanha" not in response.text


def test_a_change_told_in_finnish_alone_is_marked_as_finnish(client, learner):
    course = course_with_exam().course
    EnrolmentFactory(run__course=course, learner=learner)
    CurriculumChangeFactory(course=course, summary_fi="Uusi laki", summary_sv="En ny lag")
    with override("sv"):
        assert "<span>En ny lag</span>" in client.get(url()).text
    CurriculumChangeFactory(course=course, summary_fi="Uusi oppitunti", summary_sv="")
    with override("sv"):
        assert '<span lang="fi">Uusi oppitunti</span>' in client.get(url()).text


def test_the_home_says_what_is_ahead_this_week_and_what_is_new(client, learner):
    page = course_with_exam()
    run = CourseRunFactory(course=page.course, ends_on=TODAY + datetime.timedelta(days=30))
    enrolment = EnrolmentFactory(run=run, learner=learner)
    first, *_between, exam = page.course.steps.current()
    CourseStep.objects.filter(course=page.course).update(minutes=30)
    day = datetime.timedelta(days=1)
    StepDate.objects.create(run=run, step=first, due_on=TODAY - day)
    StepDate.objects.create(run=run, step=exam, due_on=TODAY + 20 * day)
    # Another run's days and sessions are nobody's here.
    other = CourseRunFactory(course=page.course)
    StepDate.objects.create(run=other, step=exam, due_on=TODAY + day)
    now = timezone.now()
    SessionFactory(run=other, title="Toisten webinaari", starts_at=now + day, ends_at=now + 2 * day)
    SessionFactory(run=run, title="Oma webinaari", starts_at=now + 3 * day, ends_at=now + 4 * day)
    SessionFactory(run=run, title="Mennyt", starts_at=now - 3 * day, ends_at=now - 2 * day)
    SessionFactory(
        run=run, title="Peruttu", starts_at=now + day, ends_at=now + 2 * day, cancelled_at=now
    )
    plan = StudyPlan.objects.create(
        enrolment=enrolment,
        ready_by=TODAY + 30 * day,
        weekdays=EVERY_DAY,
        begins_at=datetime.time(15),
        planned_on=TODAY,
        minutes_then=90,
    )
    for person in (learner, UserFactory()):
        Notice.objects.create(
            person=person,
            kind="message",
            key="a",
            title=f"Viesti: {person.pk}",
            address="/fi/",
            told_at=now,
        )
    mine = mine_of(client)
    assert [(one.title, one.day, one.tone) for one in mine.coming] == [
        (first.title, TODAY - day, "error"),
        ("Oma webinaari", TODAY + 3 * day, "warning"),
        ("Loppukoe", TODAY + 20 * day, "neutral"),
        (page.course.name, TODAY + 30 * day, "neutral"),
    ]
    assert [planned.plan for planned in mine.planned] == [plan]
    assert [notice.title for notice in mine.news] == [f"Viesti: {learner.pk}"]
    # Each deadline leads to its step.
    assert client.get(mine.coming[0].href).url == lessons_of(page)[0].url
    assert (mine.latest.minutes_left, mine.latest.fits_in_a_while) == (90, False)
    complete_step(enrolment, first)
    CourseStep.objects.filter(course=page.course).update(minutes=10)
    mine = mine_of(client)
    assert first.title not in [one.title for one in mine.coming]
    assert (mine.latest.minutes_left, mine.latest.fits_in_a_while) == (20, True)
