"""Days of review: whoever answers is reminded, once 30 days before and once on the day."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone

from courses.pages.models import LessonPage
from home import outbox, reviewing
from home.outbox import OutboxEntry
from home.reviewing import begin_day, due_for, remind
from tests.factories.accounts import UserFactory
from tests.factories.courses import LessonPageFactory, ModulePageFactory
from tests.factories.home import StandardPageFactory, in_language

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 23)


def after(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def editor(**fields):
    user = UserFactory(is_staff=True, **fields)
    user.groups.set(Group.objects.filter(name="Editors"))
    return user


def letters():
    """Whom the mails written down are to, with what each is about."""
    entries = OutboxEntry.objects.filter(effect=reviewing.REMIND).order_by("pk")
    return [(one.payload["user"], len(one.payload["items"])) for one in entries]


def test_who_answers_is_reminded_once_ahead_and_once_on_the_day():
    owner, other = editor(), editor()
    StandardPageFactory(review_by=after(30), responsible=owner, title="Saavutettavuus")
    StandardPageFactory(review_by=after(15), responsible=owner)
    StandardPageFactory(review_by=after(-20), responsible=owner)
    StandardPageFactory(review_by=after(30), responsible=owner, published=False)
    in_language(StandardPageFactory(responsible=owner), "sv", review_by=after(30))

    assert remind(TODAY) == 1
    assert remind(TODAY) == 0, "the same day again"
    assert remind(after(1)) == 0, "the next day"
    assert letters() == [(owner.pk, 1)]
    assert remind(after(15)) == 1, "the day of the second"
    assert other.pk not in dict(letters())


def test_without_an_owner_every_editor_is_reminded_in_one_mail():
    editors = {editor().pk, editor().pk}
    editor(is_active=False)
    UserFactory()
    module = ModulePageFactory()
    for _number in range(2):
        LessonPageFactory(parent=module, review_by=TODAY)

    assert remind(TODAY) == 2
    assert set(letters()) == {(pk, 2) for pk in editors}


def test_the_mail_leads_to_the_form_and_leaves_out_what_has_a_new_day():
    owner = editor(language="sv")
    page = StandardPageFactory(review_by=TODAY, responsible=owner, title="Saavutettavuus")
    mended = StandardPageFactory(review_by=TODAY, responsible=owner, title="Tietosuoja")
    remind(TODAY)
    type(mended).objects.filter(pk=mended.pk).update(review_by=after(300))

    outbox.run_due(timezone.now())

    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert f"/hallinta/pages/{page.pk}/edit/" in letter.body
    assert "Tietosuoja" not in letter.body


def test_the_day_begins_once_in_the_hours_of_work():
    morning = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)

    assert [begin_day(morning.replace(hour=4)), begin_day(morning), begin_day(morning)] == [0, 1, 0]


def test_the_dashboard_tells_ones_own_days():
    owner = editor()
    past = StandardPageFactory(review_by=after(-20), responsible=owner)
    soon = StandardPageFactory(review_by=after(10), responsible=owner)
    StandardPageFactory(review_by=after(40), responsible=owner)
    StandardPageFactory(review_by=after(-20), responsible=editor())

    found = due_for(owner, TODAY)

    assert [(one.title, one.is_past) for one in found] == [(past.title, True), (soon.title, False)]


def test_only_those_who_make_content_can_be_named():
    maker, learner = editor(), UserFactory()
    editor(is_active=False)

    offered = LessonPage.get_edit_handler().get_form_class().base_fields["responsible"].queryset

    assert maker in offered
    assert learner not in offered
    assert all(person.is_active for person in offered)
