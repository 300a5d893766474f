"""What following holds on a person: notes, messages to them, reminders."""

from typing import Any

from accounts.models import User
from courses.following.models import MessageCopy, Note, ReminderSent


def export_following(user: User) -> dict[str, Any]:
    """Return notes on the person, what was written to them, and when they were reminded."""
    mine = {"enrolment__learner": user}
    notes = Note.objects.filter(**mine).select_related("enrolment__run").order_by("pk")
    copies = MessageCopy.objects.filter(**mine).select_related("message__run").order_by("pk")
    reminders = ReminderSent.objects.filter(**mine).select_related("enrolment__run")
    return {
        "notes": [
            {"run": note.enrolment.run.code, "written_at": note.created_at, "text": note.text}
            for note in notes
        ],
        "messages": [
            {
                "run": copy.message.run.code,
                "sent_at": copy.message.sent_at,
                "subject": copy.message.subject,
                "body": copy.message.body,
            }
            for copy in copies
        ],
        "reminders": [
            {"run": sent.enrolment.run.code, "sent_at": sent.sent_at, "occasion": sent.occasion}
            for sent in reminders.order_by("pk")
        ],
    }


def erase_following(user: User) -> None:
    """Erase them; a message stays for those others who got it."""
    for model in (Note, MessageCopy, ReminderSent):
        model.objects.filter(enrolment__learner=user).delete()
