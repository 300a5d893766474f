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
    NOT_THE_ITEMS = (
        "not_the_items",
        _("The order did not hold every item once. Nothing was changed; load the page again."),
    )
    TOO_LONG = "too_long", _("The text is too long to be kept. Nothing was changed; shorten it.")
    UNREADABLE = (
        "unreadable",
        _("The text has a character that cannot be stored. Nothing was changed; write it anew."),
    )
    NOT_A_NUMBER = (
        "not_a_number",
        _("That is no number. Nothing was changed; write it in digits, such as 12,5 or 12.5."),
    )
    THOUSANDS = (
        "thousands",
        _(
            "Write the number without separators of thousands, such as 1000 or 1000,5. "
            "Nothing was changed."
        ),
    )
    TOO_LARGE = (
        "too_large",
        _("The number is too large. Nothing was changed; write a smaller one, such as 1000."),
    )
    TOO_MANY_FILES = (
        "too_many_files",
        _("There are more files than this question takes. Nothing was changed; remove some."),
    )
    BAD_REQUEST = (
        "bad_request",
        _("The page was not sent whole. Nothing was changed; load the page and choose again."),
    )

    @classmethod
    def of(cls, reason: Unfit) -> "SaveRefusal":
        """Return the refusal for something that is no answer."""
        return cls(reason.value)


class SaveRefusedError(Exception):
    """
    The answer was not stored; `reason` says why. Nothing was changed.

    `field` names the field of the form that it is about; empty for the whole answer.
    """

    def __init__(self, reason: SaveRefusal, field: str = "") -> None:
        super().__init__(str(reason.label))
        self.reason = reason
        self.field = field
