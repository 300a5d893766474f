"""Why a deed on somebody's studies was refused, in words for the staff who tried it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeedRefusal(TextChoices):
    """The label is the sentence that staff read."""

    OWN = "own", _("Nobody decides on their own studies. Ask a colleague to do it.")
    WITHDRAWN = "withdrawn", _("The enrolment has been withdrawn, so nothing was recorded.")
    COMPLETED = (
        "completed",
        _("The course has been completed. Correct or annul the completion instead."),
    )
    NOT_ANSWERED = (
        "not_answered",
        _(
            "The learner has not answered yet. Nothing is recorded before they have signed in and "
            "taken the place."
        ),
    )
    NO_REASON = "no_reason", _("Write the reason: it stays on record.")
    NO_ASSESSOR = "no_assessor", _("Write who assessed it.")
    NOT_ON_SCALE = "not_on_scale", _("This is no passing grade on the course's scale.")
    NOT_IN_COURSE = "not_in_course", _("This step is not part of the course any more.")
    NOT_DONE = "not_done", _("The step has not been done.")
    IN_THE_FUTURE = "in_the_future", _("A completion has no day in the future.")
    EARLY = (
        "early",
        _(
            "The completion date is before the run's first day or before the enrolment. Mend it, "
            "or tick that the date is right."
        ),
    )
    ANNULLED = "annulled", _("The completion has been annulled already.")
    NOTHING_NEW = "nothing_new", _("Nothing would change.")


class DeedRefusedError(Exception):
    """The deed was refused; `reason` says why. Nothing was changed."""

    def __init__(self, reason: DeedRefusal) -> None:
        super().__init__(str(reason.label))
        self.reason = reason
