"""What a learner tells of themselves after they were enrolled."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from courses.enrolling import consent
from courses.enrolling.enrol import background
from courses.enrolling.models import Enrolment
from courses.progress.recording import add_consent
from courses.registrar.identity_codes_kept import keep_code


@sensitive_variables("identity_code")
@transaction.atomic
def give_details(
    *,
    enrolment: Enrolment,
    consents: bool,
    details: Mapping[str, Any],
    identity_code: str = "",
) -> Enrolment:
    """
    Keep a learner's own details and their consent on an enrolment that is not withdrawn.

    Consent given before keeps its time and text; consent taken back leaves neither. A
    completion has frozen what was agreed to: consent given after it is a correction of it by
    the learner, and consent in it is not taken back here.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("run__course", "run__organiser", "learner")
        .get(pk=enrolment.pk)
    )
    learner = enrolment.learner
    if details:
        User.objects.filter(pk=learner.pk).update(**details)
        learner.refresh_from_db(fields=list(details))
    if identity_code:
        keep_code(person=learner, organisation=enrolment.run.organiser, code=identity_code)
    if enrolment.withdrawn_at or (enrolment.completed_at and not consents):
        return enrolment
    now = timezone.now()
    enrolment.confirmed_at = enrolment.confirmed_at or now
    if consents != (enrolment.consented_at is not None):
        enrolment.consented_at = now if consents else None
        version = consent.version_for(enrolment.run.organiser)
        enrolment.consent_version = version if consents else ""
    for name, value in background(enrolment.run, learner).items():
        setattr(enrolment, name, value)
    enrolment.save()
    if enrolment.completed_at:
        add_consent(enrolment, reason=_("The learner agreed to registration afterwards."))
    return enrolment
