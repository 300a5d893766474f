"""
What is wrong with a row of the completion list, in words: what to do, and who does it.

A hindrance keeps a row out of a delivery; a remark only tells the study office something.
"""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.births import can_be_born_on
from accounts.learner_id import validate_learner_id
from courses.catalogue.runs import RegistrarClass
from courses.registrar.records import PLACES, Record
from courses.registrar.virta import GRADES, MOST_CREDIT_DECIMALS, can_be_written
from home.spreadsheets import RUNS

TEXTS = ("surname", "given_names", "national_learner_id", "course_code", "study_right")


class Problem(TextChoices):
    """What is wrong; the label is what the study office reads."""

    NO_CONSENT = "no_consent", _("No consent to registration")
    NO_SURNAME = "no_surname", _("The official surname is missing")
    NO_GIVEN_NAMES = "no_given_names", _("The official given names are missing")
    BAD_LEARNER_ID = "bad_learner_id", _("The learner id is not a right one")
    BAD_BIRTH_DATE = "bad_birth_date", _("The date of birth cannot be right")
    NO_IDENTIFIER = "no_identifier", _("Neither date of birth nor learner id")
    NO_COURSE_CODE = "no_course_code", _("The course code is missing")
    BAD_CREDITS = "bad_credits", _("Credits are missing or too fine")
    GRADE_OFF_SCALE = "grade_off_scale", _("The grade is not on its scale")
    BAD_CLASS = "bad_class", _("The class (Luokittelu) is unknown")
    BAD_DATE = "bad_date", _("The completion date is still to come")
    UNWRITABLE = "unwritable", _("There are invisible characters that no register takes")
    DEFUSED_IN_CSV = "defused_in_csv", _("A text begins with = + - or @")
    EARLY_DATE = "early_date", _("Completed before the run or the enrolment began")
    SAME_COURSE = "same_course", _("The learner has completed the same course twice")
    NO_BIRTH_DATE = "no_birth_date", _("The date of birth is missing")
    NO_LEARNER_ID = "no_learner_id", _("The learner id is missing")
    NO_IDENTITY_CODE = "no_identity_code", _("The personal identity code is missing")

    @property
    def todo(self) -> str:
        """What to do about it, and who."""
        return str(_WHAT_TO_DO[self])

    @property
    def is_hindrance(self) -> bool:
        """Whether it keeps the row out of a delivery."""
        return self not in REMARKS


REMARKS = frozenset(
    {
        Problem.EARLY_DATE,
        Problem.SAME_COURSE,
        Problem.DEFUSED_IN_CSV,
        Problem.NO_BIRTH_DATE,
        Problem.NO_LEARNER_ID,
        Problem.NO_IDENTITY_CODE,
    }
)

_CORRECT = _(
    "Study staff: correct the completion on the run's page; the correction is delivered instead."
)
_ASK_LEARNER = _(
    "Ask the learner, then correct the completion on the run's page (study staff): a completion "
    "keeps what was known when it arose."
)
_WHAT_TO_DO = {
    Problem.NO_CONSENT: _(
        "The learner has not agreed. Nothing may be registered before they do: ask them to give "
        "their consent under My studies, beside the completed course (learner)."
    ),
    Problem.NO_SURNAME: _ASK_LEARNER,
    Problem.NO_GIVEN_NAMES: _ASK_LEARNER,
    Problem.BAD_LEARNER_ID: _ASK_LEARNER,
    Problem.BAD_BIRTH_DATE: _ASK_LEARNER,
    Problem.NO_IDENTIFIER: _ASK_LEARNER,
    Problem.NO_COURSE_CODE: _("The editor of the course: give the course its code."),
    Problem.BAD_CREDITS: _(
        "The editor of the course: mend its credits. Study staff: correct the completion."
    ),
    Problem.GRADE_OFF_SCALE: _CORRECT,
    Problem.BAD_CLASS: _CORRECT,
    Problem.BAD_DATE: _CORRECT,
    Problem.UNWRITABLE: _(
        "Somebody pasted them along. Study staff: correct the completion, typing the name anew."
    ),
    Problem.DEFUSED_IN_CSV: _(
        "The row goes along. In CSV the text has an apostrophe before it, as a spreadsheet would "
        "run it as a formula; take the XLSX or the national format if your register reads the "
        "apostrophe as a letter. Study staff: correct the completion if it is a slip."
    ),
    Problem.EARLY_DATE: _(
        "The row goes along. Study staff: see whether the completion date is right, and correct "
        "the completion if it is not."
    ),
    Problem.SAME_COURSE: _(
        "The row goes along, and the credits would be registered twice. Study staff: annul the "
        "one that should not count, unless it is a better grade."
    ),
    Problem.NO_BIRTH_DATE: _("The row goes along: the learner id tells who it is."),
    Problem.NO_LEARNER_ID: _(
        "The row goes along with the date of birth. The learner finds the id in Opintopolku."
    ),
    Problem.NO_IDENTITY_CODE: _(
        "The row goes along. Ask the learner if your register cannot do without the code."
    ),
}


