"""Notes, messages and reminders, erased when their time is over."""

from collections.abc import Collection

from courses.following.models import Message, MessageCopy, Note, ReminderSent


def erase_letters(enrolments: Collection[int]) -> int:
    """
    Erase notes on people of enrolments, messages to them, and which reminders they got.

    A message stays while anybody else's copy of it does. Returns how many rows went.
    """
    copies = MessageCopy.objects.filter(enrolment__in=enrolments)
    messages = set(copies.values_list("message", flat=True))
    count = 0
    for rows in (
        Note.objects.filter(enrolment__in=enrolments),
        copies,
        ReminderSent.objects.filter(enrolment__in=enrolments),
        Message.objects.filter(pk__in=messages, copies__isnull=True),
    ):
        count += rows.delete()[0]
    return count
