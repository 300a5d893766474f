"""Whom staff enrolled: until they answer, staff see what staff typed, and nothing is recorded."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts import personal_data
from accounts.models import User
from courses.activities.attending import mark_from_list
from courses.enrolling.by_hand import enrol_by_hand
from courses.enrolling.consenting import give_details
from courses.enrolling.enrol import move
from courses.enrolling.enrolling_many import enrol_roster, keep_roster
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal
from courses.pages.reading import standing_enrolment
from courses.progress.completing import complete_step, recognise_step
from courses.progress.models import Completion
from courses.progress.recording import complete_by_person
from courses.progress.refusals import DeedRefusal, DeedRefusedError
from courses.progress.studies import Learning, studies_by_course
from tests.factories.accounts import UserFactory
from tests.factories.activities import SessionFactory, WebinarStepFactory
from tests.factories.courses import (
    CompletionFactory,
    CourseFactory,
    CourseRunFactory,
    CourseStepFactory,
    EnrolmentFactory,
    StepProgressFactory,
    course_with,
    lessons_of,
)

pytestmark = pytest.mark.django_db

OWN = "omanimi"
TYPED = "Kirjoitettu"
SAID = {"reason": "Osattu.", "assessor": "Olli Opettaja"}


@pytest.fixture
def owner():
    """Somebody who has an account, under names that staff do not know."""
    return UserFactory(
        email="aino@esimerkki.fi",
        first_name=f"Etu-{OWN}",
        last_name=f"Suku-{OWN}",
        preferred_name=f"Kutsu-{OWN}",
        profession=f"ammatti {OWN}",
        employer=f"työnantaja {OWN}",
        language="sv",
    )


@pytest.fixture
def staff(client, ours):
    client.force_login(ours.staff)
    return ours.staff


def by_hand(ours, **said):
    said = {"email": "aino@esimerkki.fi", "first_name": TYPED, "last_name": "Nimi"} | said
    return enrol_by_hand(run=ours.run, by=ours.staff, **said)


def by_file(ours):
    text = f"Sähköposti;Etunimet;Sukunimi\naino@esimerkki.fi;{TYPED};Nimi\n".encode()
    kept = keep_roster(run=ours.run, person=ours.staff, filename="l.csv", data=text)
    enrol_roster(roster=kept.pk, run=ours.run, person=ours.staff)
    return Enrolment.objects.get(run=ours.run)


def by_moving(ours):
    other = CourseRunFactory(course=ours.run.course, organiser=ours.organisation)
    return move(by_hand_on(other, ours), to=ours.run, by=ours.staff)


def by_hand_on(run, ours):
    typed = {"email": "aino@esimerkki.fi", "first_name": TYPED, "last_name": "Nimi"}
    return enrol_by_hand(run=run, by=ours.staff, **typed)


WAYS = [
    pytest.param(by_hand, id="by hand"),
    pytest.param(by_file, id="from a file"),
    pytest.param(by_moving, id="moved before answering"),
]


def rooms_of(run, enrolment):
    """Every room and file in which the run's staff meet the enrolment."""
    one = [run.pk, enrolment.pk]
    return [
        reverse("run:enrolments", args=[run.pk]),
        reverse("run:enrolments", args=[run.pk]) + "?q=aino",
        reverse("run:enrolment", args=one),
        reverse("run:enrolment_change", args=one),
        reverse("run:notes", args=one),
        reverse("run:participants", args=[run.pk]),
        reverse("run:participants", args=[run.pk]) + "?export=csv",
        reverse("run:new_message", args=[run.pk]),
        reverse("completion_list"),
    ]


def told(client, address):
    """What an address answers, a page or a file."""
    return b"".join(client.get(address)).decode()


