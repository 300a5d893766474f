"""Webinars of a run: set in Finnish time, attended in three ways, done when every part is."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Membership
from courses.activities import webinar_views
from courses.activities.attending import mark_from_list, mark_present
from courses.activities.parts import parts_done
from courses.activities.session_form import SessionForm
from courses.activities.sessions import cancel_session, keep_session, show_code
from courses.activities.submissions import Submission
from courses.activities.webinars import Attendance, WebinarSession
from courses.catalogue.run_rooms import TABS
from courses.models import StepProgress
from tests.courses.activities.test_calendars import parsed
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import (
    AttendanceFactory,
    SessionFactory,
    WebinarPageFactory,
    enrolled_at,
    step_of,
)
from tests.factories.courses import CourseRunFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return WebinarPageFactory()


@pytest.fixture
def session(enrolment, step):
    return SessionFactory(
        run=enrolment.run, step=step, starts_at=timezone.now() - datetime.timedelta(minutes=10)
    )


@pytest.fixture
def teacher(enrolment):
    return MembershipFactory(
        organisation=enrolment.run.organiser, role=Membership.Role.TEACHER
    ).user


def is_done(enrolment, step):
    done = StepProgress.objects.filter(enrolment=enrolment, step=step, completed_at__isnull=False)
    return done.exists()


def form_of(run, **data):
    day = {"day": "2027-03-10", "begins": "9:00", "ends": "13:00", "link": "https://a.example/"}
    return SessionForm(day | data, run=run)


class TestTimes:
    def test_are_finnish(self, enrolment, step):
        form = form_of(enrolment.run, step=step.pk)
        assert form.is_valid(), form.errors
        keep_session(form.instance)
        assert form.instance.starts_at == datetime.datetime(2027, 3, 10, 7, tzinfo=datetime.UTC)

    def test_are_finnish_in_summer_too(self, enrolment):
        form = form_of(enrolment.run, day="2027-06-10")
        assert form.is_valid()
        assert form.instance.starts_at == datetime.datetime(2027, 6, 10, 6, tzinfo=datetime.UTC)

    @pytest.mark.parametrize(
        "day",
        [
            pytest.param("2027-03-28", id="an hour that is left out"),
            pytest.param("2027-10-31", id="an hour that comes twice"),
        ],
    )
    def test_an_hour_that_is_none_or_two_is_refused(self, enrolment, day):
        form = form_of(enrolment.run, day=day, begins="03:30", ends="08:00")
        assert list(form.errors) == ["begins"]

    @pytest.mark.parametrize(
        ("field", "said"),
        [
            ("ends", "8:00"),
            ("day", "eilen"),
            ("day", "0001-01-01"),
            ("begins", "25:00"),
            ("link", "http://avoin.example"),
            ("link", "javascript:alert(1)"),
            ("step", "999999"),
        ],
    )
    def test_odd_ones_are_refused_at_their_field(self, enrolment, field, said):
        assert field in form_of(enrolment.run, **{field: said}).errors

    def test_of_another_course_no_step_is_offered(self, enrolment):
        other = step_of(WebinarPageFactory())
        assert "step" in form_of(enrolment.run, step=other.pk).errors

    def test_what_calendars_show_raises_the_sequence(self, session):
        session.place = "Verkossa"
        for _twice in range(2):
            keep_session(session)
            assert session.sequence == 1
        for _twice in range(2):
            cancel_session(session_id=session.pk)
            session.refresh_from_db()
            assert session.sequence == 2


class TestLearnersPage:
    def test_shows_the_link_to_the_enrolled_alone(self, client, page, session, enrolment):
        assert session.link in client.get(page.url).text
        stranger = enrolled_at(page)
        client.force_login(stranger.learner)
        assert session.link not in client.get(page.url).text
        client.force_login(UserFactory())
        assert session.link not in client.get(page.url).text

    def test_a_cancelled_one_has_no_link(self, client, page, session):
        cancel_session(session_id=session.pk)
        assert session.link not in client.get(page.url).text

    def test_gives_one_as_a_calendar_file(self, client, session, enrolment):
        address = reverse("courses:session_calendar", args=[enrolment.pk, session.uid])
        answer = client.get(address)
        assert answer.headers["Content-Type"].startswith("text/calendar")
        method, [read] = parsed(answer.text)
        assert method == "PUBLISH"
        assert read["UID"].startswith(str(session.uid))

    def test_gives_all_of_the_run(self, client, session, enrolment, step):
        SessionFactory(run=enrolment.run, step=step, cancelled_at=timezone.now())
        SessionFactory(step=step)
        answer = client.get(reverse("courses:run_calendar", args=[enrolment.pk]))
        assert len(parsed(answer.text)[1]) == 2

    def test_calendars_of_others_are_not_there(self, client, session, enrolment):
        client.force_login(enrolled_at_other := UserFactory())
        assert enrolled_at_other.pk
        for address in (
            reverse("courses:session_calendar", args=[enrolment.pk, session.uid]),
            reverse("courses:run_calendar", args=[enrolment.pk]),
        ):
            assert client.get(address).status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_query_count(self, client, page, enrolment, step, count, django_assert_max_num_queries):
        SessionFactory.create_batch(count, run=enrolment.run, step=step)
        client.get(page.url)
        with django_assert_max_num_queries(22):
            client.get(page.url)


class TestByCode:
    @pytest.fixture
    def type_code(self, client, enrolment, step):
        address = reverse("courses:attend", args=[enrolment.pk, step.key])
        return lambda code: client.post(address, {"code": code})

    def test_marks_the_learner_and_completes(self, type_code, session, enrolment, step):
        session = show_code(session_id=session.pk, minutes=30)
        assert type_code(f" {session.code.lower()} ").status_code == 302
        assert type_code(session.code).status_code == 302
        assert Attendance.objects.get().how == "code"
        assert is_done(enrolment, step)

    def test_a_wrong_one_stays_in_its_field(self, type_code, session):
        show_code(session_id=session.pk, minutes=30)
        answer = type_code("VÄÄRÄ7")
        assert answer.status_code == 400
        assert 'value="VÄÄRÄ7"' in answer.text

    @pytest.mark.parametrize("code", ["", " ", "x" * 5000, "\x00", "٣٣٣"])
    def test_odd_ones_are_wrong(self, type_code, session, code):
        assert type_code(code).status_code == 400

    def test_after_its_time_it_is_not_taken(self, type_code, session):
        session = show_code(session_id=session.pk, minutes=30)
        past = timezone.now() - datetime.timedelta(seconds=1)
        WebinarSession.objects.filter(pk=session.pk).update(code_until=past)
        assert type_code(session.code).status_code == 400
        assert not Attendance.objects.exists()

    def test_that_of_another_run_is_not_taken(self, type_code, session, step):
        other = SessionFactory(step=step, code="TOINEN", code_until=session.ends_at)
        assert type_code(other.code).status_code == 400

    def test_guessing_has_an_end(self, type_code, session, monkeypatch):
        monkeypatch.setattr(
            webinar_views, "PERSON", webinar_views.Limit("codes_of_a_test", times=2, seconds=60)
        )
        session = show_code(session_id=session.pk, minutes=30)
        type_code("A")
        type_code("B")
        answer = type_code(session.code)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert not Attendance.objects.exists()

    def test_elses_enrolment_is_not_there(self, client, session, enrolment, step):
        client.force_login(UserFactory())
        address = reverse("courses:attend", args=[enrolment.pk, step.key])
        assert client.post(address, {"code": "X"}).status_code == 404


class TestByStaff:
    def test_one_press_marks_and_takes_back(self, client, session, enrolment, step, teacher):
        other = EnrolmentFactory(run=enrolment.run)
        AttendanceFactory(session=session, enrolment=other)
        client.force_login(teacher)
        address = reverse("run:attendance", args=[enrolment.run_id, session.pk])
        client.post(address, {"shown": [other.pk], "present": [enrolment.pk, "x", "999999"]})
        assert is_done(enrolment, step)
        assert Attendance.objects.get(enrolment=enrolment).marked_by == teacher
        assert Attendance.objects.get(enrolment=other).revoked_by == teacher

    def test_a_mark_made_meanwhile_stays(self, session, enrolment, teacher):
        AttendanceFactory(session=session, enrolment=enrolment)
        done = mark_present(session=session, shown=[], ticked=[], by=teacher)
        assert (done.marked, done.taken_back) == (0, 0)
        assert Attendance.objects.get().revoked_at is None

    def test_a_list_marks_and_names_the_unknown(self, client, session, enrolment, teacher):
        client.force_login(teacher)
        address = reverse("run:attendance", args=[enrolment.run_id, session.pk])
        pasted = f"Aino <{enrolment.learner.email.upper()}>; tuntematon@muu.fi\n"
        answer = client.post(address, {"addresses": pasted, "list": "1"})
        assert Attendance.objects.get().how == "list"
        assert "tuntematon@muu.fi</textarea>" in answer.text.replace("\r", "")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_a_file_is_read_whoever_wrote_it(self, client, session, enrolment, teacher, encoding):
        client.force_login(teacher)
        address = reverse("run:attendance", args=[enrolment.run_id, session.pk])
        content = f"Nimi;Sähköposti\r\nÄäkkö;{enrolment.learner.email}\r\n".encode(encoding)
        file = SimpleUploadedFile("lista.csv", content)
        client.post(address, {"list": "1", "file": file})
        assert Attendance.objects.count() == 1

    @pytest.mark.parametrize(
        "file",
        [
            pytest.param(b"\x00\x01\x02" * 10, id="no text"),
            pytest.param(b"a" * (1024 * 1024 + 1), id="too large"),
        ],
    )
    def test_an_odd_file_is_refused(self, client, session, enrolment, teacher, file):
        client.force_login(teacher)
        address = reverse("run:attendance", args=[enrolment.run_id, session.pk])
        sent = SimpleUploadedFile("lista.csv", file)
        assert client.post(address, {"list": "1", "file": sent}).status_code == 400

    def test_taken_back_the_step_is_open_again(self, session, enrolment, step, teacher):
        mark_from_list(session=session, text=enrolment.learner.email, by=teacher)
        assert is_done(enrolment, step)
        mark_present(session=session, shown=[enrolment.pk], ticked=[], by=teacher)
        assert not is_done(enrolment, step)

    def test_another_session_of_the_step_keeps_it_done(self, session, enrolment, step, teacher):
        other = SessionFactory(run=enrolment.run, step=step)
        for each in (session, other):
            mark_from_list(session=each, text=enrolment.learner.email, by=teacher)
        mark_present(session=session, shown=[enrolment.pk], ticked=[], by=teacher)
        assert is_done(enrolment, step)

    def test_the_code_is_shown_large_and_hidden(self, client, session, enrolment, teacher):
        client.force_login(teacher)
        address = reverse("run:attendance_code", args=[enrolment.run_id, session.pk])
        client.post(address, {"show": "1", "minutes": "60"})
        session.refresh_from_db()
        assert session.code in client.get(address).text
        client.post(address, {"hide": "1"})
        session.refresh_from_db()
        assert session.code == ""

    def test_sessions_are_added_changed_and_cancelled(self, client, enrolment, step, teacher):
        client.force_login(teacher)
        data = {"step": step.pk, "day": "2027-01-12", "begins": "09:00", "ends": "12:00"}
        client.post(reverse("run:add_session", args=[enrolment.run_id]), data)
        session = WebinarSession.objects.get()
        address = reverse("run:session", args=[enrolment.run_id, session.pk])
        assert client.get(address).status_code == 200
        client.post(address, data | {"place": "Sali 2"})
        client.post(address, {"cancel": "1"})
        session.refresh_from_db()
        assert (session.place, session.sequence) == ("Sali 2", 2)
        assert session.cancelled_at
        client.post(address, {"restore": "1"})
        session.refresh_from_db()
        assert session.cancelled_at is None

    def test_of_another_run_nothing_is_there(self, client, session, enrolment):
        other = SessionFactory()
        staff = MembershipFactory(organisation=other.run.organiser).user
        client.force_login(staff)
        for name in ("session", "attendance", "attendance_code"):
            for run in (enrolment.run, other.run):
                address = reverse(f"run:{name}", args=[run.pk, session.pk])
                assert client.get(address).status_code == 404
                assert client.post(address, {"cancel": "1"}).status_code == 404
        assert WebinarSession.objects.get(pk=session.pk).cancelled_at is None

    @pytest.mark.parametrize("count", [1, 3])
    def test_query_counts(
        self, client, session, enrolment, teacher, count, django_assert_max_num_queries
    ):
        for each in EnrolmentFactory.create_batch(count, run=enrolment.run):
            AttendanceFactory(session=session, enrolment=each)
        SessionFactory.create_batch(count, run=enrolment.run)
        client.force_login(teacher)
        for address in (
            reverse("run:webinars", args=[enrolment.run_id]),
            reverse("run:attendance", args=[enrolment.run_id, session.pk]),
        ):
            client.get(address)
            with django_assert_max_num_queries(20):
                client.get(address)


class TestParts:
    @pytest.fixture
    def page(self):
        return WebinarPageFactory(task_before="<p>Lue ja kirjoita.</p>", diary="<p>Mitä opit?</p>")

    def write(self, client, enrolment, step, part):
        address = reverse("courses:write", args=[enrolment.pk, step.key, part])
        client.post(address, {"text": "Kirjoitin tämän.", "based_on": 0})
        hand_in = reverse("courses:hand_in", args=[enrolment.pk, step.key, part])
        client.post(hand_in, {"based_on": 1})

    def test_done_when_every_one_is(self, client, session, enrolment, step, teacher):
        self.write(client, enrolment, step, "ennakko")
        mark_from_list(session=session, text=enrolment.learner.email, by=teacher)
        assert not is_done(enrolment, step)
        self.write(client, enrolment, step, "paivakirja")
        assert is_done(enrolment, step)
        assert set(Submission.objects.values_list("state", flat=True)) == {"passed"}

    def test_an_assessed_text_waits(self, client, session, enrolment, step):
        step.terms |= {"assessed": True}
        step.save()
        self.write(client, enrolment, step, "ennakko")
        assert Submission.objects.get().state == "submitted"
        assert not parts_done(enrolment, step).before

    def test_the_page_shows_both_tasks(self, client, page, session):
        shown = client.get(page.url).text
        assert "Lue ja kirjoita." in shown
        assert "Mitä opit?" in shown

    def test_what_was_attended_before_a_move_counts(self, session, enrolment, step, teacher):
        mark_from_list(session=session, text=enrolment.learner.email, by=teacher)
        new = EnrolmentFactory(run=CourseRunFactory(course=step.course), learner=enrolment.learner)
        enrolment.withdrawn_at = timezone.now()
        enrolment.moved_to = new
        enrolment.save()
        assert parts_done(new, step).attended
        assert not parts_done(EnrolmentFactory(run=new.run), step).attended


def test_the_tab_is_there():
    assert {"run:webinars", "run:submissions"} <= {tab.url_name for tab in TABS}


def test_nobody_marks_themselves_as_present(client, session, enrolment, teacher):
    own = EnrolmentFactory(run=enrolment.run, learner=teacher)
    mark_present(session=session, shown=[], ticked=[own.pk], by=teacher)
    done = mark_from_list(session=session, text=teacher.email, by=teacher)
    assert (done.marked, done.unknown) == (0, ())
    assert not Attendance.objects.exists()
    AttendanceFactory(session=session, enrolment=own)
    mark_present(session=session, shown=[own.pk], ticked=[], by=teacher)
    assert Attendance.objects.get().revoked_at is None
    client.force_login(teacher)
    with override("fi"):
        text = client.get(reverse("run:attendance", args=[enrolment.run_id, session.pk])).text
    assert "Kukaan ei merkitse itseään." in text
