"""The form by which a submission is assessed: the result, points by criterion, feedback."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from courses.activities.assessing import Given, Verdict
from courses.activities.submissions import Assessment, Submission
from courses.activities.terms import Criterion, Wanted

LONGEST_COMMENT = 10_000
GRADES = ("5", "4", "3", "2", "1")


class PointsField(forms.CharField):
    """Points with a comma or a point, from 0 to the criterion's; what was typed stays."""

    def __init__(self, highest: Decimal, **kwargs: Any) -> None:
        self.highest = highest
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 6})
        super().__init__(max_length=20, widget=widget, **kwargs)
        shown = {"highest": plain(highest), "example": plain(highest / 2)}
        self.help_text = _("0–%(highest)s") % shown
        words = _("Write points between 0 and %(highest)s, such as %(example)s.") % shown
        self.error_messages["required"] = self.error_messages["max_length"] = words

    def clean(self, value: Any) -> Decimal:
        """Read the points."""
        text = super().clean(value).replace(",", ".")
        try:
            points = Decimal(text) if text.isascii() and "_" not in text else None
        except InvalidOperation:
            points = None
        if points is None or not points.is_finite() or not 0 <= points <= self.highest:
            raise forms.ValidationError(self.error_messages["required"], "points")
        return points.quantize(Decimal("0.01"))


def plain(number: Decimal) -> str:
    """Write a number without needless zeros, with the language's comma."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return number_format(text, use_l10n=True)


class AssessForm(forms.Form):
    """What somebody says of a submission."""

    result = forms.ChoiceField(
        label=gettext_lazy("Result"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a result.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Feedback to the learner"),
        help_text=gettext_lazy("What was good, and what would make it better."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=AdminAutoHeightTextInput(attrs={"rows": 5}),
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, wanted: Wanted, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        can_return = wanted.allows_round(submission.number + 1)
        self.fields["result"].choices = list(_results(wanted, can_return))
        for criterion in wanted.criteria:
            if criterion.points:
                self.fields[f"points-{criterion.id}"] = PointsField(
                    criterion.points, label=criterion.name
                )
            self.fields[f"said-{criterion.id}"] = forms.CharField(
                label=_("On this: %(criterion)s") % {"criterion": criterion.name},
                required=False,
                max_length=1_000,
            )
        self.order_fields(
            [name for name in self.fields if name not in ("result", "comment")]
            + ["result", "comment"]
        )

    def clean(self) -> dict[str, Any]:
        """What is sent back says what to complete."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("result") == Verdict.RETURNED and not data.get("comment", "").strip():
            self.add_error("comment", _("Say what the learner should complete."))
        return data

    def rows(self) -> Iterator[tuple[Criterion, list[forms.BoundField]]]:
        """Yield each criterion with its fields."""
        for criterion in self.wanted.criteria:
            names = (f"points-{criterion.id}", f"said-{criterion.id}")
            yield criterion, [self[name] for name in names if name in self.fields]

    def given(self) -> Given:
        """Return what was given; call when the form is valid."""
        data = self.cleaned_data
        result = data["result"]
        verdict, grade = result, ""
        if result in (*GRADES, "0"):
            verdict, grade = (Verdict.FAILED if result == "0" else Verdict.PASSED), result
        return Given(
            verdict=str(verdict),
            grade=grade,
            criteria=[
                {
                    "id": criterion.id,
                    "name": criterion.name,
                    "points": plain_dot(data.get(f"points-{criterion.id}", Decimal(0))),
                    "of": plain_dot(criterion.points),
                    "comment": data[f"said-{criterion.id}"],
                }
                for criterion in self.wanted.criteria
            ],
            comment=data["comment"].strip(),
        )

    @classmethod
    def showing(
        cls, last: Assessment | None, *, wanted: Wanted, submission: Submission
    ) -> "AssessForm":
        """Return the form as it opens: with the assessment that counts, empty without one."""
        initial: dict[str, Any] = {"based_on": last.pk if last else 0}
        if last:
            initial |= {"result": last.grade or last.verdict, "comment": last.comment}
            for found in last.criteria:
                initial[f"points-{found['id']}"] = plain(Decimal(found["points"]))
                initial[f"said-{found['id']}"] = found["comment"]
        return cls(initial=initial, wanted=wanted, submission=submission)


def plain_dot(number: Decimal) -> str:
    """Write a number for storing: a point, no needless zeros."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _results(wanted: Wanted, can_return: bool) -> Iterator[tuple[str, str]]:
    if wanted.is_graded:
        for grade in GRADES:
            yield grade, _("%(grade)s – passed") % {"grade": grade}
    else:
        yield Verdict.PASSED, _("Passed")
    if can_return:
        yield Verdict.RETURNED, _("Send back to be completed")
    yield ("0", _("0 – failed")) if wanted.is_graded else (Verdict.FAILED, _("Failed"))