class TestStaff:
    @pytest.mark.parametrize("way", WAYS)
    def test_see_what_they_typed_and_nothing_of_the_account(
        self, client, ours, staff, owner, way, finnish
    ):
        enrolment = way(ours)
        said = " ".join(told(client, address) for address in rooms_of(ours.run, enrolment))
        assert OWN not in said
        assert TYPED in said
        assert "ei ole vastannut" in said

    def test_see_the_same_whether_there_is_an_account_or_not(self, client, ours, staff):
        pages = []
        for email in ("aino@esimerkki.fi", "uusi@esimerkki.fi"):
            if email.startswith("aino"):
                UserFactory(email=email, first_name="Aino", last_name=OWN, is_active=False)
            response = client.post(
                reverse("run:enrol", args=[ours.run.pk]),
                {"email": email, "registrar_class": "13"},
            )
            assert response.status_code == 302
            [made] = ours.run.enrolments.filter(withdrawn_at=None)
            page = client.get(reverse("run:enrolment_change", args=[ours.run.pk, made.pk])).text
            # Tokens against forged forms and numbers of rows are others each time.
            page = re.sub(r"[A-Za-z0-9]{64}", "", page.replace(email, "x"))
            pages.append(re.sub(r"\d+", "0", page))
            ours.run.enrolments.update(withdrawn_at=timezone.now())
        assert pages[0] == pages[1]
        assert OWN not in pages[0]

    def test_find_and_order_by_what_they_typed(self, client, ours, staff, owner):
        by_hand(ours)
        EnrolmentFactory(run=ours.run, learner__last_name="Mattila", learner__first_name="Eero")
        address = reverse("run:enrolments", args=[ours.run.pk])
        assert client.get(f"{address}?q={OWN}").context["page"].paginator.count == 0
        assert client.get(f"{address}?q={TYPED}").context["page"].paginator.count == 1
        names = [one.seen.name for one in client.get(address).context["page"]]
        assert names == ["Eero Mattila", f"{TYPED} Nimi"]

    def test_get_a_file_of_what_they_typed(self, client, ours, staff, owner):
        by_hand(ours)
        answer = client.get(reverse("run:participants", args=[ours.run.pk]) + "?export=csv")
        text = answer.getvalue().decode("utf-8-sig")
        _head, row, *_end = csv.reader(io.StringIO(text), delimiter=";")
        assert row[:3] == ["Nimi", TYPED, "aino@esimerkki.fi"]

    def test_see_the_account_once_its_owner_has_answered(self, client, ours, staff, owner):
        enrolment = by_hand(ours)
        give_details(enrolment=enrolment, consents=False, details={})
        enrolment.refresh_from_db()
        assert enrolment.confirmed_at is not None
        assert (enrolment.typed_address, enrolment.typed_surname) == ("", "")
        page = client.get(reverse("run:enrolment", args=[ours.run.pk, enrolment.pk])).text
        assert f"Suku-{OWN}" in page
        assert TYPED not in page

    def test_hear_of_no_course_to_be_completed_first(self, client, ours, staff, owner):
        first = CourseFactory()
        ours.run.course.prerequisites.add(first)
        CompletionFactory(enrolment__learner=owner, enrolment__run__course=first)
        text = "Sähköposti\naino@esimerkki.fi\nuusi@esimerkki.fi\n".encode()
        kept = keep_roster(run=ours.run, person=staff, filename="l.csv", data=text)
        _roster, checked = enrol_roster(roster=kept.pk, run=ours.run, person=staff)
        assert checked.faults == []
        assert ours.run.enrolments.count() == 2
        by_hand(ours, email="toinen@esimerkki.fi")
        assert ours.run.enrolments.count() == 3

    def test_mark_by_a_list_whom_they_typed(self, ours, owner):
        enrolment = by_hand(ours)
        User.objects.filter(pk=owner.pk).update(email="vaihdettu@esimerkki.fi")
        step = WebinarStepFactory(course=ours.run.course)
        session = SessionFactory(run=ours.run, step=step)
        marked = mark_from_list(
            session=session, text="aino@esimerkki.fi vaihdettu@esimerkki.fi", by=ours.staff
        )
        assert (marked.marked, marked.unknown) == (1, ("vaihdettu@esimerkki.fi",))
        assert Enrolment.objects.get(attendances__session=session) == enrolment


