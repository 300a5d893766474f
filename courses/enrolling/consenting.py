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
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal, missing_before
from courses.progress.completing import complete_if_met
from courses.progress.recording import add_consent, locked
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

    The first time it is the answer to being enrolled by staff: then the course's prerequisites
    are asked for, which staff were not to hear of. Raises EnrolmentRefusedError, keeping nothing.
    What was done on an earlier enrolment of the run may complete the course at once.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("run__course", "run__organiser", "learner")
        .get(pk=enrolment.pk)
    )
    learner = enrolment.learner
    if enrolment.waits_for_answer and missing_before(enrolment.run.course, learner):
        raise EnrolmentRefusedError(Refusal.PREREQUISITES, enrolment.run)
    if details:
        User.objects.filter(pk=learner.pk).update(**details)
        learner.refresh_from_db(fields=list(details))
    if identity_code:
        keep_code(person=learner, organisation=enrolment.run.organiser, code=identity_code)
    if enrolment.withdrawn_at or (enrolment.completed_at and not consents):
        return enrolment
    now = timezone.now()
    answers = enrolment.waits_for_answer
    if answers:
        enrolment.confirmed_at = now
        enrolment.typed_address = enrolment.typed_given_names = enrolment.typed_surname = ""
    if consents != (enrolment.consented_at is not None):
        enrolment.consented_at = now if consents else None
        version = consent.version_for(enrolment.run.organiser)
        enrolment.consent_version = version if consents else ""
    for name, value in background(enrolment.run, learner).items():
        setattr(enrolment, name, value)
    enrolment.save()
    if answers:
        complete_if_met(locked(enrolment))
    elif enrolment.completed_at:
        add_consent(enrolment, reason=_("The learner agreed to registration afterwards."))
    return enrolment
