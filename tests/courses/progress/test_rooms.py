"""One enrolment in its run's rooms: teachers read, study staff decide, others find nothing."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from courses.progress.completing import annul, complete_step, correct, record_completion
from courses.progress.models import Completion, StepDecision, StepProgress
from courses.progress.refusals import DeedRefusedError
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.courses import (
    CourseStepFactory,
    EnrolmentFactory,
    StepDateFactory,
    StepRuleFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]


@pytest.fixture
def enrolment():
    """Liisa on a course graded 0–5 with an exam that is required."""
    enrolment = EnrolmentFactory(
        learner=UserFactory(first_name="Liisa", last_name="Virtamen"),
        run__course__scale="zero_to_five",
    )
    enrolment.exam = CourseStepFactory(
        course=enrolment.run.course, kind="quiz", required=True, titles={"fi": "Loppukoe"}
    )
    return enrolment


@pytest.fixture
def staff(client, enrolment):
    member = MembershipFactory(organisation=enrolment.run.organiser)
    client.force_login(member.user)
    return member.user


def address(name, enrolment, *more):
    return reverse(f"run:{name}", args=[enrolment.run_id, enrolment.pk, *more])


def record(client, enrolment, **changes):
    data = {
        "origin": "recognition",
        "grade": "4",
        "completed_on": "2026-11-20",
        "date_is_right": "on",
        "assessor": "Opo Opettaja",
        "reason": "Sama opintojakso suoritettu muualla.",
    }
    return client.post(address("record", enrolment), data | changes)


@pytest.mark.usefixtures("staff")
def test_the_page_says_how_a_learner_stands(client, enrolment):
    StepRuleFactory(step=enrolment.exam, minimum_percent=80)
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(1)
    StepDateFactory(run=enrolment.run, step=enrolment.exam, due_on=yesterday)
    closed = CourseStepFactory(course=enrolment.run.course, titles={"fi": "Jälkitehtävä"})
    StepDateFactory(run=enrolment.run, step=closed, opens_on=today + datetime.timedelta(days=2))
    text = client.get(address("enrolment", enrolment)).text
    for words in ("Liisa Virtamen", "Loppukoe", "80\N{NO-BREAK SPACE}%", "Jälkitehtävä"):
        assert words in text
    assert f"{yesterday.day}.{yesterday.month}.{yesterday.year}" in text
    assert address("decide_step", enrolment, enrolment.exam.pk) in text


@pytest.mark.usefixtures("staff")
def test_prior_learning_is_recognised_with_reason_and_author(client, enrolment, staff):
    response = record(client, enrolment)
    assert response.url == address("enrolment", enrolment)
    completion = Completion.objects.get()
    assert (completion.origin, completion.grade, completion.assessor) == (
        "recognition",
        "4",
        "Opo Opettaja",
    )
    assert completion.completed_on == datetime.date(2026, 11, 20)
    assert (completion.recorded_by, completion.reason) == (
        staff,
        "Sama opintojakso suoritettu muualla.",
    )
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    text = client.get(response.url).text
    assert "Sama opintojakso suoritettu muualla." in text
    assert staff.display_name in text


@pytest.mark.usefixtures("staff")
def test_a_day_before_the_run_or_the_enrolment_takes_a_second_word(client, enrolment):
    today = timezone.localdate()
    enrolment.run.starts_on = today + datetime.timedelta(days=30)
    enrolment.run.save()
    wrong = {"date_is_right": "", "completed_on": today.isoformat()}
    answer = record(client, enrolment, **wrong)
    assert answer.status_code == 400
    assert "merkitse, että päivä on oikein" in answer.text
    enrolment.run.starts_on = None
    enrolment.run.save()
    yesterday = (today - datetime.timedelta(days=1)).isoformat()
    assert record(client, enrolment, **wrong | {"completed_on": yesterday}).status_code == 400
    assert not Completion.objects.exists()
    # The day that one enrolled on is likely enough.
    assert record(client, enrolment, **wrong).status_code == 302
    completion = Completion.objects.get()
    url = address("correct", enrolment, completion.pk)
    form = client.get(url).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    data |= {"completed_on": yesterday, "assessed_on": yesterday, "reason": "Päivä väärin."}
    assert client.post(url, data).status_code == 400
    assert client.post(url, data | {"date_is_right": "on"}).status_code == 302
    # Who corrects something else is not asked about the day again.
    url = address("correct", enrolment, Completion.objects.valid().get().pk)
    assert client.post(url, data | {"grade": "5"}).status_code == 302
    assert Completion.objects.valid().get().grade == "5"


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"reason": " "}, id="without a reason"),
        pytest.param({"assessor": ""}, id="without an assessor"),
        pytest.param({"grade": "0"}, id="a failing grade"),
        pytest.param({"completed_on": "2999-01-01"}, id="in the future"),
        pytest.param({"completed_on": "yesterday"}, id="no day"),
        pytest.param({"origin": "rules"}, id="as if by the rules"),
    ],
)
@pytest.mark.usefixtures("staff")
def test_what_is_wrong_is_said_and_nothing_recorded(client, enrolment, wrong):
    assert record(client, enrolment, **wrong).status_code == 400
    assert not Completion.objects.exists()
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


@pytest.mark.usefixtures("staff")
def test_a_second_completion_is_refused_until_the_first_is_annulled(client, enrolment, staff):
    record(client, enrolment)
    first = Completion.objects.get()
    assert record(client, enrolment).status_code == 400
    assert Completion.objects.count() == 1
    annul(first, by=staff, reason="Väärä henkilö")
    assert record(client, enrolment, grade="2", origin="by_hand").status_code == 302
    assert Completion.objects.valid().get().grade == "2"


@pytest.mark.usefixtures("staff")
def test_an_annulment_keeps_everything_and_says_why(client, enrolment):
    record(client, enrolment)
    completion = Completion.objects.get()
    url = address("annul", enrolment, completion.pk)
    assert client.post(url, {"reason": ""}).status_code == 400
    assert client.post(url, {"reason": "Kirjattu väärälle."}).status_code == 302
    completion.refresh_from_db()
    assert completion.annulled_at is not None
    assert "Kirjattu väärälle." in client.get(address("enrolment", enrolment)).text
    # Done with: it can be neither annulled again nor corrected.
    assert client.get(url).status_code == 404
    assert client.get(address("correct", enrolment, completion.pk)).status_code == 404


@pytest.mark.usefixtures("staff")
def test_a_correction_shows_old_and_new(client, enrolment):
    record(client, enrolment)
    old = Completion.objects.get()
    url = address("correct", enrolment, old.pk)
    form = client.get(url).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    data |= {
        "completed_on": "2026-11-20",
        "assessed_on": "2026-11-20",
        "surname": "Virtanen",
        "study_field": "11",
        "reason": "Nimi kirjoitettu väärin.",
    }
    assert client.post(url, data).status_code == 302
    new = Completion.objects.valid().get()
    assert (new.replaces, new.surname, new.grade) == (old, "Virtanen", old.grade)
    assert (old.study_field, new.study_field) == (None, 11)
    assert (new.origin, new.created_at > old.created_at) == (old.origin, True)
    old.refresh_from_db()
    assert (old.surname, old.annulled_reason) == ("Virtamen", "Nimi kirjoitettu väärin.")
    text = client.get(address("enrolment", enrolment)).text
    assert "<del>Virtamen</del> → <ins>Virtanen</ins>" in text
    assert new.certificates.count() == 1


@pytest.mark.usefixtures("staff")
def test_a_correction_takes_what_enrolling_takes(client, enrolment):
    record(client, enrolment)
    url = address("correct", enrolment, Completion.objects.get().pk)
    form = client.get(url).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    data |= {"completed_on": "2026-11-20", "assessed_on": "2026-11-20", "reason": "Tiedot."}
    for wrong in (
        {"birth_date": "1850-01-01"},
        {"birth_date": timezone.localdate().isoformat()},
        {"national_learner_id": "12345678900"},
    ):
        answer = client.post(url, data | wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, list(wrong))
    right = {"birth_date": "1985-06-24", "national_learner_id": "12345678907"}
    assert client.post(url, data | right).status_code == 302
    new = Completion.objects.valid().get()
    assert new.birth_date == datetime.date(1985, 6, 24)
    assert new.national_learner_id == "1.2.246.562.24.12345678907"


@pytest.mark.usefixtures("staff")
def test_a_correction_that_changes_nothing_is_refused(client, enrolment):
    record(client, enrolment)
    old = Completion.objects.get()
    url = address("correct", enrolment, old.pk)
    form = client.get(url).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    data |= {"completed_on": "2026-11-20", "assessed_on": "2026-11-20", "reason": "Ei mitään."}
    assert client.post(url, data).status_code == 400
    assert Completion.objects.valid().get() == old


@pytest.mark.usefixtures("staff")
def test_a_step_is_recognised_and_opened_again(client, enrolment, staff):
    other = CourseStepFactory(course=enrolment.run.course, kind="assignment", required=True)
    url = address("decide_step", enrolment, other.pk)
    data = {"score": "87,5", "grade": "5", "reason": "Tehty aiemmin."}
    assert client.post(url, data).status_code == 302
    progress = StepProgress.objects.get(enrolment=enrolment, step=other)
    assert (progress.score, progress.grade) == (Decimal("87.5"), "5")
    assert client.post(url, {"reason": "Erehdys."}).status_code == 302
    progress.refresh_from_db()
    assert (progress.completed_at, progress.score, progress.grade) == (None, None, "")
    decisions = StepDecision.objects.filter(step=other, by=staff)
    assert [(one.kind, one.reason) for one in decisions] == [
        ("recognised", "Tehty aiemmin."),
        ("reopened", "Erehdys."),
    ]


@pytest.mark.usefixtures("staff")
def test_recognising_the_last_step_completes_and_nothing_reopens_it(client, enrolment):
    url = address("decide_step", enrolment, enrolment.exam.pk)
    client.post(url, {"score": "90", "grade": "", "reason": "Koe suoritettu ennen."})
    assert Completion.objects.valid().count() == 1
    assert client.post(url, {"reason": "Ei sittenkään."}).status_code == 400
    assert StepProgress.objects.get().completed_at is not None


ROOMS = ["enrolment", "record", "decide_step", "annul", "correct"]


def room(name, enrolment):
    more = {
        "decide_step": lambda: [enrolment.exam.pk],
        "annul": lambda: [Completion.objects.get().pk],
        "correct": lambda: [Completion.objects.get().pk],
    }.get(name, list)()
    return address(name, enrolment, *more)


@pytest.mark.parametrize("name", ROOMS)
def test_another_polytechnics_staff_find_nothing(client, enrolment, name):
    record_completion(enrolment, origin="rules", assessor="x")
    stranger = MembershipFactory()
    client.force_login(stranger.user)
    for ask in (client.get, client.post):
        response = ask(room(name, enrolment))
        assert response.status_code == 404
        assert "Virtamen" not in response.text
    own = EnrolmentFactory(run__organiser=stranger.organisation)
    # Nor by way of a run of their own.
    borrowed = room(name, enrolment).replace(f"/{enrolment.run_id}/", f"/{own.run_id}/", 1)
    assert client.get(borrowed).status_code == 404


@pytest.mark.parametrize("name", ROOMS)
def test_a_teacher_reads_and_decides_nothing(client, enrolment, name):
    record_completion(enrolment, origin="rules", assessor="x")
    teacher = MembershipFactory(organisation=enrolment.run.organiser, role=Membership.Role.TEACHER)
    client.force_login(teacher.user)
    assert client.get(room(name, enrolment)).status_code == (200 if name == "enrolment" else 404)
    client.post(room(name, enrolment), {"reason": "x"})
    assert Completion.objects.valid().count() == 1
    assert not StepDecision.objects.exists()


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_decides_on_their_own_studies(client, enrolment, is_superuser):
    learner = enrolment.learner
    MembershipFactory(organisation=enrolment.run.organiser, user=learner)
    learner.is_superuser = is_superuser
    learner.save()
    client.force_login(learner)
    reason = "Kukaan ei päätä omista opinnoistaan."
    done = CourseStepFactory(course=enrolment.run.course)
    complete_step(enrolment, done)
    page = client.get(address("enrolment", enrolment)).text
    assert reason in page
    for name, more in (("record", []), ("decide_step", [enrolment.exam.pk])):
        assert address(name, enrolment, *more) not in page
        assert reason in client.get(address(name, enrolment, *more)).text
    answer = record(client, enrolment, completed_on=timezone.localdate().isoformat())
    assert (answer.status_code, reason in answer.text) == (400, True)
    for step in (enrolment.exam, done):
        said = {"score": "", "grade": "", "reason": "x"}
        answer = client.post(address("decide_step", enrolment, step.pk), said)
        assert answer.status_code == 400
    assert not StepDecision.objects.exists()
    assert not Completion.objects.exists()
    completion = record_completion(enrolment, origin="rules", assessor="x")
    page = client.get(address("enrolment", enrolment)).text
    for name in ("annul", "correct"):
        url = address(name, enrolment, completion.pk)
        assert url not in page
        assert reason in client.get(url).text
    with pytest.raises(DeedRefusedError):
        annul(completion, by=learner, reason="x")
    with pytest.raises(DeedRefusedError):
        correct(completion, by=learner, reason="x", surname="Toinen")
    assert Completion.objects.get().annulled_at is None


@pytest.mark.usefixtures("staff")
def test_query_count_does_not_grow(client, enrolment, django_assert_num_queries):
    url = address("enrolment", enrolment)
    add_history(enrolment)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    for _number in range(2):
        add_history(enrolment)
    with django_assert_num_queries(len(queries)):
        client.get(url)


def add_history(enrolment):
    """One more step done and decided on, one more completion annulled."""
    step = CourseStepFactory(course=enrolment.run.course)
    complete_step(enrolment, step)
    StepDecision.objects.create(
        enrolment=enrolment,
        step=step,
        kind="recognised",
        by=UserFactory(),
        reason="x",
        decided_at=timezone.now(),
    )
    completion = record_completion(
        enrolment, origin="by_hand", assessor="x", recorded_by=UserFactory(), reason="x"
    )
    annul(completion, by=UserFactory(), reason="x")