class TestNothingIsRecorded:
    @pytest.mark.parametrize("origin", ["recognition", "by_hand"])
    @pytest.mark.parametrize("way", WAYS)
    def test_no_completion_by_a_person(self, ours, owner, way, origin):
        enrolment = way(ours)
        with pytest.raises(DeedRefusedError) as refused:
            complete_by_person(enrolment, by=ours.staff, origin=origin, **SAID)
        assert refused.value.reason == DeedRefusal.NOT_ANSWERED
        assert not Completion.objects.exists()

    def test_the_room_says_why(self, client, ours, staff, owner, finnish):
        enrolment = by_hand(ours)
        room = reverse("run:record", args=[ours.run.pk, enrolment.pk])
        said = {"origin": "by_hand", "grade": "HYV", "completed_on": timezone.localdate(), **SAID}
        response = client.post(room, said)
        assert response.status_code == 400
        assert "ei ole vielä vastannut" in response.text
        page = client.get(reverse("run:enrolment", args=[ours.run.pk, enrolment.pk])).text
        assert room not in page

    def test_no_step_is_recognised(self, ours, owner):
        enrolment = by_hand(ours)
        step = CourseStepFactory(course=ours.run.course, kind="assignment")
        with pytest.raises(DeedRefusedError) as refused:
            recognise_step(enrolment, step, by=ours.staff, reason="Osattu.")
        assert refused.value.reason == DeedRefusal.NOT_ANSWERED

    def test_rules_that_are_met_wait_for_the_answer(self, ours, owner):
        """As by attending a webinar that staff mark: the answer completes the course."""
        step = CourseStepFactory(course=ours.run.course, kind="webinar", required=True)
        ours.run.course.steps.exclude(pk=step.pk).update(required=False)
        enrolment = by_hand(ours)
        complete_step(enrolment, step)
        assert not Completion.objects.exists()
        give_details(enrolment=enrolment, consents=True, details={})
        completion = Completion.objects.get()
        assert completion.consented_at is not None
        assert (completion.surname, completion.origin) == (f"Suku-{OWN}", "rules")

    def test_what_was_done_before_waits_too(self, ours, owner):
        step = CourseStepFactory(course=ours.run.course, kind="webinar", required=True)
        ours.run.course.steps.exclude(pk=step.pk).update(required=False)
        earlier = EnrolmentFactory(run=ours.run, learner=owner, withdrawn_at=timezone.now())
        StepProgressFactory(enrolment=earlier, step=step)
        enrolment = by_hand(ours)
        assert not Completion.objects.exists()
        give_details(enrolment=enrolment, consents=False, details={})
        assert Completion.objects.count() == 1


class TestTheLearner:
    @pytest.fixture
    def enrolment(self, client, ours, owner):
        made = by_hand(ours)
        client.force_login(owner)
        return made

    def test_is_led_to_the_place_from_everywhere(self, client, ours, enrolment, finnish):
        answer = reverse("courses:consent", args=[enrolment.pk])
        assert client.get(reverse("courses:continue", args=[enrolment.pk])).url == answer
        assert answer in client.get(reverse("courses:my_studies")).text
        assert answer in client.get(ours.run.course.pages.get().url).text
        lesson = ours.run.course.steps.get()
        closed = client.get(ours.run.course.pages.get().get_descendants().last().url)
        assert closed.status_code == 403
        assert answer in closed.text
        done = reverse("courses:complete_step", args=[enrolment.pk, lesson.key])
        assert client.post(done).url == answer
        assert not enrolment.step_progress.exists()

    def test_takes_it_and_studies(self, client, ours, enrolment, finnish):
        page = client.get(reverse("courses:consent", args=[enrolment.pk]))
        assert "Ota paikka vastaan" in page.text
        response = client.post(reverse("courses:consent", args=[enrolment.pk]), {})
        assert response.url == reverse("courses:my_studies")
        lesson = ours.run.course.pages.get().get_descendants().last()
        assert client.get(lesson.url).status_code == 200

    def test_reads_which_course_comes_first(self, client, ours, enrolment, finnish):
        first = CourseFactory(name="Edeltävä opintojakso")
        ours.run.course.prerequisites.add(first)
        answer = reverse("courses:consent", args=[enrolment.pk])
        for response in (client.get(answer), client.post(answer, {"consents": "on"})):
            assert response.status_code == 409
            assert "Edeltävä opintojakso" in response.text
        enrolment.refresh_from_db()
        assert (enrolment.confirmed_at, enrolment.consented_at) == (None, None)
        with pytest.raises(EnrolmentRefusedError) as refused:
            give_details(enrolment=enrolment, consents=True, details={})
        assert refused.value.reason == Refusal.PREREQUISITES
        CompletionFactory(enrolment__learner=enrolment.learner, enrolment__run__course=first)
        assert client.post(answer, {}).status_code == 302

    def test_may_leave_it(self, client, enrolment):
        assert client.post(reverse("courses:withdraw", args=[enrolment.pk])).status_code == 302
        enrolment.refresh_from_db()
        assert enrolment.withdrawn_at is not None

    def test_gets_what_was_typed_with_their_own_data(self, client, enrolment):
        assert TYPED in str(personal_data.export_of(enrolment.learner))
        personal_data.erase(user=enrolment.learner)
        assert not Enrolment.objects.filter(pk=enrolment.pk).exists()


