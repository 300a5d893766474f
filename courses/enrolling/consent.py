"""The consent to pass a result on to a polytechnic's study register."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from courses.registrar.identity_codes_kept import are_asked_by

# A text is never changed: a new one gets a version of its own, and enrolments and completions
# keep the version that was agreed to.
WITHOUT_CODE, WITH_CODE = "2026-11b", "2026-11b-code"
TEXTS = {
    "2026-11": _(
        "My name, date of birth, learner id and result may be passed on to the organising "
        "institution's study register when I have completed the course."
    ),
    WITHOUT_CODE: _(
        "My name, date of birth, learner id, e-mail address, home organisation, study-right key "
        "and result may be passed on to the organising institution's study register when I have "
        "completed the course."
    ),
    WITH_CODE: _(
        "My name, date of birth, learner id, personal identity code, e-mail address, home "
        "organisation, study-right key and result may be passed on to the organising "
        "institution's study register when I have completed the course."
    ),
}


def version_for(organiser: Organisation) -> str:
    """Return the version of the text that this organiser's learners agree to today."""
    return WITH_CODE if are_asked_by(organiser) else WITHOUT_CODE


def text_of(version: str) -> Any:
    """Return what somebody agreed to, in the reader's language; empty where it is not known."""
    return TEXTS.get(version, "")
