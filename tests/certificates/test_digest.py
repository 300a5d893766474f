"""What changed since one's completion, mailed weekly to who asked for it."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from certificates import digest
from certificates.choosing import tell_changes
from certificates.models import Certificate
from home import outbox
from home.outbox import OutboxEntry
from tests.factories.accounts import UserFactory
from tests.factories.certificates import certificate_for, programme_certificate_for
from tests.factories.courses import CourseFactory, CurriculumChangeFactory

pytestmark = pytest.mark.django_db

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = datetime.date(2026, 11, 23)
COMPLETED = datetime.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Set the clock: so many days after a Monday, at nine."""

    def show(days, hour=9):
        day = datetime.datetime.combine(MONDAY, datetime.time(hour), HELSINKI)
        moment = day + datetime.timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC))

    with override("en"):
        show(0)
        yield show


def tick():
    digest.begin_week(timezone.now())
    for effect in (digest.PLAN, digest.TELL):
        for entry in OutboxEntry.objects.due(timezone.now()).filter(effect=effect):
            assert outbox.run(entry.pk)


def asking(certificate=None, **fields):
    """A certificate whose holder asks for changes from the set day on."""
    certificate = certificate or certificate_for(completed_on=COMPLETED, **fields)
    tell_changes(certificate=certificate, on=True)
    return certificate


def change(course, summary="Laki muuttui.", **fields):
    return CurriculumChangeFactory(
        course=course, summary_fi=summary, changed_on=timezone.localdate(), **fields
    )


def test_a_change_is_told_in_the_next_weeks_mail_in_the_holders_language(clock):
    learner = UserFactory(language="sv", email="strom@exempel.fi")
    certificate = asking(enrolment__learner=learner)
    clock(2)
    change(certificate.completion.course, summary_sv="Lagen ändrades.")
    change(CourseFactory(), summary_sv="En annan kurs.")
    tick()
    assert not mail.outbox  # this week's mails began before it was noted
    clock(7)
    tick()
    [letter] = mail.outbox
    assert letter.to == ["strom@exempel.fi"]
    assert "25.11.2026: Lagen ändrades." in letter.body
    assert "En annan kurs." not in letter.body
    assert f"/sv/todistukset/{certificate.number}/" in letter.body
    off = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert digest.learner_of(off.rstrip("/").rpartition("/")[2]) == learner.pk
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_each_change_is_told_once_and_a_week_without_any_has_no_mail(clock):
    certificate = asking()
    change(certificate.completion.course)
    for day in range(1, 30):
        clock(day)
        tick()
    assert len(mail.outbox) == 1


def test_several_changes_of_several_courses_are_one_mail(clock):
    learner = UserFactory()
    first, second = (asking(enrolment__learner=learner) for _ in range(2))
    change(first.completion.course, "Eka.")
    change(first.completion.course, "Toka.")
    change(second.completion.course, "Kolmas.")
    clock(7)
    tick()
    [letter] = mail.outbox
    assert all(words in letter.body for words in ("Eka.", "Toka.", "Kolmas."))


def test_what_was_noted_before_one_asked_is_no_news(clock):
    certificate = certificate_for(completed_on=COMPLETED)
    clock(-3)
    change(certificate.completion.course)
    clock(0)
    asking(certificate)
    clock(7)
    tick()
    assert not mail.outbox


def test_a_change_that_is_noted_late_is_told(clock):
    certificate = asking()
    CurriculumChangeFactory(
        course=certificate.completion.course, changed_on=COMPLETED + datetime.timedelta(days=1)
    )
    CurriculumChangeFactory(
        course=certificate.completion.course,
        summary_fi="Ennen suoritusta.",
        changed_on=COMPLETED - datetime.timedelta(days=1),
    )
    clock(7)
    tick()
    [letter] = mail.outbox
    assert "2.3.2026" in letter.body
    assert "Ennen suoritusta." not in letter.body


def test_only_who_asked_and_nobody_who_left_or_lost_it(clock):
    course = CourseFactory()
    made = [certificate_for(completed_on=COMPLETED, enrolment__run__course=course) for _ in "abcd"]
    silent, revoked, annulled, gone = made
    for certificate in (revoked, annulled, gone):
        asking(certificate)
    change(course)
    clock(7)
    Certificate.objects.filter(pk=revoked.pk).update(
        revoked_at=timezone.now(), revoked_reason="Annettu erehdyksessä"
    )
    annulled.completion.annulled_at = timezone.now()
    annulled.completion.annulled_reason = "Väärä henkilö"
    annulled.completion.save()
    gone.learner.is_active = False
    gone.learner.save()
    tick()
    assert not mail.outbox
    assert not silent.tells_changes


def test_who_stops_between_the_plan_and_the_mail_gets_none(clock):
    certificate = asking()
    change(certificate.completion.course)
    clock(7)
    digest.plan_week({"day": timezone.localdate().isoformat()})
    tell_changes(certificate=certificate, on=False)
    digest.mail_changes(OutboxEntry.objects.get(effect=digest.TELL).payload)
    assert not mail.outbox


def test_a_plan_that_is_run_twice_or_dies_tells_once(clock, monkeypatch):
    certificate = asking()
    change(certificate.completion.course)
    clock(7)
    payload = {"day": timezone.localdate().isoformat()}
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "send_many", lambda **_wish: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            digest.plan_week(payload)
    digest.plan_week(payload)
    digest.plan_week(payload)
    assert OutboxEntry.objects.filter(effect=digest.TELL).count() == 1


def test_a_programme_hears_of_all_its_courses(clock):
    courses = CourseFactory.create_batch(2)
    asking(programme_certificate_for(*courses, learner=UserFactory()))
    clock(1)
    for number, course in enumerate(courses):
        change(course, f"Muutos {number}.")
    clock(7)
    tick()
    [letter] = mail.outbox
    assert "Muutos 0." in letter.body
    assert "Muutos 1." in letter.body


@pytest.mark.parametrize("hour", [3, 7, 20])
def test_nobody_is_written_to_at_night(clock, hour):
    certificate = asking()
    change(certificate.completion.course)
    clock(7, hour)
    tick()
    assert not mail.outbox


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_queries_for_any_number_of_holders(clock, django_assert_num_queries, count):
    course = CourseFactory()
    for _number in range(count):
        asking(enrolment__run__course=course)
    change(course)
    clock(7)
    with django_assert_num_queries(7):
        digest.plan_week({"day": timezone.localdate().isoformat()})
