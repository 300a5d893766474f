"""Reminders before a certificate expires: 60 and 14 days before, once each."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from certificates import expiring
from certificates.models import Certificate
from certificates.renewing import renew_certificate
from home import outbox
from home.outbox import OutboxEntry
from tests.factories.accounts import UserFactory
from tests.factories.certificates import certificate_for, programme_certificate_for
from tests.factories.courses import CourseFactory

pytestmark = pytest.mark.django_db

HELSINKI = ZoneInfo("Europe/Helsinki")
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Set the clock: nine in the morning of a day, or another hour of it."""

    def show(day, hour=9):
        moment = datetime.datetime.combine(day, datetime.time(hour), HELSINKI)
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC))

    with override("en"):
        show(TODAY)
        yield show


def tick():
    expiring.begin_day(timezone.now())
    for effect in (expiring.PLAN, expiring.REMIND):
        for entry in OutboxEntry.objects.due(timezone.now()).filter(effect=effect):
            assert outbox.run(entry.pk)


def with_days_left(days, certificate=None, **fields):
    certificate = certificate or certificate_for(**fields)
    Certificate.objects.filter(pk=certificate.pk).update(
        expires_on=TODAY + datetime.timedelta(days=days),
        completed_on=TODAY - datetime.timedelta(days=600),
        issued_at=timezone.now() - datetime.timedelta(days=600),
    )
    certificate.refresh_from_db()
    return certificate


def reminders():
    return OutboxEntry.objects.filter(effect=expiring.REMIND)


@pytest.mark.parametrize(
    ("days", "kinds"),
    [(61, []), (60, [60]), (15, [60]), (14, [14]), (0, [14]), (-1, [])],
)
def test_who_is_reminded_on_a_day(days, kinds):
    certificate = with_days_left(days)
    tick()
    assert [entry.key for entry in reminders()] == [
        f"certificates.expires:{certificate.number}:{kind}" for kind in kinds
    ]


def test_in_the_holders_language_with_the_way_to_renew():
    learner = UserFactory(language="sv", email="strom@exempel.fi")
    certificate = with_days_left(
        40, enrolment__learner=learner, enrolment__run__course__names={"fi": "Polku", "sv": "Stig"}
    )
    tick()
    [letter] = mail.outbox
    assert letter.to == ["strom@exempel.fi"]
    assert "2.1.2027" in letter.subject
    assert "Stig" in letter.body
    assert f"/sv/todistukset/{certificate.number}/kertaus/" in letter.body


def test_once_each_however_often_the_clock_strikes(clock):
    with_days_left(20)
    for day in range(20):
        for hour in (9, 19):
            clock(TODAY + datetime.timedelta(days=day), hour)
            tick()
    assert len(mail.outbox) == 2


def test_a_clock_that_stood_still_leaves_nobody_out(clock):
    with_days_left(61)
    clock(TODAY + datetime.timedelta(days=10))
    tick()
    clock(TODAY + datetime.timedelta(days=55))
    tick()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("hour", [0, 7, 20, 23])
def test_nobody_is_written_to_at_night(clock, hour):
    with_days_left(10)
    clock(TODAY, hour)
    tick()
    assert not mail.outbox


def test_what_lives_shorter_than_that_is_no_news_on_its_first_day():
    certificate = with_days_left(25)
    Certificate.objects.update(issued_at=timezone.now() - datetime.timedelta(days=3))
    tick()
    assert not reminders().filter(key__contains=certificate.number)


def test_neither_revoked_renewed_annulled_nor_closed_ones():
    revoked, renewed, annulled, gone = (with_days_left(10) for _ in range(4))
    Certificate.objects.filter(pk=revoked.pk).update(
        revoked_at=timezone.now(), revoked_reason="Annettu erehdyksessä"
    )
    renew_certificate(certificate=renewed, by=renewed.learner, has_read=frozenset())
    annulled.completion.annulled_at = timezone.now()
    annulled.completion.annulled_reason = "Väärä henkilö"
    annulled.completion.save()
    gone.learner.is_active = False
    gone.learner.save()
    tick()
    assert not mail.outbox


def test_one_renewed_between_the_plan_and_the_mail_is_not_told(monkeypatch):
    certificate = with_days_left(10)
    expiring.plan_day({"day": TODAY.isoformat()})
    renew_certificate(certificate=certificate, by=certificate.learner, has_read=frozenset())
    expiring.mail_reminder(reminders().get().payload)
    assert not mail.outbox


def test_a_programmes_certificate_is_reminded_of_too():
    learner = UserFactory(email="ohjelma@esimerkki.fi")
    with_days_left(10, programme_certificate_for(CourseFactory(), learner=learner))
    tick()
    assert [letter.to for letter in mail.outbox] == [["ohjelma@esimerkki.fi"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_queries_for_any_number(django_assert_num_queries, count):
    for _number in range(count):
        with_days_left(10)
    with django_assert_num_queries(3):  # 60 days, 14 days, all written down at once
        expiring.plan_day({"day": TODAY.isoformat()})