def problems_of(record: Record, today: datetime.date) -> list[Problem]:
    """Return everything that is wrong with a record, hindrances first."""
    found = list(_hindrances(record, today))
    birth, learner_id = record[PLACES["birth_date"]], record[PLACES["national_learner_id"]]
    if birth is None and not learner_id:
        found.append(Problem.NO_IDENTIFIER)
    elif birth is None:
        found.append(Problem.NO_BIRTH_DATE)
    elif not learner_id:
        found.append(Problem.NO_LEARNER_ID)
    if _is_defused(record):
        found.append(Problem.DEFUSED_IN_CSV)
    return found


def hindrances_in(problems: Sequence[Problem]) -> list[Problem]:
    """Return those that keep a row out."""
    return [problem for problem in problems if problem.is_hindrance]


def _hindrances(record: Record, today: datetime.date) -> list[Problem]:
    wrong = []

    def note(is_wrong: bool, problem: Problem) -> None:
        if is_wrong:
            wrong.append(problem)

    birth, learner_id = record[PLACES["birth_date"]], record[PLACES["national_learner_id"]]
    credits = record[PLACES["credits"]]
    note(record[PLACES["consented_at"]] is None, Problem.NO_CONSENT)
    note(not record[PLACES["surname"]].strip(), Problem.NO_SURNAME)
    note(not record[PLACES["given_names"]].strip(), Problem.NO_GIVEN_NAMES)
    note(bool(learner_id) and not _is_learner_id(learner_id), Problem.BAD_LEARNER_ID)
    note(birth is not None and not can_be_born_on(birth, today), Problem.BAD_BIRTH_DATE)
    note(not record[PLACES["course_code"]].strip(), Problem.NO_COURSE_CODE)
    note(
        credits is None or credits <= 0 or -credits.as_tuple().exponent > MOST_CREDIT_DECIMALS,
        Problem.BAD_CREDITS,
    )
    note(
        record[PLACES["grade"]] not in GRADES.get(record[PLACES["scale"]], ()),
        Problem.GRADE_OFF_SCALE,
    )
    note(record[PLACES["registrar_class"]] not in RegistrarClass.values, Problem.BAD_CLASS)
    note(record[PLACES["completed_on"]] > today, Problem.BAD_DATE)
    texts = [record[PLACES[name]] for name in TEXTS]
    names = record[PLACES["course_names"]].values()
    note(not all(map(can_be_written, [*texts, *names])), Problem.UNWRITABLE)
    return wrong


def _is_defused(record: Record) -> bool:
    """Whether CSV writes one of its texts otherwise than XLSX and the national format do."""
    texts = [record[PLACES[name]] for name in (*TEXTS, "email", "home_organisation", "assessor")]
    return any(text.startswith(RUNS) for text in (*texts, *record[PLACES["course_names"]].values()))


def _is_learner_id(value: str) -> bool:
    try:
        validate_learner_id(value)
    except ValidationError:
        return False
    return True
