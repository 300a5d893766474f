"""
Messages of a run's staff to its participants: each learner gets a mail of their own.

The message stays as it was written; places in it are filled in for each reader when the
mail is made, in the reader's language.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.mail_html import with_html
from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from courses.following.filling import filled
from courses.following.models import Message, MessageCopy
from courses.notice_kinds import MESSAGE as MESSAGE_KIND
from home import outbox
from home.notices.telling import tell_by

MESSAGE = "courses.message"


@transaction.atomic
def send(
    *,
    run: CourseRun,
    sender: User,
    subject: str,
    body: str,
    enrolments: Iterable[Enrolment],
    reply_to: str = "",
    form_key: uuid.UUID | None = None,
) -> Message:
    """
    Write a message and one copy for each enrolment, each mailed once by the outbox.

    With a form's key again: the message that it made the first time, and nothing is sent.
    ValueError for an enrolment of another run.
    """
    # Behind the run, so that a second click waits for the first.
    CourseRun.objects.select_for_update().get(pk=run.pk)
    key = form_key or uuid.uuid4()
    if sent := Message.objects.filter(form_key=key, run=run, sender=sender).first():
        return sent
    receivers = list(enrolments)
    if any(enrolment.run_id != run.pk for enrolment in receivers):
        raise ValueError("A message goes to participants of its own run.")
    message = Message.objects.create(
        run=run,
        sender=sender,
        subject=subject,
        body=body,
        reply_to=reply_to,
        form_key=key,
        sent_at=timezone.now(),
    )
    MessageCopy.objects.bulk_create(
        [MessageCopy(message=message, enrolment=enrolment) for enrolment in receivers]
    )
    copies = message.copies.values_list("pk", flat=True)
    outbox.send_many(
        effect=MESSAGE, entries=[(f"{MESSAGE}:{copy}", {"copy": copy}) for copy in copies]
    )
    return message


def mail_copy(payload: dict[str, Any]) -> None:
    """Mail one copy, unless it is mailed or its reader's account is closed."""
    copies = MessageCopy.objects.select_related(
        "message__run__course", "message__run__organiser", "enrolment__learner"
    )
    copy = copies.filter(pk=payload["copy"], mailed_at__isnull=True).first()
    if copy is None or not copy.enrolment.learner.is_active:
        return
    mail = mail_of(copy.message, copy.enrolment)
    learner = copy.enrolment.learner
    with override(learner.language):
        address = reverse("courses:messages", args=[copy.enrolment_id])
    tell_by(
        lambda: mail.send(),
        kind=MESSAGE_KIND,
        key=f"{MESSAGE}:{copy.pk}",
        person=learner,
        title=mail.subject,
        link=f"{settings.BASE_URL}{address}",
    )
    MessageCopy.objects.filter(pk=copy.pk).update(mailed_at=timezone.now())


def mail_of(message: Message, enrolment: Enrolment) -> EmailMultiAlternatives:
    """Return the mail that a reader gets; nobody else's address is in it."""
    run, learner = message.run, enrolment.learner
    with override(learner.language):
        written = written_for(message.subject, message.body, run, enrolment)
        why = _("You get this message because you are on the course %(course)s (%(run)s).") % {
            "course": run.course.name,
            "run": run.code,
        }
        return with_html(
            EmailMultiAlternatives(
                subject=" ".join(written["subject"].split()),
                body=f"{written['body']}\n\n--\n{run.organiser.name}, Työkykypolku\n{why}\n",
                from_email=settings.DEFAULT_FROM_EMAIL,
                to=[learner.email],
                reply_to=[message.reply_to] if message.reply_to else None,
            )
        )


def written_for(subject: str, body: str, run: CourseRun, enrolment: Enrolment) -> dict[str, str]:
    """Fill in subject and body for a reader, in the active language."""
    learner = enrolment.learner
    values = {
        "name": learner.display_name,
        "course": run.course.name,
        "run": run.code,
        "link": f"{settings.BASE_URL}{reverse('courses:continue', args=[enrolment.pk])}",
    }
    return {"subject": filled(subject, values), "body": filled(body, values)}
