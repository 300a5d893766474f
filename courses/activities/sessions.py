"""Setting the webinars of a run: held, moved, cancelled, and the code shown in them."""

import datetime
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.activities.webinar_mail import Change, change_between, tell
from courses.activities.webinars import WebinarSession

# No letters or digits that are taken for one another when read aloud or from a screen.
CODE_SIGNS = "ACDEFHJKMNPRTUVWXY347"
CODE_LENGTH = 6
# What a participant's calendar shows; a change of these is a new version of the event.
TOLD = ("step_id", "title", "starts_at", "ends_at", "link", "place")


@transaction.atomic
def keep_session(session: WebinarSession) -> int:
    """
    Save a new or changed session; what calendars show raises its sequence.

    Returns how many participants get a mail of the change: of another time, place or link.
    """
    if not session.pk:
        session.save()
        return 0
    known = WebinarSession.objects.select_for_update().get(pk=session.pk)
    session.sequence, session.cancelled_at = known.sequence, known.cancelled_at
    if all(getattr(known, name) == getattr(session, name) for name in TOLD):
        return 0
    session.sequence += 1
    # The code is another form's affair.
    fields = [name.removesuffix("_id") for name in TOLD]
    session.save(update_fields=[*fields, "sequence"])
    change = change_between(known, session)
    # Whoever was told that it is cancelled is told of its new time when it is held after all.
    if change is None or session.cancelled_at:
        return 0
    return tell(change, session, before=known)


@transaction.atomic
def cancel_session(*, session_id: int) -> int:
    """
    Cancel a session; it stays, so that calendars learn of it. Twice changes nothing.

    Returns how many participants get a mail.
    """
    session = WebinarSession.objects.select_for_update().get(pk=session_id)
    if session.cancelled_at:
        return 0
    session.cancelled_at = timezone.now()
    session.sequence += 1
    session.code, session.code_until = "", None
    session.save(update_fields=["cancelled_at", "sequence", "code", "code_until"])
    return tell(Change.CANCELLED, session)


@transaction.atomic
def restore_session(*, session_id: int) -> int:
    """Hold a cancelled session after all; return how many participants get a mail."""
    session = WebinarSession.objects.select_for_update().get(pk=session_id)
    if session.cancelled_at is None:
        return 0
    session.cancelled_at = None
    session.sequence += 1
    session.save(update_fields=["cancelled_at", "sequence"])
    return tell(Change.RESTORED, session)


@transaction.atomic
def show_code(*, session_id: int, minutes: int) -> WebinarSession:
    """Take a code for so many minutes from now; one that is still taken stays the same."""
    session = WebinarSession.objects.select_for_update().get(pk=session_id)
    now = timezone.now()
    if not is_taken(session, now):
        session.code = "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
    session.code_until = now + datetime.timedelta(minutes=minutes)
    session.save(update_fields=["code", "code_until"])
    return session


def hide_code(*, session_id: int) -> None:
    """Take the code no longer."""
    WebinarSession.objects.filter(pk=session_id).update(code="", code_until=None)


def is_taken(session: WebinarSession, now: datetime.datetime) -> bool:
    """Whether the code of a session is taken at a moment."""
    return bool(session.code) and session.code_until is not None and now < session.code_until


def sessions_of(run: Any) -> Any:
    """The sessions of a run in their order, with their steps."""
    return WebinarSession.objects.filter(run=run).select_related("step").order_by("starts_at", "pk")
