"""Inviting people to a run: by address, domain, organisation or key; and by personal links."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from courses.catalogue.invitations import Invitation, tidy_key
from courses.catalogue.runs import CourseRun
from courses.enrolling.letters import INVITED
from courses.enrolling.roster_columns import EMAIL, GIVEN, SURNAME
from courses.enrolling.roster_rows import Fault, address_of, rows_of
from home import outbox
from home.tables import read_table

NAME_LENGTH = 200


@transaction.atomic
def invite(
    *,
    run: CourseRun,
    by: User,
    email: str = "",
    email_domain: str = "",
    organisation: Organisation | None = None,
    key: str = "",
    name: str = "",
    mail: bool = False,
) -> tuple[Invitation, bool]:
    """
    Invite to one run; return the invitation and whether it is new.

    `mail`: an address gets a personal link by mail.
    """
    invitation, created = Invitation.objects.get_or_create(
        course=run.course,
        run=run,
        email=email.lower(),
        email_domain=email_domain.lower().removeprefix("@"),
        organisation=organisation,
        key=tidy_key(key),
        defaults={"name": name, "invited_by": by},
    )
    if mail and email:
        send_link(invitation)
    return invitation, created


@transaction.atomic
def send_link(invitation: Invitation) -> None:
    """
    Mail a personal link, or mail it again; the link stays the same.

    Nothing happens where the invitation names no address, or was used.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not invitation.email or invitation.used_at:
        return
    if not invitation.token:
        invitation.token = secrets.token_urlsafe(32)
        invitation.save(update_fields=["token"])
    # Each wish to send is an effect of its own.
    key = f"{INVITED}:{invitation.pk}:{timezone.now():%Y%m%d%H%M%S}"
    outbox.send(effect=INVITED, key=key, payload={"invitation": invitation.pk})


@transaction.atomic
def invite_listed(*, run: CourseRun, by: User, data: bytes, mail: bool) -> tuple[int, list[Fault]]:
    """
    Invite everybody of a file, or nobody; return how many are new, and what is wrong.

    Raises UnreadableTableError. Who is invited already stays so.
    """
    people: dict[str, str] = {}
    faults: list[Fault] = []
    for row in rows_of(read_table(data)):
        try:
            email = address_of(row.get(EMAIL, ""))
        except ValidationError as error:
            faults.append(Fault(row["line"], EMAIL, error.messages[0]))
            continue
        name = f"{row.get(GIVEN, '')} {row.get(SURNAME, '')}".strip()
        people.setdefault(email, name[:NAME_LENGTH])
    if faults:
        return 0, faults
    return len(_invite_all(run, by, people, mail)), []


def _invite_all(run: CourseRun, by: User, people: dict[str, str], mail: bool) -> list[Invitation]:
    invited = set(
        Invitation.objects.filter(run=run).exclude(email="").values_list("email", flat=True)
    )
    new = Invitation.objects.bulk_create(
        (
            Invitation(
                course=run.course,
                run=run,
                email=email,
                name=name,
                invited_by=by,
                token=secrets.token_urlsafe(32) if mail else None,
            )
            for email, name in people.items()
            if email not in invited
        ),
        batch_size=1000,
    )
    if mail:
        entries = ((f"{INVITED}:{one.pk}", {"invitation": one.pk}) for one in new)
        outbox.send_many(effect=INVITED, entries=entries)
    return new


def take_back(invitation: Invitation) -> None:
    """Take an invitation back: its link and key let nobody in any more; who is in stays."""
    invitation.delete()
