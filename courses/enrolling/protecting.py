"""
Study staff keep a learner's contact data from everybody, since the learner told them to.

Setting it only ever hides, so it needs nobody's leave; taking it away shows, and is the
learner's alone.
"""

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.protection import protect_person
from courses.enrolling.models import Enrolment
from courses.following.models import Note
from home import outbox

PROTECTED = "courses.protected_by_staff"


class Refusal(TextChoices):
    """The label is the sentence that staff read."""

    NOT_ANSWERED = (
        "not_answered",
        gettext_lazy(
            "The learner has not answered yet: an address alone says nothing of whose it is."
        ),
    )
    STANDS = "stands", gettext_lazy("The contact data are kept back already.")
    ERASED = "erased", gettext_lazy("The account has been erased.")


def protecting_refusal(enrolment: Enrolment) -> Refusal | None:
    """
    Return why staff may not set it; None when they may.

    Whoever knows an address alone must not reach into an account that is not theirs.
    """
    if enrolment.learner.erased_at is not None:
        return Refusal.ERASED
    if enrolment.confirmed_at is None:
        return Refusal.NOT_ANSWERED
    return Refusal.STANDS if enrolment.learner.contact_is_protected else None


@transaction.atomic
def protect(enrolment: Enrolment, *, by: User) -> None:
    """Set it for the learner of an enrolment, on record, and tell them by mail."""
    if not protect_person(enrolment.learner):
        return
    Note.objects.create(
        enrolment=enrolment,
        author=by,
        text=_("Set non-disclosure for personal safety, as the learner told."),
        created_at=timezone.now(),
    )
    payload = {"enrolment": enrolment.pk}
    key = f"{PROTECTED}:{enrolment.pk}:{timezone.now().isoformat()}"
    outbox.send(effect=PROTECTED, key=key, payload=payload)


def work_in_words(enrolment: Enrolment) -> str:
    """Say what the learner told of their work, as others may see it."""
    if enrolment.learner.contact_is_protected:
        return enrolment.profession
    county = f"({enrolment.county.name})" if enrolment.county else ""
    told = ", ".join(part for part in (enrolment.profession, enrolment.employer) if part)
    return f"{told} {county}".strip()
