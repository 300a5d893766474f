"""Why an attempt may not start, or an answer was not stored, in words for the learner."""

import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quizzes.grading.marks import Unfit


class StartRefusal(TextChoices):
    """The label is the sentence that the learner reads."""

    NOT_ENROLLED = "not_enrolled", _("Enrol on the course first: your answers need a place.")
    NOT_ANSWERED = (
        "not_answered",
        _("The organiser has enrolled you. Take your place first: then you can study."),
    )
    RUN_NOT_BEGUN = "run_not_begun", _("Your run of the course has not begun yet.")
    RUN_OVER = "run_over", _("The time to study on your run of the course has ended.")
    LAST_START_PASSED = (
        "last_start_passed",
        _("New attempts could be started until the last start."),
    )
    NOT_OPEN_YET = "not_open_yet", _("This quiz has not opened yet.")
    WAIT = "wait", _("There is a pause between attempts.")
    # Moodle's rule, too: a pause that ends too late is no pause.
    CANNOT_WAIT = (
        "cannot_wait",
        _("No new attempt can be started: the time ends before the pause between attempts does."),
    )
    CLOSED = "closed", _("This quiz has closed.")
    NO_ATTEMPTS_LEFT = "no_attempts_left", _("You have used every attempt that this quiz allows.")
    NOT_READY = (
        "not_ready",
        _("This quiz has too few questions just now. Nothing was started; tell the organiser."),
    )

    @property
    def passes(self) -> bool:
        """Whether it goes away by waiting: there will be another attempt."""
        return self in (
            StartRefusal.RUN_NOT_BEGUN,
            StartRefusal.NOT_OPEN_YET,
            StartRefusal.WAIT,
            StartRefusal.NOT_READY,
        )


class StartRefusedError(Exception):
    """
    Starting was refused; `reason` says why, `at` which moment or day it is about.

    Nothing was changed.
    """

    def __init__(
        self, reason: StartRefusal, at: datetime.datetime | datetime.date | None = None
    ) -> None:
        super().__init__(str(reason.label))
        self.reason = reason
        self.at = at


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
    SUBMIT_ONLY = (
        "submit_only",
        _(
            "Time is up, so the answer was not saved. "
            "What was saved before is there: you can still submit it."
        ),
    )
    ABANDONED = (
        "abandoned",
        _("This attempt was not submitted in time. It counts no more, so nothing was saved."),
    )
    LOCKED = (
        "locked",
        _("This question has been checked, so its answer stays as it was."),
    )
    NOT_HERE = (
        "not_here",
        _(
            "In this quiz one goes on in order. "
            "The answer was not saved: you are at another question."
        ),
    )
    NOTHING_TO_CHECK = "nothing_to_check", _("Answer the question first, then check it.")
    SOMEBODY_ELSE = (
        "somebody_else",
        _(
            "Somebody else has signed in on this browser. The answer was not saved; "
            "it waits until the person who wrote it signs in again."
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
    The answer was not stored; `reason` says why, `words` as the learner reads it.

    `field` names the field of the form that it is about; empty for the whole answer. `status`
    is the answer's code where the reason alone does not give it. Nothing was changed.
    """

    status: int | None = None

    def __init__(self, reason: SaveRefusal, field: str = "") -> None:
        super().__init__(str(reason.label))
        self.reason = reason
        self.field = field
        self.words = str(reason.label)
