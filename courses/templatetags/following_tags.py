"""What following says of one participant on pages of others."""

from typing import Any

from django import template

from courses.enrolling.models import Enrolment

register = template.Library()


@register.inclusion_tag("courses/following/on_person.html")
def notes_on(enrolment: Enrolment) -> dict[str, Any]:
    """The notes on a participant, with the way to write one; two queries with the messages."""
    return {
        "enrolment": enrolment,
        "notes": enrolment.notes.select_related("author"),
        "copies": enrolment.messages.select_related("message").order_by("-message__sent_at")[:10],
    }
