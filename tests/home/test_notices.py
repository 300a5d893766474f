"""Notices: told here and by mail as each person chose, once, and not in quiet hours."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts import personal_data
from home import outbox
from home.notices import reading
from home.notices.kinds import kinds_for
from home.notices.models import Notice, NoticeChoice, QuietHours
from home.notices.quiet import Hours, quiet_until
from home.notices.telling import tell_by
from home.outbox import OutboxEntry
from tests.factories.accounts import UserFactory

HELSINKI = ZoneInfo("Europe/Helsinki")
NIGHT = Hours(datetime.time(20), datetime.time(7))
NOON = Hours(datetime.time(12), datetime.time(13))
SMALL = Hours(datetime.time(1), datetime.time(3, 30))
ALL = Hours(NIGHT.begins, NIGHT.ends, weekends=True)
WAYS = NoticeChoice.Way


def here(*moment, fold=0):
    return datetime.datetime(*moment, tzinfo=HELSINKI, fold=fold)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        (NIGHT, here(2026, 11, 23, 19, 59), None),
        (NIGHT, here(2026, 11, 23, 20, 0), here(2026, 11, 24, 7)),
        (NIGHT, here(2026, 11, 24, 6, 59), here(2026, 11, 24, 7)),
        (NIGHT, here(2026, 11, 24, 7), None),
        (NOON, here(2026, 11, 24, 12, 30), here(2026, 11, 24, 13)),
        (Hours(), here(2026, 11, 22, 3), None),
        # A weekend, and one that ends in a quiet night: Friday evening until Monday morning.
        (Hours(weekends=True), here(2026, 11, 21, 0), here(2026, 11, 23, 0)),
        (Hours(weekends=True), here(2026, 11, 20, 23, 59), None),
        (ALL, here(2026, 11, 20, 21), here(2026, 11, 23, 7)),
        # The night of summer time has seven hours less one, that of winter time one more.
        (NIGHT, here(2027, 3, 27, 21), here(2027, 3, 28, 7)),
        (NIGHT, here(2026, 10, 24, 21), here(2026, 10, 25, 7)),
        # An end that the clock leaps over, and one in the hour that comes twice.
        (SMALL, here(2027, 3, 28, 2), here(2027, 3, 28, 4, 30)),
        (SMALL, here(2026, 10, 25, 3, 10, fold=1), here(2026, 10, 25, 3, 30, fold=1)),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(hours, now, until):
    found = quiet_until(hours, now)
    assert found == (until and until.astimezone(datetime.UTC))


@pytest.fixture
def person():
    return UserFactory(language="fi")


def tell(person, key="a", kind="message", address="/fi/opinnot/"):
    tell_by(
        lambda: mail.EmailMessage("Aihe", "Teksti", to=[person.email]).send(),
        kind=kind,
        key=key,
        person=person,
        title="Uusi\nviesti",
        link=f"http://127.0.0.1:8000{address}",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("way", "kind", "here", "mailed"),
    [
        (None, "message", 1, 1),
        (WAYS.BOTH, "message", 1, 1),
        (WAYS.SITE, "message", 1, 0),
        (WAYS.MAIL, "message", 0, 1),
        # What must come by mail does, whatever was chosen.
        (WAYS.SITE, "place", 1, 1),
    ],
)
def test_each_kind_is_told_as_the_person_chose(
    person, mailoutbox, settings, way, kind, here, mailed
):
    settings.BASE_URL = "http://127.0.0.1:8000"
    NoticeChoice.objects.create(person=UserFactory(), kind=kind, way=WAYS.MAIL)
    if way:
        NoticeChoice.objects.create(person=person, kind=kind, way=way)
    tell(person, kind=kind)
    assert len(mailoutbox) == mailed
    told = list(Notice.objects.values_list("person", "title", "address", "read_at"))
    assert told == [(person.pk, "Uusi viesti", "/fi/opinnot/", None)] * here


@pytest.mark.django_db
def test_a_mail_in_quiet_hours_waits_and_the_notice_comes_once(
    person, mailoutbox, settings, monkeypatch
):
    settings.BASE_URL = "http://127.0.0.1:8000"
    QuietHours.objects.create(person=person, begins=NIGHT.begins, ends=NIGHT.ends)
    effect = (lambda payload: tell(person, kind=payload["kind"]), "default")
    monkeypatch.setitem(outbox._effects, "test.tell", effect)
    night, morning = here(2026, 11, 23, 22), here(2026, 11, 24, 7)
    monkeypatch.setattr(timezone, "now", lambda: night.astimezone(datetime.UTC))
    outbox.send(effect="test.tell", key="waits", payload={"kind": "message"})
    assert outbox.run_due(timezone.now()) == 0
    entry = OutboxEntry.objects.get(key="waits")
    assert (entry.next_try_at, entry.tries, entry.error) == (morning, 0, "")
    assert (len(mailoutbox), Notice.objects.count()) == (0, 1)
    # What is kept for a time does not wait.
    tell(person, kind="place", key="b")
    assert len(mailoutbox) == 1
    monkeypatch.setattr(timezone, "now", lambda: morning.astimezone(datetime.UTC))
    assert outbox.run_due(timezone.now()) == 1
    assert (len(mailoutbox), Notice.objects.count()) == (2, 2)


@pytest.mark.django_db
def test_a_closed_account_is_told_nothing(mailoutbox):
    tell(UserFactory(is_active=False))
    assert (len(mailoutbox), Notice.objects.count()) == (0, 0)


def a_notice(person, key="a", **fields):
    usual = {
        "kind": "message",
        "title": f"Viesti {key}",
        "address": "/fi/tili/tiedot/",
        "told_at": timezone.now(),
    }
    return Notice.objects.create(person=person, key=key, **(usual | fields))


@pytest.mark.django_db
def test_a_person_reads_their_own_notices_and_no_one_elses(client, person):
    client.force_login(person)
    mine = [a_notice(person, key) for key in "abc"]
    hers = a_notice(UserFactory(), "salainen")
    with override("fi"):
        listed, opened = reverse("notices:list"), reverse("notices:open", args=[mine[0].pk])
        not_mine, all_read = reverse("notices:open", args=[hers.pk]), reverse("notices:read_all")
        front = client.get(reverse("accounts:profile"))
    # The count stands in the header in words, in one query with the person.
    assert '3<span class="site-nav__more"> uutta</span>' in front.text
    text = client.get(listed).text
    assert all(notice.title in text for notice in mine)
    assert hers.title not in text
    assert client.get(opened).url == "/fi/tili/tiedot/"
    assert client.get(not_mine).status_code == 404
    unread = Notice.objects.unread()
    assert set(unread.all()) == {*mine[1:], hers}
    assert client.get(all_read).status_code == 405
    client.post(all_read)
    assert set(unread.all()) == {hers}
    assert "uutta" not in client.get(listed).text


@pytest.mark.django_db
@pytest.mark.one_engine
def test_choices_and_quiet_hours_are_kept_and_half_of_them_is_refused(client, person):
    client.force_login(person)
    with override("fi"):
        address = reverse("notice_choices")
    names = [kind.name for kind in kinds_for(is_staff=False) if not kind.is_mandatory]
    form = client.get(address).context["form"]
    assert [field.name for field in form.of_kinds] == names
    assert "review" not in names
    typed = dict.fromkeys(names, "site") | {"begins": "20:00", "ends": "", "weekends": "on"}
    refused = client.post(address, typed)
    assert refused.context["form"].errors.keys() == {"ends"}
    assert refused.context["form"]["begins"].value() == "20:00"
    assert client.post(address, typed | {"ends": "20.00"}).context["form"].errors.keys() == {"ends"}
    assert not QuietHours.objects.exists()
    assert client.post(address, typed | {"ends": "7"}).status_code == 302
    hours = QuietHours.objects.get(person=person)
    assert (hours.begins, hours.ends, hours.weekends) == (NIGHT.begins, NIGHT.ends, True)
    assert set(NoticeChoice.objects.values_list("kind", "way")) == {(one, "site") for one in names}
    held = personal_data.export_of(person)["notices"]
    assert len(held["choices"]) == len(names)
    assert held["quiet_hours"][0]["weekends"] is True


@pytest.mark.django_db
def test_notices_of_a_year_are_forgotten(person):
    now = timezone.now()
    old = a_notice(person, told_at=now - reading.KEPT - datetime.timedelta(hours=1))
    kept = a_notice(person, "b", told_at=now - reading.KEPT + datetime.timedelta(hours=1))
    assert reading.forget_old(now) == 1
    assert list(Notice.objects.all()) == [kept]
    assert old != kept
