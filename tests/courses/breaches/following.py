"""Tries to break the constraints on messages and reminders."""

from collections.abc import Callable

from django.utils import timezone

from courses.following.models import (
    Message,
    MessageCopy,
    MessageTemplate,
    Note,
    ReminderRule,
    ReminderSent,
)
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory


def _message(**fields: object) -> Message:
    usual = {"subject": "Aihe", "body": "Teksti", "sent_at": timezone.now()}
    people = {"run": CourseRunFactory(), "sender": UserFactory()}
    return Message.objects.create(**(usual | people | fields))


def _rule(days: int = 7) -> ReminderRule:
    return ReminderRule.objects.create(run=CourseRunFactory(), kind="before_end", days=days)


def _a_message_twice_to_one() -> None:
    message = _message()
    enrolment = EnrolmentFactory(run=message.run)
    for _ in range(2):
        MessageCopy.objects.create(message=message, enrolment=enrolment)


def _an_empty_note() -> None:
    Note.objects.create(
        enrolment=EnrolmentFactory(), author=UserFactory(), text="", created_at=timezone.now()
    )


def _two_templates_of_a_name() -> None:
    organisation = OrganisationFactory()
    for _ in range(2):
        MessageTemplate.objects.create(
            organisation=organisation, name="Muistutus", subject="Aihe", body="Teksti"
        )


def _a_reminder_chosen_twice() -> None:
    rule = _rule()
    ReminderRule.objects.create(run=rule.run, kind=rule.kind, days=rule.days)


def _a_reminder_sent_twice() -> None:
    rule = _rule()
    enrolment = EnrolmentFactory(run=rule.run)
    for _ in range(2):
        ReminderSent.objects.create(
            rule=rule,
            enrolment=enrolment,
            occasion="before_end::2026-11-30",
            sent_at=timezone.now(),
        )


BREACHES: list[tuple[Callable[[], object], str]] = [
    (lambda: _message(subject=""), "courses_message_says_something"),
    (lambda: _message(body=""), "courses_message_says_something"),
    (_a_message_twice_to_one, "courses_message_once_per_person"),
    (_an_empty_note, "courses_note_says_something"),
    (_two_templates_of_a_name, "courses_template_named_once"),
    (lambda: _rule(days=0), "courses_reminder_1_to_365_days"),
    (lambda: _rule(days=366), "courses_reminder_1_to_365_days"),
    (_a_reminder_chosen_twice, "courses_reminder_once"),
    (_a_reminder_sent_twice, "courses_reminder_sent_once"),
]
