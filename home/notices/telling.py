"""
Telling somebody something: here on the site, by mail, or both, as they have chosen.

Called by the outbox's effects, so that a mail in quiet hours is put off with its effect: the
effect looks again, when they end, whether there still is anything to tell.
"""

from collections.abc import Callable, Iterable
from email.mime.base import MIMEBase
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from home import outbox
from home.notices.kinds import kind_of
from home.notices.models import Notice, NoticeChoice, QuietHours
from home.notices.quiet import Hours, quiet_until

LONGEST_TITLE = 300


def tell(
    *,
    kind: str,
    key: str,
    person: User,
    template: str,
    context: dict[str, Any],
    link: str,
    title: str = "",
    headers: dict[str, str] | None = None,
    attachments: Iterable[MIMEBase] = (),
) -> None:
    """
    Tell a person by a mail's templates; its subject is what the site says, unless `title` is.

    `link` is the whole address that the notice leads to. As `tell_by`.
    """
    told = {"user": person} | context
    with override(person.language):
        if not kind_of(kind).is_mandatory:
            told["choices_url"] = f"{settings.BASE_URL}{reverse('notice_choices')}"
        said = title or render_to_string(f"{template}_subject.txt", told)
    tell_by(
        lambda: get_adapter().send_mail(
            template, person.email, told, headers=headers, attachments=attachments
        ),
        kind=kind,
        key=key,
        person=person,
        title=said,
        link=link,
    )


def tell_by(
    mail: Callable[[], None], *, kind: str, key: str, person: User, title: str, link: str
) -> None:
    """
    Tell a person with a mail of one's own making; the key names the event.

    Nothing to a closed account. Raises outbox.PutOffError in the person's quiet hours, where
    the mail may wait; KeyError for a kind that nobody registered.
    """
    if not person.is_active:
        return
    known = kind_of(kind)
    chosen = NoticeChoice.objects.filter(person=person, kind=kind).values_list("way", flat=True)
    way = chosen.first() or NoticeChoice.Way.BOTH
    if way != NoticeChoice.Way.MAIL:
        Notice.objects.get_or_create(
            person=person,
            key=key,
            defaults={
                "kind": kind,
                "title": " ".join(title.split())[:LONGEST_TITLE],
                "address": link.removeprefix(settings.BASE_URL),
                "told_at": timezone.now(),
            },
        )
    if way == NoticeChoice.Way.SITE and not known.is_mandatory:
        return
    if known.waits_for_quiet_to_end and (until := quiet_until(hours_of(person), _now_here())):
        raise outbox.PutOffError(until)
    mail()


def hours_of(person: User) -> Hours:
    """Return a person's quiet hours; none unless they chose some."""
    row = QuietHours.objects.filter(person=person).first()
    return Hours(row.begins, row.ends, row.weekends) if row else Hours()


def _now_here() -> Any:
    return timezone.localtime(timezone.now())