def test_staff_who_protect_tell_it_by_mail_and_on_record(
    client, ours, staff, owner, finnish, django_capture_on_commit_callbacks
):
    enrolment = EnrolmentFactory(run=ours.run, learner=owner)
    room = reverse("run:enrolment_change", args=[ours.run.pk, enrolment.pk])
    assert "turvakiel" in client.get(room).text
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(room, {"deed": "protect"}).status_code == 302
    owner.refresh_from_db()
    assert owner.contact_is_protected
    assert enrolment.notes.get().author == staff
    [message] = mail.outbox
    assert message.to == [owner.email]
    assert reverse("accounts:profile").removeprefix("/fi") in message.body
    page = client.get(room)
    assert 'value="protect"' not in page.text
    # A second press says so, and mails nothing.
    assert client.post(room, {"deed": "protect"}).status_code == 400
    assert len(mail.outbox) == 1


def test_an_address_alone_does_not_reach_into_an_account(client, ours, staff, owner, finnish):
    """Else whoever knows an address would hide it from those to whom its owner gave it."""
    enrolment = by_hand(ours)
    room = reverse("run:enrolment_change", args=[ours.run.pk, enrolment.pk])
    assert 'value="protect"' not in client.get(room).text
    assert client.post(room, {"deed": "protect"}).status_code == 400
    owner.refresh_from_db()
    assert not owner.contact_is_protected


def test_teachers_do_not_set_it(client, ours, owner):
    client.force_login(ours.teacher)
    enrolment = EnrolmentFactory(run=ours.run, learner=owner)
    room = reverse("run:enrolment_change", args=[ours.run.pk, enrolment.pk])
    assert client.post(room, {"deed": "protect"}).status_code in (302, 403, 404)
    owner.refresh_from_db()
    assert not owner.contact_is_protected


class TestAnotherHouseEnrols:
    """Whoever knows an address opens nothing of its owner's, and shuts nothing either."""

    @pytest.fixture
    def page(self):
        return course_with(lessons=2, access="enrol")

    @pytest.fixture
    def under_way(self, client, owner, page):
        """What the owner is in the middle of."""
        enrolment = EnrolmentFactory(run__course=page.course, learner=owner)
        complete_step(enrolment, page.course.steps.first())
        client.force_login(owner)
        return enrolment

    @pytest.mark.parametrize(("days", "answered"), [(-1, False), (60, False), (60, True)])
    def test_the_lessons_under_way_stay_open(self, client, owner, page, under_way, days, answered):
        later = CourseRunFactory(
            course=page.course, starts_on=timezone.localdate() + timedelta(days=days)
        )
        other = enrol_by_hand(run=later, by=UserFactory(), email=owner.email)
        if answered:
            Enrolment.objects.filter(pk=other.pk).update(
                confirmed_at=timezone.now(), typed_address=""
            )
        for lesson in lessons_of(page):
            assert client.get(lesson.url).status_code == 200
        assert standing_enrolment(page.course, owner) == under_way
        onward = reverse("courses:continue", args=[under_way.pk])
        assert client.get(onward, follow=True).status_code == 200
        studied = Learning(studies_by_course(owner))
        assert studied.by_course[page.course.pk].enrolment == under_way
        assert studied.latest.enrolment == under_way
        mine = client.get(reverse("courses:my_studies")).context["mine"]
        assert mine.latest.enrolment == under_way

    def test_an_answered_one_that_has_begun_is_studied_instead(self, owner, page, under_way):
        newer = EnrolmentFactory(run__course=page.course, learner=owner)
        assert standing_enrolment(page.course, owner) == newer

    def test_what_is_completed_stays_open(self, client, owner, page, under_way):
        complete_step(under_way, page.course.steps.last())
        enrol_by_hand(run=CourseRunFactory(course=page.course), by=UserFactory(), email=owner.email)
        assert client.get(lessons_of(page)[0].url).status_code == 200
