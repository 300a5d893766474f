"""What learners are told of on courses, by kind (`home.notices`)."""

from django.utils.translation import gettext_lazy as _

from home.notices.kinds import Kind, register

PLACE, COMPLETION, MESSAGE = "place", "completion", "message"
ASSESSED, REMINDER, WEBINAR = "assessed", "reminder", "webinar"


def connect() -> None:
    """Name them."""
    # Quiet hours must not eat the time that an offered place is kept for, nor hide a webinar.
    place = _("Your places on courses, and what staff do to them")
    register(Kind(PLACE, place, is_mandatory=True, waits_for_quiet_to_end=False))
    register(Kind(COMPLETION, _("Your completions and certificates"), is_mandatory=True))
    register(Kind(MESSAGE, _("Messages from teachers and study staff")))
    register(Kind(ASSESSED, _("Feedback and results")))
    register(Kind(REMINDER, _("Deadlines and webinars that are near")))
    webinar = _("Webinars that are moved or cancelled")
    register(Kind(WEBINAR, webinar, waits_for_quiet_to_end=False))
