"""Forms of graders, and of those who mend questions."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from quizzes.assessing.marking import Given
from quizzes.assessing.points import PointsError, read_points, scaled
from quizzes.assessing.sheet import Criterion, Sheet
from quizzes.attempts.words import number
from quizzes.grading.raw import plainly
from quizzes.grading.totals import MARK

LONGEST_COMMENT = 10_000
LONGEST_REASON = 1_000


class PointsField(forms.CharField):
    """Points with a comma or a point, from 0 to the highest; what was typed stays to be seen."""

    def __init__(self, highest: Decimal, **kwargs: Any) -> None:
        self.highest = highest
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 6}))
        kwargs.setdefault("help_text", _("0–%(highest)s") % {"highest": number(highest)})
        super().__init__(max_length=20, **kwargs)
        self.error_messages["required"] = self.error_messages["max_length"] = _(
            "Write points between 0 and %(highest)s, such as %(example)s."
        ) % {"highest": number(highest), "example": number(highest / 2)}

    def clean(self, value: Any) -> Decimal:
        """Read the points."""
        text = super().clean(value)
        try:
            return read_points(text, self.highest)
        except PointsError as error:
            raise forms.ValidationError(self.error_messages["required"], "points") from error


class MarkForm(forms.Form):
    """A mark for one answer: by its criteria, or one for the whole; and words to the learner."""

    comment = forms.CharField(
        label=gettext_lazy("To the learner"),
        help_text=gettext_lazy("What was good, and what would make the answer better."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4}),
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.order_fields([*self._add_points(), "comment"])
        if sheet.in_force and self._is_based_on(sheet.in_force.pk):
            self.fields["reason"] = forms.CharField(
                label=gettext_lazy("Why the mark is changed"),
                help_text=gettext_lazy("Kept in the history of the marks; the learner sees it."),
                max_length=LONGEST_REASON,
                error_messages={
                    "required": gettext_lazy("A mark that stands is changed with a reason.")
                },
            )

    def _is_based_on(self, event: int) -> bool:
        """Whether the page showed this mark: one that came since is told of, not asked about."""
        said = self.data.get("based_on") if self.is_bound else self.initial.get("based_on")
        return str(said) == str(event)

    def _add_points(self) -> Iterator[str]:
        if not self.sheet.criteria:
            self.fields["mark"] = PointsField(self.sheet.response.points, label=_("Points"))
            yield "mark"
        for criterion in self.sheet.criteria:
            name = f"points-{criterion.key}"
            self.fields[name] = PointsField(criterion.points, label=criterion.name)
            yield name

    def rows(self) -> Iterator[tuple[Criterion | None, forms.BoundField]]:
        """Yield each criterion with its field; the one field of a whole mark by itself."""
        if not self.sheet.criteria:
            yield None, self["mark"]
        for criterion in self.sheet.criteria:
            yield criterion, self[f"points-{criterion.key}"]

    def given(self) -> Given:
        """Return what was given; call when the form is valid."""
        data = self.cleaned_data
        comment = data["comment"].strip()
        if not self.sheet.criteria:
            return Given(mark=data["mark"].quantize(MARK), comment=comment)
        criteria = self.sheet.criteria
        points = [data[f"points-{criterion.key}"] for criterion in criteria]
        return Given(
            mark=scaled(points, (found.points for found in criteria), self.sheet.response.points),
            criteria=[
                {
                    "id": found.key,
                    "name": found.name,
                    "points": plainly(given),
                    "highest": plainly(found.points),
                }
                for found, given in zip(criteria, points, strict=True)
            ],
            comment=comment,
        )

    @classmethod
    def showing(cls, sheet: Sheet) -> "MarkForm":
        """Return the form as it opens: with the mark in force, empty where none was given."""
        event = sheet.in_force
        initial: dict[str, Any] = {"based_on": event.pk if event else 0}
        if event:
            initial |= {"comment": event.comment, "mark": number_as_typed(event.mark)}
            for found in event.criteria or ():
                initial[f"points-{found['id']}"] = number_as_typed(Decimal(found["points"]))
        return cls(initial=initial, sheet=sheet)


def number_as_typed(value: Decimal) -> str:
    """Write a number as one would type it, with all its decimals and the language's comma."""
    return number_format(plainly(value), use_l10n=True)
