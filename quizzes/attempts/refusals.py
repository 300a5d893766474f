"""Why an attempt may not start, or an answer was not stored, in words for the learner."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quizzes.grading.marks import Unfit


class StartRefusal(TextChoices):
    """The label is the sentence that the learner reads."""

    NOT_ENROLLED = "not_enrolled", _("Enrol on the course first: your answers need a place.")
    LAST_START_PASSED = (
        "last_start_passed",
        _("New attempts could be started until the last start."),
    )
    CLOSED = "closed", _("This quiz has closed.")
    NO_ATTEMPTS_LEFT = "no_attempts_left", _("You have used every attempt that this quiz allows.")
    NOT_READY = (
        "not_ready",
        _("This quiz has too few questions just now. Nothing was started; tell the organiser."),
    )


class StartRefusedError(Exception):
    """Starting was refused; `reason` says why. Nothing was changed."""

    def __init__(self, reason: StartRefusal) -> None:
        super().__init__(str(reason.label))
        self.reason = reason


class SaveRefusal(TextChoices):
    """The label is the sentence that the learner reads. What was saved before stays."""

    WITHDRAWN = "withdrawn", _("You have left the course, so the answer was not saved.")
    SUBMITTED = (
        "submitted",
        _("This attempt has been submitted already, so the answer was not saved."),
    )
    TIME_IS_UP = (
        "time_is_up",
        _(
            "The answer came too late and was not saved. "
            "What was saved before time ran out has been submitted."
        ),
    )
    UNKNOWN_OPTION = (
        "unknown_option",
        _("That is no option of this question. Nothing was changed; choose again."),
    )
    ONE_ONLY = "one_only", _("Choose one option only. Nothing was changed.")
    BAD_REQUEST = (
        "bad_request",
        _("The page was not sent whole. Nothing was changed; load the page and choose again."),
    )

    @classmethod
    def of(cls, reason: Unfit) -> "SaveRefusal":
        """Return the refusal for something that is no answer."""
        return cls(reason.value)


class SaveRefusedError(Exception):
    """The answer was not stored; `reason` says why. Nothing was changed."""

    def __init__(self, reason: SaveRefusal) -> None:
        super().__init__(str(reason.label))
        self.reason = reason
