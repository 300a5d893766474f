"""Sending feedback, answering it, and forgetting it."""

import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from home import outbox
from home.feedback.models import DAYS_TO_ANSWER, Feedback

ANSWER = "feedback answered"
# What was answered is kept so long: to see what comes again and again.
KEPT_DAYS = 365


@transaction.atomic
def send_feedback(*, kind: str, words: str, page: str, email: str, language: str) -> Feedback:
    """Keep a message as a task that is due in 14 days."""
    now = timezone.now()
    return Feedback.objects.create(
        kind=kind,
        words=words,
        page=page,
        email=email,
        language=language,
        sent_at=now,
        due_on=timezone.localdate(now) + datetime.timedelta(days=DAYS_TO_ANSWER),
    )


@transaction.atomic
def answer_feedback(feedback: Feedback, *, answer: str, by: User) -> Feedback:
    """
    Answer a message once; its sender gets the answer by mail where they gave an address.

    A message that is answered already stays as it is: its answer has left the house.
    """
    row = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if row.answered_at is None:
        row.answer = answer
        row.answered_at = timezone.now()
        row.answered_by = by
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        if row.email:
            outbox.send(effect=ANSWER, key=f"{ANSWER}:{row.pk}", payload={"feedback": row.pk})
    return row


def mail_answer(payload: dict[str, Any]) -> None:
    """Mail an answer; nothing where the message or its address is gone by now."""
    row = Feedback.objects.filter(pk=payload["feedback"]).exclude(email="").first()
    if row is None:
        return
    with override(row.language):
        get_adapter().send_mail("home/email/feedback", row.email, {"feedback": row})


def forget_old(now: datetime.datetime) -> int:
    """Delete what was answered a year ago; the clock's job."""
    old = Feedback.objects.filter(answered_at__lt=now - datetime.timedelta(days=KEPT_DAYS))
    return old.delete()[0]
