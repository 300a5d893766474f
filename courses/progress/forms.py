"""The forms in which study staff recognise, complete, annul and correct."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.births import can_be_born_on
from accounts.learner_id import in_full, validate_learner_id
from accounts.names import NameFormField
from courses.catalogue.models import Course, CourseStep, StudyField
from courses.catalogue.runs import RegistrarClass
from courses.progress.models import Completion
from courses.progress.recording import CORRECTABLE, PASSING
from home.reach import in_our_time

GRADE_WORDS = {"HYV": _("passed (HYV)")}
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]


def grades(scale: str) -> list[tuple[str, Any]]:
    """The passing grades of a scale, as choices."""
    return [(grade, GRADE_WORDS.get(grade, grade)) for grade in PASSING[Course.Scale(scale)]]


class DayField(forms.DateField):
    """A day with the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class ReasonForm(forms.Form):
    """Why: it stays on record, and staff can read it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays on record with your name and the time. The learner can ask for it."),
    )


class RightDateField(forms.BooleanField):
    """The second word that an unlikely day takes."""

    def __init__(self) -> None:
        super().__init__(
            label=_("The date is right"),
            required=False,
            help_text=_(
                "Needed only where the completion date is before the run's first day or before "
                "the enrolment."
            ),
        )


class RecordForm(ReasonForm):
    """A completion that a person records."""

    origin = forms.ChoiceField(
        label=_("How it arose"),
        choices=[
            (Completion.Origin.RECOGNITION, Completion.Origin.RECOGNITION.label),
            (Completion.Origin.BY_HAND, Completion.Origin.BY_HAND.label),
        ],
        widget=forms.RadioSelect,
    )
    grade = forms.ChoiceField(label=_("Grade"))
    completed_on = DayField(label=_("Completion date"), validators=[in_our_time])
    date_is_right = RightDateField()
    assessor = forms.CharField(label=_("Assessor"), max_length=200)

    field_order = ("origin", "grade", "completed_on", "date_is_right", "assessor", "reason")

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = grades(course.scale)
        self.fields["completed_on"].initial = timezone.localdate()


class StepForm(ReasonForm):
    """A step recognised: what it is worth, where the step gives a score or a grade."""

    score = forms.DecimalField(
        label=_("Score (%)"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        localize=True,
        required=False,
        help_text=_("Leave empty where there is none."),
    )
    grade = forms.ChoiceField(
        label=_("Grade"),
        choices=[("", "–"), *[(grade, grade) for grade in ("1", "2", "3", "4", "5")]],
        required=False,
    )
    field_order = ("score", "grade", "reason")

    def __init__(self, *args: Any, step: CourseStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.kind == CourseStep.Kind.LESSON:
            del self.fields["score"], self.fields["grade"]


class CorrectForm(ReasonForm):
    """A completion as it should have been."""

    surname = NameFormField(label=_("Surname"), max_length=150, required=False)
    given_names = NameFormField(label=_("Given names"), max_length=150, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    national_learner_id = forms.CharField(
        label=_("National learner id"),
        max_length=40,
        required=False,
    )
    grade = forms.ChoiceField(label=_("Grade"))
    completed_on = DayField(label=_("Completion date"), validators=[in_our_time])
    date_is_right = RightDateField()
    assessed_on = DayField(label=_("Assessment date"), validators=[in_our_time])
    assessor = forms.CharField(label=_("Assessor"), max_length=200)
    language = forms.ChoiceField(label=_("Language of completion"), choices=LANGUAGES)
    registrar_class = forms.TypedChoiceField(
        label=_("Class (Luokittelu)"),
        choices=[(value, f"{value} – {label}") for value, label in RegistrarClass.choices],
        coerce=int,
    )
    study_field = forms.TypedChoiceField(
        label=_("Field of study (ohjauksen ala)"),
        choices=[("", "–"), *StudyField.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    study_right = forms.CharField(label=_("Study-right key"), max_length=60, required=False)

    field_order = (*CORRECTABLE, "date_is_right", "reason")

    def __init__(self, *args: Any, completion: Completion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = grades(completion.scale)
        for name in CORRECTABLE:
            self.fields[name].initial = getattr(completion, name)

    def clean_birth_date(self) -> datetime.date | None:
        """Refuse a day that nobody who studies was born on, as enrolling does."""
        day: datetime.date | None = self.cleaned_data["birth_date"]
        if day is not None and not can_be_born_on(day, timezone.localdate()):
            raise forms.ValidationError(_("Check the year of birth."))
        return day

    def clean_national_learner_id(self) -> str:
        """Take the digits alone, too; refuse an id with a slip in it."""
        number = in_full(self.cleaned_data["national_learner_id"])
        if number:
            validate_learner_id(number)
        return number
